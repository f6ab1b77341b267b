"""French medical dossiers to cited, verified summaries: the core."""

__version__ = "0.1.0"

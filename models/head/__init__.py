"""The coverage head: which sentences of a dossier a summary needs."""

"""The coverage head: which sentences of a dossier a summary needs, and the section each feeds."""

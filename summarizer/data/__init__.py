"""The vocabulary and other data files of the core, read through `importlib.resources`."""

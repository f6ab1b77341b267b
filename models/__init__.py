"""Local models: what is known (`catalog`), made ready (`prepare`) and loaded by name (`registry`).

One thin adapter a runtime; each implements a Protocol of `summarizer.ports` and has no privilege over the others.
Nothing here downloads anything: weights come from installed packages, from a folder, or from a server on the network.
"""

"""One recipe a kind of package: `build(sources, into)` turns the checked files of a package into a folder to load."""

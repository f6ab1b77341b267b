"""Pure measures: from values to numbers, with no model, no file and no pipeline in between."""

"""The detector of names and places trained for this project: recipe, generator, weights and the adapter that runs them."""

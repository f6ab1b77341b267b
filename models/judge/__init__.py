"""The French clinical entailment judge: how its pairs are made, how it is trained, and how it judges."""

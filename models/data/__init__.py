"""What networks learn from: data sets, handwriting that is made up, and how both are varied."""

"""Networks learn, and what they have learned is measured for the model card."""

"""The rules a diagram must pass, one module per subject."""

"""The answers that kiosks give, and the questions that had none."""

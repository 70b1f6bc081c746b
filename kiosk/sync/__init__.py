"""The signed line to the centre: what is said, what is heard, and who says it. Knows nothing of storage or lanes."""

"""What the holder of a reference may learn of it and wish changed."""

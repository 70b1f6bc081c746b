"""When the house works, which windows have places, and who has them."""

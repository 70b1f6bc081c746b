"""Bills, the codes on their paper, payments and their posting, and the comparison with the journals of the kiosks."""

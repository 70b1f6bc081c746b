"""What screens are made of. Widgets know the theme and how to be tapped; they must not know visits or flows."""

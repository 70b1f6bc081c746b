"""Who the customers are, how they prove it, and what they find when they have."""

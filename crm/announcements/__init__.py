"""What the house tells everybody who comes: a planned outage, a holiday closing, something new."""

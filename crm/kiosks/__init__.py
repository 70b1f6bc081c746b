"""Which kiosks there are, how they are, what they are told and what is published to them."""

"""Who works at the desk, in which browser, on what."""

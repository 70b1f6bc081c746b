"""The battery that takes over when the mains fails, as Network UPS Tools (NUT) tells of it."""

"""Long runs of what the usual tests do for seconds: `scripts/soak NAME [COUNT]`."""

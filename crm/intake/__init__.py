"""What kiosks tell: checked, taken once, counted stream by stream."""

"""What a dead kiosk left: its store, opened with the centre's recovery key, and its queue taken in like any other."""

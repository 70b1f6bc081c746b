"""Requests to be called back: from the record, by whose turn it is, to what came of the call."""

"""The counters where people are served: how long one waits there now."""

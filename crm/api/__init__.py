"""The door for kiosks: signed JSON over HTTP, one function each, and no field more than the function needs."""

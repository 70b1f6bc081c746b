"""Words by their sound: engines of others, by ctypes, in a process of their own; behind the port `InputMethod`."""

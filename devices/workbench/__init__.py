"""All pretend devices at the far end of real pseudo-terminals: one process, one loop, one HTTP control.

It is a process of its own, so that killing the kiosk leaves the pretend hardware alive with what it remembers.
It must not know drivers, nor anything of the kiosk.
"""

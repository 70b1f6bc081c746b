"""Random and mutated frames for every parser of what a device says, one file a class of device.

`python -m tests.devices.fuzz [--frames N] [NAME ...]` writes `out/soak.json` (each parser: frames, seconds, reds); exit 1
where one is red. A parser may say what it read, or name a fault. It raises nothing but BadFrame or DeviceError, keeps no
more than one frame, and calls nothing approved, printed, or on mains that was not a right frame saying so.
"""

"""A screen reader from outside reads and works the panel: AccessKit over AT-SPI, in a process of its own."""

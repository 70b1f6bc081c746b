"""An audio-navigation keypad: a USB keyboard of a few keys to feel, heard past the window system."""

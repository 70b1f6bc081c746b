"""Every widget of `screens/widgets/` in each of its states, for whoever builds screens of them (CONTRIBUTING.md)."""

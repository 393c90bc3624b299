"""Builds every package from the settings, and joins what packages may not know of each other."""

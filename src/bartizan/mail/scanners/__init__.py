"""Scanners of others that are asked about a message before it is judged."""

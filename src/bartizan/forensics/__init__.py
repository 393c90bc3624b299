"""Reads hostile input: messages, markup, links, names, files. Pure: no I/O, no clock, no state."""

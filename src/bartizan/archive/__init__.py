"""The mail archive: what was said, kept unaltered, findable, and proved complete."""

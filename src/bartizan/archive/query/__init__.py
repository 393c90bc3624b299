"""The query language of the archive: read, explained, and turned into the index's own tree."""

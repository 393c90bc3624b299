"""Where things are kept: rows, blobs that cannot be altered, and a search index."""

"""Finding documents by their words, dates and sizes."""

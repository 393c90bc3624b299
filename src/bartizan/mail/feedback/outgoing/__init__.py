"""Aggregate reports of our own (RFC 9990): counted with each verdict, sent once a day."""

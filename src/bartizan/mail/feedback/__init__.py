"""Feedback from other mail systems about mail in our name: DMARC aggregate and failure, TLS."""

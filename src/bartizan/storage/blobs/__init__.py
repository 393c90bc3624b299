"""Bytes that cannot be altered, found by their hash and kept until their date."""

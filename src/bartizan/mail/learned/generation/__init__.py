"""Writes mail of our own to learn from: threats and honest letters in many languages.

What ships may not be trained on other people's collections, and a model that learns from one
collection learns its collector. `texts/` holds the words, `grammar` reads them, `letters` writes
one letter, `envelopes` makes a MIME message of it, and `corpus` as many as are asked for.
"""

"""Models: a registry that trusts digests, cards that say what a model is, and their running.

Knows nothing of what is judged: mail, files and users come with their own features.
"""

"""The mail gateway: takes mail in, authenticates it, judges it, delivers or holds it.

It never loses a message it has acknowledged, never bounces to a forged sender, and never gives a
verdict without its reasons.
"""

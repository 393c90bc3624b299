"""Attachments are examined in a process of their own, which may die without harm.

What parses hostile documents will one day be made to crash, hang or eat memory. It runs in a
confined child; the parent trusts nothing that the child says beyond its shape.
"""

"""Brands that fraudsters imitate: what is known of each, and where a message names one.

The knowledge is data, one file a sector; `docs/mail/brands.md` says how to add to it.
"""

"""DMARC (RFC 9989): does what authenticated agree with the author, and what if not?"""

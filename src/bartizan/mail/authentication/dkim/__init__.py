"""DKIM (RFC 6376, RFC 8301, RFC 8463): who signed this message, and was it changed since?"""

"""A mail server to deliver to."""

from mail_server import listen, sink

__all__ = ["listen", "sink"]

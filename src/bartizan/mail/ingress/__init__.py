"""How mail comes in: the SMTP server, from raw bytes to a durably accepted message."""

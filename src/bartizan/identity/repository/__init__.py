"""Every query of identity. Functions take the caller's connection and never commit."""

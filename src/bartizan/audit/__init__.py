"""The ledger: every decision, signed, chained, and provable without trusting the server."""

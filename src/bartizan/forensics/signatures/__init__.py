"""Signatures: YARA rules, ours in `shipped/` and those of whoever runs the installation."""

"""Our rules as a reader of files, for the process that takes attachments apart.

They are compiled when this module is imported: once, before that process forks for a file.
"""

from bartizan.forensics.signatures.rules import load_rules, signature_reader

read_signatures = signature_reader(load_rules())

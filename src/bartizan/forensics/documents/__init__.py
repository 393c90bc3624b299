"""Reads documents, pictures, scripts and shortcuts: what each can do, what it says and carries.

One door, `read_document`, and one file a format behind it. Readers are meant to run in a process
of their own with limits on time and memory; they never raise, and what they could not read is a
defect of the file. Heavy libraries are loaded by the reader that needs them, when it does.
"""

from bartizan.forensics.documents.reading import LIBRARIES, can_read, read_document

__all__ = ["LIBRARIES", "can_read", "read_document"]

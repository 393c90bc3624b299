"""Containers of files, taken apart in memory: archives, disk images, messages, notebooks.

`open_container` is the door; docs/mail/attachments.md says what is promised.
"""

from bartizan.forensics.containers.budget import Budget, Limits
from bartizan.forensics.containers.entries import Entry
from bartizan.forensics.containers.opening import OPENERS, open_container

__all__ = ["OPENERS", "Budget", "Entry", "Limits", "open_container"]

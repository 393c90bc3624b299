"""Coded errors of signatures."""

from bartizan.base.errors import InvalidError


class SignatureRuleError(InvalidError):
    """A file of YARA rules cannot be used; the sentence names the file and the line."""

    code = "signature-rule"
    title = "A signature rule cannot be used"

from bartizan.base.errors import problem
from bartizan.forensics.signatures.errors import SignatureRuleError


def test_it_has_a_code():
    assert problem(SignatureRuleError("a.yar, line 1: wrong"))["code"] == "signature-rule"

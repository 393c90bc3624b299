from bartizan.mail.dsn import Addressee, DsnRequest, Notify


def test_an_addressee_is_found_by_its_address():
    asked = Addressee("a@example.com", frozenset({Notify.NEVER}), "rfc822;x@example.com")
    request = DsnRequest(addressees=(asked,))
    assert request.addressee("a@example.com") is asked


def test_who_asked_for_nothing_is_plain():
    assert DsnRequest().addressee("b@example.com") == Addressee("b@example.com")

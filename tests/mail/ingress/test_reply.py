from bartizan.mail.ingress.reply import OK, Reply, reply


def test_one_line_carries_its_enhanced_status():
    assert OK.encode() == b"250 2.0.0 Ok\r\n"


def test_many_lines_are_hyphenated_but_the_last():
    assert Reply(250, None, ("mx", "SIZE 5", "DSN")).encode() == (
        b"250-mx\r\n250-SIZE 5\r\n250 DSN\r\n"
    )


def test_only_two_and_three_hundreds_grant():
    assert [reply(code, None, "x").positive for code in (220, 354, 421, 450, 550)] == [
        True, True, False, False, False,
    ]  # fmt: skip

from bartizan.mail.progress import followed


def test_items_pass_unchanged_and_nothing_is_drawn_off_a_terminal(capsys):
    assert list(followed([1, 2, 3], 3, "Counting")) == [1, 2, 3]
    assert capsys.readouterr().err == ""

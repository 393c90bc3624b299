import pytest

from bartizan.mail.lexicon.themes import ThemeError, read_line, read_theme, shipped_themes


def test_a_theme_is_its_lines_by_language():
    theme = read_theme(
        "urgency", 'about = "Haste."\n[phrases]\nen = ["act now", "act now"]\nja = ["至急"]\n'
    )
    assert (theme.id, theme.about) == ("urgency", "Haste.")
    assert [(line.language, line.choices) for line in theme.lines] == [
        ("en", (("act",), ("now",))),
        ("ja", (("至急",),)),
    ]


def test_groups_are_choices_and_may_be_left_out():
    assert read_line("(verify|confirm) your (bank account|)") == (
        ("verify", "confirm"),
        ("your",),
        ("bank account", ""),
    )


@pytest.mark.parametrize(
    ("line", "complaint"),
    [
        ("verify (your", "brackets"),
        ("verify your) account", "brackets"),
        ("(a (b|c)|d) e", "brackets"),
        ("re(-|)verify", "touch a word"),
        ("photo(s|)", "touch a word"),
        ("(verify|) (account|)", "nothing"),
        ("#", "nothing"),
        ("", "nothing"),
        ("won (a|$) prize", "nothing but signs"),
        ("* your account", "gap"),
        ("(verify|) * account", "gap"),
    ],
)
def test_a_line_that_is_none_is_refused(line, complaint):
    with pytest.raises(ValueError, match=complaint):
        read_line(line)


@pytest.mark.parametrize("line", ["至", "(至急|緊急)", "至急*"])
def test_languages_without_spaces_have_plain_phrases(line):
    assert read_line("至急", spaced=False) == (("至急",),)
    with pytest.raises(ValueError, match="plain phrase"):
        read_line(line, spaced=False)


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("about = ", "cannot be read"),
        ("[phrases]\nen = ['act now']", "about"),
        ("about = 'Haste.'", "phrases"),
        ("about = 'Haste.'\n[phrases]\nen = ['(act']", "haste.toml, en"),
    ],
)
def test_a_file_that_is_no_theme_says_why(text, complaint):
    with pytest.raises(ThemeError, match=complaint):
        read_theme("haste", text)


def test_every_shipped_theme_speaks_the_languages_most_mail_is_in():
    themes = shipped_themes()
    assert len(themes) >= 29
    for theme in themes.values():
        spoken = {line.language for line in theme.lines}
        assert {"en", "de", "es", "pt", "fr", "nl"} <= spoken, theme.id
        assert theme.about.endswith("."), theme.id

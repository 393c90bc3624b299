from bartizan.forensics.documents.drafting import EMBEDDED, SIGNS, URLS, Draft, plain
from bartizan.forensics.examination import TEXT_LIMIT, Reading, Sign, Trait, Trouble


def test_everything_is_bounded():
    draft = Draft()
    for number in range(2_000):
        draft.sign(Trait.LINK, str(number))
        draft.link(f"https://x.test/{number}")
        draft.embed("a", b"x")
        draft.say("words " * 100)
        draft.code(str(number))
    reading = draft.reading()
    assert (len(reading.signs), len(reading.urls)) == (SIGNS, URLS)
    assert len(reading.embedded) == EMBEDDED
    assert len(reading.codes) == 50
    assert len(reading.text) <= TEXT_LIMIT
    assert [defect.trouble for defect in reading.defects] == [Trouble.TOO_MANY]


def test_a_sign_is_noted_once_and_on_one_line():
    draft = Draft()
    draft.sign(Trait.MACRO, "a\r\n\x1b[0m b")
    draft.sign(Trait.MACRO, "a [0m b")
    assert draft.reading().signs == (Sign(Trait.MACRO, "a [0m b"),)
    assert draft.has(Trait.MACRO)
    assert not draft.has(Trait.XLM)
    assert len(plain("x" * 5_000)) == 300


def test_what_a_part_says_is_taken_over():
    draft = Draft()
    draft.add(Reading(signs=(Sign(Trait.DDE),), text="inner", urls=("u",), embedded=(("n", b"c"),)))
    assert draft.reading() == Reading(
        signs=(Sign(Trait.DDE),), text="inner", urls=("u",), embedded=(("n", b"c"),)
    )


def test_an_empty_file_is_no_file():
    draft = Draft()
    draft.embed("a", b"")
    assert draft.reading() == Reading()

from random import Random

from bartizan.forensics.html import read_html
from bartizan.mail.learned.generation.grammar import pretexts
from bartizan.mail.learned.generation.letters import write
from bartizan.mail.learned.generation.pages import page, picture_page

LINKS = ["https://a.test/1", "https://b.test/2"]


def test_a_reader_sees_every_word_of_the_letter():
    for seed, pretext in enumerate(pretexts()):
        letter = write(pretext, Random(seed))
        seen = "".join(read_html(page(letter, LINKS, Random(seed))).text.split())
        for block in letter.blocks:
            for line in block.text.split("\n"):
                assert "".join(line.split()) in seen, pretext.name


def test_buttons_are_links():
    letter = write(next(one for one in pretexts() if one.name == "prize"), Random(1))
    found = read_html(page(letter, LINKS, Random(1)))
    assert {link.href for link in found.links} <= set(LINKS)
    assert found.links


def test_a_picture_says_nothing():
    found = read_html(picture_page(LINKS, Random(1)))
    assert found.images
    assert len(found.text) < 30

from bartizan.forensics.confusables import fold, skeleton
from bartizan.mail.brands.index import (
    by_first_word,
    by_label,
    by_look,
    looks,
    shortened,
    unspaced,
    without_one,
)


def test_longer_names_come_first():
    entries = by_first_word()["bank"]
    assert [len(entry.words) for entry in entries] == sorted(
        (len(entry.words) for entry in entries), reverse=True
    )


def test_phrases_of_ordinary_names_need_no_context():
    kinds = {entry.words: entry.ordinary for entry in by_first_word()["chase"]}
    assert kinds["chase",]
    assert not kinds["chase", "online"]


def test_names_without_spaces_are_found_longest_first():
    pattern, brands = unspaced()
    match = pattern.search(fold("お使いの楽天カード会社"))
    assert match is not None
    assert match[0].startswith("楽天")
    assert len(match[0]) > 2
    assert brands[match[0]].id == "rakuten"


def test_names_by_their_look():
    assert by_look()[skeleton("bankofamerica")].id == "bank-of-america"
    assert "orange" not in by_look()


def test_labels_of_hosts():
    assert {brand.id for brand in by_label()["paypal"]} == {"paypal"}
    assert "bank-of-america" in {brand.id for brand in by_label()["bankofamerica"]}
    assert "orange" not in by_label()
    assert looks()[skeleton("netflix")] == "netflix"


def test_what_one_letter_less_leaves():
    assert set(without_one("abc")) == {"ac", "ab"}
    assert "netflix" in shortened()["netflx"]
    assert "nzpost" not in shortened().get("npost", ())

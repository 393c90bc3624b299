import pytest

from bartizan.forensics.documents.drafting import Draft
from bartizan.forensics.documents.relations import judge_relations
from bartizan.forensics.examination import Sign, Trait


def judged(markup: str):
    draft = Draft()
    judge_relations(markup, draft)
    return draft.reading()


def test_a_template_from_the_web(make):
    reading = judged(make.relation("attachedTemplate", "https://evil.test/a.dotm"))
    assert reading.signs == (Sign(Trait.EXTERNAL_TEMPLATE, "https://evil.test/a.dotm"),)


@pytest.mark.parametrize("kind", ["oleObject", "frame", "subDocument"])
def test_objects_and_frames_from_elsewhere(make, kind):
    (sign,) = judged(make.relation(kind, r"\\10.0.0.1\share\a.doc")).signs
    assert sign.trait is Trait.EXTERNAL_LINK


@pytest.mark.parametrize(
    "target", ["mhtml:https://x.test/a.html!x-usc:https://x.test/a", "ms-msdt:/id PCWDiagnostic"]
)
def test_handlers_that_were_exploited(make, target):
    (sign,) = judged(make.relation("oleObject", target)).signs
    assert sign.trait is Trait.EXPLOIT


@pytest.mark.parametrize("kind", ["hyperlink", "image"])
def test_links_and_pictures_are_only_links(make, kind):
    reading = judged(make.relation(kind, "https://ok.test/?a=1&amp;b=2"))
    assert (reading.signs, reading.urls) == ((), ("https://ok.test/?a=1&b=2",))


def test_prefixes_and_quotes_do_not_matter():
    markup = (
        "<p:Relationship Type='x/attachedTemplate' TargetMode = 'external' "
        "Target='http://a.test/x'/>"
    )
    assert [sign.trait for sign in judged(markup).signs] == [Trait.EXTERNAL_TEMPLATE]


def test_what_is_inside_the_document_is_nothing():
    assert judged('<Relationship Type="x/oleObject" Target="embeddings/a.bin"/>').signs == ()

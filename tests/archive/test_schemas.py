from bartizan.archive.public import Completeness, Hit
from bartizan.archive.query.snippets import Fragment
from bartizan.archive.schemas import CompletenessAnswer, MessageDetail, MessageItem


async def test_a_hit_is_shown_with_its_marks(installation):
    identifier = await installation.keep(installation.letter("Hi"))
    detail = await installation.archive.message(identifier)
    item = MessageItem.of(Hit(detail.message, (Fragment("x", marked=True),)))
    assert (item.id, item.subject, item.to) == (identifier, "Hi", ["bob@example.org"])
    assert item.received_at == detail.message.first_received_at
    assert item.snippet[0].marked
    whole = MessageDetail.of_detail(detail)
    assert whole.observations[0].message_id == detail.observations[0].source_id
    assert whole.snippet == []


def test_a_comparison_says_whether_it_is_complete():
    found = Completeness(2, 1, ("a",), 1, (), 0)
    assert CompletenessAnswer.of(found).model_dump() == {
        "messages": 2,
        "indexed": 1,
        "missing": ["a"],
        "missing_total": 1,
        "superfluous": [],
        "superfluous_total": 0,
        "complete": False,
    }

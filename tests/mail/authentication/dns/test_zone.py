import pytest

from bartizan.mail.authentication.dns.questions import Outcome, Question, RecordType
from bartizan.mail.authentication.dns.zone import ZoneError, ZoneResolver


async def look(zone, name, type_):
    resolver = zone if isinstance(zone, ZoneResolver) else ZoneResolver(zone)
    return await resolver.lookup(Question(name, type_))


async def test_names_types_and_what_is_missing():
    zone = {"a.Example.": [{"A": "192.0.2.1"}, {"A": "192.0.2.2"}]}
    assert (await look(zone, "a.example", RecordType.A)).records == ("192.0.2.1", "192.0.2.2")
    assert (await look(zone, "a.example", RecordType.TXT)).outcome is Outcome.NO_DATA
    assert (await look(zone, "example", RecordType.A)).outcome is Outcome.NO_DATA
    assert (await look(zone, "b.example", RecordType.A)).outcome is Outcome.NO_NAME


async def test_txt_strings_are_joined_and_spf_stands_in_for_txt():
    zone = {
        "a.example": [{"TXT": ["one ", "two"]}],
        "b.example": [{"SPF": "v=spf1"}],
        "c.example": [{"SPF": "v=spf1"}, {"TXT": "NONE"}],
    }
    assert (await look(zone, "a.example", RecordType.TXT)).records == ("one two",)
    assert (await look(zone, "b.example", RecordType.TXT)).records == ("v=spf1",)
    assert (await look(zone, "c.example", RecordType.TXT)).outcome is Outcome.NO_DATA


async def test_exchangers_come_in_order_of_preference():
    zone = {"a.example": [{"MX": [20, "second.example."]}, {"MX": [10, "first.example"]}]}
    answer = await look(zone, "a.example", RecordType.MX)
    assert answer.records == ("first.example", "second.example")


async def test_failures_are_for_types_that_are_not_listed():
    zone = {"a.example": [{"TXT": "x"}, "TIMEOUT"], "b.example": ["SERVFAIL"]}
    assert (await look(zone, "a.example", RecordType.TXT)).outcome is Outcome.FOUND
    assert (await look(zone, "a.example", RecordType.A)).outcome is Outcome.TIMEOUT
    assert (await look(zone, "b.example", RecordType.A)).outcome is Outcome.FAILURE


async def test_aliases_are_followed_but_not_in_circles():
    zone = {
        "a.example": [{"CNAME": "b.example."}],
        "b.example": [{"A": "192.0.2.1"}],
        "loop.example": [{"CNAME": "loop.example"}],
    }
    assert (await look(zone, "a.example", RecordType.A)).records == ("192.0.2.1",)
    assert (await look(zone, "loop.example", RecordType.A)).outcome is Outcome.FAILURE


async def test_a_plain_string_is_one_txt_record():
    assert (await look({"a.example": "x"}, "a.example", RecordType.TXT)).records == ("x",)


@pytest.mark.parametrize("key", ["zonedata", "txt-records", None])
async def test_a_file_is_a_zone_or_holds_one(tmp_path, key):
    path = tmp_path / "zone.yml"
    text = "a.example:\n  - A: 192.0.2.1\n"
    path.write_text(text if key is None else f"{key}:\n  a.example:\n    - A: 192.0.2.1\n")
    zone = ZoneResolver.from_file(path)
    assert (await look(zone, "a.example", RecordType.A)).records == ("192.0.2.1",)


@pytest.mark.parametrize(
    "text",
    [
        "- a\n",
        "a.example: [{B: c}]\n",
        "a.example: [A]\n",
        "a.example: 3\n",
        "a: [{MX: x}]",
        "a: [{MX: [x, y]}]",
    ],
)
def test_other_files_are_refused_with_a_sentence(tmp_path, text):
    path = tmp_path / "zone.yml"
    path.write_text(text)
    with pytest.raises(ZoneError, match="must"):
        ZoneResolver.from_file(path)


def test_what_is_not_yaml_is_refused(tmp_path):
    path = tmp_path / "zone.yml"
    path.write_text("a: [")
    with pytest.raises(ZoneError, match="not YAML"):
        ZoneResolver.from_file(path)

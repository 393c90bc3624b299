import asyncio

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bartizan.mail.authentication.dmarc.walk import (
    UnknownRecordError,
    record_at,
    targets,
    walk_trees,
)
from bartizan.mail.authentication.dns.questions import Answer, Outcome
from bartizan.mail.authentication.dns.resolver import RecordingResolver, settle
from bartizan.mail.authentication.dns.zone import ZoneResolver

RECORD = "v=DMARC1; p=reject"


def walk(zone, *names):
    recorder = RecordingResolver(ZoneResolver(zone))
    return asyncio.run(settle(walk_trees(names), recorder)), recorder


def organisation(zone, name):
    return walk(zone, name)[0][name].organisation


def test_a_short_name_is_walked_label_by_label():
    assert targets("a.mail.example.com") == [
        "a.mail.example.com", "mail.example.com", "example.com", "com",
    ]  # fmt: skip


@given(st.lists(st.sampled_from("abc"), min_size=1, max_size=60))
def test_eight_queries_always_do(labels):
    name = ".".join(labels)
    found = targets(name)
    assert len(found) == min(8, len(labels))
    assert (found[0], found[-1]) == (name, labels[-1])


# The examples of RFC 9989, section 4.10.2.
def test_the_fewest_labels_are_the_organisation():
    zone = {"_dmarc.mail.example.com": RECORD, "_dmarc.example.com": RECORD}
    assert organisation(zone, "a.mail.example.com") == "example.com"


def test_psd_n_is_the_organisation():
    zone = {"_dmarc.mail.example.com": RECORD + "; psd=n", "_dmarc.example.com": RECORD}
    assert organisation(zone, "a.mail.example.com") == "mail.example.com"


def test_one_below_psd_y_is_the_organisation():
    assert organisation({"_dmarc.com": RECORD + "; psd=y"}, "a.mail.example.com") == "example.com"


def test_without_any_record_a_name_is_its_own_organisation():
    assert organisation({}, "a.example.com") == "a.example.com"


def test_a_public_suffix_is_its_own_organisation():
    assert organisation({"_dmarc.gov.example": RECORD + "; psd=y"}, "gov.example") == "gov.example"


def test_several_walks_share_their_questions():
    found, recorder = walk({"_dmarc.example.com": RECORD}, "a.example.com", "b.example.com")
    assert {item.organisation for item in found.values()} == {"example.com"}
    assert len(recorder.lookups) == 4


def test_no_answer_is_not_no_record():
    with pytest.raises(UnknownRecordError, match=r"_dmarc\.example\.com"):
        walk({"_dmarc.example.com": ["TIMEOUT"]}, "a.example.com")
    assert record_at("example.com", Answer(Outcome.NO_NAME)) is None

import json
from pathlib import Path

import pytest

from bartizan.forensics.encoded_words import unfold
from bartizan.forensics.identifiers import parse_list, parse_message_ids


@pytest.mark.data
def test_the_identifier_suite(data: Path, field_value):
    for case in json.loads((data / "suites/mime/id.json").read_text()):
        found = list(parse_message_ids(field_value(case["header"])))
        assert found == (case["expected"] or []), case["header"]


@pytest.mark.data
def test_the_list_suite(data: Path, field_value):
    for case in json.loads((data / "suites/mime/list.json").read_text()):
        value = unfold(field_value(case["header"]).encode())
        assert list(parse_list(value)) == case["expected"], case["header"]


def test_brackets_that_never_close_name_nothing():
    assert parse_message_ids("<a@b") == ()
    assert parse_message_ids("<<a@b>>") == ("a@b",)

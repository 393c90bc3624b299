import json
from datetime import UTC, datetime, timedelta, timezone
from email.utils import format_datetime, parsedate_to_datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bartizan.forensics.dates import parse_date


def as_suite(moment: datetime | None) -> dict | None:
    if moment is None:
        return None
    minutes = int(moment.utcoffset() / timedelta(minutes=1))
    names = ("year", "month", "day", "hour", "minute", "second")
    return {name: getattr(moment, name) for name in names} | {
        "tz_before_gmt": minutes < 0,
        "tz_hour": abs(minutes) // 60,
        "tz_minute": abs(minutes) % 60,
    }


@pytest.mark.data
def test_the_date_suite(data: Path, field_value):
    for case in json.loads((data / "suites/mime/date.json").read_text()):
        assert as_suite(parse_date(field_value(case["header"]))) == case["expected"], case["header"]


@pytest.mark.parametrize(
    ("value", "wanted"),
    [
        ("Sun Nov 13 15:38:52 2005", "2005-11-13T15:38:52+00:00"),
        ("Fri Sep 14 14:36:56 EDT 2018", "2018-09-14T14:36:56-04:00"),
        ("Fri Feb 07 10:18:12 2003 -0800", "2003-02-07T10:18:12-08:00"),
        ("Thu, 02 Apr 2020 07:53:55.516 +0000 (UTC)", "2020-04-02T07:53:55+00:00"),
        ("12-Mar-2024 01:02:03 PST", "2024-03-12T01:02:03-08:00"),
        ("Sat, 31 Dec 2016 23:59:60 +0000", "2016-12-31T23:59:59+00:00"),
        ("1 Jan 2020 00:00 +9999", "2020-01-01T00:00:00+00:00"),
    ],
)
def test_forms_seen_in_the_wild(value, wanted):
    assert parse_date(value).isoformat() == wanted


@pytest.mark.parametrize("value", ["", "yesterday", "31 Feb 2020 10:00 +0000", "1 Jan 2020 25:00"])
def test_what_is_no_date(value):
    assert parse_date(value) is None


@given(st.datetimes(datetime(1970, 1, 1), datetime(2100, 1, 1)))  # noqa: DTZ001 - a zone follows
def test_what_mailers_write_reads_back(moment):
    moment = moment.replace(microsecond=0, tzinfo=UTC)
    assert parse_date(moment.strftime("%a, %d %b %Y %H:%M:%S +0000")) == moment


@given(st.text("0123456789 :+-,;()JanFebMST\n", max_size=80))
def test_anything_reads(value):
    moment = parse_date(value)
    assert moment is None or moment.tzinfo is not None


offsets = st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))
moments = st.datetimes(datetime(1970, 1, 2), datetime(2100, 1, 1), timezones=offsets)  # noqa: DTZ001 - a zone follows


@given(moments)
def test_the_standard_library_agrees_on_what_it_writes(moment):
    written = format_datetime(moment.replace(microsecond=0))
    found, theirs = parse_date(written), parsedate_to_datetime(written)
    assert found == theirs
    assert (found.utcoffset() or timedelta()) == (theirs.utcoffset() or timedelta())

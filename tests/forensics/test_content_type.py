import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bartizan.forensics.content_type import ParameterDefect, parse_content_type


def as_suite(value: str) -> dict | None:
    parsed = parse_content_type(value.encode())
    if parsed is None:
        return None
    languages = {f"{name}-language": found for name, found in parsed.languages.items()}
    return {
        "c_type": parsed.kind,
        "c_subtype": parsed.subtype or None,
        "attributes": {**parsed.parameters, **languages},
    }


@pytest.mark.data
def test_the_content_type_suite(data: Path, field_value):
    cases = json.loads((data / "suites/mime/content_type.json").read_text())
    assert len(cases) == 103
    for case in cases:
        wanted = case["expected"]
        if wanted is not None:
            wanted = wanted | {"attributes": dict(wanted.get("attributes") or ())}
        assert as_suite(field_value(case["header"])) == wanted, case["header"]


def parameters(value: str) -> dict[str, str]:
    return dict(parse_content_type(value.encode()).parameters)


@pytest.mark.parametrize(
    ("value", "name"),
    [
        ("a/b; name=invoice 1.pdf", "invoice 1.pdf"),
        ('a/b; name="x;y.pdf"', "x;y.pdf"),
        ("a/b; name==?utf-8?q?=C3=A9?=\r\n =?utf-8?q?.pdf?=", "é.pdf"),
        ("a/b; name*1*=%A9.pdf; name*0*=utf-8''%C3", "é.pdf"),
        ("a/b; name*=%zz%41", "%zzA"),
        ("a/b; name*=nonsense''%C3%A9", "é"),
        ('a/b; name*0="a"; name*1="b"; name*2="c"', "abc"),
        ("a/b; name*1=b; name*9999999999=a", "ab"),
        ("a/b; NAME=x", "x"),
    ],
)
def test_names(value, name):
    assert parameters(value)["name"] == name


@pytest.mark.parametrize(
    ("value", "code"),
    [
        ("a/b; name=x; name=y", ParameterDefect.REPEATED),
        ("a/b; name*0=x; name*2=y", ParameterDefect.GAP),
        ("a/b; name=x; name*=utf-8''y", ParameterDefect.CONFLICT),
        ("a/b;" + "c=d;" * 3_000, ParameterDefect.TOO_MANY),
    ],
)
def test_defects(value, code):
    assert code in parse_content_type(value.encode()).defects


def test_the_first_of_two_parameters_and_the_extended_of_two_forms_count():
    assert parameters("a/b; name=x; name=y") == {"name": "x"}
    assert parameters("a/b; name=x; name*=utf-8''y") == {"name": "y"}


@given(st.binary(max_size=120))
def test_anything_reads(value):
    parsed = parse_content_type(b"a/b;" + value)
    assert parsed is not None
    assert parsed.kind == "a"

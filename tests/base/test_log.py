import io
import json
import logging

import pytest

from bartizan.base import log


@pytest.fixture
def stream():
    target = io.StringIO()
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    log.configure("info", stream=target)
    yield target
    root.handlers[:] = handlers
    root.setLevel(level)
    log.unbind_all()


def lines(stream: io.StringIO) -> list[dict]:
    return [json.loads(line) for line in stream.getvalue().splitlines()]


def test_a_line_is_json_and_carries_the_bound_ids(stream):
    log.bind(request_id="r1")
    log.get_logger("test").info("done", count=3)
    (line,) = lines(stream)
    assert line["request_id"] == "r1"
    assert (line["event"], line["count"], line["part"], line["level"]) == (
        "done", 3, "test", "info",
    )  # fmt: skip


def test_levels_below_the_wanted_one_are_silent(stream):
    log.get_logger("test").debug("noise")
    assert lines(stream) == []


def test_values_named_like_secrets_are_hidden(stream):
    log.get_logger("test").info("login", password="hunter2", session_token="x")
    assert "hunter2" not in stream.getvalue()
    assert lines(stream)[0]["session_token"] == "[hidden]"


def test_libraries_log_the_same_way(stream):
    logging.getLogger("library").warning("odd: %s", 7)
    assert lines(stream)[0]["event"] == "odd: 7"


def test_people_get_text(stream):
    log.configure("info", stream=stream, human=True)
    log.get_logger("test").info("hello")
    assert "hello" in stream.getvalue()
    assert not stream.getvalue().startswith("{")

import pytest
from pydantic import ValidationError

from bartizan.assembly.doors import LogSettings, ServerSettings, WorkerSettings


def test_by_default_only_this_machine_can_reach_us():
    assert (ServerSettings().host, ServerSettings().port) == ("127.0.0.1", 8400)
    assert not ServerSettings().trusted_proxies


@pytest.mark.parametrize(
    ("section", "value"),
    [
        (ServerSettings, {"port": 70_000}),
        (ServerSettings, {"trusted_proxies": ["everywhere"]}),
        (WorkerSettings, {"workers": -1}),
        (LogSettings, {"level": "loud"}),
    ],
)
def test_values_out_of_range_are_refused(section, value):
    with pytest.raises(ValidationError):
        section.model_validate(value)

import pytest
from pydantic import ValidationError

from bartizan.mail.evidence import Listed, Listing
from bartizan.mail.profiles import Profile
from bartizan.mail.sender_schemas import NewListEntry, known_sender


def test_an_address_nothing_came_from_is_shown_as_that():
    profile = Profile("a@b.test", None, None, 0, 3, ())
    found = known_sender(profile, [Listing(Listed.ALLOW, "b.test")])
    assert (found.proved, found.claimed, found.written_to) == (None, None, 3)
    assert found.model_dump(mode="json")["lists"] == [
        {"kind": "allow", "pattern": "b.test", "scope": ""}
    ]


@pytest.mark.parametrize(
    "changes",
    [{"reason": ""}, {"pattern": ""}, {"kind": "maybe"}, {"expires_at": "2030-01-01T00:00:00"}],
)
def test_an_entry_needs_a_sender_a_reason_and_moments_with_a_zone(changes):
    told = {"kind": "allow", "pattern": "b.test", "reason": "known"}
    NewListEntry.model_validate(told)
    with pytest.raises(ValidationError):
        NewListEntry.model_validate(told | changes)

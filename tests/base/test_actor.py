import pytest

from bartizan.base.actor import ANONYMOUS, SYSTEM, Actor, ActorKind


@pytest.mark.parametrize(
    ("held", "asked", "allowed"),
    [
        ("mail:message:read", "mail:message:read", True),
        ("mail:message:read", "mail:message:write", False),
        ("*:*:read", "archive:message:read", True),
        ("*:*:read", "archive:message:export", False),
        ("mail:*:*", "mail:quarantine:release", True),
        ("mail:*", "mail:quarantine:release", False),
        ("*", "anything:at:all", True),
    ],
)
def test_patterns_cover_whole_words(held, asked, allowed):
    actor = Actor("1", ActorKind.USER, "Ada", frozenset({held}))
    assert actor.may(asked) is allowed


def test_the_system_may_everything_and_nobody_nothing():
    assert SYSTEM.may("mail:message:read")
    assert not ANONYMOUS.may("mail:message:read")
    assert str(SYSTEM) == "system:bartizan"

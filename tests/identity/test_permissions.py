import re

from bartizan.identity.permissions import IdentityAction, IdentityPermission


def test_words_are_package_thing_verb():
    words = [*IdentityPermission, *IdentityAction]
    assert len({str(word) for word in words}) == len(words)
    assert all(re.fullmatch(r"identity:[a-z]+:[a-z]+", word) for word in words)


def test_no_action_is_a_permission():
    """An action that could be granted would be a permission; these need only a proof."""
    assert not {str(word) for word in IdentityAction} & {str(word) for word in IdentityPermission}

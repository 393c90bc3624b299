import pytest

from bartizan.base.actor import Actor, ActorKind
from bartizan.identity.roles import PERMISSIONS, Role, may_grant, narrowed, permissions_of

MAY = {
    "mail:quarantine:release": {"admin", "analyst"},
    "mail:message:read": {"admin", "analyst", "auditor", "viewer"},
    "archive:message:export": {"admin", "analyst", "auditor"},
    "archive:index:read": {"admin", "analyst", "auditor", "viewer"},
    "audit:entry:read": {"admin", "analyst", "auditor"},
    "audit:ledger:verify": {"admin", "auditor"},
    "identity:user:read": {"admin", "auditor"},
    "identity:user:write": {"admin"},
    "identity:key:write": {"admin"},
    "identity:self:write": {"admin", "analyst", "auditor", "viewer"},
    "server:health:read": {"admin", "analyst", "auditor", "viewer"},
    "server:metrics:read": {"admin", "auditor"},
}


def holder(*roles):
    return Actor("u", ActorKind.USER, "u", permissions_of(roles))


@pytest.mark.parametrize(("permission", "roles"), MAY.items())
def test_who_may_what(permission, roles):
    assert {role for role in Role if holder(role).may(permission)} == roles


def test_roles_add_up():
    both = holder("viewer", "auditor")
    assert both.may("audit:ledger:verify")
    assert both.may("mail:message:read")


def test_no_role_and_unknown_roles_leave_oneself():
    assert permissions_of(()) == permissions_of(("emperor",)) == {"identity:self:*"}


GRANTS = {
    "admin": {"admin", "analyst", "auditor", "viewer"},
    "analyst": {"analyst", "viewer"},
    "auditor": {"auditor", "viewer"},
    "viewer": {"viewer"},
}


@pytest.mark.parametrize(("role", "grantable"), GRANTS.items())
def test_nobody_hands_out_more_than_they_have(role, grantable):
    assert {wanted for wanted in Role if may_grant(holder(role), [wanted])} == grantable


@pytest.mark.parametrize("role", list(Role))
def test_a_key_narrowed_by_its_maker_is_the_role_itself(role):
    assert narrowed([role], holder(role)) == PERMISSIONS[role] | {"identity:self:*"}


def test_a_key_keeps_what_its_owner_still_has():
    assert narrowed(["auditor"], holder("viewer")) == {"identity:self:*"}
    assert "mail:*:*" in narrowed(["analyst"], holder("analyst"))

from dataclasses import replace

from bartizan.base.actor import ActorKind
from bartizan.identity.principals import key_holder, person
from bartizan.identity.repository.keys import ApiKey
from bartizan.identity.repository.users import User


def user(clock, *roles, **changes):
    now = clock.now()
    made = User(
        id="u1",
        username="ana",
        display_name="Ana",
        password_hash="hash",
        roles=roles,
        disabled=False,
        must_change_password=False,
        created_at=now,
        password_changed_at=now,
    )
    return replace(made, **changes)


def key(clock, *roles, owner_id="u1"):
    return ApiKey("k1", "ci", owner_id, "bz_x", "hash", roles, clock.now(), clock.now())


def test_a_person_has_what_the_roles_carry(clock):
    actor = person(user(clock, "analyst"))
    assert (actor.id, actor.kind, actor.name) == ("u1", ActorKind.USER, "ana")
    assert actor.may("mail:quarantine:release")
    assert not actor.may("identity:user:write")


def test_whoever_must_change_the_password_may_do_that_only(clock):
    actor = person(user(clock, "admin", must_change_password=True))
    assert actor.may("identity:self:write")
    assert not actor.may("mail:message:read")


def test_a_key_has_no_more_than_its_owner(clock):
    strong = key_holder(key(clock, "admin"), user(clock, "viewer"))
    assert (strong.id, strong.kind) == ("k1", ActorKind.KEY)
    assert not strong.may("mail:quarantine:release")
    weak = key_holder(key(clock, "viewer"), user(clock, "admin"))
    assert weak.may("mail:message:read")
    assert not weak.may("mail:quarantine:release")


def test_a_key_of_the_installation_has_its_roles(clock):
    assert key_holder(key(clock, "admin", owner_id=None), None).may("identity:user:write")

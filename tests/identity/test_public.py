import bartizan.identity.public as door
from bartizan.identity.caller import Caller
from bartizan.identity.public import RequestFacts, first_start


def test_everything_named_is_there():
    assert all(hasattr(door, name) for name in door.__all__)


async def test_two_processes_accept_each_others_access_tokens(identity, elsewhere, admin, password):
    pair = await elsewhere.tokens.sign_in("admin", password, Caller())
    facts = RequestFacts("GET", "/", {"authorization": f"Bearer {pair.access_token}"}, {})
    assert (await identity.authenticator.authenticate(facts)).id == admin.id


async def test_the_signing_key_is_in_the_folder_of_keys_for_its_owner_only(identity, tmp_path):
    key = tmp_path / "access-tokens.pem"
    assert key.stat().st_mode & 0o777 == 0o600


async def test_the_first_start_happens_once(identity, database):
    assert (await first_start(identity)).username == "admin"
    assert await first_start(identity) is None

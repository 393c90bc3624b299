import pytest

from bartizan.identity.errors import PersonOnlyError
from bartizan.identity.identified import Means, person_only


def test_only_keys_are_kept_out():
    person_only(Means.SESSION)
    person_only(Means.TOKEN)
    with pytest.raises(PersonOnlyError):
        person_only(Means.KEY)

"""What every opener's tests ask for: open this, within these limits."""

import pytest

from bartizan.forensics.containers import Budget, Entry, Limits, open_container
from bartizan.forensics.file_types import find_type


@pytest.fixture
def unpack():
    """Open a container; return its files, and the troubles of all of it."""

    def run(content: bytes, *passwords: str, **limits: int):
        budget = Budget(Limits(**limits))
        found = list(open_container(content, find_type(content), budget, passwords))
        files = [one for one in found if isinstance(one, Entry)]
        defects = [one for one in found if not isinstance(one, Entry)]
        defects += [defect for file in files for defect in file.defects]
        return files, {str(defect.trouble) for defect in defects}

    return run

import gc

import pytest

from bartizan.base.collector import tune_collector


@pytest.fixture
def _as_before():
    threshold = gc.get_threshold()
    yield
    gc.unfreeze()
    gc.set_threshold(*threshold)


@pytest.mark.usefixtures("_as_before")
def test_what_is_loaded_is_left_alone_and_cycles_are_still_found():
    tune_collector()
    assert gc.get_freeze_count() > 10_000
    assert gc.get_threshold()[0] == 50_000
    cycle: list = []
    cycle.append(cycle)
    del cycle
    assert gc.collect() >= 1

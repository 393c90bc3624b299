import pytest

from bartizan.forensics.containers.budget import Budget, BudgetError, Limits
from bartizan.forensics.examination import Trouble


def test_entries_run_out():
    budget = Budget(Limits(entries=2))
    budget.entry()
    budget.entry()
    with pytest.raises(BudgetError) as caught:
        budget.entry()
    assert caught.value.defect.trouble is Trouble.TOO_MANY


def test_work_runs_out():
    budget = Budget(Limits(work_bytes=100))
    budget.work(100)
    with pytest.raises(BudgetError) as caught:
        budget.work(1)
    assert caught.value.defect.trouble is Trouble.TIME


def test_room_is_the_least_of_what_is_left():
    budget = Budget(Limits(total_bytes=50, file_bytes=40))
    assert budget.room(10) == 40
    budget.spend(40)
    assert budget.room(10) == 10
    budget.spend(10)
    with pytest.raises(BudgetError):
        budget.room(10)


def test_a_small_file_may_pack_well_and_a_large_one_not():
    budget = Budget(Limits(ratio=10))
    assert budget.room(10) == 4 * 1024 * 1024
    assert budget.room(1024 * 1024) == 10 * 1024 * 1024


def test_a_cut_says_why():
    budget = Budget(Limits(ratio=10, file_bytes=8 * 1024 * 1024))
    assert budget.cut(10).trouble is Trouble.RATIO
    assert budget.cut(100 * 1024 * 1024).trouble is Trouble.TOO_LARGE

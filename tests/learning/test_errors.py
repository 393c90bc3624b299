from bartizan.base.errors import problem
from bartizan.learning.errors import ModelMissingError, ModelTamperedError, ModelUnreadableError


def test_each_has_a_code_and_a_status():
    errors = (ModelMissingError("a"), ModelTamperedError("b"), ModelUnreadableError("c"))
    problems = [problem(error) for error in errors]
    assert [one["code"] for one in problems] == [
        "model-missing", "model-tampered", "model-unreadable",
    ]  # fmt: skip
    assert [one["status"] for one in problems] == [404, 500, 500]

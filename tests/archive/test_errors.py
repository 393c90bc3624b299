from bartizan.archive.errors import QueryError
from bartizan.base.errors import InvalidError, problem


def test_a_query_error_says_where():
    error = QueryError("A word is missing", 7)
    assert isinstance(error, InvalidError)
    document = problem(error)
    assert (document["status"], document["position"]) == (422, 7)
    assert document["detail"] == "A word is missing (at character 7)"

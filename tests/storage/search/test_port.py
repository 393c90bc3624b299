"""The contract of `SearchReader` and `SearchWriter`: every adapter passes every test here."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bartizan.storage.errors import SearchDocumentError, SearchQueryError
from bartizan.storage.search.port import Document, Hits
from bartizan.storage.search.query import AllOf, AnyOf, Between, Exact, Not, Words
from bartizan.storage.search.tokens import keyword_of, words_of

START = datetime(2026, 1, 1, tzinfo=UTC)
HOUR = timedelta(hours=1)
TEXT, KEYWORD, DEFAULT = ("subject", "body"), ("sender", "tags"), ("subject", "body")
EVERYTHING = AllOf(())


def put(engine, *documents: Document) -> None:
    engine.writer.put(documents)
    engine.writer.commit()
    engine.reader.refresh()


def letter(identifier: str, body: str = "", **values) -> Document:
    return Document(identifier, {"body": body, **values})


def found(engine, query, **options) -> list[str]:
    hits = engine.reader.search(query, limit=100, **options)
    assert hits.total == len(hits.ids)
    return sorted(hits.ids)


# ------------------------------------------------------------------ against a naive search


def texts(values, field) -> list[str]:
    value = values.get(field, [])
    return [value] if isinstance(value, str) else list(value)


def follows(words: list[str], text: list[str], *, prefix: bool) -> bool:
    for at in range(len(text) - len(words) + 1):
        piece = text[at : at + len(words)]
        last = piece[-1].startswith(words[-1]) if prefix else piece[-1] == words[-1]
        if piece[:-1] == words[:-1] and last:
            return True
    return False


def holds_words(query: Words, field: str, values) -> bool:
    if field in KEYWORD:
        start, folded = keyword_of(query.text), [keyword_of(one) for one in texts(values, field)]
        if not start:
            return False
        return any(one.startswith(start) if query.prefix else one == start for one in folded)
    words = words_of(query.text)
    return bool(words) and any(
        follows(words, words_of(text), prefix=query.prefix) for text in texts(values, field)
    )


def holds(query, values) -> bool:
    match query:
        case AllOf(clauses):
            return all(holds(clause, values) for clause in clauses)
        case AnyOf(clauses):
            return any(holds(clause, values) for clause in clauses)
        case Not(clause):
            return not holds(clause, values)
        case Exact(field, value):
            return keyword_of(value) in [keyword_of(one) for one in texts(values, field)]
        case Between(field, low, high):
            value = values.get(field)
            return value is not None and (low is None or low <= value) and (
                high is None or value < high
            )  # fmt: skip
        case Words():
            fields = DEFAULT if query.field is None else [query.field]
            return any(holds_words(query, field, values) for field in fields)
    raise AssertionError(query)


words = st.text(st.sampled_from("abAB éÉ手机\u0301.@-_\u200b\n"), max_size=8)
keywords = st.text(st.sampled_from("aAbéß手.*(\n "), max_size=4)
numbers = st.integers(-3, 3) | st.sampled_from([-(2**63), 2**63 - 1])
moments = st.integers(-3, 3).map(lambda hours: START + hours * HOUR)
values = st.fixed_dictionaries(
    {},
    optional={
        "subject": words,
        "body": words | st.lists(words, max_size=2),
        "sender": keywords,
        "tags": st.lists(keywords, max_size=3),
        "size": numbers,
        "at": moments,
    },
)
leaves = st.one_of(
    st.builds(Words, words, st.sampled_from([None, *TEXT]), st.booleans()),
    st.builds(Words, keywords, st.sampled_from(KEYWORD), st.booleans()),
    st.builds(Exact, st.sampled_from(KEYWORD), keywords),
    st.builds(
        Between,
        st.just("size"),
        st.none() | numbers | st.just(-(2**70)),
        st.none() | numbers | st.just(2**70),
    ),
    st.builds(Between, st.just("at"), st.none() | moments, st.none() | moments),
)
queries = st.recursive(
    leaves,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3).map(lambda found: AllOf(tuple(found))),
        st.lists(inner, max_size=3).map(lambda found: AnyOf(tuple(found))),
        inner.map(Not),
    ),
    max_leaves=6,
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(values, max_size=6), st.lists(queries, min_size=1, max_size=15))
def test_it_finds_what_a_naive_search_finds(engine, documents, asked):
    engine.writer.clear()
    put(engine, *(Document(str(number), one) for number, one in enumerate(documents)))
    for query in asked:
        wanted = [str(number) for number, one in enumerate(documents) if holds(query, one)]
        assert found(engine, query) == wanted, query


# ------------------------------------------------------------------ what people look for


def test_words_phrases_and_beginnings(engine):
    put(
        engine,
        letter("1", "The quarterly invoice is attached."),
        letter("2", "Attached is no invoice", subject="quarterly"),
    )
    assert found(engine, Words("INVOICE")) == ["1", "2"]
    assert found(engine, Words("quarterly invoice")) == ["1"]
    assert found(engine, Words("quarterly")) == ["1", "2"]
    assert found(engine, Words("quarterly", field="body")) == ["1"]
    assert found(engine, Words("quarterly inv", prefix=True)) == ["1"]
    assert found(engine, Words("att", prefix=True)) == ["1", "2"]
    assert found(engine, Words("att")) == []


ADDRESS = "a.very.long.local.part.with-many.pieces.indeed@sub.department.of.example.co.uk"
LINK = "https://login.example.org/a/very/long/path/" + "x" * 300 + "?session=42#top"


@pytest.mark.parametrize(
    "asked",
    [
        ADDRESS, ADDRESS.upper(), "department.of.example", LINK, "login.example.org", "session=42",
        "x" * 300, "口座番号", "番", "手机", "iPhone手机", "ประชุม", "회의", "straße", "STRASSE",
        "über", "naïve", "nai\u0308ve", "password", "ＦＵＬＬ",
    ],
)  # fmt: skip
def test_hard_text_is_found(engine, asked):
    body = (
        f"{ADDRESS} wrote <{LINK}> お客様の口座番号をご確認ください。新的iPhone手机壳 การประชุมวันนี้ "
        "회의를 시작합니다 Straße Über naïve pass\u200bwo\u00adrd full"
    )
    put(engine, letter("1", body), letter("2", "something else"))
    assert found(engine, Words(asked)) == ["1"]


@pytest.mark.parametrize("asked", ["号番座口", "机手", "example.department", "x" * 50, "word"])
def test_what_is_not_there_is_not_found(engine, asked):
    put(engine, letter("1", f"{ADDRESS} {LINK} 口座番号 手机 pass\u200bword"))
    assert found(engine, Words(asked)) == []


def test_a_phrase_does_not_reach_from_one_value_into_the_next(engine):
    put(engine, Document("1", {"body": ["first part", "second part"]}))
    assert found(engine, Words("part second")) == []
    assert found(engine, Words("part sec", prefix=True)) == []
    assert found(engine, Words("second part")) == ["1"]


def test_many_words_with_the_same_beginning_are_all_found(engine):
    put(engine, *(letter(f"{number:04}", f"go to prefix{number:04}") for number in range(1500)))
    hits = engine.reader.search(Words("prefix", prefix=True), limit=1)
    assert hits.total == 1500
    assert engine.reader.search(Words("to pre", prefix=True), limit=1).total == 1500


def test_very_long_keywords_are_told_apart(engine):
    long = "k" * 100_000
    put(engine, letter("1", tags=[long + "1"]), letter("2", tags=[long + "2"]))
    assert found(engine, Exact("tags", long.upper() + "1")) == ["1"]
    assert found(engine, Words("k" * 100, field="tags", prefix=True)) == ["1", "2"]


@pytest.mark.parametrize("start", ["手" * 100, "\U0001d504" * 100, "." * 100, "\\" * 100])
def test_the_longest_beginnings_are_found(engine, start):
    put(engine, letter("1", tags=[start + "end"]), letter("2", tags=["other"]))
    assert found(engine, Words(start, field="tags", prefix=True)) == ["1"]


def test_signs_of_pattern_languages_mean_themselves(engine):
    put(engine, letter("1", tags=["a.*b"]), letter("2", tags=["axxb"]))
    assert found(engine, Words("a.*", field="tags", prefix=True)) == ["1"]
    assert found(engine, Exact("tags", "a.*b")) == ["1"]


def test_lone_surrogates_do_no_harm(engine):
    put(engine, letter("1", "broken \udcff text", tags=["x\udcff"]))
    assert found(engine, Words("broken text")) == ["1"]
    assert found(engine, Exact("tags", "x\udcff")) == ["1"]
    assert engine.reader.missing(["\udcff", "1"]) == ["\udcff"]


# ------------------------------------------------------------------ order and pages


def test_the_newest_come_first_and_the_undated_last(engine):
    put(
        engine,
        *(letter(str(hour), "x", at=START + hour * HOUR) for hour in (3, 1, 2)),
        letter("undated", "x"),
    )
    hits = engine.reader.search(Words("x"), limit=9, newest_by="at")
    assert hits == Hits(("3", "2", "1", "undated"), 4)


def test_the_better_match_comes_first(engine):
    put(engine, letter("once", "fish and many other words of a long letter"), letter("all", "fish"))
    assert engine.reader.search(Words("fish"), limit=9).ids == ("all", "once")


def test_pages_follow_one_another(engine):
    put(engine, *(letter(str(number), "x", at=START + number * HOUR) for number in range(10)))
    pages = [
        engine.reader.search(EVERYTHING, limit=4, offset=offset, newest_by="at")
        for offset in (0, 4, 8, 12)
    ]
    assert [page.total for page in pages] == [10] * 4
    assert [int(one) for page in pages for one in page.ids] == list(range(9, -1, -1))


@pytest.mark.parametrize("limit", [0, -1, 10**30])
def test_any_limit_is_taken(engine, limit):
    assert engine.reader.search(EVERYTHING, limit=limit) == Hits((), 0)
    put(engine, letter("1"))
    ids = ("1",) if limit > 0 else ()
    assert engine.reader.search(EVERYTHING, limit=limit) == Hits(ids, 1)
    assert engine.reader.search(EVERYTHING, limit=5, offset=limit).total == 1


# ------------------------------------------------------------------ changing


def test_a_document_replaces_the_one_of_its_id(engine):
    put(engine, letter("1", "old"), letter("1", "newer"))
    put(engine, letter("1", "newest"))
    assert engine.reader.count() == 1
    assert found(engine, Words("newest")) == ["1"]
    assert found(engine, AnyOf((Words("old"), Words("newer")))) == []


def test_what_is_not_committed_is_not_seen(engine):
    put(engine, letter("1"))
    engine.writer.put([letter("2")])
    engine.writer.remove(["1"])
    engine.reader.refresh()
    assert engine.reader.count() == 1
    engine.writer.commit()
    assert engine.reader.missing(["1", "2"]) == ["2"]
    engine.reader.refresh()
    assert engine.reader.missing(["1", "2"]) == ["1"]


def test_clearing_removes_everything(engine):
    put(engine, letter("1"), letter("2"))
    engine.writer.put([letter("3")])
    engine.writer.clear()
    engine.writer.commit()
    engine.reader.refresh()
    assert engine.reader.count() == 0


def test_another_reader_sees_the_commit(engine):
    put(engine, letter("1", "seen"))
    assert engine.another_reader().search(Words("seen"), limit=1).ids == ("1",)


def test_missing_keeps_the_order_and_says_each_once(engine):
    put(engine, letter("b"), letter("d"))
    assert engine.reader.missing(["e", "b", "a", "e", "d", ""]) == ["e", "a", ""]
    assert engine.reader.missing(["b", "d"]) == []
    assert engine.reader.missing([]) == []


BAD = [
    Document("", {}),
    Document("x" * 513, {}),
    Document("\udcff", {}),
    Document("1", {"nope": "x"}),
    Document("1", {"size": "12"}),
    Document("1", {"size": True}),
    Document("1", {"size": 2**63}),
    Document("1", {"size": 1.5}),
    Document("1", {"at": 12}),
    Document("1", {"at": datetime(2026, 1, 1)}),  # noqa: DTZ001 - that is the test
    Document("1", {"body": 12}),
    Document("1", {"body": b"bytes"}),
    Document("1", {"tags": ["x", 1]}),
    Document("1", {"tags": {"x": "y"}}),
    Document("1", {"tags": None}),
]


@pytest.mark.parametrize("bad", BAD)
def test_a_document_that_does_not_fit_spoils_its_batch_and_nothing_else(engine, bad):
    with pytest.raises(SearchDocumentError):
        engine.writer.put([letter("good"), bad])
    put(engine, letter("later"))
    assert found(engine, EVERYTHING) == ["later"]


def test_what_is_no_id_cannot_be_removed(engine):
    put(engine, letter("1"))
    with pytest.raises(SearchDocumentError):
        engine.writer.remove(["1", ""])
    put(engine)
    assert engine.reader.count() == 1


@pytest.mark.parametrize("order", ["size", "body", "nope"])
def test_hits_are_sorted_by_moments_only(engine, order):
    with pytest.raises(SearchQueryError):
        engine.reader.search(EVERYTHING, limit=1, newest_by=order)


def test_a_query_that_does_not_fit_is_refused(engine):
    with pytest.raises(SearchQueryError, match="nope"):
        engine.reader.search(Exact("nope", "x"), limit=1)

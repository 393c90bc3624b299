from bartizan.forensics.html.tree import attributes, read_document, walk


def steps(markup: str, limit: int = 1_000) -> list[str]:
    document = read_document(markup)
    return [("/" if leaving else "") + tag for _, tag, leaving in walk(document, limit)]


def test_a_walk_enters_and_leaves_in_document_order():
    found = steps("<p>a<b>c</b></p><br><!--d-->")
    assert found[found.index("body") : found.index("/body")] == [
        *("body", "p", "-text", "b", "-text", "/b", "/p", "br", "/br", "-comment"),
    ]  # fmt: skip


def test_a_walk_stops_at_its_limit():
    assert len(steps("<i></i>" * 100, limit=10)) <= 20


def test_attributes():
    node = read_document("<p A=1 b>").parser.css_first("p")
    assert attributes(node) == {"a": "1", "b": ""}


def test_nothing_is_a_document():
    assert "body" in steps("")

from dataclasses import dataclass

from bartizan.forensics.mime.bodies import sort_bodies


@dataclass
class Leaf:
    content_type: str
    children: tuple[int, ...] = ()
    disposition: str | None = None
    file_name: str | None = None
    is_undecodable: bool = False


def sort(*parts: Leaf) -> tuple[list[int], list[int], list[int]]:
    bodies = sort_bodies(parts)
    return bodies.text, bodies.html, bodies.attachments


def test_the_example_of_rfc_8621():
    # RFC 8621, section 4.1.4: the leaves are A..K without I.
    assert sort(
        Leaf("multipart/mixed", (1, 2, 14)),
        Leaf("text/plain"),  # A
        Leaf("multipart/mixed", (3, 11, 12, 13)),
        Leaf("multipart/alternative", (4, 8)),
        Leaf("multipart/mixed", (5, 6, 7)),
        Leaf("text/plain"),  # B
        Leaf("image/jpeg"),  # C
        Leaf("text/plain"),  # D
        Leaf("multipart/related", (9, 10)),
        Leaf("text/html"),  # E
        Leaf("image/jpeg"),  # F
        Leaf("image/jpeg", disposition="attachment"),  # G
        Leaf("application/x-excel"),  # H
        Leaf("message/rfc822"),  # J
        Leaf("text/plain"),  # K
    ) == ([1, 5, 6, 7, 14], [1, 9, 14], [6, 10, 11, 12, 13])


def test_html_stands_for_text_where_an_alternative_has_no_text():
    parts = (Leaf("multipart/alternative", (1,)), Leaf("text/html"))
    assert sort(*parts) == ([1], [1], [])


def test_a_second_text_with_a_name_is_attached():
    mixed = Leaf("multipart/mixed", (1, 2))
    assert sort(mixed, Leaf("text/plain"), Leaf("text/plain", file_name="log.txt")) == (
        [1],
        [1],
        [2],
    )


def test_undecodable_text_is_attached():
    assert sort(Leaf("text/plain", is_undecodable=True)) == ([], [], [0])


def test_an_empty_multipart_is_shown_as_text():
    assert sort(Leaf("multipart/mixed")) == ([0], [0], [])

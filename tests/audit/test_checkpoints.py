import pytest
from hypothesis import given
from hypothesis import strategies as st

from bartizan.audit.checkpoints import Checkpoint, open_checkpoint, read_checkpoint, read_number
from bartizan.audit.errors import NoteError
from bartizan.audit.notes import Signer

#: The text of the example in C2SP tlog-checkpoint.md.
EXAMPLE = "example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n"


def test_the_example_of_the_specification():
    found = read_checkpoint(EXAMPLE)
    assert (found.origin, found.size) == ("example.com/behind-the-sofa", 20_852_163)
    assert found.text() == EXAMPLE


def test_extension_lines_are_ignored():
    assert read_checkpoint(EXAMPLE + "more\n") == read_checkpoint(EXAMPLE)


@given(st.integers(0, 2**63), st.binary(min_size=32, max_size=32))
def test_a_signed_checkpoint_comes_back(size, root):
    signer = Signer.generate("log")
    head = Checkpoint("log", size, root)
    assert open_checkpoint(head.sign(signer), "log", [signer.verifier]) == head


def test_another_logs_checkpoint_is_refused(signer):
    note = Checkpoint("other", 1, bytes(32)).sign(signer)
    with pytest.raises(NoteError, match="of the log other"):
        open_checkpoint(note, signer.name, [signer.verifier])


@pytest.mark.parametrize(
    "text",
    [
        "", "a\n1\n", "a\n1\nAAAA\n", EXAMPLE[:-1], "\n" + EXAMPLE, EXAMPLE + "\n",
        EXAMPLE.replace("2085", "02085"), EXAMPLE.replace("2085", "+2085"),
        EXAMPLE.replace("20852163", ""), EXAMPLE.replace("20852163", "1" * 30),
        EXAMPLE.replace("20852163", "\u0661"),
    ],
)  # fmt: skip
def test_what_is_no_checkpoint_is_refused(text):
    with pytest.raises(NoteError):
        read_checkpoint(text)


@given(st.text(max_size=200))
def test_hostile_text_is_refused_by_name(text):
    with pytest.raises(NoteError):
        read_checkpoint(text)


@given(st.integers(0, 10**19))
def test_numbers_are_plain_decimals(number):
    assert read_number(str(number)) == number
    with pytest.raises(NoteError):
        read_number(f"0{number}")

"""The filters, run as the kernel would run them; `test_confinement` tries them for real."""

import os

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bartizan.mail.examining.seccomp import ARCHITECTURES, program

X86, ARM = ARCHITECTURES["x86_64"], ARCHITECTURES["aarch64"]
ALLOWED, REFUSED = "allowed", "refused"
LOAD, EQUAL, AT_LEAST, ANY_BIT, RETURN = 0x20, 0x15, 0x35, 0x45, 0x06


def outcome(machine, number, arguments=(), *, identifier=None, steps=None):
    told = [number, identifier or machine.identifier, 0, 0]
    for argument in (*arguments, *[0] * (6 - len(arguments))):
        told += [argument & 0xFFFFFFFF, argument >> 32]
    steps = steps or program(machine, machine.forbidden, machine.opens)
    place = loaded = 0
    while True:
        step = steps[place]
        place += 1
        if step.code == LOAD:
            loaded = told[step.operand // 4]
        elif step.code == RETURN:
            return ALLOWED if step.operand == 0x7FFF0000 else REFUSED
        else:
            holds = {
                EQUAL: loaded == step.operand,
                AT_LEAST: loaded >= step.operand,
                ANY_BIT: bool(loaded & step.operand),
            }[step.code]
            place += step.yes if holds else step.no


@pytest.mark.parametrize("machine", [X86, ARM])
def test_what_is_forbidden_is_refused_and_nothing_else(machine):
    refused = {number for number in range(600) if outcome(machine, number) == REFUSED}
    assert refused == set(machine.forbidden.values())
    assert len(refused) == len(machine.forbidden)


@pytest.mark.parametrize(("machine", "number", "place"), [(X86, 2, 1), (X86, 257, 2), (ARM, 56, 2)])
@given(flags=st.integers(0, 2**32 - 1))
def test_files_open_for_reading_only(machine, number, place, flags):
    arguments = [0] * place + [flags]
    writes = flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND)
    assert outcome(machine, number, arguments) == (REFUSED if writes else ALLOWED)


def test_no_other_convention_gets_around_it():
    assert outcome(X86, 0, identifier=ARM.identifier) == REFUSED
    assert outcome(X86, 0x40000000) == REFUSED  # x32
    assert outcome(X86, 0x40000000 + 41) == REFUSED


@pytest.mark.parametrize("machine", [X86, ARM])
def test_a_reader_of_files_ends_nobody_and_stays_in_its_group(machine):
    steps = program(machine, machine.escapes)
    for number in machine.escapes.values():
        assert outcome(machine, number, steps=steps) == REFUSED
        assert outcome(machine, number) == ALLOWED

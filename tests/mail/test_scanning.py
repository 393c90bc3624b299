import hashlib
import multiprocessing
import os
import signal
from contextlib import closing

import pytest

import hostile_files as make
from bartizan.base.clock import SystemClock
from bartizan.mail.authentication.dns.resolver import OfflineResolver
from bartizan.mail.errors import ScanInterruptedError
from bartizan.mail.evidence import Organisation
from bartizan.mail.examining.examiner import Examiner
from bartizan.mail.judgement import ExaminationSettings
from bartizan.mail.pipeline import Pipeline
from bartizan.mail.policies import PolicySettings
from bartizan.mail.samples import samples
from bartizan.mail.scanning import on_every_core, scan_all
from bartizan.mail.sources import find_messages


@pytest.fixture
def folder(tmp_path):
    for name, raw in samples(SystemClock().now()):
        (tmp_path / f"{name}.eml").write_bytes(raw)
    return tmp_path


def pipeline(resolver=None) -> Pipeline:
    domains = Organisation(frozenset({"example.com"}))
    return Pipeline(domains, PolicySettings(), resolver, SystemClock())


@pytest.mark.parametrize("workers", [1, 3])
def test_reports_come_in_order_on_any_number_of_processes(folder, workers):
    sources = list(find_messages([folder]))
    reports = list(scan_all(pipeline(), sources, workers))
    assert [one.path for one in reports] == [source.name for source in sources]
    assert {one.disposition for one in reports} >= {"deliver", "hold"}


def test_a_line_has_the_documented_fields(folder):
    source = next(iter(find_messages([folder])))
    line = next(scan_all(pipeline(), [source], 1)).line()
    assert list(line) == [
        "path", "sha256", "from", "subject", "score", "disposition", "suspected", "reasons",
        "mitigations", "defects", "authentication", "milliseconds",
    ]  # fmt: skip
    assert line["sha256"] == hashlib.sha256(source.read()).hexdigest()
    assert line["from"] == "orders@lighthouse-books.example"
    assert line["authentication"] is None


def test_with_dns_what_cannot_be_answered_is_not_a_pass(folder):
    source = next(iter(find_messages([folder])))
    (found,) = scan_all(pipeline(OfflineResolver()), [source], 1, dns=True)
    assert found.authentication.dmarc.result != "pass"


@pytest.mark.timeout(300)
def test_real_mail_is_judged_without_a_failure(data):
    sources = list(find_messages([data / "mail"]))[::25]
    reports = list(scan_all(pipeline(), sources, 2))
    assert len(reports) == len(sources)
    failures = [one.path for one in reports for d in one.defects if d.code == "detector-failed"]
    assert failures == []


def test_a_cohort_takes_no_more_than_so_many_bytes(tmp_path):
    for number in range(5):
        with (tmp_path / f"{number}.eml").open("wb") as file:
            file.truncate(7_000_000)
    sizes = []

    def count(_pipeline, sources):
        sizes.append(len(sources))
        return sources

    sources = list(find_messages([tmp_path]))
    assert list(on_every_core(pipeline(), count, sources, 1)) == sources
    assert sizes == [2, 2, 1]


def test_a_worker_that_is_killed_ends_the_scan_instead_of_holding_it_up(folder):
    def die(_pipeline, _sources):
        os.kill(os.getpid(), signal.SIGKILL)

    sources = list(find_messages([folder]))
    with pytest.raises(ScanInterruptedError):
        list(on_every_core(pipeline(), die, sources, 2))


@pytest.mark.parametrize("workers", [1, 2])
def test_attachments_are_examined_by_every_worker(tmp_path, workers):
    for number in range(40):
        program = make.zip_of({f"{number}.exe": b"MZ" * 100})
        (tmp_path / f"{number}.eml").write_bytes(make.message_of("a.zip", program))
    examiner = Examiner(ExaminationSettings(), SystemClock())
    examining = Pipeline(Organisation(), PolicySettings(), None, SystemClock(), examiner=examiner)
    with closing(examining):
        reports = list(scan_all(examining, list(find_messages([tmp_path])), workers))
    assert len(reports) == 40
    assert {one.reasons[0].id for one in reports} == {"program_in_archive"}
    assert not multiprocessing.active_children()

"""Examiners with readers of our own, some of which do to their process what attackers would."""

import sys
import textwrap

import pytest

from bartizan.base.clock import SystemClock
from bartizan.mail.examining.examiner import Examiner
from bartizan.mail.judgement import ExaminationSettings

READERS = """
    import ctypes, os, signal, socket, subprocess, time
    from bartizan.forensics.examination import Reading, Sign, Trait

    def obedient(content, kind, passwords):
        word = content.partition(b" ")[0]
        return Reading(text=str(WORDS[word]() if word in WORDS else ""))

    def crash(): ctypes.string_at(0)
    def loop():
        while True: pass
    def sleep(): time.sleep(60)
    def hog():
        kept = []
        while True: kept.append(bytearray(50_000_000))
    def lie():
        for fd in range(3, 60):
            try:
                if os.readlink(f"/proc/self/fd/{fd}").startswith("pipe"):
                    os.write(fd, (2).to_bytes(8, "big") + b"[]")
            except OSError: pass
    def chatter(): print("noise" * 1000, flush=True); return "chattered"
    def file():
        with open("/tmp/bartizan-must-not-be", "wb") as out: out.write(b"x")
    def descriptors():
        for _ in range(200): os.dup(1)
    def network():
        socket.create_connection(("127.0.0.1", PORT), 1)
    def secrets(): return sorted(name for name in os.environ if "BARTIZAN" in name)
    def privileges():
        return f"privileges {ctypes.CDLL(None).prctl(39, 0, 0, 0, 0)}"
    def pid(): return os.getppid()
    def delete(): os.unlink(os.environ["PYTHONPATH"].partition(":")[0] + "/readers_for_tests.py")
    def run(): return subprocess.run(["true"])
    def local(): socket.socket(socket.AF_UNIX)
    def escape(): os.setsid() if os.fork() == 0 else os.setpgid(0, os.getppid())
    def end(): os.kill(os.getppid(), signal.SIGKILL)
    def peek(): return open(os.environ["PYTHONPATH"].partition(":")[0] + "/readers_for_tests.py")
    def others(): return open(f"/proc/{os.getppid()}/status").read()
    def see(): return open(os.__file__).read(1) and "seen"
    def leave(): os._exit(0)
    KEPT = []
    def remember(): KEPT.append(0); return len(KEPT)
    WORDS = {name.encode(): value for name, value in list(globals().items()) if callable(value)}
    PORT = 9
"""


@pytest.fixture
def readers(tmp_path, monkeypatch) -> tuple[str, ...]:
    """The name of a reader that does what the file says."""
    (tmp_path / "readers_for_tests.py").write_text(textwrap.dedent(READERS))
    monkeypatch.syspath_prepend(str(tmp_path))
    return ("readers_for_tests:obedient",)


@pytest.fixture
def examiner(readers):
    """An examiner with that reader, of one process, which gives up after three seconds."""
    settings = ExaminationSettings(processes=1, memory_mb=400, seconds=3)
    made = Examiner(settings, SystemClock(), readers)
    yield made
    made.close()
    sys.modules.pop("readers_for_tests", None)

import subprocess
import sys

from bartizan.forensics.examination import Sign, Trait
from bartizan.forensics.file_signatures import TYPES
from bartizan.forensics.signatures.reading import read_signatures


def test_our_rules_read_files():
    reading = read_signatures(b"mshta https://x.test/a.hta", TYPES["text"], ())
    assert reading.signs == (Sign(Trait.SIGNATURE, "high mshta_chain"),)
    assert read_signatures(b"Hello", TYPES["text"], ()) is None


def test_rules_compiled_before_a_fork_work_after_it_within_a_gigabyte():
    code = """
import os, resource
resource.setrlimit(resource.RLIMIT_AS, (1 << 30, 1 << 30))
from bartizan.forensics.signatures.reading import read_signatures
from bartizan.forensics.file_signatures import TYPES
child = os.fork()
if child == 0:
    os._exit(0 if read_signatures(b"mshta https://x.test/a", TYPES["text"], ()) else 1)
raise SystemExit(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
"""
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0

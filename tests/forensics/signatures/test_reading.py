import subprocess
import sys

from bartizan.forensics.examination import Sign, Trait
from bartizan.forensics.file_signatures import TYPES
from bartizan.forensics.signatures.reading import our_signatures, signatures_of


def test_our_rules_read_files():
    read_signatures = our_signatures()
    reading = read_signatures(b"mshta https://x.test/a.hta", TYPES["text"], ())
    assert reading.signs == (Sign(Trait.SIGNATURE, "high mshta_chain"),)
    assert read_signatures(b"Hello", TYPES["text"], ()) is None


def test_rules_compiled_before_a_fork_work_after_it_within_a_gigabyte():
    code = """
import os, resource
resource.setrlimit(resource.RLIMIT_AS, (1 << 30, 1 << 30))
from bartizan.forensics.signatures.reading import our_signatures
from bartizan.forensics.file_signatures import TYPES
read_signatures = our_signatures()
child = os.fork()
if child == 0:
    os._exit(0 if read_signatures(b"mshta https://x.test/a", TYPES["text"], ()) else 1)
raise SystemExit(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
"""
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_rules_of_a_folder_join_ours(tmp_path):
    (tmp_path / "own.yar").write_text('rule own { strings: $a = "abcdef" condition: $a }')
    reading = signatures_of(str(tmp_path))(b"abcdef mshta https://x.test/a.hta", TYPES["text"], ())
    assert {sign.detail.rpartition(" ")[2] for sign in reading.signs} == {"own", "mshta_chain"}

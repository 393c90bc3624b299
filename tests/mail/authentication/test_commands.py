import json

import pytest
from click.testing import CliRunner

from bartizan.mail.authentication.commands import authenticate

ZONE = """
example.com:
  - TXT: v=spf1 ip4:203.0.113.0/24 -all
_dmarc.example.com:
  - TXT: v=DMARC1; p=reject
"""


@pytest.fixture
def run(tmp_path):
    (tmp_path / "mail.eml").write_bytes(b"From: [b]joe[/b] <joe@example.com>\n\nHi.\n")
    (tmp_path / "zone.yml").write_text(ZONE)

    def invoke(*options):
        arguments = [str(tmp_path / "mail.eml"), "--ip", "203.0.113.5", *options]
        return CliRunner(env={"COLUMNS": "200"}).invoke(authenticate, arguments)

    return lambda *options, zone=True: invoke(
        "--mail-from", "joe@example.com", *options,
        *(["--zone", str(tmp_path / "zone.yml")] if zone else []),
    )  # fmt: skip


def test_results_and_lookups_as_json(run):
    answer = run("--format", "json")
    assert answer.exit_code == 0, answer.output
    document = json.loads(answer.output)
    assert document["spf"]["result"] == document["dmarc"]["result"] == "pass"
    assert document["lookups"]["dmarc"] == [
        {
            "name": "_dmarc.example.com",
            "type": "TXT",
            "outcome": "found",
            "records": ["v=DMARC1; p=reject"],
        }
    ]


def test_a_table_tells_why(run):
    output = run().output
    assert "203.0.113.5 is among the servers that example.com allows" in output
    assert "Nobody signed this message." in output
    assert "_dmarc.example.com" in output


def test_offline_asks_nobody(run):
    document = json.loads(run("--offline", "--format", "json", zone=False).output)
    assert document["spf"]["result"] == "temperror"
    assert document["lookups"]["spf"][0]["outcome"] == "unasked"

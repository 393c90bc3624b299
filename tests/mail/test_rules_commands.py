from click.testing import CliRunner

from bartizan.mail.rules_commands import rules

GOOD = 'rule good { strings: $a = "x" condition: $a }'


def run(folder):
    return CliRunner().invoke(rules, ["check", str(folder)])


def test_good_rules(tmp_path):
    (tmp_path / "a.yar").write_text(GOOD)
    result = run(tmp_path)
    assert result.exit_code == 0
    assert "1 rules can be used, 0 files cannot." in result.output


def test_a_bad_rule_names_its_file_and_line(tmp_path):
    (tmp_path / "a.yar").write_text(GOOD)
    (tmp_path / "b.yara").write_text("rule bad {\n condition:\n  nothing_known\n}")
    result = run(tmp_path)
    assert result.exit_code == 1
    assert "b.yara, line 3:" in result.output
    assert "1 rules can be used, 1 files cannot." in result.output

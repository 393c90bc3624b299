"""What people install carries everything: the console, the samples, the migrations."""

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def names(tmp_path_factory) -> set[str]:
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation",
         "--disable-pip-version-check", "--wheel-dir", str(folder), str(ROOT)],
        check=True, timeout=300,
    )  # fmt: skip
    (wheel,) = folder.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        return set(archive.namelist())


def test_the_console_is_in_the_wheel_with_its_scripts(names):
    assert "bartizan/console/dist/index.html" in names
    assert any(
        name.startswith("bartizan/console/dist/assets/") and name.endswith(".js") for name in names
    )


def test_so_is_everything_else_that_is_no_python(names):
    assert "bartizan/py.typed" in names
    assert "bartizan/identity/common_passwords.txt" in names
    assert "bartizan/assembly/migrations/versions/0001_foundation.py" in names
    assert "bartizan/forensics/signatures/shipped/programs.yar" in names
    assert sum(name.startswith("bartizan/mail/samples/") for name in names) > 12
    assert {
        "bartizan/mail/learned/models/text/model.onnx",
        "bartizan/mail/learned/models/text/card.toml",
        "bartizan/mail/learned/models/structure/model.onnx",
        "bartizan/mail/learned/generation/texts/threats/en.toml",
    } <= names


def test_and_nothing_that_does_not_belong_there(names):
    assert not [name for name in names if name.startswith(("tests/", "web/", "bench/"))]

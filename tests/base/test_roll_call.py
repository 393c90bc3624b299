import importlib
import sys
import textwrap

import pytest

from bartizan.base.roll_call import RollCallError, roll_call


@pytest.fixture
def package(tmp_path, monkeypatch):
    def build(name: str, **files: str):
        folder = tmp_path / name
        folder.mkdir()
        for file, text in {"__init__": "", **files}.items():
            (folder / f"{file}.py").write_text(textwrap.dedent(text))
        monkeypatch.syspath_prepend(str(tmp_path))
        importlib.invalidate_caches()
        built.append(name)
        return importlib.import_module(name)

    built: list[str] = []
    yield build
    for module in [known for known in sys.modules if known.split(".")[0] in built]:
        del sys.modules[module]


def test_the_file_name_is_the_id_and_underscored_files_are_passed_over(package):
    found = roll_call(
        package("kinds_a", zeta="VALUE = 2", alpha="VALUE = 1", _shared="VALUE = 9"),
        "kind",
        lambda name, module: (name, module.VALUE),
    )
    assert list(found.items()) == [("alpha", ("alpha", 1)), ("zeta", ("zeta", 2))]


def test_a_plug_in_without_the_required_shape_is_named(package):
    with pytest.raises(RollCallError, match="odd"):
        roll_call(package("kinds_b", odd=""), "kind", lambda _name, module: module.VALUE)

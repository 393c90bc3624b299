"""Every source file has its test file, and no test file outlives its source."""

import ast
from pathlib import Path

ROOT = Path(__file__).parents[2]
#: Test folders that are about the whole, not about one file.
WHOLE = {"house", "journeys"}


def says_nothing(path: Path) -> bool:
    """An `__init__.py` of words and re-exports only has nothing to test."""
    body = ast.parse(path.read_text()).body
    return all(
        (isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant))
        or isinstance(node, ast.Assign | ast.Import | ast.ImportFrom)
        for node in body
    )


def wanted(source: Path, root: Path) -> Path:
    relative = source.relative_to(root)
    name = "init" if source.stem == "__init__" else source.stem.removeprefix("_")
    return relative.parent / f"test_{name}.py"


def unmirrored(sources: Path, tests: Path) -> tuple[list[str], list[str]]:
    """Return the test files that are missing and the ones that mirror nothing."""
    needed = {
        str(wanted(path, sources))
        for path in sources.rglob("*.py")
        if not (path.name == "__init__.py" and says_nothing(path))
        if "migrations" not in path.parts and "dist" not in path.parts
    }
    optional = {str(wanted(path, sources)) for path in sources.rglob("__init__.py")}
    found = {
        str(path.relative_to(tests))
        for path in tests.rglob("test_*.py")
        if path.relative_to(tests).parts[0] not in WHOLE
    }
    return sorted(needed - found), sorted(found - needed - optional)


def test_tests_mirror_the_source():
    missing, orphaned = unmirrored(ROOT / "src" / "bartizan", ROOT / "tests")
    assert not missing, f"write these tests: {missing}"
    assert not orphaned, f"these tests mirror no source file: {orphaned}"


def test_a_file_without_its_test_is_caught(tmp_path):
    (tmp_path / "src/mail").mkdir(parents=True)
    (tmp_path / "tests/mail").mkdir(parents=True)
    (tmp_path / "src/mail/__init__.py").write_text('"""Only words."""')
    (tmp_path / "src/mail/spool.py").write_text("x = 1")
    (tmp_path / "tests/mail/test_spol.py").write_text("")
    assert unmirrored(tmp_path / "src", tmp_path / "tests") == (
        ["mail/test_spool.py"],
        ["mail/test_spol.py"],
    )


def test_an_init_that_does_something_needs_a_test(tmp_path):
    (tmp_path / "src").mkdir()
    (tmp_path / "tests").mkdir()
    (tmp_path / "src/__init__.py").write_text("def f(): return 1")
    assert unmirrored(tmp_path / "src", tmp_path / "tests")[0] == ["test_init.py"]

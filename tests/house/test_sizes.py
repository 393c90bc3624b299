"""Files stop at 400 lines, functions at 50; the median function at 10; and no vague names."""

import ast
import statistics
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
FILE_STOP, FUNCTION_STOP, MEDIAN_FUNCTION = 400, 50, 10
VAGUE = {"utils", "util", "helpers", "helper", "common", "misc", "manager", "managers"}

#: Exceptions: path -> (lines, why). They may only shrink.
LONG_FILES: dict[str, tuple[int, str]] = {}


def sources(root: Path) -> Iterator[Path]:
    for path in sorted(root.rglob("*.py")):
        if "migrations/versions" not in str(path):
            yield path


def functions(path: Path) -> Iterator[tuple[str, int]]:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            assert node.end_lineno is not None
            yield f"{path.name}:{node.name}", node.end_lineno - node.lineno + 1


def oversized(root: Path) -> list[str]:
    found = []
    for path in sources(root):
        lines = path.read_text().count("\n")
        allowed = LONG_FILES.get(str(path.relative_to(root)), (FILE_STOP, ""))[0]
        if lines > allowed:
            found.append(f"{path.relative_to(root)}: {lines} lines")
        found += [
            f"{path.relative_to(root)} {name}: {size} lines"
            for name, size in functions(path)
            if size > FUNCTION_STOP
        ]
    return found


def vague(root: Path) -> list[str]:
    return [str(path) for path in root.rglob("*") if path.stem.strip("_") in VAGUE]


def test_nothing_is_oversized():
    assert oversized(ROOT / "src" / "bartizan") == []


def test_the_median_function_is_small():
    sizes = [size for path in sources(ROOT / "src") for _, size in functions(path)]
    assert statistics.median(sizes) <= MEDIAN_FUNCTION


def test_no_file_has_a_vague_name():
    assert vague(ROOT / "src") == []


def test_exceptions_only_shrink():
    for path, (lines, reason) in LONG_FILES.items():
        actual = (ROOT / "src" / "bartizan" / path).read_text().count("\n")
        assert actual == lines, f"{path} has {actual} lines: lower its exception"
        assert reason


def test_violations_are_caught(tmp_path):
    body = "\n".join(f"    x{n} = {n}" for n in range(60))
    (tmp_path / "helpers.py").write_text(f"def f():\n{body}\n")
    (tmp_path / "long.py").write_text("\n" * 401)
    assert oversized(tmp_path) == ["helpers.py helpers.py:f: 61 lines", "long.py: 401 lines"]
    assert vague(tmp_path) == [str(tmp_path / "helpers.py")]

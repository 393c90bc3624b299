"""What the README and the docs point to exists."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
_LINK = re.compile(r"!?\[[^\]]*\]\(([^)#\s]+)(?:#[^)]*)?\)")


def broken(root: Path) -> list[str]:
    pages = [*root.glob("*.md"), *(root / "docs").rglob("*.md")]
    return [
        f"{page.relative_to(root)}: {target}"
        for page in pages
        for target in _LINK.findall(page.read_text())
        if not target.startswith(("http://", "https://", "mailto:"))
        if not (page.parent / target).exists()
    ]


def test_no_link_leads_nowhere():
    assert broken(ROOT) == []


def test_a_broken_link_is_caught(tmp_path):
    (tmp_path / "docs").mkdir()
    (tmp_path / "README.md").write_text("[gone](docs/gone.md) [there](docs) [web](https://x.test)")
    assert broken(tmp_path) == ["README.md: docs/gone.md"]

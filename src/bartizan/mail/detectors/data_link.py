"""A link or a frame carries a whole page inside itself, so that there is no server to check."""

from bartizan.mail.evidence import About, Facts, Found, Link, seen
from bartizan.mail.verdict import Severity

ABOUT = About(
    title="Page inside a link",
    severity=Severity.HIGH,
    weight=0.75,
    tags=("tactic:evasion", "tactic:html-smuggling", "attack:T1027.006"),
)

_PAGES = ("text/html", "application/xhtml", "image/svg", "text/xml", "application/javascript")
_MANY_LINKS = 500


def detect(facts: Facts) -> Found | None:
    """Look for `data:` and `blob:` addresses that a browser would open as a page."""
    for link in facts.links[:_MANY_LINKS]:
        if _is_page(link):
            return Found(
                "A link carries a whole page inside itself, so that no server can be checked.",
                (seen(f"part:{link.part}", link.href),),
            )
    return None


def _is_page(link: Link) -> bool:
    if link.url is None or link.url.scheme not in ("data", "blob"):
        return False
    return link.url.scheme == "blob" or link.url.path.lower().lstrip().startswith(_PAGES)

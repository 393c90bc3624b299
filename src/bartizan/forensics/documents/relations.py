"""Relationships of an Office document: what it fetches from elsewhere when it is opened."""

import re
from html import unescape

from bartizan.forensics.documents.drafting import Draft
from bartizan.forensics.examination import Trait

_RELATION = re.compile(r"<(?:[\w.-]{1,20}:)?Relationship\b([^<>]{0,6000})>", re.IGNORECASE)
_ATTRIBUTE = re.compile(
    r"\b(Type|Target|TargetMode)\s{0,5}=\s{0,5}(?:\"([^\"]*)\"|'([^']*)')", re.IGNORECASE
)
_RELATIONS = 3_000
_REMOTE = re.compile(r"\s{0,20}(?:https?|ftp)\s{0,3}:|\\\\[^\\?.]|//[^/]", re.IGNORECASE)
_SHARE = re.compile(r"\s{0,20}file:(?:/{0,5}\\\\|//[^/]|/{4,5}\w)", re.IGNORECASE)
#: Handlers that were exploited through a document: CVE-2021-40444, CVE-2022-30190, CVE-2023-36884.
_HANDLERS = re.compile(
    r"\s{0,20}(?:mhtml|x-usc|ms-msdt|search-ms|ms-officecmd|ms-appinstaller|res|its|mk|script)"
    r"\s{0,3}:",
    re.IGNORECASE,
)
_QUIET = frozenset({"hyperlink", "image", "externallinkpath", "video", "audio", "media"})


def judge_relations(markup: str, draft: Draft) -> None:
    """Note every target outside the document."""
    for match, _ in zip(_RELATION.finditer(markup), range(_RELATIONS), strict=False):
        told = {
            name.lower(): unescape(double or single)
            for name, double, single in _ATTRIBUTE.findall(match[1])
        }
        if told.get("targetmode", "").lower() == "external":
            _judge(told.get("type", "").rpartition("/")[2].lower(), told.get("target", ""), draft)


def _judge(kind: str, target: str, draft: Draft) -> None:
    if _HANDLERS.match(target):
        draft.sign(Trait.EXPLOIT, f"{kind} {target}")
        draft.link(target)
        return
    remote, share = _REMOTE.match(target), _SHARE.match(target)
    if remote or target.lower().startswith("mailto:"):
        draft.link(target.strip())
    if kind == "attachedtemplate" and remote:
        draft.sign(Trait.EXTERNAL_TEMPLATE, target)
    elif (remote or share) and kind not in _QUIET:
        draft.sign(Trait.EXTERNAL_LINK, f"{kind} {target}")

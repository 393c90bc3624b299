"""Hostile HTML: facts about it (`read_html`) and a form that is safe to show (`safe_document`)."""

from bartizan.forensics.html.facts import Form, HtmlFacts, Image, Link
from bartizan.forensics.html.marking import Mark
from bartizan.forensics.html.reading import read_html
from bartizan.forensics.html.safe import safe_document

__all__ = ["Form", "HtmlFacts", "Image", "Link", "Mark", "read_html", "safe_document"]

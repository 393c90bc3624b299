"""The words of an HTML body, for search: all of them, those hidden from readers too.

What an investigator looks for may well have been hidden, so styles are not weighed here; that
also makes it several times faster than `read_html`, which is most of what ingest costs.
"""

import re

from bartizan.forensics.html.tree import read_document

_SILENT = ["script", "style", "template", "noscript", "object", "iframe"]
#: Elements that end a word; inline ones (`in<b>voice</b>`) do not.
_BLOCK = re.compile(
    r"<(?=/?(?:address|article|aside|blockquote|br|button|caption|center|d[dlt]|div|fieldset|fig"
    r"|footer|form|h[1-6r]|header|img|input|li|main|nav|[ou]l|option|p|pre|section|select|t[dhr]"
    r"|table|tbody|textarea|tfoot|thead)\b)",
    re.IGNORECASE,
)


def words_in(markup: str) -> str:
    """Return the text of an HTML body, with line breaks where its blocks begin and end.

    Never raises: the document is parsed by `forensics.html`, which bounds its size and depth.
    """
    document = read_document(_BLOCK.sub("\n<", markup)).parser
    document.strip_tags(_SILENT)
    body = document.body
    return body.text(deep=True, separator="", strip=False) if body is not None else ""

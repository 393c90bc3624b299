"""A parsed message as JSON: the tree with its offsets, and every defect."""

from typing import Any

from bartizan.forensics.mime import Message, Part

_FIELDS = 1000


def tree(message: Message) -> dict[str, Any]:
    """Return the whole message; offsets are bytes into the file."""
    return {
        "size": len(message.raw),
        "parts": [part_facts(part) for part in message.parts],
        "text_body": [part.index for part in message.text_body()],
        "html_body": [part.index for part in message.html_body()],
        "attachments": [part.index for part in message.attachments()],
        "defects": [
            {"code": str(one.code), "offset": one.offset, "sentence": one.sentence}
            for one in message.every_defect()
        ],
    }


def part_facts(part: Part) -> dict[str, Any]:
    """Return what is known of one part; a message that it holds comes with it."""
    inner = part.message
    return {
        "index": part.index,
        "parent": None if part.parent < 0 else part.parent,
        "depth": part.depth,
        "content_type": part.content_type,
        "charset": part.charset,
        "encoding": str(part.encoding),
        "disposition": part.disposition,
        "file_name": part.file_name,
        "content_id": part.content_id,
        "header_start": part.header_start,
        "body_start": part.body_start,
        "end": part.end,
        "size": len(part.content()),
        "headers": [
            {
                "name": field.name,
                "value": field.value.decode("utf-8", "replace"),
                "offset": field.start,
            }
            for field in part.fields[:_FIELDS]
        ],
        "message": None if inner is None else tree(inner),
    }

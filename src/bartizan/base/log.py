"""Structured logs: one JSON object a line, with the request or message they belong to.

Bind the context once at the edge (`bind(request_id=…)`, `bind(message_id=…)`); every line
logged below it carries the same ids. Never log a secret, a password or a message body.
"""

import logging
import sys
from typing import Any, TextIO

import orjson
import structlog
from structlog.contextvars import bind_contextvars, clear_contextvars, merge_contextvars
from structlog.typing import FilteringBoundLogger

_SECRET_WORDS = ("password", "secret", "token", "authorization", "cookie", "api_key")


def configure(level: str = "INFO", *, stream: TextIO | None = None, human: bool = False) -> None:
    """Send all logs, the libraries' included, to `stream` (standard error by default).

    `human` renders for a terminal instead of as JSON.
    """
    number = logging.getLevelNamesMapping()[level.upper()]
    target = stream or sys.stderr
    shared: list[Any] = [
        merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        hide_secrets,
        structlog.processors.format_exc_info,
    ]
    render: Any = (
        structlog.dev.ConsoleRenderer(colors=target.isatty())
        if human
        else structlog.processors.JSONRenderer(serializer=_json)
    )
    structlog.configure(
        processors=[*shared, render],
        wrapper_class=structlog.make_filtering_bound_logger(number),
        logger_factory=structlog.PrintLoggerFactory(target),
        cache_logger_on_first_use=False,
    )
    handler = logging.StreamHandler(target)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, render],
        )
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(max(number, logging.WARNING))


def get_logger(name: str) -> FilteringBoundLogger:
    """Return a logger whose lines name the part they come from."""
    logger: FilteringBoundLogger = structlog.get_logger(part=name)
    return logger


def bind(**ids: str) -> None:
    """Attach ids to every line logged from here on in this task."""
    bind_contextvars(**ids)


def unbind_all() -> None:
    """Forget the ids bound in this task."""
    clear_contextvars()


def hide_secrets(_logger: Any, _method: str, event: Any) -> Any:
    """Blank any value whose name says it is a secret: a last wall, not a licence."""
    for key in event:
        if any(word in key.lower() for word in _SECRET_WORDS):
            event[key] = "[hidden]"
    return event


def _json(event: Any, **_ignored: Any) -> str:
    return orjson.dumps(event, default=str).decode()

"""Settings of the doors: the HTTP server, the processes, the logs."""

from ipaddress import IPv4Network, IPv6Network

from pydantic import Field

from bartizan.base.settings import Section


class ServerSettings(Section):
    """The HTTP and WebSocket door."""

    host: str = Field("127.0.0.1", description="Address the console and the API listen on.")
    port: int = Field(8400, ge=0, le=65535, description="Port the console and the API listen on.")
    https: bool = Field(
        default=False,
        description="Clients reach us over TLS only: cookies are secured, HSTS is on.",
    )
    trusted_proxies: tuple[IPv4Network | IPv6Network, ...] = Field(
        (), description="Networks whose X-Forwarded-For and X-Forwarded-Proto are believed."
    )
    body_limit: int = Field(64 * 1024 * 1024, ge=1024, description="Bytes a request body may have.")
    requests_per_second: float = Field(100, gt=0, description="Requests a second for each caller.")
    requests_burst: int = Field(400, ge=1, description="Requests a caller may send at once.")


class WorkerSettings(Section):
    """The background processes."""

    workers: int = Field(
        0, ge=0, le=256, description="Worker processes; 0 means one for each processor core."
    )
    gateways: int = Field(1, ge=1, le=64, description="Gateway processes sharing the SMTP port.")
    grace_seconds: float = Field(
        20, gt=0, description="Seconds a process may take to finish its work when stopping."
    )


class LogSettings(Section):
    """The logs."""

    level: str = Field(
        "info", pattern="^(debug|info|warning|error)$", description="Least severe level logged."
    )
    human: bool = Field(default=False, description="Log for a terminal instead of as JSON.")

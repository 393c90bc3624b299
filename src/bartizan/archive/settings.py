"""How long the archive keeps mail, and how it indexes it."""

from pathlib import Path

from pydantic import Field

from bartizan.base.settings import Section


class ArchiveSettings(Section):
    """Settings of the archive."""

    retention_days: int = Field(
        2555, ge=0, le=36_500, description="Days that nobody can delete an archived message."
    )
    readers: int = Field(
        2,
        ge=0,
        le=64,
        description="Processes that read messages for the archive, started when many arrive; "
        "0: read in the worker itself.",
    )
    index: Path | None = Field(
        None, description="Folder of the search index; unset: `archive-index` in the data folder."
    )
    index_batch: int = Field(
        256, ge=1, le=5000, description="Messages made searchable by one commit of the index."
    )
    index_idle_seconds: float = Field(
        0.25, gt=0, le=60, description="Pause between two looks for messages not yet searchable."
    )

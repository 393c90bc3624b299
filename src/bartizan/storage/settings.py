"""Where state is kept."""

from pathlib import Path

from pydantic import Field, SecretStr

from bartizan.base.settings import Section


class StorageSettings(Section):
    """Settings of the stores."""

    data: Path = Field(Path("var"), description="Folder for everything kept on local disk.")
    database_url: SecretStr | None = Field(
        None,
        description="`postgresql://user:password@host/name`; unset: SQLite in the data folder.",
    )
    pool_size: int = Field(8, ge=1, le=200, description="Open database connections a process.")

    def url(self) -> str:
        """Return the database URL in force."""
        if self.database_url is not None:
            return self.database_url.get_secret_value()
        return f"sqlite:///{self.data / 'bartizan.sqlite'}"

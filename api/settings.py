"""The settings of the service, from the environment (SUMMARIZER_...) or given by the caller."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict

from summarizer.errors import SettingsInvalid
from summarizer.settings import PipelineSettings, preset
from summarizer.vault import LocalMasterKey, write_master_key


class ApiSettings(BaseSettings):
    """One process of the service. Every limit has a default that a hospital can live with."""

    model_config = SettingsConfigDict(env_prefix="SUMMARIZER_", extra="ignore")

    home: Path = Field(default_factory=lambda: Path.home() / ".local/share/summarizer")
    #: SQLAlchemy's form; by default SQLite in the home folder.
    database_url: str = ""
    master_key_file: Path | None = None
    preset: str = "default"
    writer: str | None = None
    embedder: str | None = None

    #: OpenID Connect. Without an issuer, only the development provider can be used.
    oidc_issuer: str = ""
    oidc_audience: str = "summarizer"
    oidc_jwks_url: str = ""
    #: Gives tokens to whoever asks. For a laptop, never for patients.
    development: bool = False

    max_upload_bytes: int = 60_000_000
    max_files: int = 100
    max_documents: int = 5_000
    reading_seconds: float = 20.0
    requests_per_minute: int = 6_000
    max_waiting_jobs: int = 500
    glass_hours: float = 8.0

    #: Of the worker.
    beat_seconds: float = 5.0
    dead_after: float = 30.0
    poll_seconds: float = 0.5

    def url(self) -> str:
        if self.database_url:
            return self.database_url
        self.home.mkdir(parents=True, exist_ok=True, mode=0o700)
        return f"sqlite:///{self.home / 'service.db'}"

    def pipeline(self) -> PipelineSettings:
        chosen = preset(self.preset)
        return replace(chosen, writer=self.writer or chosen.writer, embedder=self.embedder or chosen.embedder)

    def master_key(self) -> LocalMasterKey:
        """Raises MasterKeyMissing. A key is made in the home folder when none is named and none is there."""
        if self.master_key_file is not None:
            return LocalMasterKey.from_file(self.master_key_file)
        path = self.home / "master.key"
        if not path.exists():
            write_master_key(path)
        return LocalMasterKey.from_file(path)

    def environment(self) -> dict[str, str]:
        """These settings as environment variables, for a process started beside."""
        said = self.model_dump(mode="json", exclude_none=True) | {"database_url": self.url()}
        return {f"SUMMARIZER_{name.upper()}": str(value) for name, value in said.items()}

    def check(self) -> None:
        """Raises SettingsInvalid when nobody could log in."""
        if not self.development and not (self.oidc_issuer and self.oidc_jwks_url):
            raise SettingsInvalid(
                "No identity provider: set SUMMARIZER_OIDC_ISSUER and SUMMARIZER_OIDC_JWKS_URL, or use --development."
            )

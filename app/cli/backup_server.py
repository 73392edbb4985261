"""The database that backups are made of and restored to, also while the studio is stopped."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from app.domain.backups.errors import BackupRefused
from app.infra.embedded.directory import InUse, exclusively
from app.infra.embedded.postgres import DATABASE
from app.infra.embedded.servers import EmbeddedPostgres
from app.infra.settings import Settings

_SOCKET_LINE = 4


@contextmanager
def database_address(settings: Settings, *, make: bool) -> Iterator[str]:
    """The DATABASE_URL of the settings; without one, that of the studio's own server.

    A server that does not run is started for so long, and the studio cannot be started
    meanwhile. With `make` a missing one is made, else BackupRefused.
    """
    if settings.database_url:
        yield settings.database_url
        return
    data_dir = settings.data_dir.resolve()
    cluster = data_dir / "postgres"
    if not make and not cluster.exists():
        raise BackupRefused("backup.nothing")
    try:
        with exclusively(data_dir):
            server = EmbeddedPostgres(cluster, log=data_dir / "logs" / "postgres.log")
            url = server.start()
            try:
                yield url
            finally:
                server.stop()
    except InUse:
        yield _running(cluster)


def _running(cluster: Path) -> str:
    try:
        socket = (cluster / "postmaster.pid").read_text().splitlines()[_SOCKET_LINE]
    except (OSError, IndexError):
        raise BackupRefused("backup.busy") from None
    return f"postgresql://postgres@/{DATABASE}?host={socket}"

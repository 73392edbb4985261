"""The worker for `arq worker.WorkerSettings`; `python -m app work` also survives Redis."""

from app.arq_worker import WorkerSettings

__all__ = ["WorkerSettings"]

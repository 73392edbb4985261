"""Everything the mock received, in order, within a bounded amount of memory."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace

import orjson

MOST_RECORDS = 100_000
MOST_BODY_BYTES = 64 * 1024 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestRecord:
    """One request as it arrived.

    Headers and the query string are never kept, so no credential can be. `body` is the JSON text
    as sent, None when there was none or it was not JSON. `status` is None as long as nothing was
    answered, for good when the connection ended without an answer. `at` is in epoch seconds.
    """

    sequence: int
    at: float
    method: str
    path: str
    body: bytes | None = None
    status: int | None = None
    accepted: bool = False
    job_id: str | None = None

    def as_json(self) -> dict[str, object]:
        """The record as `GET /_mock/requests` shows it."""
        return {
            "sequence": self.sequence,
            "at": self.at,
            "method": self.method,
            "path": self.path,
            "body": None if self.body is None else orjson.Fragment(self.body),
            "status": self.status,
            "accepted": self.accepted,
            "jobId": self.job_id,
        }


class Journal:
    """The newest requests in full and the totals of all of them.

    At most `most_records` records and `most_body_bytes` bytes of bodies are kept; the oldest
    records go first, the totals never shrink.
    """

    def __init__(
        self, most_records: int = MOST_RECORDS, most_body_bytes: int = MOST_BODY_BYTES
    ) -> None:
        self._most_records = most_records
        self._most_body_bytes = most_body_bytes
        self._records: dict[int, RequestRecord] = {}
        self._body_bytes = 0
        self._last_sequence = 0
        self._cleared_up_to = 0
        self._received = 0
        self._accepted = 0
        self._totals: defaultdict[str, defaultdict[str, int]] = defaultdict(
            lambda: defaultdict(int)
        )

    def received(self, *, at: float, method: str, path: str, body: bytes) -> int:
        """Write down a request and return its sequence number, which starts at 1."""
        self._last_sequence += 1
        self._received += 1
        record = RequestRecord(
            sequence=self._last_sequence,
            at=at,
            method=method,
            path=path,
            body=body if _is_json(body) else None,
        )
        self._records[record.sequence] = record
        self._body_bytes += len(record.body or b"")
        self._drop_the_oldest()
        return record.sequence

    def accepted(self, sequence: int, job_id: str) -> None:
        """Note that the provider took this request on (and would charge for it)."""
        if sequence <= self._cleared_up_to:
            return
        self._accepted += 1
        self._amend(sequence, accepted=True, job_id=job_id)

    def answered(self, sequence: int, route: str, status: int | None) -> None:
        """Note the answer to a request; `route` names the endpoint without its ids."""
        if sequence <= self._cleared_up_to:
            return
        self._totals[route]["none" if status is None else str(status)] += 1
        self._amend(sequence, status=status)

    def records(self, path_prefix: str = "") -> list[RequestRecord]:
        """The kept records whose path starts with the prefix, oldest first."""
        return [r for r in self._records.values() if r.path.startswith(path_prefix)]

    def summary(self) -> dict[str, object]:
        """Totals of everything since the last reset, dropped records included."""
        return {
            "received": self._received,
            "accepted": self._accepted,
            "totals": {route: dict(statuses) for route, statuses in self._totals.items()},
        }

    def clear(self) -> None:
        """Forget everything, requests that are still open included.

        Sequence numbers go on, so that an old one never names a new request.
        """
        self._cleared_up_to = self._last_sequence
        self._records.clear()
        self._totals.clear()
        self._body_bytes = self._received = self._accepted = 0

    def _amend(self, sequence: int, **changes: object) -> None:
        if sequence in self._records:
            # replace() is typed by the fields, which a keyword dictionary cannot show.
            self._records[sequence] = replace(self._records[sequence], **changes)  # type: ignore[arg-type]

    def _drop_the_oldest(self) -> None:
        while len(self._records) > self._most_records or self._body_bytes > self._most_body_bytes:
            dropped = self._records.pop(next(iter(self._records)))
            self._body_bytes -= len(dropped.body or b"")


def _is_json(body: bytes) -> bool:
    try:
        orjson.loads(body)
    except orjson.JSONDecodeError:
        return False
    return True

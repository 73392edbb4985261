"""What all connections of a server know about its end."""

from __future__ import annotations

from uvicorn.server import ServerState


class Leaving(ServerState):
    """uvicorn's state of a server; `leaving` once it wants every connection to end.

    An idle connection is not closed then: a proxy may have sent a request on it just now, which
    it would not send again. The next answer is the last one, and says so.
    """

    def __init__(self) -> None:
        super().__init__()
        self.leaving = False

    def leave(self) -> None:
        """Make the next answer of each connection its last one."""
        self.leaving = True
        for connection in self.connections:
            if leave := getattr(connection, "leave", None):
                leave()

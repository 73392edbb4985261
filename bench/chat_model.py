"""A model for loads: `python -m bench.chat_model PORT`, with Ollama's `/api/chat`.

What a person says is `TOKENS RATE`: so many tokens, so many a second. Each is the time at which it
was sent, by the clock that all processes of a machine share. It costs far less than the mock, which
would take the processors that are to be measured.
"""

from __future__ import annotations

import asyncio
import json
import random
import sys
import time
from typing import Any, Final

import uvloop

_HEAD: Final = (
    b"HTTP/1.1 200 OK\r\nContent-Type: application/x-ndjson\r\nTransfer-Encoding: chunked\r\n\r\n"
)
_UNKNOWN: Final = (
    b"HTTP/1.1 404 Not Found\r\nContent-Type: application/json\r\nContent-Length: 17\r\n\r\n"
    b'{"error": "none"}'
)


async def _serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    try:
        while True:
            head = (await reader.readuntil(b"\r\n\r\n")).decode()
            lines = dict(line.lower().split(": ", 1) for line in head.split("\r\n")[1:] if line)
            body = await reader.readexactly(int(lines.get("content-length", 0)))
            if head.startswith("POST /api/chat"):
                await _speak(json.loads(body), writer)
            else:
                writer.write(_UNKNOWN)
    except (asyncio.IncompleteReadError, ConnectionError):
        writer.close()


async def _speak(order: dict[str, Any], writer: asyncio.StreamWriter) -> None:
    tokens, rate = order["messages"][-1]["content"].split()[:2]
    loop = asyncio.get_running_loop()
    writer.write(_HEAD)
    begins = loop.time() + random.random() / float(rate)  # noqa: S311 - spread
    for number in range(int(tokens)):
        await asyncio.sleep(begins + number / float(rate) - loop.time())
        text = f" {time.monotonic():.6f}"
        line = f'{{"message":{{"role":"assistant","content":"{text}"}},"done":false}}\n'
        writer.write(f"{len(line):x}\r\n{line}\r\n".encode())
    end = f'{{"message":{{"content":""}},"done":true,"eval_count":{tokens}}}\n'
    writer.write(f"{len(end):x}\r\n{end}\r\n0\r\n\r\n".encode())
    await writer.drain()


async def _main(port: int) -> None:
    server = await asyncio.start_server(_serve, "127.0.0.1", port, backlog=1024)
    await server.serve_forever()


if __name__ == "__main__":
    uvloop.run(_main(int(sys.argv[1])))

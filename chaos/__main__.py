"""`python -m chaos`: hundreds of orders in a storm, and a balance of the books afterwards."""

from __future__ import annotations

import argparse
import asyncio
import json
import random
import signal
import sys
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import Final
from uuid import UUID

import httpx

from app.infra.embedded.servers import StartFailed
from app.schema.ids import encode_id
from bench.paths import ROOT
from chaos.audit import audited, settled
from chaos.followers import Follower
from chaos.house import LEASE, House
from chaos.line import Line
from chaos.orders import EMAIL, Customer, Order, OrderFailed, Shop, stocked
from chaos.report import Report
from chaos.samples import Samples
from chaos.storm import Storm

OUT: Final = ROOT / "chaos" / "out"
_AT_ONCE: Final = 8
_RECORDINGS: Final = 8
_FOLLOWED_EVERY: Final = 5
_PATIENCE: Final = 90.0
_PATIENCE_OF_CONTROL: Final = 15.0
"""Without the guard some orders are sent again for ever."""
_TIME_SCALE: Final = 0.05
_TOKEN_DELAY: Final = 1.0


def main() -> int:
    """Exit status 0 when all is as it must be; a control must find something bought twice."""
    parser = argparse.ArgumentParser(prog="python -m chaos", description=__doc__)
    parser.add_argument("--orders", type=int, default=300)
    parser.add_argument("--seconds", type=float, default=60, help="how long it storms at least")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--calm", action="store_true", help="no faults: does anything grow?")
    parser.add_argument("--control", action="store_true", help="workers without the guard")
    parser.add_argument("--smoke", action="store_true", help="40 orders in 12 seconds")
    given = parser.parse_args()
    if given.smoke:
        given.orders, given.seconds = 40, 12.0
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    with tempfile.TemporaryDirectory(prefix="chaos-", ignore_cleanup_errors=True) as folder:
        house = House(Path(folder), unguarded=given.control)
        try:
            house.start()
            report = asyncio.run(_stormed(house, given))
        except StartFailed as failure:
            sys.stderr.write(f"FAILED: {failure}\n")
            return 1
        finally:
            house.stop()
    return _told(report, "control" if given.control else "calm" if given.calm else "storm")


def _told(report: Report, name: str) -> int:
    OUT.mkdir(exist_ok=True)
    (OUT / f"{name}.json").write_text(json.dumps(report.document(), indent=2) + "\n")
    (OUT / f"{name}.md").write_text(report.markdown())
    sys.stdout.write(report.markdown())
    if not report.guarded:
        found = bool(report.findings.bought_twice)
        sys.stdout.write(f"\ncontrol: {'something was' if found else 'NOTHING was'} bought twice\n")
        return 0 if found else 1
    for failure in report.failures:
        sys.stdout.write(f"FAILED: {failure}\n")
    return 1 if report.failures else 0


async def _stormed(house: House, given: argparse.Namespace) -> Report:
    limits = httpx.Limits(max_connections=2 * _AT_ONCE)
    async with (
        httpx.AsyncClient(base_url=house.url, limits=limits) as http,
        httpx.AsyncClient(base_url=house.mock) as mock,
        Line(house.line_port, house.mock_port) as line,
    ):
        customer = Customer(http)
        await customer.register()
        stock = await stocked(customer, _RECORDINGS)
        await mock.delete("/_mock/requests")  # and its settings with them
        await mock.patch(
            "/_mock/settings", json={"timeScale": _TIME_SCALE, "tokenDelay": _TOKEN_DELAY}
        )
        customer.attempts = 0
        shop = Shop(customer, stock, random.Random(given.seed))  # noqa: S311 - repeatable
        storm = Storm(house, line, given.seed)
        samples = Samples()
        sampling = asyncio.create_task(samples.collect(house))
        watched, watching = await _ordered(house, customer, shop, storm, given)
        patience = _PATIENCE_OF_CONTROL if given.control else _PATIENCE
        done = await settled(house, customer.orders, patience)
        with suppress(TimeoutError):
            async with asyncio.timeout(_PATIENCE if done else 1):
                await asyncio.gather(*watching)
        sampling.cancel()
        return Report(
            seed=given.seed,
            seconds=given.seconds,
            guarded=not given.control,
            faults=dict(storm.faults),
            attempts=customer.attempts,
            moves_within=_PATIENCE if given.smoke else LEASE + 10,
            settled=done,
            files_right=(await house.command("storage", "check"))[0] == 0,
            followers=len(watched),
            follower_gaps=sum(each.gaps + (not each.ended) for each in watched),
            memory=samples.memory,
            memory_a_minute=samples.memory_a_minute,
            most_connections=samples.most_connections,
            connections_a_minute=samples.connections_a_minute,
            findings=await audited(house, customer.orders, storm.over),
        )


async def _ordered(
    house: House, customer: Customer, shop: Shop, storm: Storm, given: argparse.Namespace
) -> tuple[list[Follower], list[asyncio.Task[None]]]:
    """Order it all while it storms, spread over that time; answers who watches."""
    turns = asyncio.Semaphore(_AT_ONCE)
    watched: list[Follower] = []
    watching: list[asyncio.Task[None]] = []

    async def one(number: int) -> None:
        await asyncio.sleep(given.seconds * number / given.orders)
        async with turns:
            await shop.order(number)
        if number % _FOLLOWED_EVERY == 0:
            follower = Follower(encode_id("Job", customer.orders[-1].job_id))
            watched.append(follower)
            watching.append(asyncio.create_task(follower.follow(house.url, customer.token)))

    raging = asyncio.create_task(storm.rage(0 if given.calm else given.seconds))
    moving = asyncio.create_task(_move_files(house, customer, after=given.seconds / 3))
    try:
        await asyncio.gather(*(one(number) for number in range(given.orders)))
    except OrderFailed:
        raging.cancel()
        moving.cancel()
        raise
    await asyncio.gather(raging, moving)
    return watched, watching


async def _move_files(house: House, customer: Customer, *, after: float) -> None:
    """Order that all files move to S3, once there are some."""
    await asyncio.sleep(after)
    status, line = -1, ""
    while status:  # the database may be away
        status, line = await house.command(
            "storage", "migrate", "--as-job", "--email", EMAIL, "--json"
        )
    customer.orders.append(Order("migration", UUID(json.loads(line)["job"]), None))


if __name__ == "__main__":
    raise SystemExit(main())

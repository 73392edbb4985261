"""People who order all kinds of work, and ask again until each order is accepted."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final
from uuid import UUID

import httpx

from app.schema.ids import decode_id

EMAIL: Final = "storm@studio.example.org"
PAUSE: Final = 0.2
"""Seconds before an order that was not answered is sent again."""
_RETRYABLE: Final = {"INTERNAL", "RATE_LIMITED", "PROVIDER_TIMEOUT", "PROVIDER_UNAVAILABLE"}
_ATTEMPT: Final = 10.0

_SONG: Final = """mutation ($input: GenerateSongInput!) { accepted: generateSong(input: $input) {
  job { id } song { id } userErrors { code message } } }"""
_STEMS: Final = """mutation ($input: GenerateStemsInput!) { accepted: generateStems(input: $input) {
  job { id } userErrors { code message } } }"""
_IMAGE: Final = """mutation ($input: GenerateImageInput!) { accepted: generateImage(input: $input) {
  job { id } image { id } userErrors { code message } } }"""
_OVERLAY: Final = """mutation ($input: AddTextOverlayInput!) {
  accepted: addTextOverlay(input: $input) { job { id } userErrors { code message } } }"""
_TALK: Final = """mutation ($input: CreateConversationInput!) {
  accepted: createConversation(input: $input) {
    conversation { id } userErrors { code message } } }"""
_SAY: Final = """mutation ($input: SendMessageInput!) { accepted: sendMessage(input: $input) {
  job { id } userErrors { code message } } }"""
_REGISTER: Final = """mutation ($email: String!) { register(input: {
  email: $email, password: "correct horse battery staple"
}) { token } }"""
_CHOICES: Final = "query ($id: ID!) { song(id: $id) { status choices { id } } }"
_JOB: Final = "query ($id: ID!) { job(id: $id) { status image { id } } }"


class OrderFailed(Exception):
    """The API refuses what it should take; the text tells how."""


@dataclass(frozen=True, slots=True)
class Order:
    """What was accepted: its kind, the job, and the words by which the provider knows it.

    An order without words costs nothing.
    """

    kind: str
    job_id: UUID
    words: str | None


@dataclass(slots=True)
class Customer:
    """Somebody with an account."""

    http: httpx.AsyncClient
    token: str = ""
    attempts: int = 0
    orders: list[Order] = field(default_factory=list)

    async def register(self) -> None:
        """Open the account."""
        answer = await self.http.post(
            "/graphql", json={"query": _REGISTER, "variables": {"email": EMAIL}}
        )
        self.token = answer.json()["data"]["register"]["token"]

    async def ask(self, query: str, **variables: object) -> Any:
        """The data of an answer, asked for until there is one. Raises OrderFailed."""
        while True:
            self.attempts += 1
            try:
                answer = await self.http.post(
                    "/graphql",
                    json={"query": query, "variables": variables},
                    headers={"Authorization": f"Bearer {self.token}"},
                    timeout=_ATTEMPT,
                )
                body = answer.json()
            except (httpx.HTTPError, ValueError):
                await asyncio.sleep(PAUSE)
                continue
            errors = body.get("errors") or []
            if not errors:
                return body["data"]
            if not {each["extensions"]["code"] for each in errors} <= _RETRYABLE:
                raise OrderFailed(str(errors))
            await asyncio.sleep(PAUSE)

    async def mutate(self, query: str, given: Mapping[str, object]) -> Any:
        """What was accepted. Raises OrderFailed."""
        while True:
            accepted = (await self.ask(query, input=given))["accepted"]
            codes = {each["code"] for each in accepted["userErrors"]}
            # A picture that failed while the answer was waited for was accepted all the same.
            if not codes or accepted.get("job"):
                return accepted
            if not codes <= _RETRYABLE:
                raise OrderFailed(str(accepted["userErrors"]))
            await asyncio.sleep(PAUSE)

    async def order(
        self, kind: str, query: str, given: Mapping[str, object], words: str | None
    ) -> Any:
        """Order something and note it."""
        accepted = await self.mutate(query, given)
        self.orders.append(Order(kind, decode_id("Job", accepted["job"]["id"], "id"), words))
        return accepted


@dataclass(frozen=True, slots=True, kw_only=True)
class Stock:
    """What there is to work on before the storm: a picture, and recordings to take apart."""

    image: str
    choices: list[str]


async def stocked(customer: Customer, recordings: int) -> Stock:
    """Have it made, without the orders being counted."""
    songs = [
        await customer.mutate(_SONG, {"prompt": "folk, 0s", "lyrics": f"stock {n}", "choices": 1})
        for n in range(recordings)
    ]
    picture = await customer.mutate(_IMAGE, {"prompt": "stock 0s"})
    job = picture["job"]["id"]
    done = await _until(customer, _JOB, job, lambda found: found["job"]["status"] == "SUCCEEDED")
    choices = []
    for each in songs:
        key = each["song"]["id"]
        made = await _until(customer, _CHOICES, key, lambda it: it["song"]["status"] == "SUCCESS")
        choices.append(made["song"]["choices"][0]["id"])
    return Stock(image=done["job"]["image"]["id"], choices=choices)


async def _until(customer: Customer, query: str, key: str, satisfied: Callable[[Any], bool]) -> Any:
    """What a query about an id answers once it satisfies."""
    while True:
        found = await customer.ask(query, id=key)
        if satisfied(found):
            return found
        await asyncio.sleep(PAUSE)


class Shop:
    """Makes orders, of each kind in turn and often with a bad day of the provider in them."""

    # Seconds are what the provider needs; four digits are what goes wrong with it (docs/mock.md).
    _BAD_DAYS: Final = ("0003", "0006", "0007", "0010", "0011", "0012", "0013", "0014", "0018")
    _BAD_PICTURES: Final = ("0003", "0007", "0010", "0012", "0013", "0014", "0017", "0021", "0022")
    _BAD_TALKS: Final = ("0003", "0006", "0007", "0012", "0013", "0014", "0015", "0022", "0023")

    def __init__(self, customer: Customer, stock: Stock, rng: random.Random) -> None:
        self._customer = customer
        self._stock = stock
        self._rng = rng
        self._kinds: tuple[Callable[[int], Any], ...] = (
            self._song,
            self._image,
            self._chat,
            self._song,
            self._overlay,
            self._instrumental,
            self._chat,
        )

    async def order(self, number: int) -> None:
        """The order of this number. Raises OrderFailed."""
        choices = self._stock.choices
        if number % len(self._kinds) == 0 and number // len(self._kinds) < len(choices):
            await self._stems(number, choices[number // len(self._kinds)])
        await self._kinds[number % len(self._kinds)](number)

    def _day(self, bad: tuple[str, ...]) -> str:
        """A third of the days are bad."""
        return self._rng.choice(bad) if self._rng.random() < 1 / 3 else "0001"

    async def _song(self, number: int) -> None:
        words = f"{self._day(self._BAD_DAYS)} song of order {number}"
        given = {"prompt": "folk, 20s", "lyrics": words, "choices": 1}
        await self._customer.order("song", _SONG, {**given, "idempotencyKey": f"{number}"}, words)

    async def _instrumental(self, number: int) -> None:
        words = f"{self._day(self._BAD_DAYS)} tune of order {number}, 20s"
        given = {"prompt": words, "title": f"Tune {number}", "instrumental": True, "choices": 1}
        keyed = {**given, "idempotencyKey": f"{number}"}
        await self._customer.order("instrumental", _SONG, keyed, words)

    async def _image(self, number: int) -> None:
        words = f"{self._day(self._BAD_PICTURES)} picture of order {number}, 1s"
        given = {"prompt": words, "idempotencyKey": f"{number}", "wait": False}
        await self._customer.order("image", _IMAGE, given, words)

    async def _overlay(self, number: int) -> None:
        given = {"sourceImageId": self._stock.image, "title": f"Order {number}"}
        keyed = {**given, "idempotencyKey": f"{number}", "wait": False}
        await self._customer.order("overlay", _OVERLAY, keyed, None)

    async def _chat(self, number: int) -> None:
        given = {"title": f"Talk {number}", "idempotencyKey": f"talk-{number}"}
        talk = await self._customer.mutate(_TALK, given)
        words = f"{self._day(self._BAD_TALKS)} 40t saying of order {number}"
        said = {"conversationId": talk["conversation"]["id"], "content": words}
        keyed = {**said, "clientMessageId": f"{number}"}
        await self._customer.order("chat", _SAY, keyed, words)

    async def _stems(self, number: int, choice: str) -> None:
        given = {"choiceId": choice, "idempotencyKey": f"stems-{number}"}
        await self._customer.order("stems", _STEMS, given, None)

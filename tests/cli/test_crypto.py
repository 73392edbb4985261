"""`python -m app crypto`: keys are changed beside a working studio, and at any time again."""

from __future__ import annotations

import asyncio
import json
import signal
import subprocess
import sys
from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest

from app.domain.equipment.ports import Cipher
from app.domain.equipment.rotation import Rotation, Sealed, TokenFate
from app.infra.crypto import FernetCipher, fingerprint, is_key, new_key
from app.infra.database import connection
from app.infra.repositories.equipment import EquipmentRepository
from app.infra.repositories.sealed import SealedRepository
from app.infra.settings import Settings
from app.rows.equipment import EquipmentRow
from app.schema.ids import decode_id
from tests.api.equipment import kept, secrets, update
from tests.cli.process import ended, environment, with_ctrl_c
from tests.studio import Person

PRICE = {"amount": "9.99", "currency": "EUR"}


@pytest.fixture
def old(settings: Settings) -> str:
    """The key of the running studio."""
    return settings.encryption_secret_keys[0].get_secret_value()


async def begun(*options: str, settings: Settings, keys: str) -> asyncio.subprocess.Process:
    return await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "app", "crypto", *options),
        env=environment(
            APP_ENV="dev", DATABASE_URL=settings.database_url, ENCRYPTION_SECRET_KEYS=keys
        ),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        preexec_fn=with_ctrl_c,
    )


async def crypto(*options: str, settings: Settings, keys: str = "") -> tuple[int, str, str]:
    return await ended(await begun(*options, settings=settings, keys=keys))


async def rotate(settings: Settings, keys: str, *options: str) -> tuple[int, dict[str, Any], str]:
    status, out, err = await crypto("rotate", "--json", *options, settings=settings, keys=keys)
    return status, json.loads(out), err


async def tokens() -> list[str]:
    rows = await EquipmentRow.all().order_by("id")
    found = [
        (row.password_encrypted, row.license_key_encrypted, row.price_encrypted) for row in rows
    ]
    return [token for row in found for token in row if token is not None]


@pytest.mark.usefixtures("home")
async def test_a_new_key_needs_no_settings(settings: Settings) -> None:
    status, out, err = await crypto("new-key", settings=settings)
    assert (status, err) == (0, "")
    assert is_key(out.strip())


@pytest.mark.usefixtures("home")
async def test_everything_is_encrypted_with_the_newest_key(
    ada: Person, bob: Person, settings: Settings, old: str
) -> None:
    mine = await kept(ada, password=" pw ", licenseKey="k", price=PRICE)
    his = await kept(bob, password="his")
    await kept(bob)
    new = new_key()
    keys = f"{new},{old}"

    status, rehearsed, _ = await rotate(settings, keys, "--dry-run")
    assert (status, rehearsed["would_rotate"], rehearsed["rotated"]) == (0, 4, 0)
    before = await tokens()
    status, done, err = await rotate(settings, keys)
    assert (status, done["rotated"], done["already"], err) == (0, 4, 0, "")
    assert done["keys"] == [fingerprint(new), fingerprint(old)]
    assert set(before) & set(await tokens()) == set()
    assert (await rotate(settings, keys))[1]["already"] == 4
    alone = FernetCipher([new])
    assert [alone.decrypt(each) for each in await tokens()] == [" pw ", "k", "9.99 EUR", "his"]
    assert (await EquipmentRow.all().order_by("id").first()).version == 1  # type: ignore[union-attr]

    # And back, for the studio that runs with the old key alone.
    assert (await rotate(settings, f"{old},{new}"))[1]["rotated"] == 4
    assert (await secrets(ada, mine["id"]))["price"] == PRICE
    assert (await secrets(bob, his["id"]))["password"] == "his"


@pytest.mark.usefixtures("home")
async def test_what_no_key_fits_is_named_and_left_alone(
    ada: Person, settings: Settings, old: str
) -> None:
    await kept(ada, password="pw", licenseKey="k")
    await EquipmentRow.all().update(license_key_encrypted="nonsense")
    status, done, err = await rotate(settings, f"{new_key()},{old}")
    assert (status, done["rotated"], done["unreadable"]) == (1, 1, 1)
    assert err.startswith("unreadable: license_key of ")
    assert "nonsense" in await tokens()
    status, out, _ = await crypto("check", settings=settings, keys=new_key())
    assert status == 1
    assert "unreadable: 2" in out


@pytest.mark.usefixtures("home")
async def test_wrong_settings_are_told_by_name(settings: Settings) -> None:
    status, _, err = await crypto("check", settings=settings)
    assert (status, err) == (2, "ENCRYPTION_SECRET_KEYS is not set\n")
    status, _, err = await crypto("rotate", settings=settings, keys="hunter2")
    assert status == 2
    assert err.startswith("ENCRYPTION_SECRET_KEYS: ")
    assert "hunter2" not in err
    nowhere = settings.model_copy(update={"database_url": "postgresql://nobody@127.0.0.1:9/x"})
    status, _, err = await crypto("check", settings=nowhere, keys=new_key())
    assert status == 2
    assert "out of reach" in err


@pytest.mark.usefixtures("home")
async def test_a_rotation_that_is_killed_goes_on_where_it_ended(
    ada: Person, settings: Settings, old: str
) -> None:
    await kept(ada, password="pw", licenseKey="k", price=PRICE)
    await connection().execute_query(
        "INSERT INTO equipment (id, user_id, type, name, status, version, created_at, "
        "password_encrypted, license_key_encrypted, price_encrypted) "
        "SELECT gen_random_uuid(), user_id, type, name || n, status, 1, now(), "
        "password_encrypted, license_key_encrypted, price_encrypted "
        "FROM equipment, generate_series(1, 2000) n"
    )
    keys = f"{new_key()},{old}"
    process = await begun("rotate", settings=settings, keys=keys)
    newest = FernetCipher(keys.split(",")[:1])
    async with asyncio.timeout(30):
        while not any(newest.is_current(each) for each in await tokens()):
            await asyncio.sleep(0.01)
    process.send_signal(signal.SIGKILL)
    await process.wait()
    half = sum(newest.is_current(each) for each in await tokens())
    assert 0 < half < 6003

    status, done, _ = await rotate(settings, keys)
    assert (status, done["unreadable"]) == (0, 0)
    assert done["rotated"] + done["already"] == 6003
    assert done["already"] >= half
    both = FernetCipher(keys.split(","))
    assert {both.decrypt(each) for each in await tokens()} == {"pw", "k", "9.99 EUR"}


class Meddling:
    """Tokens that somebody changes just before each is replaced."""

    def __init__(self, meddle: Any) -> None:
        self._inner = SealedRepository()
        self._meddle = meddle

    async def batch(self, *, after: UUID | None, most: int) -> Any:
        return await self._inner.batch(after=after, most=min(most, 2))

    async def token(self, record: UUID, name: str) -> str | None:
        return await self._inner.token(record, name)

    async def replace(self, record: UUID, name: str, *, old: str, new: str) -> bool:
        if self._meddle is not None:
            meddle, self._meddle = self._meddle, None
            await meddle()
        return await self._inner.replace(record, name, old=old, new=new)


async def turned(meddling: Meddling, cipher: Cipher) -> list[TokenFate]:
    rotation = Rotation(tokens=meddling, cipher=cipher)
    return [each.fate async for each in rotation.run(dry_run=False)]


async def test_a_change_in_between_is_not_lost_and_rotated_itself(ada: Person, old: str) -> None:
    equipment = await kept(ada, password="first")
    cipher = FernetCipher([new_key(), old])

    async def change() -> None:
        await update(ada, id=equipment["id"], password="second")

    assert await turned(Meddling(change), cipher) == [TokenFate.ROTATED]
    [token] = await tokens()
    assert cipher.is_current(token)
    assert cipher.decrypt(token) == "second"


async def test_what_is_deleted_in_between_is_of_no_concern(ada: Person, old: str) -> None:
    await kept(ada, password="pw")

    async def delete() -> None:
        await EquipmentRow.all().delete()

    assert await turned(Meddling(delete), FernetCipher([new_key(), old])) == []


async def test_two_rotations_at_once_finish_together(ada: Person, old: str) -> None:
    for n in range(7):
        await kept(ada, name=str(n), password=str(n))
    cipher = FernetCipher([new_key(), old])
    fates = await asyncio.gather(*(turned(Meddling(None), cipher) for _ in range(3)))
    assert all(len(each) == 7 for each in fates)
    assert sum(each.count(TokenFate.ROTATED) for each in fates) == 7
    assert [cipher.decrypt(each) for each in await tokens()] == list("0123456")


async def test_a_save_that_read_an_older_token_writes_nothing(ada: Person, old: str) -> None:
    key = decode_id("Equipment", (await kept(ada, password="pw"))["id"])
    repository, cipher = EquipmentRepository(), FernetCipher([old])
    before = await repository.get(key, user_id=ada.id)
    assert before is not None
    assert before.password_encrypted is not None
    fresh = cipher.encrypt("pw")
    replaced = await SealedRepository().replace(
        key, "password", old=before.password_encrypted, new=fresh
    )
    changed = replace(before, name="other", version=2)

    assert replaced
    assert not await repository.save(changed, previous=before)
    assert await tokens() == [fresh]
    assert await repository.save(
        replace(changed, password_encrypted=fresh),
        previous=replace(before, password_encrypted=fresh),
    )


async def test_a_change_beside_a_rotation_keeps_the_new_token(ada: Person, old: str) -> None:
    """The save that read the old token finds it replaced, and reads again."""
    equipment = await kept(ada, password="pw", licenseKey="k")
    # A rotation to a second token of the same key, so that the running studio still reads it.
    same = FernetCipher([old])

    async def rotated() -> None:
        for sealed in await SealedRepository().batch(after=None, most=10):
            assert isinstance(sealed, Sealed)
            for name, token in sealed.tokens.items():
                if token is not None:
                    fresh = same.encrypt(same.decrypt(token))
                    await SealedRepository().replace(sealed.id, name, old=token, new=fresh)

    await asyncio.gather(
        *(update(ada, id=equipment["id"], name=f"n{n}") for n in range(5)),
        *(rotated() for _ in range(5)),
    )
    found = await secrets(ada, equipment["id"])
    assert (found["password"], found["licenseKey"]) == ("pw", "k")

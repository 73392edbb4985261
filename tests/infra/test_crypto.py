"""Fernet tokens by a list of keys, and hashes that tell nothing."""

from __future__ import annotations

import hashlib
import json

import pytest
from pydantic import ValidationError

from app.domain.equipment.ports import UnreadableError
from app.domain.errors import InvalidState
from app.infra.crypto import FernetCipher, KeyedHash, fingerprint, is_key, new_key
from app.infra.settings import Settings


def keys_of(value: str) -> list[str]:
    settings = Settings(_env_file=None, app_env="dev", encryption_secret_keys=value)
    return [each.get_secret_value() for each in settings.encryption_secret_keys]


def test_the_same_text_gives_another_token_each_time_and_every_token_the_text() -> None:
    cipher = FernetCipher([new_key()])
    tokens = {cipher.encrypt("ä 👩‍👩‍👧 \r\n ") for _ in range(20)}
    assert len(tokens) == 20
    assert {cipher.decrypt(each) for each in tokens} == {"ä 👩‍👩‍👧 \r\n "}


def test_the_newest_key_encrypts_and_all_of_them_decrypt() -> None:
    old, new = new_key(), new_key()
    before, after = FernetCipher([old]), FernetCipher([new, old])
    token, fresh = before.encrypt("pw"), after.encrypt("pw")

    assert (after.decrypt(token), after.decrypt(fresh)) == ("pw", "pw")
    assert (after.is_current(token), after.is_current(fresh)) == (False, True)
    with pytest.raises(UnreadableError):
        before.decrypt(fresh)
    with pytest.raises(UnreadableError):
        FernetCipher([new]).decrypt(token)


@pytest.mark.parametrize("broken", ["", "x", "ä", "gAAAA", "\ud800", "A" * 1000])
def test_what_is_no_token_is_unreadable_and_never_repeated(broken: str) -> None:
    cipher = FernetCipher([new_key()])
    with pytest.raises(UnreadableError) as error:
        cipher.decrypt(broken)
    assert str(error.value) == ""
    assert error.value.__cause__ is None
    assert not cipher.is_current(broken)


def test_one_changed_letter_makes_a_token_unreadable() -> None:
    cipher = FernetCipher([new_key()])
    token = cipher.encrypt("pw")
    for place in range(0, len(token) - 2, 7):
        other = "B" if token[place] != "B" else "C"
        with pytest.raises(UnreadableError):
            cipher.decrypt(token[:place] + other + token[place + 1 :])


def test_without_a_key_nothing_is_encrypted_or_read() -> None:
    cipher = FernetCipher([])
    assert not cipher.ready
    with pytest.raises(InvalidState):
        cipher.encrypt("pw")
    with pytest.raises(UnreadableError):
        cipher.decrypt(FernetCipher([new_key()]).encrypt("pw"))
    assert not cipher.is_current("x")


def test_a_key_is_32_bytes_in_url_safe_base64() -> None:
    assert all(is_key(new_key()) for _ in range(100))
    key = new_key()
    for wrong in ("", key[:-1], key + "=", key[:-2] + "=", "+" + key[1:], "ä" + key[1:], " " + key):
        assert not is_key(wrong)


def test_keys_are_separated_by_commas_and_each_is_checked_without_being_told() -> None:
    one, two = new_key(), new_key()
    assert keys_of(f" {one} , {two},") == [one, two]
    assert keys_of("") == []
    for wrong in ("hunter2hunter2", f"{one},hunter2hunter2", f"{one},{one}"):
        with pytest.raises(ValidationError) as error:
            keys_of(wrong)
        [problem] = error.value.errors()
        assert problem["loc"] == ("encryption_secret_keys",)
        assert "hunter2" not in str(error.value)
        assert one not in str(error.value)


def test_a_fingerprint_names_a_key_and_holds_nothing_of_it() -> None:
    one, two = new_key(), new_key()
    assert fingerprint(one) == fingerprint(one) != fingerprint(two)
    assert len(fingerprint(one)) == 16


def test_a_keyed_hash_cannot_be_made_by_whoever_guesses_the_words() -> None:
    words = ("create", "pw", None, True)
    mine = KeyedHash("a secret")
    assert mine(*words) == KeyedHash("a secret")(*words)
    assert mine(*words) != KeyedHash("another")(*words)
    assert mine("create", "pw2", None, True) != mine(*words)
    assert mine(*words) != hashlib.sha256(json.dumps(words).encode()).hexdigest()
    assert len(mine(*words)) == 64

from __future__ import annotations

from bench.dataset import CHOICES, CONVERSATIONS, MESSAGES, OWNERS, SKETCHES, SONGS, owners


def test_the_dataset_is_the_same_every_time() -> None:
    assert owners() == owners()


def test_every_owner_has_as_much_and_nothing_in_common() -> None:
    everybody = owners()
    keys = [
        key
        for owner in everybody
        for key in (
            owner.id,
            owner.session_id,
            *(sketch.id for sketch in owner.sketches),
            *(song.id for song in owner.songs),
            *(song.job_id for song in owner.songs),
            *(choice.id for song in owner.songs for choice in song.choices),
            *(talk.id for talk in owner.conversations),
            *(said.id for talk in owner.conversations for said in talk.messages),
        )
    ]

    assert (
        len(keys)
        == len(set(keys))
        == OWNERS * (2 + SKETCHES + SONGS * (2 + CHOICES) + CONVERSATIONS * (1 + MESSAGES))
    )


def test_texts_have_realistic_lengths_and_some_are_not_ascii() -> None:
    lyrics = [song.lyrics for owner in owners() for song in owner.songs]

    assert 400 <= min(map(len, lyrics)) < max(map(len, lyrics)) <= 1200
    assert any("🎸" in each for each in lyrics)
    assert any('"' in each for each in lyrics)
    assert any(each.isascii() for each in lyrics)


def test_songs_come_newest_first() -> None:
    newest = owners()[0].newest_songs

    assert [song.created_at for song in newest] == sorted(
        (song.created_at for song in newest), reverse=True
    )

"""The architecture of a song: its sections in order, and their names."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import count
from typing import Final, Self

from app.domain.errors import InvalidInput, Scalar
from app.domain.lyrics.labels import SectionType, canonical_label, section_of

MOST_ITEMS: Final = 50
LONGEST_ITEM_ID: Final = 50
LONGEST_QUOTE: Final = 50
PREFIX: Final = "song structure:"
_SEPARATOR: Final = " - "
_NUMBER: Final = re.compile("[0-9]{1,9}")
_ONCE: Final = (SectionType.INTRO, SectionType.OUTRO)
_DEFAULT: Final = (
    SectionType.VERSE,
    SectionType.CHORUS,
    SectionType.VERSE,
    SectionType.CHORUS,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """A section at its place; `id` tells it from the other items of its architecture."""

    id: str
    section: SectionType


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedItem:
    """An item with the name that its place gives it, such as `VERSE2`, and its label, `Verse2`."""

    id: str
    section: SectionType
    name: str

    @property
    def label(self) -> str:
        """How a text is labelled with it."""
        return canonical_label(self.name)


@dataclass(frozen=True, slots=True)
class Architecture:
    """At most 50 items with different ids; an intro and an outro at most once each.

    Verses are numbered by their place, so that every change numbers them anew.
    """

    items: tuple[Item, ...] = ()

    @property
    def named(self) -> tuple[NamedItem, ...]:
        """The items with their names: VERSE1, VERSE2 …, the others as their section."""
        verses = 0
        named: list[NamedItem] = []
        for item in self.items:
            name = item.section.value
            if item.section is SectionType.VERSE:
                verses += 1
                name = f"{name}{verses}"
            named.append(NamedItem(id=item.id, section=item.section, name=name))
        return tuple(named)

    @property
    def text(self) -> str:
        """The names, joined by ` - `; empty for no items."""
        return _SEPARATOR.join(item.name for item in self.named)

    @property
    def labels(self) -> tuple[str, ...]:
        """The labels in order."""
        return tuple(item.label for item in self.named)

    def checked(self) -> Self:
        """The same; raises InvalidInput when the items break a rule of architectures."""
        if len(self.items) > MOST_ITEMS:
            raise InvalidInput("list.too_long", "items", max=MOST_ITEMS, length=len(self.items))
        ids = [item.id for item in self.items]
        for each in ids:
            _check_id(each)
        if repeated := _repeated(ids):
            raise InvalidInput("architecture.repeated_item", "items", id=repeated)
        for section in _ONCE:
            if sum(item.section is section for item in self.items) > 1:
                raise InvalidInput("architecture.only_once", "items", section=section.value)
        return self

    def insert(self, section: SectionType, index: int | None = None) -> Self:
        """With one section more, before the item at `index` (0 to n); at the end without one.

        Raises InvalidInput for another index, a second intro or outro, and the 51st item.
        """
        place = len(self.items) if index is None else index
        if not 0 <= place <= len(self.items):
            raise InvalidInput(
                "number.out_of_range", "index", min=0, max=len(self.items), value=place
            )
        item = Item(id=_free_id(self.items), section=section)
        return replace(self, items=(*self.items[:place], item, *self.items[place:])).checked()

    def remove(self, item_id: str) -> Self:
        """Without an item. Raises InvalidInput when there is none of this id."""
        kept = tuple(item for item in self.items if item.id != item_id)
        if len(kept) == len(self.items):
            raise InvalidInput("architecture.unknown_item", "remove", id=_quoted(item_id))
        return replace(self, items=kept)

    def reorder(self, ids: Sequence[str]) -> Self:
        """The same items in another order.

        Raises InvalidInput unless `ids` are exactly the items' ids, each of them once.
        """
        items = {item.id: item for item in self.items}
        if repeated := _repeated(ids):
            raise InvalidInput("architecture.repeated_item", "reorder", id=_quoted(repeated))
        for each in ids:
            if each not in items:
                raise InvalidInput("architecture.unknown_item", "reorder", id=_quoted(each))
        if missing := items.keys() - set(ids):
            raise InvalidInput("architecture.missing_item", "reorder", id=min(missing))
        return replace(self, items=tuple(items[each] for each in ids))

    def extended(self, section: SectionType) -> Self | None:
        """With one section more at the end; None where there is no place for it."""
        full = len(self.items) == MOST_ITEMS
        if full or (section in _ONCE and any(item.section is section for item in self.items)):
            return None
        return self.insert(section)


def architecture_of(sections: Iterable[SectionType]) -> Architecture:
    """The architecture of these sections with ids `1`, `2`, … Raises InvalidInput."""
    return Architecture(
        tuple(Item(id=str(n), section=section) for n, section in enumerate(sections, 1))
    ).checked()


def architecture_with_ids(items: Sequence[tuple[str | None, SectionType]]) -> Architecture:
    """The architecture of sections with their ids; those without get a free one.

    Raises InvalidInput.
    """
    taken = {item_id for item_id, _ in items if item_id is not None}
    free = (str(n) for n in count(1) if str(n) not in taken)
    return Architecture(
        tuple(
            Item(id=next(free) if item_id is None else item_id, section=section)
            for item_id, section in items
        )
    ).checked()


def default_architecture() -> Architecture:
    """VERSE1 - CHORUS - VERSE2 - CHORUS."""
    return architecture_of(_DEFAULT)


def parse_architecture(text: str) -> Architecture:
    """The architecture of a text form, with or without the words `Song structure:` before it.

    Upper and lower case, spaces, hyphens and underscores do not matter; numbers are made anew.
    Raises InvalidInput for a word that is no section, and names it.
    """
    bare = text.strip()
    if bare[: len(PREFIX)].lower() == PREFIX:
        bare = bare[len(PREFIX) :].strip()
    return architecture_of(map(_section, bare.split(_SEPARATOR)) if bare else ())


def _section(word: str) -> SectionType:
    section = section_of(word)
    if section is None:
        raise InvalidInput("architecture.unknown_section", "text", section=_quoted(word.strip()))
    return section


def _check_id(item_id: str) -> None:
    if not item_id.strip():
        raise InvalidInput("text.blank", "items", "id")
    if "\0" in item_id:
        raise InvalidInput("text.nul", "items", "id")
    if len(item_id) > LONGEST_ITEM_ID:
        limits: dict[str, Scalar] = {"max": LONGEST_ITEM_ID, "length": len(item_id)}
        raise InvalidInput("text.too_long", "items", "id", **limits)


def _free_id(items: Iterable[Item]) -> str:
    taken = {item.id for item in items}
    highest = max((int(each) for each in taken if _NUMBER.fullmatch(each)), default=0)
    return next(str(n) for n in count(highest + 1) if str(n) not in taken)


def _repeated(ids: Iterable[str]) -> str | None:
    seen: set[str] = set()
    for each in ids:
        if each in seen:
            return each
        seen.add(each)
    return None


def _quoted(text: str) -> str:
    """Enough of what somebody sent to find it again."""
    return text if len(text) <= LONGEST_QUOTE else f"{text[:LONGEST_QUOTE]}…"

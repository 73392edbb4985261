"""Which templates a person sees: own ones take the place of everybody's."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from app.domain.templates.model import PromptTemplate, TemplateKey


@dataclass(frozen=True, slots=True, kw_only=True)
class SeenTemplate:
    """A template as one person sees it.

    `overridden`: for its key there is both everybody's and an own one. `original` is everybody's
    when the template itself is such an own one.
    """

    template: PromptTemplate
    overridden: bool = False
    original: PromptTemplate | None = None


def seen(template: PromptTemplate, visible: Iterable[PromptTemplate]) -> SeenTemplate:
    """A template among those of its key that the same person may see."""
    own, everybodys = _pair(visible)
    return SeenTemplate(
        template=template,
        overridden=own is not None and everybodys is not None,
        original=None if template.user_id is None else everybodys,
    )


def effective(
    visible: Iterable[PromptTemplate], *, include_inactive: bool = False
) -> Sequence[SeenTemplate]:
    """One template for each key, by category, then action.

    An inactive own one switches its key off: everybody's does not show beneath it.
    """
    by_key: defaultdict[TemplateKey, list[PromptTemplate]] = defaultdict(list)
    for template in visible:
        by_key[template.key].append(template)
    found = []
    for _, among in sorted(by_key.items()):
        own, everybodys = _pair(among)
        first = own or everybodys
        if first and (include_inactive or first.content.active):
            found.append(seen(first, among))
    return found


def _pair(
    visible: Iterable[PromptTemplate],
) -> tuple[PromptTemplate | None, PromptTemplate | None]:
    own = everybodys = None
    for template in visible:
        if template.user_id is None:
            everybodys = template
        else:
            own = template
    return own, everybodys

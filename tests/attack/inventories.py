"""Files of inventories: right, nearly right and broken ones, and the requests that carry them."""

from __future__ import annotations

import csv
import io
import json
from datetime import date
from typing import Any, Final

from hypothesis import strategies as st

from app.domain.equipment.columns import COLUMNS
from tests.attack.values import JSONS, NASTY, TEXTS, WRONG

CANARY: Final = "canary-93ab"
"""In each secret."""
NUMBER: Final = "a number"
"""Where a number is in a JSON that Python would not write."""
UNKNOWN: Final = ("id", "user_id", "password_encrypted", "__proto__", "=name", "")
ALIASES: Final = {"type": "Typ", "name": "Bezeichnung", "license_key": "LIZENZSCHLÜSSEL"}
HEADINGS: Final = (*COLUMNS, *UNKNOWN, *ALIASES.values(), "productVersion", "\ufefftype")
_KINDS = st.sampled_from(["Plugin", "SOFTWARE", "Plug-in", "Programm", "plugin "])
_MILD = st.sampled_from(["a", "\u00e4 b", "=1", "a,b;c", 'a "b"', "a\nb", "'"])
_WORDS = st.integers(0, 8).flatmap(lambda dice: TEXTS if dice == 5 else _MILD)
_SECRETS = _WORDS.map(CANARY.__add__)
_DAYS = st.dates(date(1900, 1, 1), date(2999, 12, 31)).map(str) | st.sampled_from(
    ["31.12.2026", "1.1.1899", "2026-2-30", "0.0.0000"]
)
_AMOUNTS = st.decimals(0, 10**13, places=2).map(str) | st.sampled_from(
    ["1,5", "1.234,5", "\u0663", "-1"]
)
_LICENCES = st.sampled_from(["online", "iLok", "license key", "Sonstige"])
_OTHERS = st.sampled_from(
    ["'", "'=1", "=1+1", "\t", "x" * 131_073, "9" * 5000, "http://[", "ß", "İ"]
)
_TYPICAL: Final = {
    "type": _KINDS,
    "name": st.sampled_from(["Reverb", "reverb ", "Delay", "\u017f", "S", "\uff32everb"]) | _WORDS,
    "password": _SECRETS,
    "license_key": _SECRETS,
    "license_management": _LICENCES,
    "purchase_date": _DAYS,
    "expires_on": _DAYS,
    "price": _AMOUNTS,
    "currency": st.sampled_from(["EUR", "eur", "\u0131\u0131\u0131", "€"]),
    "url": st.sampled_from([*["https://example.com"] * 3, "javascript:alert(1)", "http://\u2100"]),
    "status": st.sampled_from(["active", "Testversion", "gone"]),
}


def _cells(ids: list[str], column: str) -> st.SearchStrategy[str]:
    typical = _TYPICAL.get(column, _WORDS)
    odd = st.sampled_from(ids) | st.sampled_from(NASTY) | _OTHERS
    return st.integers(0, 15).flatmap(lambda dice: odd if dice == 5 else typical)


def _headings() -> st.SearchStrategy[list[str]]:
    """What a file has at its top: mostly what it must have, and nothing twice."""
    more = st.lists(st.sampled_from([*COLUMNS[2:], *UNKNOWN]), max_size=6, unique=True)
    right = more.map(
        lambda each: ["type", "name", "password", *(x for x in each if x != "password")]
    )
    renamed = right.map(lambda each: [ALIASES.get(name, name) for name in each])
    odd = st.lists(st.sampled_from(HEADINGS) | TEXTS, max_size=5)
    return _seldom().flatmap(lambda seldom: odd if seldom else right | renamed)


@st.composite
def _csvs(draw: st.DrawFn, ids: list[str]) -> bytes:
    headings = draw(_headings())
    cells = [_cells(ids, each) for each in headings]
    rows = draw(st.lists(st.tuples(*cells), max_size=4))
    target = io.StringIO(newline="")
    writer = csv.writer(
        target,
        delimiter=draw(st.sampled_from([*",;,;,;", "\t"])),
        quoting=draw(st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL])),
        lineterminator=draw(st.sampled_from(["\r\n", "\n", "\r"])),
    )
    writer.writerow(headings)
    writer.writerows(rows)
    return _encoded(draw, target.getvalue())


@st.composite
def _jsons(draw: st.DrawFn, ids: list[str]) -> bytes:
    elements = []
    for _ in range(draw(st.integers(0, 4))):
        headings = draw(_headings())
        values = {
            each: draw(_cells(ids, each) | WRONG | JSONS | st.just(NUMBER)) for each in headings
        }
        values.update({each: draw(_TYPICAL[each]) for each in ("type", "name") if draw(_often())})
        elements.append(draw(WRONG) if draw(_seldom()) else values)
    number = draw(st.sampled_from(["1e9999999999999999999", "-0.0", "9" * 5000, "NaN", "1E-400"]))
    whole: Any = {"equipment": elements} if draw(st.booleans()) else elements
    text = json.dumps(whole, ensure_ascii=draw(_often()))
    return _encoded(draw, text.replace(json.dumps(NUMBER), number))


def _often() -> st.SearchStrategy[bool]:
    return st.integers(0, 8).map(lambda dice: dice != 5)


def _seldom() -> st.SearchStrategy[bool]:
    return st.integers(0, 8).map(lambda dice: dice == 5)


def _encoded(draw: st.DrawFn, text: str) -> bytes:
    codec = draw(st.sampled_from(["utf-8"] * 16 + ["utf-8-sig", "utf-16", "latin-1", "utf-7"]))
    content = text.encode(codec, "replace" if codec == "latin-1" else "surrogatepass")
    if draw(_seldom()):
        at = draw(st.integers(0, len(content)))
        put = draw(
            st.sampled_from([b"\0", b'"', b"\xff", b"\xef\xbb\xbf", b"'", b"\r", b"", b"\\"])
        )
        content = content[:at] + put + content[at + draw(st.integers(0, 3)) :]
    return content


def contents(ids: list[str], written_as: str) -> st.SearchStrategy[bytes]:
    """What may be in a file, of other people's ids, too."""
    usual = _csvs(ids) if written_as == "CSV" else _jsons(ids)
    odd = _jsons(ids) | _csvs(ids) | st.binary(max_size=100)
    return st.integers(0, 12).flatmap(lambda dice: odd if dice == 5 else usual)


def form(operations: bytes, places: bytes, content: bytes, *, boundary: bytes = b"x1F") -> bytes:
    """The body of a multipart request."""
    parts = (
        (b'name="operations"', operations),
        (b'name="map"', places),
        (b'name="0"; filename="inventory"', content),
    )
    shown = (
        b"--%b\r\nContent-Disposition: form-data; %b\r\n\r\n%b\r\n" % (boundary, name, part)
        for name, part in parts
    )
    return b"".join(shown) + b"--%b--\r\n" % boundary

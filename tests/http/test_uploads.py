from __future__ import annotations

from typing import Any

import httpx
import pytest

from tests.http.conftest import GRAPHQL, Serve, Site

UPLOAD = '{"query": "mutation ($f: Upload!) { upload(file: $f) }", "variables": {"f": null}}'
MANY = (
    '{"query": "mutation ($f: [Upload!]!) { uploadAll(files: $f) }", '
    '"variables": {"f": [null, null]}}'
)
PLACE = '{"0": ["variables.f"]}'
PREFLIGHT = {"GraphQL-Require-Preflight": "1", "Accept": GRAPHQL}


async def send(
    site: Site,
    operations: str | None,
    places: str | None,
    files: dict[str, Any] | None = None,
    headers: dict[str, str] | None = None,
) -> httpx.Response:
    fields = {"operations": operations, "map": places}
    return await site.http.post(
        "/graphql",
        data={name: value for name, value in fields.items() if value is not None},
        files=files if files is not None else {"0": ("a.txt", b"hello")},
        headers=PREFLIGHT if headers is None else headers,
    )


async def test_a_file_takes_the_place_of_its_variable(site: Site) -> None:
    response = await send(site, UPLOAD, PLACE)
    assert response.json()["data"] == {"upload": 5}


async def test_files_take_their_places_in_a_list(site: Site) -> None:
    files = {"0": ("a.txt", b"one"), "1": ("b.txt", b"three")}
    places = '{"0": ["variables.f.0"], "1": ["variables.f.1"]}'
    assert (await send(site, MANY, places, files)).json()["data"] == {"uploadAll": [3, 5]}


async def test_a_large_file_is_read_from_its_temporary_file(site: Site) -> None:
    response = await send(site, UPLOAD, PLACE, {"0": ("a.bin", b"x" * 3_000_000)})
    assert response.json()["data"] == {"upload": 3_000_000}


async def test_an_upload_over_events_keeps_its_file_until_it_has_run(site: Site) -> None:
    headers = {**PREFLIGHT, "Accept": "text/event-stream"}
    response = await send(site, UPLOAD, PLACE, headers=headers)
    assert '"upload":5' in response.text


async def test_an_upload_needs_the_preflight_header(site: Site) -> None:
    response = await send(site, UPLOAD, PLACE, headers={"Accept": GRAPHQL})
    assert response.status_code == 400


@pytest.mark.parametrize(
    ("operations", "places"),
    [
        (None, PLACE),
        (UPLOAD, None),
        ("[", PLACE),
        ("null", PLACE),
        (f"[{UPLOAD}]", '{"0": ["0.variables.f"]}'),
        (UPLOAD, "[]"),
        (UPLOAD, '{"1": ["variables.f"]}'),
        (UPLOAD, '{"operations": ["variables.f"]}'),
        (UPLOAD, '{"0": "variables.f"}'),
        (UPLOAD, '{"0": [1]}'),
        (UPLOAD, '{"0": ["query"]}'),
        (UPLOAD, '{"0": ["variables"]}'),
        (UPLOAD, '{"0": ["variables.g"]}'),
        (UPLOAD, '{"0": ["variables.f.0"]}'),
        (UPLOAD, '{"0": ["variables.f", "variables.f"]}'),
        (MANY, '{"0": ["variables.f.9"]}'),
        (MANY, '{"0": ["variables.f.-1"]}'),
        (MANY, '{"0": ["variables.f.x"]}'),
    ],
)
async def test_a_multipart_body_of_the_wrong_shape_is_a_coded_400(
    site: Site, operations: str | None, places: str | None
) -> None:
    response = await send(site, operations, places)
    assert response.status_code == 400
    assert response.json()["errors"][0]["extensions"]["code"] == "BAD_REQUEST"


async def test_a_body_that_is_no_multipart_is_a_coded_400(site: Site) -> None:
    for content_type in ("multipart/form-data", "multipart/form-data; boundary=x"):
        headers = {**PREFLIGHT, "Content-Type": content_type}
        response = await site.http.post("/graphql", content=b"nonsense", headers=headers)
        assert response.status_code == 400


def _body(operations: bytes) -> bytes:
    parts = (
        (b'name="operations"', operations),
        (b'name="map"', PLACE.encode()),
        (b'name="0"; filename="a.txt"', b"hello"),
    )
    shown = (
        b"--x\r\nContent-Disposition: form-data; " + name + b"\r\n\r\n" + content + b"\r\n"
        for name, content in parts
    )
    return b"".join(shown) + b"--x--\r\n"


@pytest.mark.parametrize("codec", ["punycode", "undefined", "idna", "utf-16", "utf-7"])
async def test_a_second_charset_is_not_hidden_behind_a_first(site: Site, codec: str) -> None:
    kind = f"multipart/form-data; charset=utf-8; charset={codec}; boundary=x"
    content = _body(b"a-\xff\xff!")
    headers = {**PREFLIGHT, "Content-Type": kind}
    assert (await site.http.post("/graphql", content=content, headers=headers)).status_code == 415


async def test_a_form_that_ends_within_its_file_is_a_coded_400(site: Site) -> None:
    """Its temporary file is closed: pytest makes a failure of one that is not."""
    headers = {**PREFLIGHT, "Content-Type": "multipart/form-data; boundary=x"}
    whole = _body(UPLOAD.encode())
    for most, status in ((len(whole) - 9, 400), (len(whole) - 2, 200)):
        answer = await site.http.post("/graphql", content=whole[:most], headers=headers)
        assert answer.status_code == status


async def test_more_files_than_allowed_are_refused(serve: Serve) -> None:
    async with serve(max_files=1) as strict:
        files = {"0": ("a.txt", b"one"), "1": ("b.txt", b"three")}
        assert (await send(strict, MANY, "{}", files)).status_code == 400


async def test_an_upload_above_the_limit_is_413(serve: Serve) -> None:
    async with serve(max_upload=10_000) as strict:
        response = await send(strict, UPLOAD, PLACE, {"0": ("a.bin", b"x" * 20_000)})
        assert response.status_code == 413


@pytest.mark.parametrize("value", ["text", 1, None, {}, True])
async def test_an_upload_that_is_no_file_is_a_coded_error(site: Site, value: Any) -> None:
    response = await site.post(
        "mutation ($f: Upload!) { upload(file: $f) }", variables={"f": value}
    )
    assert response.status_code == 422
    assert response.json()["errors"][0]["extensions"]["code"] == "VALIDATION"


async def test_a_literal_upload_is_a_coded_error(site: Site) -> None:
    response = await site.post('mutation { upload(file: "text") }')
    assert response.status_code == 422
    assert response.json()["errors"][0]["extensions"]["code"] == "VALIDATION"

from __future__ import annotations

from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from app.http.lru import Lru
from app.http.persisted_documents import PersistedDocuments, load_trusted_documents
from tests.http.conftest import JSON, Serve, Site

QUERY = "query Persisted { hello }"
HASH = sha256(QUERY.encode()).hexdigest()


class FakeStore:
    def __init__(self) -> None:
        self.documents: dict[str, str] = {}

    async def get(self, digest: str) -> str | None:
        return self.documents.get(digest)

    async def put(self, digest: str, document: str) -> None:
        self.documents[digest] = document


def apollo(digest: str, version: object = 1) -> dict[str, Any]:
    return {"persistedQuery": {"version": version, "sha256Hash": digest}}


async def test_apollos_automatic_persisted_queries_work(serve: Serve) -> None:
    async with serve() as site:
        missed = await site.post(extensions=apollo(HASH))
        assert missed.status_code == 404
        error = missed.json()["errors"][0]
        assert error["message"] == "PersistedQueryNotFound"
        assert error["extensions"]["code"] == "PERSISTED_QUERY_NOT_FOUND"
        assert (await site.post(extensions=apollo(HASH), accept=JSON)).status_code == 200
        registered = await site.post(QUERY, extensions=apollo(HASH))
        assert registered.json()["data"] == {"hello": "hello world"}
        for response in (
            await site.post(extensions=apollo(HASH)),
            await site.post(documentId=f"sha256:{HASH}"),
            await site.get(
                extensions=f'{{"persistedQuery":{{"version":1,"sha256Hash":"{HASH}"}}}}'
            ),
            await site.get(documentId=f"sha256:{HASH}"),
        ):
            assert response.json()["data"] == {"hello": "hello world"}


async def test_a_hash_of_another_document_is_refused(site: Site) -> None:
    response = await site.post("{ hello }", extensions=apollo(HASH))
    assert response.status_code == 400
    assert response.json()["errors"][0]["extensions"]["messageKey"] == "documents.wrong_hash"


async def test_another_version_is_not_supported(site: Site) -> None:
    response = await site.post("{ hello }", extensions=apollo(HASH, version=2))
    assert response.json()["errors"][0]["message"] == "PersistedQueryNotSupported"


async def test_an_invalid_document_is_not_registered(site: Site) -> None:
    invalid = "{ nothing }"
    digest = sha256(invalid.encode()).hexdigest()
    await site.post(invalid, extensions=apollo(digest))
    assert (await site.post(extensions=apollo(digest))).status_code == 404


async def test_a_document_registered_in_one_process_is_known_to_others(serve: Serve) -> None:
    store = FakeStore()
    async with serve(documents=PersistedDocuments(store=store)) as one:
        await one.post(QUERY, extensions=apollo(HASH))
    async with serve(documents=PersistedDocuments(store=store)) as other:
        assert (await other.post(extensions=apollo(HASH))).status_code == 200
        store.documents[HASH] = "{ __typename }"
        assert (await other.post(extensions=apollo(HASH))).json()["data"]["hello"]


async def test_a_store_is_not_believed(serve: Serve) -> None:
    store = FakeStore()
    store.documents[HASH] = "{ __typename }"
    async with serve(documents=PersistedDocuments(store=store)) as site:
        assert (await site.post(extensions=apollo(HASH))).status_code == 404


async def test_trusted_documents_are_found_by_their_id(serve: Serve) -> None:
    documents = PersistedDocuments(trusted={HASH: QUERY, "custom-id": "{ viewer }"})
    async with serve(documents=documents) as site:
        assert (await site.post(documentId=f"sha256:{HASH}")).status_code == 200
        assert (await site.post(documentId="custom-id")).json()["data"] == {"viewer": None}
        assert (await site.post(extensions=apollo(HASH))).status_code == 200
        assert (await site.post(documentId="unknown")).status_code == 404
        assert (await site.post("{ hello }")).status_code == 200


async def test_with_trusted_documents_only_nothing_else_runs(serve: Serve) -> None:
    documents = PersistedDocuments(trusted={f"sha256:{HASH}": QUERY}, trusted_only=True)
    other = "{ hello }"
    async with serve(documents=documents) as site:
        assert (await site.post(QUERY)).status_code == 200
        assert (await site.post(documentId=f"sha256:{HASH}")).status_code == 200
        refused = await site.post(other)
        assert refused.status_code == 422
        assert refused.json()["errors"][0]["extensions"]["messageKey"] == "documents.trusted_only"
        digest = sha256(other.encode()).hexdigest()
        assert (await site.post(other, extensions=apollo(digest))).status_code == 422
        assert (await site.post(extensions=apollo(digest))).status_code == 404


def test_the_manifest_is_an_object_of_documents(tmp_path: Path) -> None:
    manifest = tmp_path / "documents.json"
    manifest.write_text('{"a": "{ hello }"}')
    assert load_trusted_documents(manifest) == {"a": "{ hello }"}
    for wrong in ("[]", '{"a": 1}', "nonsense"):
        manifest.write_text(wrong)
        with pytest.raises(ValueError, match=r".+"):
            load_trusted_documents(manifest)


def test_a_cache_forgets_what_was_not_used_for_longest() -> None:
    cache: Lru[str] = Lru(10)
    cache.put("a", "A", weight=4)
    cache.put("b", "B", weight=4)
    assert cache.get("a") == "A"
    cache.put("c", "C", weight=4)
    assert (cache.get("a"), cache.get("b"), cache.get("c")) == ("A", None, "C")
    cache.put("a", "A2", weight=6)
    assert (cache.get("a"), cache.get("c"), len(cache)) == ("A2", "C", 2)
    cache.put("huge", "H", weight=11)
    assert cache.get("huge") is None

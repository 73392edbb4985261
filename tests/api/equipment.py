"""Equipment, as people ask for it."""

from __future__ import annotations

import json
from typing import Any

from app.rows.equipment import EquipmentRow
from app.schema.ids import decode_id
from tests.studio import Person

FIELDS = (
    "id type name productVersion description softwareTags pluginTags manufacturer url username "
    "licenseManagement licenseDescription purchaseDate expiresOn systemRequirements status "
    "hasPassword hasLicenseKey hasPrice version createdAt updatedAt"
)
ERRORS = "userErrors { code message path params }"
CREATE = f"""
mutation ($input: CreateEquipmentInput!) {{
  createEquipment(input: $input) {{ equipment {{ {FIELDS} }} {ERRORS} }}
}}
"""
UPDATE = f"""
mutation ($input: UpdateEquipmentInput!) {{
  updateEquipment(input: $input) {{ equipment {{ {FIELDS} }} {ERRORS} }}
}}
"""
DUPLICATE = f"""
mutation ($input: DuplicateEquipmentInput!) {{
  duplicateEquipment(input: $input) {{ equipment {{ {FIELDS} }} {ERRORS} }}
}}
"""
DELETE = f"""
mutation ($input: DeleteEquipmentInput!) {{
  deleteEquipment(input: $input) {{
    deletions {{ deleted notFound failed {{ id }} summary {{ requested deleted }} }} {ERRORS}
  }}
}}
"""
REVEAL = f"""
mutation ($input: RevealEquipmentSecretsInput!) {{
  revealEquipmentSecrets(input: $input) {{
    secrets {{ password licenseKey price {{ amount currency }} }} {ERRORS}
  }}
}}
"""
TRAIL = """{
  secretReveals { totalCount nodes {
    id equipmentName purpose password licenseKey price sessionId clientAddress createdAt } }
}"""
LIST = """
query ($first: Int, $after: String, $filter: EquipmentFilter, $orderBy: EquipmentOrder) {
  equipmentItems(first: $first, after: $after, filter: $filter, orderBy: $orderBy) {
    totalCount pageInfo { hasNextPage endCursor } nodes { name }
  }
}
"""
SPENDING = """
query ($filter: EquipmentFilter) {
  equipmentSpending(filter: $filter) { totals { currency amount count } unreadable }
}
"""


async def create(person: Person, **fields: object) -> dict[str, Any]:
    told = {"type": "PLUGIN", "name": "Reverb", **fields}
    return dict((await person.get(CREATE, input=told))["createEquipment"])


async def kept(person: Person, **fields: object) -> dict[str, Any]:
    answer = await create(person, **fields)
    assert answer["userErrors"] == []
    return dict(answer["equipment"])


async def update(person: Person, **fields: object) -> dict[str, Any]:
    return dict((await person.get(UPDATE, input=fields))["updateEquipment"])


async def duplicate(person: Person, **fields: object) -> dict[str, Any]:
    return dict((await person.get(DUPLICATE, input=fields))["duplicateEquipment"])


async def delete(person: Person, *ids: str) -> dict[str, Any]:
    answer = await person.get(DELETE, input={"ids": list(ids)})
    return dict(answer["deleteEquipment"]["deletions"])


async def reveal(person: Person, equipment_id: str) -> dict[str, Any]:
    answer = await person.get(REVEAL, input={"id": equipment_id})
    return dict(answer["revealEquipmentSecrets"])


async def secrets(person: Person, equipment_id: str) -> dict[str, Any]:
    answer = await reveal(person, equipment_id)
    assert answer["userErrors"] == []
    return dict(answer["secrets"])


async def trail(person: Person) -> list[dict[str, Any]]:
    return list((await person.get(TRAIL))["secretReveals"]["nodes"])


async def names(person: Person, **arguments: object) -> list[str]:
    found = (await person.get(LIST, **arguments))["equipmentItems"]
    return [each["name"] for each in found["nodes"]]


async def a_row(equipment: dict[str, Any]) -> EquipmentRow:
    return await EquipmentRow.get(id=decode_id("Equipment", equipment["id"]))


def told(answer: dict[str, Any]) -> list[tuple[str, list[str]]]:
    """Codes and paths of what went wrong."""
    return [(each["code"], each["path"]) for each in answer["userErrors"]]


IMPORT = """
mutation ($input: ImportEquipmentInput!) {
  importEquipment(input: $input) {
    report {
      dryRun rows created skipped failed ignoredColumns skippedRows { row name }
      errors { row path code message params }
    }
    userErrors { code path params message }
  }
}
"""
EXPORT = """
mutation ($input: ExportEquipmentInput!) {
  exportEquipment(input: $input) {
    file { filename contentType content count unreadable } userErrors { code path message params }
  }
}
"""


async def upload(person: Person, content: str | bytes, **options: object) -> dict[str, Any]:
    """The answer to an import, which is no dry run unless it says so."""
    wish = {"format": "CSV", "dryRun": False, **options, "file": None}
    answer = await person.http.post(
        "/graphql",
        data={
            "operations": json.dumps({"query": IMPORT, "variables": {"input": wish}}),
            "map": '{"0": ["variables.input.file"]}',
        },
        files={"0": ("inventory", content if isinstance(content, bytes) else content.encode())},
        headers={
            "Authorization": f"Bearer {person.token}",
            "GraphQL-Require-Preflight": "1",
            **person.headers,
        },
    )
    body = answer.json()
    assert "errors" not in body, body["errors"]
    return dict(body["data"]["importEquipment"])


async def report(person: Person, content: str | bytes, **options: object) -> dict[str, Any]:
    answer = await upload(person, content, **options)
    assert answer["userErrors"] == []
    return dict(answer["report"])


async def export(person: Person, **wish: object) -> dict[str, Any]:
    return dict((await person.get(EXPORT, input=wish))["exportEquipment"])


async def exported(person: Person, **wish: object) -> str:
    answer = await export(person, **wish)
    assert answer["userErrors"] == []
    return str(answer["file"]["content"])

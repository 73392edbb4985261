// The audits of GraphQL over HTTP. What is not "ok" is allowed only where EXCEPTIONS says why.
import assert from "node:assert/strict";
import { test } from "node:test";

import { serverAudits } from "graphql-http";

import { HTTP } from "./studio.mjs";

const PREFLIGHT = "a GET needs the header GraphQL-Require-Preflight, so that no other page can send it";
const EXCEPTIONS = {
  "5A70": ["notice", PREFLIGHT],
  D6D5: ["notice", PREFLIGHT],
  "6A70": ["notice", PREFLIGHT],
  "86EE": ["warn", "the newer draft says 422, the audits know 400 only"],
};

for (const audit of serverAudits({ url: HTTP })) {
  const [expected, why] = EXCEPTIONS[audit.id] ?? ["ok"];
  test(`${audit.id} ${audit.name}${why ? ` (${expected}: ${why})` : ""}`, async () => {
    const { status, reason } = await audit.fn();
    assert.equal(status, expected, reason);
  });
}

const withHeader = (url, init) =>
  fetch(url, { ...init, headers: { ...init?.headers, "GraphQL-Require-Preflight": "1" } });

for (const audit of serverAudits({ url: HTTP, fetchFn: withHeader })) {
  if (EXCEPTIONS[audit.id]?.[0] === "notice") {
    test(`${audit.id} ${audit.name}, with the header`, async () => {
      const { status, reason } = await audit.fn();
      assert.equal(status, "ok", reason);
    });
  }
}

// graphql-ws, the reference client of graphql-transport-ws.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { createClient } from "graphql-ws";
import { WebSocket } from "ws";

import { ME, ORDER, PROGRESS, WS, assertWhole, ordered, signIn, wish } from "./studio.mjs";

let token;
const clients = [];
before(async () => {
  token = await signIn();
});
after(() => Promise.all(clients.map((client) => client.dispose())));

function connected(options = {}) {
  const opened = { sockets: 0, closings: [] };
  const client = createClient({
    url: WS,
    webSocketImpl: WebSocket,
    retryAttempts: 0,
    connectionParams: () => ({ authorization: `Bearer ${token}` }),
    on: {
      opened: () => (opened.sockets += 1),
      closed: (event) => opened.closings.push(event.code),
    },
    ...options,
  });
  clients.push(client);
  return { client, opened };
}

async function results(client, query, variables) {
  const found = [];
  for await (const each of client.iterate({ query, variables })) found.push(each);
  return found;
}

test("queries, mutations and subscriptions share a socket", async () => {
  const { client, opened } = connected({ lazy: false });
  const [[me], [order]] = await Promise.all([
    results(client, ME),
    results(client, ORDER, wish("folk 2s")),
  ]);
  assert.ok(me.data.me.id);
  const songId = order.data.generateSong.song.id;
  const [one, two] = await Promise.all([
    results(client, PROGRESS, { songId }),
    results(client, PROGRESS, { songId }),
  ]);
  for (const events of [one, two]) {
    assertWhole(assert, events.map(({ data }) => data.songProgress));
  }
  assert.equal(opened.sockets, 1);
});

test("afterSeq replays what was missed", async () => {
  const { client } = connected();
  const songId = await ordered(token, "folk 1s");
  const all = (await results(client, PROGRESS, { songId, afterSeq: 0 })).map(
    ({ data }) => data.songProgress,
  );
  assert.equal(all[0].seq, 1);
  assertWhole(assert, all);
  const rest = await results(client, PROGRESS, { songId, afterSeq: 2 });
  assert.deepEqual(
    rest.map(({ data }) => data.songProgress.seq),
    all.slice(2).map(({ seq }) => seq),
  );
});

test("an operation that cannot be right fails alone and leaves the socket open", async () => {
  const { client, opened } = connected({ lazy: false });
  for (const query of ["{", "{ nothing }", "query A { me { id } } query B { me { id } }"]) {
    await assert.rejects(results(client, query), (errors) => {
      assert.ok(Array.isArray(errors) && errors[0].extensions.code, JSON.stringify(errors));
      return true;
    });
  }
  assert.ok((await results(client, ME))[0].data.me.id);
  assert.deepEqual([opened.sockets, opened.closings], [1, []]);
});

test("a subscription that is left is completed, and the socket goes on", async () => {
  const { client, opened } = connected({ lazy: false });
  const songId = await ordered(token, "folk 3s");
  for await (const { data } of client.iterate({ query: PROGRESS, variables: { songId } })) {
    assert.ok(data.songProgress.seq);
    break;
  }
  assert.ok((await results(client, ME))[0].data.me.id);
  assert.equal(opened.sockets, 1);
});

test("a broken connection is opened anew and the subscription begins again", async () => {
  let socket;
  const { client, opened } = connected({
    retryAttempts: 3,
    shouldRetry: () => true,
    retryWait: async () => {},
    on: { opened: (opening) => ((socket = opening), (opened.sockets += 1)) },
  });
  const songId = await ordered(token, "folk 3s");
  const seen = [];
  for await (const { data } of client.iterate({ query: PROGRESS, variables: { songId } })) {
    seen.push(data.songProgress);
    if (seen.length === 1) socket.terminate();
  }
  assert.equal(seen.at(-1).status, "SUCCESS");
  assert.equal(opened.sockets, 2);
});

test("pings are answered", async () => {
  const pongs = [];
  const { client } = connected({ lazy: false, keepAlive: 20, on: { pong: () => pongs.push(1) } });
  await results(client, ME);
  await new Promise((resolve) => setTimeout(resolve, 300));
  assert.ok(pongs.length > 1);
});

test("a token that is worth nothing closes the socket with 4403", async () => {
  const { client } = connected({ connectionParams: { authorization: "Bearer nobody" } });
  await assert.rejects(results(client, ME), { code: 4403 });
});

test("a socket without the protocol is closed with 4406", async () => {
  const socket = new WebSocket(WS);
  const code = await new Promise((resolve) => socket.on("close", resolve));
  assert.equal(code, 4406);
});

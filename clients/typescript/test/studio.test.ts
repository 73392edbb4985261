// Against a running studio: ADDRESS, EMAIL and PASSWORD say where it is and who signs in.
import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { after, test } from "node:test";

import { WebSocket } from "ws";

import {
  GenerateSongDocument,
  ImportEquipmentDocument,
  LogoutDocument,
  MeDocument,
  Refused,
  SongDocument,
  SongProgressDocument,
  Studio,
  signIn,
} from "../src/index.js";

const { ADDRESS = "", EMAIL = "", PASSWORD = "" } = process.env;
let sessions = 0;
const closings: number[] = [];

class Watched extends WebSocket {
  constructor(...parameters: ConstructorParameters<typeof WebSocket>) {
    super(...parameters);
    this.on("close", (code) => closings.push(code));
  }
}

const studio = new Studio({
  address: ADDRESS,
  language: "de",
  webSocket: Watched,
  token: () => {
    sessions += 1;
    return signIn(ADDRESS, EMAIL, PASSWORD);
  },
});
after(() => studio.close());

async function ordered(prompt: string): Promise<string> {
  const input = { prompt, lyrics: "la la la", idempotencyKey: randomUUID() };
  const { generateSong } = await studio.ask(GenerateSongDocument, { input });
  assert.deepEqual(generateSong.userErrors, []);
  assert.ok(generateSong.song);
  return generateSong.song.id;
}

test("a query and a mutation are typed", async () => {
  const { me } = await studio.ask(MeDocument, {});
  assert.equal(me?.email, EMAIL);
  const { song } = await studio.ask(SongDocument, { id: await ordered("folk 1s") });
  assert.ok(song);
  assert.ok(Array.isArray(song.choices));
});

test("what is wrong is told in the reader's language", async () => {
  const input = { prompt: "", lyrics: "la" };
  const { generateSong } = await studio.ask(GenerateSongDocument, { input });
  assert.equal(generateSong.userErrors[0]?.code, "VALIDATION");
  await assert.rejects(signIn(ADDRESS, EMAIL, "wrong"), Refused);
});

test("a file is uploaded", async () => {
  const name = `Plate Reverb ${randomUUID()}`;
  const file = new File([`type,name\nPLUGIN,${name}\nSOFTWARE,\n`], "inventory.csv");
  const { importEquipment } = await studio.ask(ImportEquipmentDocument, {
    input: { file, format: "CSV", dryRun: false },
  });
  assert.deepEqual(importEquipment.userErrors, []);
  assert.equal(importEquipment.report?.created, 1);
  assert.deepEqual(importEquipment.report?.errors[0]?.path, ["name"]);
});

test("a subscription goes on in a new session and loses nothing", async () => {
  const before = sessions;
  const songId = await ordered("folk 22s");
  const seqs: number[] = [];
  let last = "";
  const events = studio.follow(
    SongProgressDocument,
    { songId },
    { seq: (data) => data.songProgress.seq },
  );
  for await (const { songProgress } of events) {
    if (seqs.length === 0) {
      // The studio looks at the sessions of open sockets every 15 s.
      await studio.ask(LogoutDocument, { input: { everywhere: true } });
    }
    seqs.push(songProgress.seq);
    last = songProgress.status;
  }
  assert.equal(last, "SUCCESS");
  const [first = 0] = seqs;
  assert.deepEqual(seqs, seqs.map((_, at) => first + at));
  assert.ok(closings.includes(4403), `closed with ${closings.join()}`);
  assert.equal(sessions, before + 1);
});

test("a query with a token that has ended is asked again with a fresh one", async () => {
  await studio.ask(LogoutDocument, { input: { everywhere: true } });
  const before = sessions;
  await studio.ask(SongDocument, { id: await ordered("folk 1s") });
  assert.equal(sessions, before + 1);
});

// The studio under test, and somebody who is signed in.
import { randomUUID } from "node:crypto";

const { ADDRESS, EMAIL, PASSWORD } = process.env;
export const HTTP = `${ADDRESS}/graphql`;
export const WS = HTTP.replace("http", "ws");

export async function ask(query, variables, token) {
  const authorization = token ? { Authorization: `Bearer ${token}` } : {};
  const answer = await fetch(HTTP, {
    method: "POST",
    headers: { "Content-Type": "application/json", ...authorization },
    body: JSON.stringify({ query, variables }),
  });
  const { data, errors } = await answer.json();
  if (errors) throw new Error(JSON.stringify(errors));
  return data;
}

export async function signIn() {
  const { login } = await ask(
    "mutation ($input: LoginInput!) { login(input: $input) { token } }",
    { input: { email: EMAIL, password: PASSWORD } },
  );
  return login.token;
}

export const ME = "query Me { me { id email } }";
export const ORDER = `mutation Order($input: GenerateSongInput!) {
  generateSong(input: $input) { song { id status } userErrors { code message } }
}`;
export const PROGRESS = `subscription Progress($songId: ID!, $afterSeq: Int) {
  songProgress(songId: $songId, afterSeq: $afterSeq) { seq status song { id title } }
}`;
export const wish = (prompt = "folk 1s") => ({
  input: { prompt, lyrics: "la la la", idempotencyKey: randomUUID() },
});

export async function ordered(token, prompt) {
  return (await ask(ORDER, wish(prompt), token)).generateSong.song.id;
}

/** Fails unless these are numbered without gaps and end well. */
export function assertWhole(assert, events) {
  const seqs = events.map((event) => event.seq);
  assert.ok(seqs.length > 0);
  assert.deepEqual(seqs, seqs.map((_, at) => seqs[0] + at));
  assert.equal(events.at(-1).status, "SUCCESS");
}

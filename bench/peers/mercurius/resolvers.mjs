import pg from "pg";

import { decode, encode } from "./cursor.mjs";
import { selection } from "./selection.mjs";
import { newestSongs, RENAME, songById } from "./sql.mjs";

const OWNER = process.env.OWNER;

export const pool = new pg.Pool({
  connectionString: process.env.DATABASE_URL,
  max: 10,
  idleTimeoutMillis: 0,
});

async function songs(_, { first, after }, __, info) {
  const statement = newestSongs(selection(info, ["nodes"]), after != null);
  const values = [OWNER, first + 1, ...(after == null ? [] : decode(after))];
  const { rows } = await pool.query({ ...statement, values });
  const [{ total, nodes }] = rows;
  const hasNextPage = nodes.length > first;
  if (hasNextPage) nodes.pop();
  const last = nodes.at(-1);
  return {
    totalCount: total,
    pageInfo: { hasNextPage, endCursor: last ? encode(last) : null },
    nodes,
  };
}

async function song(_, { id }, __, info) {
  const { rows } = await pool.query({ ...songById(selection(info)), values: [OWNER, id] });
  return rows[0]?.song ?? null;
}

async function updateSketch(_, { input }) {
  const { id, title, expectedVersion = null } = input;
  const { rows } = await pool.query({ ...RENAME, values: [title, id, OWNER, expectedVersion] });
  if (rows.length === 0) return { sketch: null, userErrors: [{ code: "CONFLICT" }] };
  return { sketch: rows[0], userErrors: [] };
}

export const resolvers = { Query: { songs, song }, Mutation: { updateSketch } };

import pg from "pg";

import { decode, encode } from "./cursor.mjs";
import { selection } from "./selection.mjs";
import { conversationById, newestSongs, RENAME, songById } from "./sql.mjs";

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

async function conversation(_, { id }, __, info) {
  const statement = conversationById(selection(info), selection(info, ["messages", "nodes"]));
  const { rows } = await pool.query({ ...statement, values: [OWNER, id, argument(info, "messages", "last") + 1] });
  return rows[0]?.conversation ?? null;
}

/** What the field below a root field was given; PostgreSQL reads it with the root field. */
function argument(info, field, name) {
  const [node] = info.fieldNodes;
  const below = node.selectionSet.selections.find((each) => each.name?.value === field);
  const value = below?.arguments.find((each) => each.name.value === name)?.value;
  return value?.kind === "Variable" ? info.variableValues[value.name.value] : Number(value?.value ?? 0);
}

/** One more message than was asked for tells whether there are earlier ones. */
function messages({ messages: { total, nodes } }, { last }) {
  const hasPreviousPage = nodes.length > last;
  if (hasPreviousPage) nodes.shift();
  return { totalCount: total, pageInfo: { hasPreviousPage }, nodes };
}

async function updateSketch(_, { input }) {
  const { id, title, expectedVersion = null } = input;
  const { rows } = await pool.query({ ...RENAME, values: [title, id, OWNER, expectedVersion] });
  if (rows.length === 0) return { sketch: null, userErrors: [{ code: "CONFLICT" }] };
  return { sketch: rows[0], userErrors: [] };
}

export const resolvers = {
  Query: { songs, song, conversation },
  Conversation: { messages },
  Mutation: { updateSketch },
};

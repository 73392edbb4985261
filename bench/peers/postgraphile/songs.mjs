import { TYPES } from "postgraphile/@dataplan/pg";
import { sql } from "postgraphile/pg-sql2";
import { extendSchema, gql, pgSmartTags } from "postgraphile/utils";

const VISIBLE = new Set(["songs", "song_choices", "song_sketches", "conversations", "messages"]);

/** Songs and a conversation at the root, choices as a plain list, other tables not at all. */
export const shape = pgSmartTags([
  {
    kind: "class",
    match: "songs",
    tags: { behavior: "+query:resource:connection +query:resource:single" },
  },
  {
    kind: "class",
    match: "conversations",
    tags: { behavior: "+query:resource:single" },
  },
  {
    kind: "attribute",
    match: (column) => column.attname === "position" && column.getClass()?.relname === "messages",
    tags: { behavior: "+attribute:orderBy" },
  },
  {
    kind: "class",
    match: (table) => !VISIBLE.has(table.relname),
    tags: { behavior: "-*" },
  },
  {
    kind: "constraint",
    match: (constraint) =>
      constraint.contype === "f" && constraint.getClass()?.relname === "song_choices",
    tags: {
      foreignSimpleFieldName: "choices",
      behavior: "-manyRelation:resource:connection +manyRelation:resource:list",
    },
  },
]);

/** The address of a choice's stored file, told by SQL from its id; null while nothing is stored. */
const address = (extension) => {
  const key = sql.identifier(`${extension}_key`);
  const suffix = sql.literal(`.${extension}`);
  return ($choice) =>
    $choice.select(
      sql`CASE WHEN ${$choice}.${key} IS NOT NULL THEN '/files/songs/' || ${$choice}.id || ${suffix} END`,
      TYPES.text,
    );
};

/** Where a choice can be heard. */
export const urls = extendSchema({
  typeDefs: gql`
    extend type SongChoice {
      mp3: String
      flac: String
    }
  `,
  objects: { SongChoice: { plans: { mp3: address("mp3"), flac: address("flac") } } },
});

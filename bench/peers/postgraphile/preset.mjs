import { PgSimplifyInflectionPreset } from "@graphile/simplify-inflection";
import pg from "pg";
import { makePgService } from "postgraphile/adaptors/pg";
import { PostGraphileAmberPreset } from "postgraphile/presets/amber";

import { owner } from "./owner.mjs";
import { updateSketch } from "./sketches.mjs";
import { shape, urls } from "./songs.mjs";

export const pool = new pg.Pool({
  connectionString: process.env.DATABASE_URL,
  max: 10,
  idleTimeoutMillis: 0,
});

/** @type {GraphileConfig.Preset} */
export const preset = {
  extends: [PostGraphileAmberPreset, PgSimplifyInflectionPreset],
  plugins: [shape, owner, urls, updateSketch],
  disablePlugins: ["NodePlugin"],
  pgServices: [makePgService({ pool, schemas: ["public"] })],
  schema: {
    // Nothing is at the root unless a smart tag puts it there.
    defaultBehavior:
      "-query:resource:connection -query:resource:single -insert -update -delete",
  },
  grafast: { context: { ownerId: process.env.OWNER }, explain: false },
  grafserv: {
    graphqlPath: "/graphql",
    graphiql: false,
    watch: false,
    outputDataAsString: true,
  },
};

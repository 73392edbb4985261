import { sideEffectWithPgClient } from "postgraphile/@dataplan/pg";
import { context, object, SafeError } from "postgraphile/grafast";
import { extendSchema, gql } from "postgraphile/utils";

const RENAME = {
  name: "rename_sketch",
  text: `
    UPDATE song_sketches SET title = $1, version = version + 1, updated_at = now()
    WHERE id = $2 AND user_id = $3 AND ($4::int IS NULL OR version = $4)
    RETURNING id, title, version`,
};

/** Renames the owner's sketch; refused when its version is no longer the expected one. */
async function rename(client, { ownerId, id, title, expectedVersion }) {
  const { rows } = await client.query({ ...RENAME, values: [title, id, ownerId, expectedVersion] });
  if (rows.length === 0) throw new SafeError("CONFLICT");
  return rows[0];
}

/** `updateSketch`; its sketch is what UPDATE returned, so that one statement is enough. */
export const updateSketch = extendSchema((build) => ({
  typeDefs: gql`
    input UpdateSketchInput {
      id: UUID!
      title: String!
      expectedVersion: Int
    }
    type RenamedSketch {
      id: UUID!
      title: String
      version: Int!
    }
    type UpdateSketchPayload {
      sketch: RenamedSketch
    }
    extend type Mutation {
      updateSketch(input: UpdateSketchInput!): UpdateSketchPayload
    }
  `,
  objects: {
    Mutation: {
      plans: {
        updateSketch(_, { $input }) {
          const { executor } = build.pgResources.song_sketches;
          const $sketch = sideEffectWithPgClient(
            executor,
            {
              ownerId: context().get("ownerId"),
              id: $input.get("id"),
              title: $input.get("title"),
              expectedVersion: $input.get("expectedVersion"),
            },
            rename,
          );
          return object({ sketch: $sketch });
        },
      },
    },
  },
}));

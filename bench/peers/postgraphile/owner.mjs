import { context } from "postgraphile/grafast";
import { TYPES } from "postgraphile/@dataplan/pg";
import { wrapPlans } from "postgraphile/utils";
import { sql } from "postgraphile/pg-sql2";

/** Adds `user_id = <the owner>` to the WHERE clause of a PgSelectStep, as a parameter. */
function ownersOnly($rows) {
  const $owner = context().get("ownerId");
  const owner = $rows.placeholder($owner, TYPES.uuid);
  $rows.where(sql`${$rows.alias}.user_id = ${owner}`);
}

/** The filter of every root field that reads an owner's rows. */
export const owner = wrapPlans({
  Query: {
    songs(plan) {
      const $connection = plan();
      ownersOnly($connection.getSubplan());
      return $connection;
    },
    song(plan) {
      const $song = plan();
      ownersOnly($song.getClassStep());
      return $song;
    },
    conversation(plan) {
      const $conversation = plan();
      ownersOnly($conversation.getClassStep());
      return $conversation;
    },
  },
});

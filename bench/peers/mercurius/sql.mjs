/** One statement a root field; PostgreSQL builds the JSON. */

const CHOICES = `
  SELECT coalesce(json_agg(row_to_json(choice)), '[]') FROM (
    SELECT id, choice_index AS index, title, duration AS "durationMs",
      CASE WHEN mp3_key IS NOT NULL THEN '/files/songs/' || id || '.mp3' END AS "mp3Url",
      CASE WHEN flac_key IS NOT NULL THEN '/files/songs/' || id || '.flac' END AS "flacUrl"
    FROM song_choices WHERE song_id = song.id ORDER BY choice_index
  ) choice`;

const SKETCH = `
  SELECT row_to_json(sketch) FROM (
    SELECT id, title, version FROM song_sketches WHERE id = song.sketch_id
  ) sketch`;

/** What each field of a song is read from. */
const SONG = {
  id: "id",
  title: "title",
  lyrics: "lyrics",
  prompt: "prompt",
  model: "model",
  instrumental: "is_instrumental",
  status: "status",
  createdAt: "created_at",
  choices: `(${CHOICES})`,
  sketch: `(${SKETCH})`,
};

const select = (fields) => fields.map((field) => `${SONG[field]} AS "${field}"`).join(", ");

/** PostgreSQL knows a statement by at most 63 characters: the fields by their places, here. */
const letters = (fields) => fields.map((field) => Object.keys(SONG).indexOf(field).toString(36)).join("");

/** Which fields of a song a statement has to read: those of `asked`, and `needed` in any case. */
const fieldsOf = (asked, needed) => Object.keys(SONG).filter((f) => asked.has(f) || needed.includes(f));

/** One song of the owner: $1 owner, $2 id. */
export function songById(asked) {
  const fields = fieldsOf(asked, ["id"]);
  return {
    name: `song ${letters(fields)}`,
    text: `
      SELECT row_to_json(node) AS song FROM (
        SELECT ${select(fields)} FROM songs song WHERE id = $2 AND user_id = $1
      ) node`,
  };
}

/** The owner's newest songs and how many there are: $1 owner, $2 limit, $3 and $4 the cursor. */
export function newestSongs(asked, after) {
  const fields = fieldsOf(asked, ["id", "createdAt"]);
  return {
    name: `${after ? "older" : "newest"} ${letters(fields)}`,
    text: `
      SELECT (SELECT count(*)::int FROM songs WHERE user_id = $1) AS total, (
        SELECT coalesce(json_agg(row_to_json(node)), '[]') FROM (
          SELECT ${select(fields)} FROM songs song
          WHERE user_id = $1 ${after ? "AND (created_at, id) < ($3, $4)" : ""}
          ORDER BY created_at DESC, id DESC LIMIT $2
        ) node
      ) AS nodes`,
  };
}

/** What each field of a conversation and of a message is read from. */
const CONVERSATION = {
  id: "id",
  title: "title",
  model: "model",
  usagePercent: "usage_percent",
  usageLevel: "usage_level",
};
const MESSAGE = {
  id: "id",
  role: "role",
  content: "content",
  status: "status",
  position: "position",
  createdAt: "created_at",
};

const columns = (known, asked) => Object.keys(known).filter((field) => asked.has(field));
const selected = (known, fields) => fields.map((field) => `${known[field]} AS "${field}"`).join(", ");

/** A conversation of the owner with its last messages: $1 owner, $2 id, $3 limit. */
export function conversationById(asked, below) {
  const fields = columns(CONVERSATION, asked);
  const said = columns(MESSAGE, below);
  return {
    name: `conversation ${fields.length} ${said.map((f) => Object.keys(MESSAGE).indexOf(f)).join("")}`,
    text: `
      SELECT row_to_json(node) AS conversation FROM (
        SELECT ${selected(CONVERSATION, fields)}, json_build_object(
          'total', (
            SELECT count(*)::int FROM messages
            WHERE conversation_id = $2 AND user_id = $1 AND active
          ),
          'nodes', (
            SELECT coalesce(json_agg(row_to_json(said)), '[]') FROM (
              SELECT ${selected(MESSAGE, said)} FROM (
                SELECT * FROM messages WHERE conversation_id = $2 AND user_id = $1 AND active
                ORDER BY position DESC LIMIT $3
              ) page ORDER BY page.position
            ) said
          )
        ) AS messages
        FROM conversations WHERE id = $2 AND user_id = $1
      ) node`,
  };
}

/** Compare-and-set: $1 title, $2 id, $3 owner, $4 the expected version or null. */
export const RENAME = {
  name: "rename",
  text: `
    UPDATE song_sketches SET title = $1, version = version + 1, updated_at = now()
    WHERE id = $2 AND user_id = $3 AND ($4::int IS NULL OR version = $4)
    RETURNING id, title, version`,
};

"""The best SQL we know for each operation: one statement that answers its JSON, ids and all.

A text in base64 of ASCII characters never has the two characters that URLs spell differently.
"""

from __future__ import annotations

from typing import Final

SONGS: Final = """
    WITH page AS MATERIALIZED (
        SELECT * FROM songs WHERE user_id = $1 ORDER BY created_at DESC, id DESC LIMIT $2
    ), total AS MATERIALIZED (
        SELECT count(*) AS songs FROM songs WHERE user_id = $1
    )
    SELECT row_to_json(connection) FROM (
        SELECT songs AS "totalCount",
               (SELECT row_to_json(info) FROM (
                    SELECT songs > $2 AS "hasNextPage",
                           (SELECT translate(encode(convert_to('created_at:' || id || ':'
                                        || (extract(epoch FROM created_at) * 1000000)::bigint,
                                        'UTF8'), 'base64'), E'=\\n', '')
                              FROM page ORDER BY created_at, id LIMIT 1) AS "endCursor"
               ) info) AS "pageInfo",
               (SELECT json_agg(row_to_json(edge)) FROM (SELECT (
                    SELECT row_to_json(node) FROM (
                        SELECT rtrim(encode(convert_to('Song:' || id, 'UTF8'), 'base64'), '=')
                                   AS id,
                               title, lyrics, prompt, model, is_instrumental AS instrumental,
                               status, created_at AS "createdAt",
                               (SELECT json_agg(row_to_json(choice)) FROM (
                                    SELECT rtrim(encode(convert_to(
                                               'SongChoice:' || id, 'UTF8'), 'base64'), '=') AS id,
                                           choice_index AS index, title, duration AS "durationMs",
                                           '/files/songs/' || CASE WHEN mp3_key IS NOT NULL
                                               THEN id END || '.mp3' AS "mp3Url",
                                           '/files/songs/' || CASE WHEN flac_key IS NOT NULL
                                               THEN id END || '.flac' AS "flacUrl"
                                      FROM song_choices WHERE song_id = page.id
                                     ORDER BY choice_index
                               ) choice) AS choices,
                               (SELECT row_to_json(sketch) FROM (
                                    SELECT rtrim(encode(convert_to(
                                               'Sketch:' || id, 'UTF8'), 'base64'), '=') AS id,
                                           title
                                      FROM song_sketches WHERE id = page.sketch_id
                               ) sketch) AS sketch
                    ) node
               ) AS node FROM page) edge) AS edges
          FROM total
    ) connection
"""

CONVERSATION: Final = """
    SELECT row_to_json(conversation) FROM (
        SELECT rtrim(encode(convert_to('Conversation:' || id, 'UTF8'), 'base64'), '=') AS id,
               title, model, usage_percent AS "usagePercent", upper(usage_level) AS "usageLevel",
               (WITH total AS MATERIALIZED (
                    SELECT count(*) AS messages FROM messages
                     WHERE conversation_id = $2 AND user_id = $1 AND active
                ) SELECT row_to_json(connection) FROM (
                    SELECT messages AS "totalCount",
                           json_build_object('hasPreviousPage', messages > $3) AS "pageInfo",
                           (SELECT json_agg(row_to_json(node)) FROM (
                                SELECT rtrim(encode(convert_to(
                                           'Message:' || id, 'UTF8'), 'base64'), '=') AS id,
                                       upper(role) AS role, content, upper(status) AS status,
                                       position, created_at AS "createdAt"
                                  FROM (SELECT * FROM messages
                                         WHERE conversation_id = $2 AND user_id = $1 AND active
                                         ORDER BY position DESC LIMIT $3) page
                                 ORDER BY position
                           ) node) AS nodes
                      FROM total
                ) connection) AS messages
          FROM conversations WHERE id = $2 AND user_id = $1
    ) conversation
"""

SONG: Final = """
    SELECT row_to_json(song) FROM (
        SELECT rtrim(encode(convert_to('Song:' || id, 'UTF8'), 'base64'), '=') AS id,
               title, status, created_at AS "createdAt"
          FROM songs WHERE id = $2 AND user_id = $1
    ) song
"""

RENAME: Final = """
    WITH renamed AS (
        UPDATE song_sketches AS sketch
           SET title = $3, version = sketch.version + 1, updated_at = now()
          FROM (SELECT version FROM song_sketches WHERE id = $2 AND user_id = $1) AS seen
         WHERE sketch.id = $2 AND sketch.user_id = $1 AND sketch.version = seen.version
        RETURNING sketch.id, sketch.title, sketch.version
    )
    SELECT row_to_json(answer) FROM (
        SELECT rtrim(encode(convert_to('Sketch:' || id, 'UTF8'), 'base64'), '=') AS id,
               title, version
          FROM renamed
    ) answer
"""

STATEMENTS: Final = {
    "Songs": SONGS,
    "Conversation": CONVERSATION,
    "Song": SONG,
    "Rename": RENAME,
}

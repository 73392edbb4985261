from tortoise import BaseDBAsyncClient

RUN_IN_TRANSACTION = True


async def upgrade(db: BaseDBAsyncClient) -> str:
    return """
        CREATE TABLE IF NOT EXISTS "users" (
    "id" UUID NOT NULL PRIMARY KEY,
    "email" VARCHAR(255) NOT NULL UNIQUE,
    "password_hash" VARCHAR(255),
    "first_name" VARCHAR(100),
    "last_name" VARCHAR(100),
    "artist_name" VARCHAR(100),
    "oauth_provider" VARCHAR(50),
    "oauth_id" VARCHAR(255),
    "is_active" BOOL NOT NULL,
    "is_verified" BOOL NOT NULL,
    "created_at" TIMESTAMPTZ NOT NULL,
    "updated_at" TIMESTAMPTZ,
    "last_login" TIMESTAMPTZ
);
COMMENT ON TABLE "users" IS 'A person with an account; `email` is kept in lower case.';
CREATE TABLE IF NOT EXISTS "sessions" (
    "id" UUID NOT NULL PRIMARY KEY,
    "created_at" TIMESTAMPTZ NOT NULL,
    "expires_at" TIMESTAMPTZ NOT NULL,
    "revoked_at" TIMESTAMPTZ,
    "user_id" UUID NOT NULL REFERENCES "users" ("id") ON DELETE CASCADE
);
CREATE INDEX IF NOT EXISTS "idx_sessions_expires_6bcc94" ON "sessions" ("expires_at");
COMMENT ON TABLE "sessions" IS 'One issued token: `id` is its `jti`. A revoked or missing row ends the token.';
CREATE TABLE IF NOT EXISTS "song_sketches" (
    "id" UUID NOT NULL PRIMARY KEY,
    "title" VARCHAR(500),
    "lyrics" TEXT,
    "prompt" TEXT NOT NULL,
    "tags" VARCHAR(1000),
    "workflow" VARCHAR(50) NOT NULL,
    "idempotency_key" VARCHAR(255),
    "payload_hash" VARCHAR(64),
    "version" INT NOT NULL,
    "created_at" TIMESTAMPTZ NOT NULL,
    "updated_at" TIMESTAMPTZ,
    "user_id" UUID NOT NULL REFERENCES "users" ("id") ON DELETE CASCADE,
    CONSTRAINT "uid_song_sketch_user_id_17aea2" UNIQUE ("user_id", "idempotency_key")
);
CREATE INDEX IF NOT EXISTS "ix_sketches_newest" ON "song_sketches" ("user_id", "created_at", "id");
CREATE INDEX IF NOT EXISTS "ix_sketches_workflow" ON "song_sketches" ("user_id", "workflow");
COMMENT ON COLUMN "song_sketches"."workflow" IS 'DRAFT: draft\nUSED: used\nARCHIVED: archived';
COMMENT ON TABLE "song_sketches" IS 'An idea for a song; `version` grows by one with every change.';
CREATE TABLE IF NOT EXISTS "songs" (
    "id" UUID NOT NULL PRIMARY KEY,
    "title" VARCHAR(500),
    "lyrics" TEXT NOT NULL,
    "prompt" TEXT NOT NULL,
    "model" VARCHAR(100) NOT NULL,
    "is_instrumental" BOOL NOT NULL,
    "status" VARCHAR(50) NOT NULL,
    "error" JSONB,
    "provider_status" VARCHAR(100),
    "provider_answer" JSONB,
    "version" INT NOT NULL,
    "created_at" TIMESTAMPTZ NOT NULL,
    "updated_at" TIMESTAMPTZ,
    "completed_at" TIMESTAMPTZ,
    "sketch_id" UUID REFERENCES "song_sketches" ("id") ON DELETE SET NULL,
    "user_id" UUID NOT NULL REFERENCES "users" ("id") ON DELETE CASCADE
);
CREATE INDEX IF NOT EXISTS "idx_songs_sketch__ccfdce" ON "songs" ("sketch_id");
CREATE INDEX IF NOT EXISTS "ix_songs_newest" ON "songs" ("user_id", "created_at", "id");
CREATE INDEX IF NOT EXISTS "ix_songs_status" ON "songs" ("user_id", "status");
COMMENT ON COLUMN "songs"."status" IS 'PENDING: PENDING\nPROGRESS: PROGRESS\nSUCCESS: SUCCESS\nFAILURE: FAILURE\nCANCELLED: CANCELLED';
COMMENT ON TABLE "songs" IS 'A song. `status` follows its generating job, and only through `Song.after`.';
CREATE TABLE IF NOT EXISTS "song_choices" (
    "id" UUID NOT NULL PRIMARY KEY,
    "provider_choice_id" VARCHAR(255),
    "choice_index" INT NOT NULL,
    "title" VARCHAR(500),
    "tags" VARCHAR(1000),
    "duration" DOUBLE PRECISION,
    "mp3_url" VARCHAR(1000),
    "flac_url" VARCHAR(1000),
    "video_url" VARCHAR(1000),
    "image_url" VARCHAR(1000),
    "lyrics_sections" JSONB,
    "mp3_key" VARCHAR(500),
    "flac_key" VARCHAR(500),
    "created_at" TIMESTAMPTZ NOT NULL,
    "updated_at" TIMESTAMPTZ,
    "song_id" UUID NOT NULL REFERENCES "songs" ("id") ON DELETE CASCADE,
    CONSTRAINT "uid_song_choice_song_id_388523" UNIQUE ("song_id", "choice_index"),
    CONSTRAINT "uid_song_choice_song_id_3b9e5c" UNIQUE ("song_id", "provider_choice_id")
);
COMMENT ON TABLE "song_choices" IS 'One version of a song. The URLs are the provider''s and expire; the keys are ours.';
CREATE TABLE IF NOT EXISTS "stored_objects" (
    "key" VARCHAR(500) NOT NULL PRIMARY KEY,
    "backend" VARCHAR(20) NOT NULL,
    "content_type" VARCHAR(100) NOT NULL,
    "byte_size" BIGINT NOT NULL,
    "sha256" VARCHAR(64) NOT NULL,
    "created_at" TIMESTAMPTZ NOT NULL
);
COMMENT ON TABLE "stored_objects" IS 'Bytes that were stored: where they are and what they are, by key.';
CREATE TABLE IF NOT EXISTS "jobs" (
    "id" UUID NOT NULL PRIMARY KEY,
    "kind" VARCHAR(30) NOT NULL,
    "status" VARCHAR(20) NOT NULL,
    "stage" VARCHAR(30) NOT NULL,
    "attempt" INT NOT NULL,
    "failures" INT NOT NULL,
    "progress" DOUBLE PRECISION,
    "error" JSONB,
    "request" JSONB NOT NULL,
    "checkpoint" JSONB NOT NULL,
    "idempotency_key" VARCHAR(255),
    "payload_hash" VARCHAR(64) NOT NULL,
    "provider_ref" VARCHAR(255),
    "submit_token" UUID,
    "lease_token" UUID,
    "lease_until" TIMESTAMPTZ,
    "next_at" TIMESTAMPTZ,
    "slot_group" VARCHAR(50),
    "slot_until" TIMESTAMPTZ,
    "run_deadline" TIMESTAMPTZ,
    "last_seq" INT NOT NULL,
    "created_at" TIMESTAMPTZ NOT NULL,
    "started_at" TIMESTAMPTZ,
    "finished_at" TIMESTAMPTZ,
    "song_id" UUID REFERENCES "songs" ("id") ON DELETE CASCADE,
    "user_id" UUID NOT NULL REFERENCES "users" ("id") ON DELETE CASCADE,
    CONSTRAINT "uid_jobs_user_id_2d13d0" UNIQUE ("user_id", "idempotency_key")
);
CREATE INDEX IF NOT EXISTS "idx_jobs_song_id_108475" ON "jobs" ("song_id");
CREATE INDEX IF NOT EXISTS "ix_jobs_newest" ON "jobs" ("user_id", "created_at", "id");
CREATE INDEX IF NOT EXISTS "ix_jobs_due" ON "jobs" ("next_at");
CREATE INDEX IF NOT EXISTS "ix_jobs_slots" ON "jobs" ("slot_group", "slot_until");
CREATE INDEX IF NOT EXISTS "ix_jobs_waiting" ON "jobs" ("slot_group", "created_at", "id") WHERE status = 'QUEUED';
COMMENT ON COLUMN "jobs"."kind" IS 'SONG: SONG\nINSTRUMENTAL: INSTRUMENTAL';
COMMENT ON COLUMN "jobs"."status" IS 'QUEUED: QUEUED\nRUNNING: RUNNING\nWAITING: WAITING\nSUCCEEDED: SUCCEEDED\nFAILED: FAILED\nCANCELLED: CANCELLED';
COMMENT ON COLUMN "jobs"."stage" IS 'ACCEPTED: ACCEPTED\nSLOT_WAIT: SLOT_WAIT\nSUBMITTING: SUBMITTING\nRETRY_WAIT: RETRY_WAIT\nGENERATION_STARTED: GENERATION_STARTED\nPOLLING: POLLING\nOUTCOME_UNKNOWN: OUTCOME_UNKNOWN\nSTORING: STORING\nDONE: DONE';
COMMENT ON TABLE "jobs" IS 'Durable work (docs/decisions/0002).';
CREATE TABLE IF NOT EXISTS "job_events" (
    "id" BIGSERIAL NOT NULL PRIMARY KEY,
    "seq" INT NOT NULL,
    "stage" VARCHAR(30) NOT NULL,
    "status" VARCHAR(20) NOT NULL,
    "progress" DOUBLE PRECISION,
    "attempt" INT NOT NULL,
    "error" JSONB,
    "at" TIMESTAMPTZ NOT NULL,
    "job_id" UUID NOT NULL REFERENCES "jobs" ("id") ON DELETE CASCADE,
    CONSTRAINT "uid_job_events_job_id_bb394e" UNIQUE ("job_id", "seq")
);
COMMENT ON COLUMN "job_events"."stage" IS 'ACCEPTED: ACCEPTED\nSLOT_WAIT: SLOT_WAIT\nSUBMITTING: SUBMITTING\nRETRY_WAIT: RETRY_WAIT\nGENERATION_STARTED: GENERATION_STARTED\nPOLLING: POLLING\nOUTCOME_UNKNOWN: OUTCOME_UNKNOWN\nSTORING: STORING\nDONE: DONE';
COMMENT ON COLUMN "job_events"."status" IS 'QUEUED: QUEUED\nRUNNING: RUNNING\nWAITING: WAITING\nSUCCEEDED: SUCCEEDED\nFAILED: FAILED\nCANCELLED: CANCELLED';
COMMENT ON TABLE "job_events" IS 'One entry of a job''s gapless log. Written by SQL together with the change of the job.';
CREATE TABLE IF NOT EXISTS "aerich" (
    "id" SERIAL NOT NULL PRIMARY KEY,
    "version" VARCHAR(255) NOT NULL,
    "app" VARCHAR(100) NOT NULL,
    "content" JSONB NOT NULL
);"""


async def downgrade(db: BaseDBAsyncClient) -> str:
    return """
        """


MODELS_STATE = (
    "eJztXet32jgW/1d0+NLOOdlMhjRtN7O755CEdpih0CEwnZ1hjxG2ADVGYvwoZbv931eSbf"
    "w2NmDiuPoUR9KVzO/qcXVf/tJYUg3p5vk9Mk1MyYCuG9fgS4PAJWIPCbVnoAFXK7+OF1hw"
    "qovmptNOFMKpaRlQtVj5DOomYkUaMlUDryzWhLfuEwSwadpIAxZ9QOQaTLA2YUUAWyaYfL"
    "Tw5By0gIE+sVoNUAMsWXNM5sCga4CIZgJrgRzacz6kRlU2JmtQSu82wX/ZSLHoHLEKg43x"
    "539YMSYa+oxM79/VgzLDSNdCMGKNdyDKFWuzEmWjUefujWjJ33yqqFS3l8RvvdpYC0q2zW"
    "0ba+echtfNEUEGtJAWAJfYuu7ywSty3pgVWIaNtq+q+QUamkFb5yxq/GNmE5VzBjD2nmt0"
    "CTE5xxoiFrY25wStFaz9y33VAJmi9PpD5b49VJRGjMP8lSJscYtUNknY7MDE4sB9+er06w"
    "MkSht8gNufWoPnly+/E5BQ05obolLA1/gqCKEFHVLBBB911UAcIwVacfTvWI2FlyiZA2HK"
    "CCc0l/Tce9iHI16BzxJ/kXjgevCVAHiD/UCtT/SNOxcyGDDsvGvfD1vv3vPhlqb5ly7waw"
    "3bvKYpSjeR0ucOvyhb/87GsO0EfOgMfwL8X/BHv9eOcnXbbvhHg78TtC2qELpWoBaYtl6p"
    "hxpr6XMdfV5h1tseXA9TnobrsYVYItOfCJM9kDK57G7be3A5THkELrssrMrSrhOXbRMZSr"
    "HDM0ByzBO0ukzdcUBymWT2kHg+cqji0L6hBsJz8gvaCIA77D0gUVECoK5wOGLduJLh00TV"
    "L/VXswHXWzkuOKfYz2c/GlkCgNvW/W3rrt0QIE+h+rCGhqaE0OY1tEkjJdu28aplcxktgQ"
    "TOBTj8V/B3jgCfILAHeJIurfOflVNUb4EVa8uEwzW2FgAyIVFVqU2sH8EEMUlRF3L1A1pZ"
    "ABOg0zUygApNFJfKD+lICuBPTAAXHI0Df7uARooE5hFEsGevWg7qZYrYS/hZ0RGZWwv2b/"
    "PqKgPj31oDATNrFTlte25V06n7GjoeV9A015RtIwtoLorgHCPcC++KCT4nAHyGDdNSxH8F"
    "0A5T1Q/qHy4uckDNWqVCLerCUOtwD6RDRBLoXEBDw8J7QB0hk2DnApuy685CWRn0EzvZE4"
    "TvdLzjlPWD/CoP4lfpgF+l4J0k/e1COlEGrAHGpZyL2FTY9QF/SthBbijVESQpgnaQLoL1"
    "lBGWdaf05MDTStI3/X43pHm56QwjII/e3bTZpiKwZ42wc8/s9IZxwD8hA7NREqb2LsiDlC"
    "cEfVvyZFGXBoX0Taa+BgV7pe3J9TClVDVXWdUsrg46nWNSlMthSsnlqnE5pgFP19b60yHo"
    "yRA5XV3KN78MkA4FmHG2J/pNPLEtPU07Hlo25gOy1AU6FCfRS51homR+KEasixoj9JFODw"
    "ToZzqtGT5lGo/8JZfk7xVcjxnuXmxKKsEdIIchiQCsIQhm1AAQ8A5+BBN2IeHb5ATMDbo2"
    "wXQDKEGOhQixug1QF5DMk6xJh/aWYFL6M2juY70vV9RCRN0oD2jT+E/E4PSl4cMdpAvL+6"
    "yM06HPK8M7Vlz2bO9zn7c4KgStkSnovAneEMQMWfGPWDbJw66p8TDTGdsKDLelSR9QmtUq"
    "ZVZjb64X0tVuCeqnzrrKpaW9ytDSXiXYHjYGVhNOoyFbEyl3gC1FHSDOkvjbvw9Dwr4H5P"
    "N3rd+/Cwn83X7vrdc8APxtt38TtWMadLlKuF2n4+1THMdS/I0BbsEkaTRjA3Hb12Fyx6w8"
    "Oc08mXae2BYSPFXjKLeJvYx5V4UQD9Kfboo3NAPOrIKnYeNu0HozvAaCdkxG9+27a8CEEm"
    "1MOEKd3/j/0FAX+JOjc358s1BUrCuwFBJI67cqSvJW2egU7uOsEqarH9wvX+RA++WLVLB5"
    "VRhr9w4Uh7lDUk7UAEUEYH4hLWm/+aEseOf8Df7W/OHFqxevL1++eM2aiLfclrzKQFwafq"
    "ThpyENPzU2CcgYAxlj8MjK3bPjxRg8kpmhmnvSabXotwuKVZSiRfcrz3Zq0VXRtkDgtCuv"
    "ATpzNd/nYLhAYDTomuyyhUTssuct+IwVEQ048Y0/iip2dXHaUdswk4Onjz5CorJd/HpXaS"
    "4wUMT84RrsUKU3kuK10mLKeKmmrpSaOoFjMS5k3PoSqet39yvlqh1aSTHQU++AUbLTXQTL"
    "hPvId0FpfSnZ+iKV02UrpzXb2EqBEcFcpzBlcwgSRaCecaqnB3YGtHf90U23Dd4P2red+0"
    "6/F762ikpe5DsLD9qtbgTl5epSsY1C8Y8BEjmb887mmQ7VokAHaSTSeZHmAhktCnWISGKd"
    "F2u8ZDfOoliHiCTWebF2vDcUE4kbWILw8fN9v5fl+BEijap7sWqB/wEdm/U6IjkmIR1vzD"
    "Eh6oNwFr5C8g6ijgn8ACxokA2Q1G/GlyJgi8OvIMpBGglzLpil0TAdfWk0lEbDijI5l9Ew"
    "oJjOq1YO6rKl0TDTaMihOoLRsH4RM2cRo2FgTlUpMZkHfFJkic+TbItY7sRkjmVqwiaDZZ"
    "sTMKO6zsM+eJJfl+s8p+9HOj0TJirKTh1gLQxqzxdgwl/nHM4sZEyScpUdte/d6cuOGU3C"
    "ITwklMT5zblHcpunjySNc5UyzkkrRt1iSCp6hskgkroCLg7uQpoaj6AWcJ8gWxg2FczHtJ"
    "fsqIEJWO/K9BOlltl+CmT78UWafQJ4fOoThu+8b/fuOr23BUURj+wauA9j8n7Qfzto39+z"
    "IvdpTO5Ht7eiyH0YkzetTnc0aF8D92FMblu923a3yyN+to9RufpxQn6QYdAET9R0zf6WQO"
    "rz99fnb724shbTDgewA1dSxThwgmNjixwk5jrJ/Tp90ieQyum///SXYVgNGYYlLSrSoiIt"
    "Kru4rLK7OFdf77W6I7SS01XmtJN5qKj1LEh0gPp3N18r8kWunbpdGcEoIxgrZYzcGcEY3w"
    "SOgGuR1JGVXPy7jbzBrS+ELHsD0Bt1u/mCQwMhhvuHh4ZiGmsykUMT84R5KKspY5w4DaXF"
    "FrzWn35EqpXmMhBpcpbpOiAaK1S0zulDcLOxEP/YL7TAGhkIOH1cg/UCOWGuGxHHyi38a9"
    "7IKznjuSUf0CbuOXCUHg/43FlB585D/Dr3sKc/RcNuuiWdrwNECsW2BkhqaApr5gG9mY55"
    "M+5JS4mFiOWgVADnKF0NwS5FgTxl25di4v8mfc4Fz1N1lyGyOsUO/73ZvLx81by4fPn66s"
    "WrV1evL7aazHhVlkrzpvOWazVDnEgwPC5g8+plkYnuU9Rwih8/O5rUI6dDXy89cuxe/zgO"
    "sexK0P7ETqIUCTdYnSndssuJgnjLAoliWGtj4yRxYeTPTDCHKx2ZJtDp/Bx8MLDFzkgud9"
    "7/2gWesOmkS+dpXJxk6Zye/8d6SE4WU8ooiQljOAauiyr667AcMFmHWaJyLOEUc2dedSXi"
    "Ex5h6UIyZ1UM/lTs3dZ1EiGOZgM1LbbFJMsGuZyS5pWXhBut29v2+yH3IfKexuS+ywg+tD"
    "rDa7B95C5JN+86w6HwXfKfx2TQHg7+7Tb3n8fkbbvXHrSGnX5PYYfJQIwRLxuT9/1u13GI"
    "ch7GpD8a3vbftZVR75de/0PvGkQK2LsM+wPnRZyHMblj59g1uHNPs6Jiz2Uewf4yXa6/jI"
    "n1T8+hbY/J8+uoPeJsdf6yqTDq9QRb3Icx4VNBlLgPrmdb+46TbR8d7zZe5Pw9nm/b8e/H"
    "K4NyOSmBtRn5XIJEMp9LjnwukIkwiR7mqedYgEKeZQlnmfTJ3DFtS3FKK37rre1t94ncbn"
    "O5Vfj3orxOAD6F9AHI9gFgSB3BVF27D9SdRSzV/oSqUjSyC3uy3iWPyiWnsuXONjgR4J9u"
    "Ac85qt9rSMUibvb7i4uL5ndx1UkOmjEZkwlBny0FWhNgwo3JzYhEKEp4MTAttALYBJqNwH"
    "PuDsAQ4B+6OwPUAIRaYIpmlFsbgamz/1jLmYEQ73iiI2hy/coDIhNhjXRLbGJhXQzGxqLi"
    "7UxACcDWGZjMINZttnQmYEHXgMG+Ea9ggqnBOgKYADgmBl2zpnxArzPeWKdkzjoBKmWFJo"
    "BzyCOUxE/R8ZJV0JkIrnYI5wa1VxMef21PWaX7nmOxzjTT/ejfCmINqFDXnfdj4MBU8+lj"
    "fdqPz6HCsdguy/N2z7ifv28fXiH1brmUdzBOkRXsnTncvgCuIebh9qnDgg8/tQdt4NxTwT"
    "/BM+cK+EzGnj/CYXqWoQx8wGnm8t1aCI+20joIJnRzPVCf6xY6vfvhYPSu3Ru22MYc/E8q"
    "hfaMcnTWdcE5/00qhp6asnir+i3KXKkyLmd3eCI6r4uSzr9jK7w80bkAnkESCWgUUKn5Po"
    "XmW+ppd4Bcip7WQOxnmwl7bzruAZKDkK+oAupk0KsLpD6sqLvB5kU/THV6BgTuilMb6+yy"
    "bJ7zYR/jelgKW+Rne7+1z/ZWbSMq2zN1m3/DQLNCYEfo5NzONbeDiuUimsAoXakByVU5aQ"
    "tEJAfsCkVgjZBJVJNQdRT1MVSzLfgRUpkgocqWfM/yU5DHATLJ3yrzN2wOyx3jE6Kq3wF/"
    "/JR/AbtmwaUUppSrqcqrybC5rwnUdEwSTB3ZfI7SSk5XmdM6NC2lWCRJkERqz2U+vW81Dj"
    "JiFDb243qYUm6WVd4sZ5hgc7EXmyOkks9V5vOjfYmqksm0DtSwyEx6MpNeBfzoi2XSO/XH"
    "0iq58Mv8VFrAEWKbeyGSSKBYerhgsoeaTOFSk8S1kIHVRSMhgsOtOcuK4IB+m10xHOkwHJ"
    "CMLek8+VbSThx4VU33IU/NrJ/xIfrU1Pp1sEWXYh/li6oAwm7zGqJbSpo1Nz1dHOEMFyOf"
    "RDp4FfQketRcUF//Dzem0ls="
)

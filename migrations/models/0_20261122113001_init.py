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
    "version" INT NOT NULL,
    "created_at" TIMESTAMPTZ NOT NULL,
    "updated_at" TIMESTAMPTZ,
    "user_id" UUID NOT NULL REFERENCES "users" ("id") ON DELETE CASCADE
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
    "eJztXeuX2jYW/1d0+JL0HHY6ZTJJdrq75zAMSWkJpAw03ZY9RtgClDES9SOEzeZ/X0m2wW"
    "9swIzH0afxSLqS+V09ru7LX2pLqiHdvLhHpokpGdB17QZ8qRG4ROwhprYOanC12tXxAgtO"
    "ddHcdNqJQjg1LQOqFiufQd1ErEhDpmrglcWa8NZ9ggA2TRtpwKIPiNyACdYmrAhgywSTjx"
    "aeXIAmMNAnVqsBaoAla47JHBh0DRDRTGAtkEN7wYfUqMrGZA0K6d0m+C8bKRadI1ZhsDH+"
    "/A8rxkRDn5Hp/bt6UGYY6VoARqzxDkS5Ym1Womw06ty9ES35m08Vler2kuxarzbWgpJtc9"
    "vG2gWn4XVzRJABLaT5wCW2rrt88IqcN2YFlmGj7atquwINzaCtcxbV/jGzico5Axh7LzS6"
    "hJhcYA0RC1ubC4LWCtb+5b6qj0xRev2hct8eKkotwmH+SiG2uEUqmyRsdmBiceC+fHX63Q"
    "EkSmt8gNZPzcHzq5ffCUioac0NUSngq30VhNCCDqlgwg511UAcIwVaUfTvWI2FlyieA0HK"
    "ECc0l/TCeziEI17BjiW7ReKB68FXAOA19gO1PtE37lxIYcCw8659P2y+e8+HW5rmX7rArz"
    "ls85qGKN2ESp87/KJs/Tsbw7YT8KEz/Anwf8Ef/V47zNVtu+EfNf5O0LaoQuhagZpv2nql"
    "Hmqs5Y7r6PMKs94O4HqQ8jxcjyzEApn+RJjsgZTKZXfbPoDLQcoTcNllYVmWdpW4bJvIUP"
    "Idnj6SU56g5WXqngOSyySzh9jzkUMVhfYNNRCek1/QRgDcYe8BiYpiAHWFwxHrxpUMnyaq"
    "u9LdajbgeivH+ecU+/nsRyNLANBq3read+2aAHkK1Yc1NDQlgDavoQ0aKtm2jVYtG8twCS"
    "RwLsDhv4K/cwj4GIHdx5NkaZ3/rIyiehOsWFsmHK6xtQCQCYmqSm1i/QgmiEmKupCrH9DK"
    "ApgAna6RAVRooqhUfkxHUgB/YgK44GgU+NYCGgkSmEcQwp69ajGoFyliL+FnRUdkbi3Yv4"
    "3r6xSMf2sOBMysVei07blVDafua+B4XEHTXFO2jSyguciDc4TwILxLJvicAfAZNkxLEf/l"
    "QDtIVT2of7i8zAA1a5UItagLQq3DA5AOEEmgMwENDQsfAHWITIKdCWzKrjsLZWXQT+xkjx"
    "G+k/GOUlYP8ussiF8nA36dgHec9LcP6VgZsAIYF3IuYlNh1wf8KWYHuaVUR5AkCNp+uhDW"
    "U0ZY1J3SkwPPK0nf9vvdgObltjMMgTx6d9tmm4rAnjXCzj2z0xtGAf+EDMxGiZna+yD3U5"
    "4R9G3Jk0VdGhSSN5nqGhTslXYg14OUUtVcZlWzuDrodI5JXi4HKSWXy8bliAY8WVu7mw5+"
    "T4bQ6epSvvllgHQowIyyPdZv4olt6Una8cCyMR+QpS7QsTiJXqoMEyXzYzFiXVQYoY90ei"
    "RAP9NpxfAp0ni0W3Jx/l7+9Zji7sWmpOLfATIYkgjAGoJgRg0AAe/gRzBhFxK+TU7A3KBr"
    "E0w3gBLkWIgQq9sAdQHJPM6adGxv+01KX2o7QP2GwKBEz8o4Hfq8MryDw+1qe2P7vEVKIW"
    "iNTEHnTeGaIGbYiX/Ewogfdk2Nh5nOGJNjuC1N8oDScFYqwxl7cz2XNnZLUD2F1XUmPex1"
    "ih72Osa6sDGwGnPeDNmaSJDytxRVgDhNpm//PgyI8x6Qz981f/8uINJ3+723XnMf8K1u/z"
    "ZsqTTochVzf07Ge0dxGlvwNwa4BePkzZQNxG1fhckdseNkNOSkWnIiW4j/VI2i3Cb2MuI/"
    "FUDcT3++KV7TDDizcp6GtbtB883wBgjaMRndt+9uABNKtDHhCHV+4/9DQ13gT45W+fENP6"
    "4QGGVOhyRsOD6KEDu4RF4QO34oagnM+Rv8rfHDi1cvXl+9fPGaNRFvuS15lYK41HxLzXdN"
    "ar4rrBOVTtbSyfqRtVv10zlZP5KetZx70nnViK0FxSpKUCPuKut71YiqaJsjctSV1wCdua"
    "q/CzBcIDAadE0miyIRvOm5Sz1jRUQDToDXj6LqAW2cdtQ2zPjo0ZOPEKNt/NP59a5OUWCg"
    "iPnDFXyBSm8kxWul1f4j3d8fe+evp2jxYjgW4UKKj3YsdfXu54U4pAVWUgT0xDtgmOx8F8"
    "Ei4T7xXVAqpwtWTkvdXdG6O802tlJgSDDXKUzYHPxEIahnnOrpgZ0C7V1/dNttg/eDdqtz"
    "3+n3gtdWUcmLdt6Sg3azG0J5ubpSbCNXAJiPRM7mrLN5pkM1L9B+Gol0VqS5QEbzQh0gkl"
    "hnxRov2Y0zL9YBIol1Vqwd47ZiInEDixE+fr7v99Ls4gHSsLoXqxb4H9CxWa0jkmOSbrcN"
    "m2jrwSsk7yBst+UH4APa5D0zXZLqzfhCBGxx+OVE2U8jYc4EszQaJqMvjYbSaFhSJmcyGv"
    "oU01nVyn5dtjQaphoNOVQnMBpWL2SgHjIa+uZUmTIzecDHudbveJJuEcucmcmxTE3YZLBs"
    "cwJmVNe53zvPcupynSc1/UindWGiouzUAdbCoPZ8ASb8dS7gzELGJC5Z00n7Pq+zPYfwGE"
    "975zdnHsltnjySNM6VyjgnrRhVc7Ev6RkmfeyrCrg4uHNpajyCSsB9hnRJ2FQwH9NesqMG"
    "xmC9L9VJmFqmO8mR7mQn0hwS37CjPmN0w/t2767Te5tTFPHIboD7MCbvB/23g/b9PStyn8"
    "bkftRqiSL3YUzeNDvd0aB9A9yHMWk1e612t8sDIraPYbn6cSIikGHQGE/UZM3+lkDq8w/X"
    "52+9uNIW0x4HsCNXUsk4cIZjY4scJOY6zv06edLHkMrpf/j0l2FYNRmGJS0q0qIiLSr7uK"
    "yyuzhXXx+0ukO0ktNl5rSTmCWv9cxPdIT6dz9fS/JJor26XRnBKCMYS2WM3BvBGN0EToBr"
    "ntx5pVz8+428/q0vgCx7A9AbdbvZgkN9IYaHh4cGYhorMpEDE/OMifjKKWOcOQ+fxRa81p"
    "9+RKqV5DIQalJPdR0QjRUqWmf0IbjdWIh/7RRaYI0MBJw+bsB6gZww142IY+UW/jVv5JXU"
    "eXK9B7SJeg6cpMcjvveU07nzGL/OA+zpT9Gwm2xJ5+sAkVyxrT6SCprCGllAbyRj3oh60l"
    "JiIWI5KOXAOUxXQbALUSBP2falmPi/cd+zwPNE3WWArEqxw39vNK6uXjUur16+vn7x6tX1"
    "68utJjNalabSvO285VrNACdiDI8L2Lh+mWei7ygqOMVfvsgww1++SJzgvErqkb9NPXLkXv"
    "84DrHsStD+xE6iBAnXX50q3bLLiYJ4yxyJYlhrY+MkcWHkz0wwhysdmSbQ6fwCfDCwxc5I"
    "Lnfe/9oFnrDp5IvmaVycbNGcnv/HeohPFlPIKLEJYzgGrosq+uu4HDBph1mscizmFHNnXn"
    "kl4jMeYclCMmdVBP5E7N3WVRIhTmYDNS22xcTLBpmckuall4RrzVar/X7IfYi8pzG57zKC"
    "D83O8AZsH7lL0u27znAofJd2z2MyaA8H/3ab757H5G271x40h51+T2GHyUCMES0bk/f9bt"
    "dxiHIexqQ/Grb679rKqPdLr/+hdwNCBexdhv2B8yLOw5jcsXPsBty5p1lesecqi2B/lSzX"
    "X0XE+qfn0HbA5Pl11B5xtjp/2VQY9XqCLe7DmPCpIErcB9ezrX3HybaPjncbL3L+ns637f"
    "T345VBuZwUw9qUfC5+IpnPJUM+F8hEmFgP88RzzEchz7KYs0z6ZO6ZtoU4peW/9Vb2tvtE"
    "breZ3Cp296KsTgA7CukDkO4DwJA6gam6cl/oqocs1bsJVaZoZBf2eL1LFpVLRmXLnW1wIs"
    "C/bAGec1S/15CKRdzs95eXl43voqqTDDRjMiYTgj5bCrQmwIQbk5sRiVCU8GJgWmgFsAk0"
    "G4Hn3B2AIcC/9FUH1ACEWmCKZpRbG4Gps/9Yy5mBEO94oiNocv3KAyITYY10S2xiYV0Mxs"
    "ai4u1MQAnAVh1MZhDrNls6E7Cga8Bg34hXMMHUYB0BTAAcE4OuWVM+oNcZb6xTMmedAJWy"
    "QhPAOeQRSuKn6HjJKuhMBFc7hHOD2qsJj7+2p6zSfc+xWGea6X71bAWxBlSo6877MXBgov"
    "k0EOCMNSabUQsRdSMS24Q1SScMxuZzKHcstsvyrN0z7mfvewevkHq3XMo6GKdIC/ZOHe5Q"
    "ANcQ83D7xGHBh5/agzZw7qngn+CZcwV8JmPPH+EwracoAx9wkrl8vxbCoy21DoIJ3VwP1O"
    "e6hU7vfjgYvWv3hk22Mfv/k0qhA6McnXWdc85/k4qhp6Ys3qp+8zJXqoyL2R2eiM7rsqDz"
    "79QKL090zoGnn0QCGgZUar7PofmWeto9IBeipzUQ+9lmzN6bjLuP5CjkS6qAOhv06gKpDy"
    "vqbrBZ0Q9SnZ8Bvrvi1MY6uyybF3zYx7geFsKWsMomVrBNurtHSKuXTaKQbwmt4IYdipqy"
    "gGZMvFZK/o4QXZlv7KXxTN3m3zDQLBfYITo5tzPNbb9iOY8mMExXaEByWU7aHBHJPrtCHl"
    "hDZBLVOFQdRX0E1XQLfohUJkgosyXfs/zk5LGPTPK3zPwNmsMyx/gEqKp3wJ8+5Z/Prplz"
    "KQUp5Woq82oybO5rAjUdkxhTRzqfw7SS02XmtA5NS8kXSeInkdpzmU/vW42DDBmFjcO4Hq"
    "SUm2WZN8sZJthcHMTmEKnkc5n5/GhfoiplMq0jNSwyk57MpFcCP/p8mfTO/bG0Ui78Ij+V"
    "5nOE2OZeCCUSyJcezp/soSJTuNAkcU1kYHVRi4ngcGvqaREccNdmXwxHMgxHJGOLO0++lb"
    "QTR15Vk33IEzPrp3yIPjG1fhVs0YXYR/miyoGw27yC6BaSZs1NTxdFOMXFaEciHbxyehI9"
    "ai6or/8HkiPa8A=="
)

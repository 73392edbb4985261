from tortoise import BaseDBAsyncClient

RUN_IN_TRANSACTION = True


async def upgrade(db: BaseDBAsyncClient) -> str:
    return """
        CREATE TABLE IF NOT EXISTS "doomed_files" (
    "prefix" VARCHAR(500) NOT NULL PRIMARY KEY,
    "remove_until" TIMESTAMPTZ NOT NULL
);
CREATE INDEX IF NOT EXISTS "idx_doomed_file_remove__3b4726" ON "doomed_files" ("remove_until");
COMMENT ON TABLE "doomed_files" IS 'Stored files that nobody wants any more, by the beginning of their keys.';
        CREATE TABLE IF NOT EXISTS "lyric_revisions" (
    "id" UUID NOT NULL PRIMARY KEY,
    "lyrics" TEXT,
    "version" INT NOT NULL,
    "created_at" TIMESTAMPTZ NOT NULL,
    "sketch_id" UUID NOT NULL REFERENCES "song_sketches" ("id") ON DELETE CASCADE,
    CONSTRAINT "uid_lyric_revis_sketch__2fbe08" UNIQUE ("sketch_id", "version")
);
COMMENT ON TABLE "lyric_revisions" IS 'The lyrics that a sketch had before a change; `version` is the sketch''s version then.';
        CREATE TABLE IF NOT EXISTS "lyric_architectures" (
    "id" UUID NOT NULL PRIMARY KEY,
    "name" VARCHAR(100) NOT NULL,
    "items" JSONB NOT NULL,
    "is_current" BOOL NOT NULL,
    "version" INT NOT NULL,
    "created_at" TIMESTAMPTZ NOT NULL,
    "updated_at" TIMESTAMPTZ,
    "user_id" UUID NOT NULL REFERENCES "users" ("id") ON DELETE CASCADE,
    CONSTRAINT "uid_lyric_archi_user_id_49b8eb" UNIQUE ("user_id", "name")
);
COMMENT ON TABLE "lyric_architectures" IS 'A named structure of a song; `items` are its sections in order, with ids of their own.';
        CREATE TABLE IF NOT EXISTS "lyric_parsing_rules" (
    "id" UUID NOT NULL PRIMARY KEY,
    "name" VARCHAR(100) NOT NULL,
    "description" TEXT,
    "pattern" TEXT NOT NULL,
    "replacement" TEXT NOT NULL,
    "rule_type" VARCHAR(50) NOT NULL,
    "active" BOOL NOT NULL,
    "position" INT NOT NULL,
    "version" INT NOT NULL,
    "created_at" TIMESTAMPTZ NOT NULL,
    "updated_at" TIMESTAMPTZ,
    "user_id" UUID NOT NULL REFERENCES "users" ("id") ON DELETE CASCADE,
    CONSTRAINT "uid_lyric_parsi_user_id_3367a1" UNIQUE ("user_id", "name")
);
CREATE INDEX IF NOT EXISTS "ix_lyric_rules_order" ON "lyric_parsing_rules" ("user_id", "position", "id");
COMMENT ON COLUMN "lyric_parsing_rules"."rule_type" IS 'CLEANUP: cleanup\nSECTION: section';
COMMENT ON TABLE "lyric_parsing_rules" IS 'A rule for texts. `replacement` is Base64 of UTF-8; rules apply by `position`, then `id`.';
        CREATE TABLE IF NOT EXISTS "drafts" (
    "id" UUID NOT NULL PRIMARY KEY,
    "key" VARCHAR(100) NOT NULL,
    "value" JSONB,
    "rev" INT NOT NULL,
    "updated_at" TIMESTAMPTZ NOT NULL,
    "user_id" UUID NOT NULL REFERENCES "users" ("id") ON DELETE CASCADE,
    CONSTRAINT "uid_drafts_user_id_c8fe78" UNIQUE ("user_id", "key")
);
COMMENT ON TABLE "drafts" IS 'The state of a form under a key of its client; `rev` grows by one with every save.';
        ALTER TABLE "song_sketches" ADD "description_long" TEXT;
        ALTER TABLE "song_sketches" ADD "description_tags" VARCHAR(1000);
        ALTER TABLE "song_sketches" ADD "info" TEXT;
        ALTER TABLE "song_sketches" ADD "description_short" VARCHAR(150);
        ALTER TABLE "song_choices" ADD "stem_key" VARCHAR(500);
        ALTER TABLE "song_choices" ADD "video_key" VARCHAR(500);
        ALTER TABLE "song_choices" ADD "stem_generated_at" TIMESTAMPTZ;
        ALTER TABLE "song_choices" ADD "image_key" VARCHAR(500);
        ALTER TABLE "song_choices" ADD "rating" SMALLINT;
        ALTER TABLE "songs" ADD "workflow" VARCHAR(50);
        ALTER TABLE "jobs" ADD "choice_id" UUID;
        COMMENT ON COLUMN song_choices."rating" IS 'DOWN: 0\nUP: 1';
COMMENT ON COLUMN songs."workflow" IS 'ON_WORK: onWork\nIN_USE: inUse\nNOT_USED: notUsed\nFAIL: fail';
        CREATE INDEX IF NOT EXISTS "ix_songs_workflow" ON "songs" ("user_id", "workflow", "created_at", "id");
        ALTER TABLE "jobs" ADD CONSTRAINT "fk_jobs_song_cho_be567f72" FOREIGN KEY ("choice_id") REFERENCES "song_choices" ("id") ON DELETE SET NULL;
        CREATE INDEX IF NOT EXISTS "idx_jobs_choice__3c3d72" ON "jobs" ("choice_id");
        ALTER TABLE "jobs" DROP CONSTRAINT "jobs_song_id_fkey";
        ALTER TABLE "jobs" ADD CONSTRAINT "jobs_song_id_fkey"
            FOREIGN KEY ("song_id") REFERENCES "songs" ("id") ON DELETE SET NULL;
        ALTER TABLE "song_choices" ADD CONSTRAINT "ck_song_choices_rating" CHECK ("rating" IN (0, 1));
        CREATE UNIQUE INDEX "uid_lyric_architectures_current"
            ON "lyric_architectures" ("user_id") WHERE "is_current";"""


async def downgrade(db: BaseDBAsyncClient) -> str:
    return """
        ALTER TABLE "song_choices" DROP CONSTRAINT "ck_song_choices_rating";
        DELETE FROM "jobs" WHERE "kind" = 'STEM';
        ALTER TABLE "jobs" DROP CONSTRAINT "jobs_song_id_fkey";
        ALTER TABLE "jobs" ADD CONSTRAINT "jobs_song_id_fkey"
            FOREIGN KEY ("song_id") REFERENCES "songs" ("id") ON DELETE CASCADE;
        DROP INDEX IF EXISTS "idx_jobs_choice__3c3d72";
        ALTER TABLE "jobs" DROP CONSTRAINT IF EXISTS "fk_jobs_song_cho_be567f72";
        DROP INDEX IF EXISTS "ix_songs_workflow";
        ALTER TABLE "song_sketches" DROP COLUMN "description_long";
        ALTER TABLE "song_sketches" DROP COLUMN "description_tags";
        ALTER TABLE "song_sketches" DROP COLUMN "info";
        ALTER TABLE "song_sketches" DROP COLUMN "description_short";
        ALTER TABLE "song_choices" DROP COLUMN "stem_key";
        ALTER TABLE "song_choices" DROP COLUMN "video_key";
        ALTER TABLE "song_choices" DROP COLUMN "stem_generated_at";
        ALTER TABLE "song_choices" DROP COLUMN "image_key";
        ALTER TABLE "song_choices" DROP COLUMN "rating";
        ALTER TABLE "songs" DROP COLUMN "workflow";
        ALTER TABLE "jobs" DROP COLUMN "choice_id";
        DROP TABLE IF EXISTS "drafts";
        DROP TABLE IF EXISTS "lyric_architectures";
        DROP TABLE IF EXISTS "lyric_parsing_rules";
        DROP TABLE IF EXISTS "lyric_revisions";
        DROP TABLE IF EXISTS "doomed_files";"""


MODELS_STATE = (
    "eJztXW1z2ziS/isofUmmSutN7Lydc3dVsq1ktKNIWVnazO1qi4JISOKYAjQEaUU3N//9AJ"
    "AU30CK1JtpBp9Mg2iAehoEuhsPG380lsRAFr24R5SaBA/IunEN/mhguETsQnK3CRpwtQrv"
    "8QIHTi1RnXr1RCGcUseGusPKZ9CiiBUZiOq2uXJYFV67jxEwKXWRARzygPA1mJjGhBUB06"
    "Fg8ptjTi5AC9jokd01ALHBklU38RzYZA0QNihwFsiTveBdGkRnfbIKJ2ndxebvLtIcMkfs"
    "hs36+Ne/WbGJDfQd0eDf1YM2M5FlxGA0Dd6AKNeczUqUjUadu0+iJn/yqaYTy13isPZq4y"
    "wI3lZ3XdO44DL83hxhZEMHGRFwsWtZvh6CIu+JWYFju2j7qEZYYKAZdC2uosZ/zlysc80A"
    "pt4LgyyhiS9MA2HHdDYXGK010/hv/1EjYprW6w+1+/ZQ0xopDfNHSqjFL9LZIGGjw8QOB+"
    "6PP712Q4BEaYN3cPtza/Dy6t1PAhJCnbktbgr4Gn8KQehAT1QoIURdtxHHSINOGv07dscx"
    "l0iugbhkQhOGL3oRXOyjkaAgVEn4kgTgBvCdAPAG+4FGH1sbfyzkKGDY+dK+H7a+fOXdLS"
    "n93RL4tYZtfudSlG4SpS89fRH2/nsTw7YR8K0z/Bnwf8E/+712UqvbesN/NvgzQdchGiZr"
    "DRqRYRuUBqixmqHW0feVyVrbQ+txyfNoPfUinlDpz0TJAUi5Wvan7T20HJc8gpZ9FVbl1a"
    "6Tll2KbK3c4hkROeYKWl2l7lgguU0ye5CujxyqNLSfiI3MOf4FbQTAHfYcEOtIAqhvHI5Y"
    "M75l+DxRDUvDt9mG660dFx1T7OezH40cAcBt6/62ddduCJCnUH9YQ9vQYmjzO+SSJEq2dd"
    "O3lpfLZAnEcC7A4b+CP3MCeInBHtFJtrXOf1ZBU70FVqwuMw7XprMAkBmJuk5c7HwEE8Qs"
    "RUvY1Q9o5QATA4uskQ10SFHaKj+kIWWAPzMDXGg0DfztAtoZFlggkMCePeppUD+lib2E3z"
    "UL4bmzYP9evn2bg/E/WgMBM6uVWG17/q1L796fseVxBSldEzaNLCBdlME5JbgX3hUzfM4A"
    "+My0qaOJ/0qgHZeqH9SvX70qADWrlQm1uBeH2oJ7IB0TUkAXAhrajrkH1AkxBXYhsAlzdx"
    "bayiaPbGWXGN/ZeKcl6wf52yKIv80G/G0G3jLrbxfSUhuwBhifZF00qcbcB/NRMoPcEGIh"
    "iDMM7ahcAuspEzyVTxnYgee1pG/6/W4s8nLTGSZAHn25abNJRWDPKpmen9npDdOAPyLbZL"
    "1IhvYuyKOSZwR9W/JsUVcbCtmTTH03FNyVsafW45Iq1FzlULNwHSwyN3FZLccllZarpuVU"
    "BDw7WhsOhyiTIbG6+pKffhkgCwow02qX8iae2ZSeFR2PvTb0ATn6Ah2Kk2ilzjARPD8UI9"
    "ZEjRH6jUwPBOhvZFpjfKyNbeoatPUFM091x7UPfee6vMFWpL3ag2e71lFAG7B2agyWYcOZ"
    "cyBOd7yNmmF0yq1cb1yhRzOHhJmq08zb3PWHvF+94DbvcIGAEOTcR+gACLz1HSygAaZoRm"
    "zEyvQFxHP0EUwekc0bF3u2nCvpVX5BgX+DF0qYmSfrRbJB/C/fQvHjeb5I499q47jKG8fe"
    "6EgjP0TfnQwnbCtRh5BtnsvV/nUY87aCwOzLL61ff4p5XN1+73NQPRLtuu32bxKBreC1SA"
    "HewRl4RyQSgPMZ8/nN+ux52Z+/XL5+8/7Nh6t3bz6wKuJBtyXvc5SiQoUqVNjYesMlGYsx"
    "IcVZzOcsemCl4S3NWqxjyKGZ4C3GRlaVmIsh+LKPjaKayfnWiOC5Fg0/FWAxYsDsIgiYhc"
    "mNTtZA1Lyc22RNwXQDCEYePRGxexvfEJVQGQ9pbYzH+Ks38u//3gUPCK2oqOrNC2DJxnMT"
    "TCjiHv+kCdYLkxnIzAJeQgMBMgOEW7gUQGwwMWsDvJrIyDaEIyxW9tzLFXEQ1jfaA9qkzO"
    "E/GqEio3LxtYmVcTn0fWUH0VJf8Vvr+ftWQxozRBEVcsGb2BDCTGfiHzGRyrtdE/thZnkD"
    "4pBHiLaT8RDKEaiUI8Ce3CpFS9oK1MENSLJjitFj8vgxaZqd8rTO6mmtbLJcSXyCbLxDie"
    "OQon8wwB0o23jJmUD8+nUY3ClCY0FGYy6lMTWFmHhGygzooH4dED73aI48pmYxi7MM7jJZ"
    "pYPDdEAXxJbM5tnTi1S4DlpIzDWFqLyvc7i8r9Nk3ih2Zad1mWwNYT/RFB91nNKIt7G7TE"
    "VdYuhH5c9nxXg7mSUdnsbdoPVpeA2E7BiP7tt314D5osYYc4Q6/+D/i234R49B+/Qk96Q3"
    "X+K1kIjW76040bd3G4vAfT69i8vVD+53bwqg/e5NJtj81rPcnnp9KnjV3tTZRnJ996YUjb"
    "2uBGeVMUVlTKnYzuMBGVNiOZ7MI5DwZby5msD+dBzzak7h5yVt3i6IqaOMXezwZnPnLrYu"
    "6pbImhkwH8nM33m+AJxUORp0KfNNkaBJBp+Kv/A2ib3kdh/FLebpefWIa1N55syj9yDnZv"
    "Jf728tCww0MX74nm7sZtCTFtQyFIPz6RfKZs7GrURjKS3kOMlS6fq5yieJTMTepBTomS5z"
    "UkzROiWus+IjnJiPoLZrTx3LN1x7awUm/BiLwKy9w4hQAuoZl3p+YOdAe9cf3XTb4Ougfd"
    "u57/R7cS9f3ORFYaaIQbvVTaC8XF1prl0q+V1ERI3moqN5ZkG9LNBRGYV0UaS5QUbKQh0T"
    "UlgXptQsmcdZFuuYkMK6KNYen1GjSHhgEuPjb/f9Xh4VMiaajI6bugP+D1gmrdcSyTGJhc"
    "RTxJokh6YZdyF5A0liDV8AS+5fR0TqN+JPYmCLxa8kylEZBXMhmL3JuCwbIyqkgC4EtGdh"
    "lAQ6JqSALgQ0ddCyLM5RGQVzcZi3qOyxWy9tQG3aV3nTnsdWZFzuDnZ2cytD4b0itudRa+"
    "Ou/613DV6N8egrM+WTW065wdury/fvtnFb/k9eyPb+S6vbVZQnRXniTSjK048we0b2iYvu"
    "8ka3lhXlKT/hgvQro/LpFmqXvbCZTLYQjqn9KU9nzIJYzRnpvAyeO0KWyPhkWohm0HgSNZ"
    "p5XB5D1GV9W0W5PPcOe48MICS8XGiYTImxAWvIYAEQb/xEENONoNVM0dzEmJ9RS2a8wLQF"
    "0yZN4TlWwzxNxXCBNoLLY6MleWStstYIe9mbgvUD50xZvGji3dZc7JjWpAmoyeoACPi3P8"
    "gGS7gBlN2xwAI+8g4Ra5qyxxSdYuR3vDz0pK+VjWamhPeQRzYJJGp36tQRPdRsqk9U72Xt"
    "rKSsOnS1apZWyjR4ooxBvv0gyxcUmhb5PMvCZx16fMcJs2kcl07AjFgWT+bDzw33Bx+ftN"
    "ha3Qzz7zgLm7jzBZjwx7mAMwfZE9nxh0dr++wZhE6YI4gr55AEQR6aB/UeNlG690PTE4n+"
    "C+QmSjxBLLvXMRQQ5lbLeADFsa0Ux1aREeuWHKmivq/UeFHZkWoAuKLb1j51xpk2ePo97V"
    "t/8Ms1syW/sUce405PG923r4GJRxSNMZf1kmlg4oxEPo1PrU6X9+65fk+fR0O4DWXehq1A"
    "LeaeMxx/alLN5H26S2Z3QQnWu44uTEqr4wtLHF8Yujj7TESh9Bkz+Hxt9+46vc8l7fJA7B"
    "r4F8xTHvQ/D9r396zIvxrj+9HtrSjyL7wZaTRgk5Z/Mca3rd5tu9vl89b2shqzFbJtIvkY"
    "PZutuhVQHNX9OarbLxPzXqYdHzUe+CZVTANnWDa2yEFM17IMDNmDXiKqhv/+w19lYmqoTE"
    "yKlqRoSWqzbJeWdbJccQ7IXm93QlZpusqaftJTf56PXnfudKgsZiqLWaUofTuzmKVngSPg"
    "WuZkqmq+/QccTMWeAPRG3W4xumQkcdb+jMlYpq6ajOTYyFSk0rOSSj3uZX/6G9KdLMpSok"
    "ozl7okKmtE1C7IYbrZOAHxc41sBLw2rsF6gbzkbR6jk3N/1rxSUCIIoQ9ok2YuHaXFA3id"
    "Jb88POSjwx+e0cnfA4RLZWyLiNRwM+yyCOiX2ZhfpkKarDsHYcdDqQTOSbkagn2SEPKUTV"
    "8aNf9XAvaNOc+MXsbE6pQR7z8uL6+u3l++unr34e2b9+/ffni1jWWmb+UFNW86n3lcM6YJ"
    "ydbjAl6+fVdmoIcSNRzixz8iQUWSs6GvVyS5IoR85hK0H9lKlGHhRm/nWrfMOdEQr1ki/T"
    "GrbW+81MRM/AUFc7iyEKXAIvML8M02HbZGcruTE+MDY9M7hJd/7OQdwet/cMRbkKdAPkkv"
    "0jTIHAOfyI5+Pyyzcd5iJo2OSVYxf+RV1yI+4xKWbSRzVaXgz8Ter10nE+Jou6DUYVOM3D"
    "YoREuaV94SbrRub9tfh5xFFFyN8X2XCXxrdYbXYHvJSUk3XzrDoWAvhddjPGgPB//jVw+v"
    "x/hzu9cetIadfk9ji8lA9JEuG+OvfZ4Xg1OivIsx7o+Gt/0vbW3U+6UnsnMkCtizDPsD70"
    "G8izG+Y+vYNbjzV7OyZs9VEcP+Ktuuv5Jky3lulLY9Bs/fR+0RV6v3lw2FUa8n1OJfjDEf"
    "CqLEv/C5be07Lra99PhtvMj7ezx22/H945VNuJ0kUW1OluKokMpSXCBLMWQmjPSDi8x1LC"
    "Kh1jLJWqZYmTuG7UloaeW93tp6u8/Euy1ErAj9oqIsgFBCkQDySQAMqSPsVRfeGKwopjt3"
    "qsMBVTapz4mDL9lxlyIhl4LBljvX5kIihwt4yVH9q4F071C2v7569eryp3TopIAMT10wwe"
    "i7o0FnAijcUL6NiEWghBcD6qAVT1VguAi85HQAhgB6RHYTEJt/PwamaEb4biOgFvuP1ZzZ"
    "CPGGJxaClMdXHhCeiN1Iv8RLS8M7Y30R8XQ8XQIwnSaY8G/QXPbqTMCCrMGSp8fhj0DB1G"
    "YNAZ7gZoxtsub5FFiHQWO8skXwnDUCdOKKzDo8HQ4V259s7V6yG2Qmkjt4gnObuKsJz//g"
    "TtlN/znH4j0z2K9gPw+CFTQNoEPL8p6PgQMzt09jiQiSpzknI0lHTNnAx9CTZWwQnZdN2O"
    "CPt6LNs6FXvO1Qt+K3bYdI4d/CJEr8lHh3+wK4hmaQOVTaLfj2c3vQBh7O4L/AC8//fKHy"
    "QDzBSt7MiUQ+mFl79btDIIFspQMgzOLnQag+D2x0evfDwehLuzdssVUh+p+KSO35kaX3Xp"
    "cc8z9kVOq5Raq3ceeyylXx6tPMDs8k4PbqROvfsaNtgd1eAs+oiAI0CagKu58j7K6CxDtA"
    "PkmQ2EbsZ1PJ3JuNe0TkIOQrGv06G/T6AukPK+JPsEXRj0udXwERX3HqmhZzlukF7/Yp3M"
    "OTqCUZL5Iatlm+e0q0fsksTnI89wpu2KJoaAtIJV+L5aQPSchV2WOvDC12m/7DRrNSYCfk"
    "1NguNLajUe0ykcCknPoeOpGINNzUKANrQkyhKkN1r7z1CVGVn6HKNIJg56ekjiNiSr9V1m"
    "98O6zwB0Yxqfot8MfPOBjZ1yz5KsUl1dtU5bfJdjnRBRqWiSVbHTuOc0nIKk1XWdMWpI5W"
    "7jOWqIiKnqt0fj/qR5iJTWF736Oao5JqsqzyZDkzsUkXe6k5Iar0XGU9eymlStLOY0InDb"
    "NU5Oi6ElGWJzuet45gqsSIKjFiBb6KKJcY8dwnSFfyxd/7/OgwI2J6mToCrGWyHz5PYGOL"
    "8wHJJsMsJXHISyZSjKZFqcn0cNJ0il1+pF7L1hemg3THtVHGl0/Ses2876DEYX0ajIgUPi"
    "GW920AVs8Vcl6WGP4GfwQT1tiSTkQ2RP7xDkWCQkL5V0TENvhHTCJHjGnQ8LBtssayw2JP"
    "1c2uD4kEtAfloVFffZz6qw/xN4V79n5HUL+GvJHTnFXG3680wNl0ta2Aogoewkmjmu7aNp"
    "JRBXedDhcRVAfDlTgYTp3q01DbAGobQJ3qo8LDO7WsAnAqAPf0MY2dAbinyUsifPCBa+X6"
    "6MH95m7ffAWZmYHnms1ECvvmvLLIpOGg7w69ABMbrSyoI35q8ITnCrmBFL17w73i0fDTXz"
    "58FBKUe4bWhudznbBBa/L2Jk3uN2PmaxsTmXt+wp728tCzkm0EvfDrQvkhPPTFw2oimCB0"
    "I89NocICKixQlenzDGGB6JOlYB6y90IOc0KsDnTTPLOu/eswPzKwteq6/d7noHoyXJD8cM"
    "pxkF0K9YhILcb3uSGPrGdlYE+IKej3gZ4tvh5k0sl8d7qRWANVVkHjtttu9UZfr4HOo3vu"
    "aozv27c8G8h1sKuRtL2ehv/O7E7zUXaATF5YMhQ6Y0gysHSebUQyarEWDElGRRQ1WYV4VY"
    "hXhXhViLcC1lGFlKxCvEdSqgrx/qgh3jsbzrIO/drea+aFdg1eq2A0d7hAIgGtT32aEXsJ"
    "XKY3nib5AW2C5Mq6ZTJf8yMPwD5OwNwma8rDqwQjjwTFc0dvAIWPKB3GPX4XPL11SzgzNj"
    "KA+LmsJZ5Omjck0khT4h2lCxm8yynry6RehmswZ94CBs7a1FGhQLAsz7MKyVYqJPuURxc/"
    "tTF4+oDsI7RciVOezdPaCqhkeock03ss4Uv6tdWJQRJXskJORdWgVl6F8ioia6zyKmrrVb"
    "SQbeqLhsSn8O/kehQwrLPLo8gGVGJoH2JW/yin8B64DmZbzZkR62zLOTtkXQfr+SQZG/lL"
    "VQJhv3oN0T2Jb8J6dKR75zlJj0MR9R1JSQclZSCcczH78/8BkYIiNA=="
)

from tortoise import BaseDBAsyncClient

RUN_IN_TRANSACTION = True


async def upgrade(db: BaseDBAsyncClient) -> str:
    return """
        CREATE TABLE IF NOT EXISTS "prompt_templates" (
    "id" UUID NOT NULL PRIMARY KEY,
    "category" VARCHAR(50) NOT NULL,
    "action" VARCHAR(50) NOT NULL,
    "pre_condition" TEXT NOT NULL,
    "post_condition" TEXT NOT NULL,
    "description" TEXT,
    "edition" VARCHAR(10) NOT NULL,
    "model" VARCHAR(100),
    "temperature" DOUBLE PRECISION,
    "max_tokens" INT,
    "active" BOOL NOT NULL,
    "version" INT NOT NULL,
    "created_at" TIMESTAMPTZ NOT NULL,
    "updated_at" TIMESTAMPTZ,
    "user_id" UUID REFERENCES "users" ("id") ON DELETE CASCADE
);
COMMENT ON TABLE "prompt_templates" IS 'How a model is asked for one thing, named by `category` and `action`.';
        CREATE TABLE IF NOT EXISTS "prompt_template_editions" (
    "id" UUID NOT NULL PRIMARY KEY,
    "edition" VARCHAR(10) NOT NULL,
    "version" INT NOT NULL,
    "snapshot" JSONB NOT NULL,
    "changed_at" TIMESTAMPTZ NOT NULL,
    "changed_by" UUID,
    "template_id" UUID NOT NULL REFERENCES "prompt_templates" ("id") ON DELETE CASCADE,
    CONSTRAINT "uid_prompt_temp_templat_35b28c" UNIQUE ("template_id", "version")
);
COMMENT ON TABLE "prompt_template_editions" IS 'What a template said in an earlier or its present edition; `changed_by` nobody: a release.';
        CREATE TABLE IF NOT EXISTS "conversations" (
    "id" UUID NOT NULL PRIMARY KEY,
    "title" VARCHAR(500) NOT NULL,
    "model" VARCHAR(100) NOT NULL,
    "provider" VARCHAR(50) NOT NULL,
    "system_context" TEXT,
    "context_window" INT NOT NULL,
    "token_count" INT NOT NULL,
    "usage_percent" DOUBLE PRECISION NOT NULL,
    "usage_level" VARCHAR(20) NOT NULL,
    "message_count" INT NOT NULL,
    "archived_count" INT NOT NULL,
    "last_position" INT NOT NULL,
    "archived" BOOL NOT NULL,
    "idempotency_key" VARCHAR(255),
    "payload_hash" VARCHAR(64),
    "version" INT NOT NULL,
    "created_at" TIMESTAMPTZ NOT NULL,
    "updated_at" TIMESTAMPTZ NOT NULL,
    "user_id" UUID NOT NULL REFERENCES "users" ("id") ON DELETE CASCADE,
    CONSTRAINT "uid_conversatio_user_id_717e03" UNIQUE ("user_id", "idempotency_key")
);
CREATE INDEX IF NOT EXISTS "ix_conversations_newest" ON "conversations" ("user_id", "updated_at", "id");
CREATE INDEX IF NOT EXISTS "ix_conversations_archived" ON "conversations" ("user_id", "archived", "updated_at", "id");
COMMENT ON COLUMN "conversations"."provider" IS 'INTERNAL: internal\nEXTERNAL: external';
COMMENT ON COLUMN "conversations"."usage_level" IS 'FINE: fine\nNOTICE: notice\nCOMPRESS: compress\nWARNING: warning';
COMMENT ON TABLE "conversations" IS 'A conversation of a person with a model.';
        CREATE TABLE IF NOT EXISTS "messages" (
    "id" UUID NOT NULL PRIMARY KEY,
    "role" VARCHAR(20) NOT NULL,
    "content" TEXT NOT NULL,
    "status" VARCHAR(20) NOT NULL,
    "position" INT NOT NULL,
    "token_count" INT,
    "prompt_tokens" INT,
    "completion_tokens" INT,
    "is_summary" BOOL NOT NULL,
    "summary_id" UUID,
    "archived_at" TIMESTAMPTZ,
    "reply_to_id" UUID,
    "client_message_id" VARCHAR(255),
    "model" VARCHAR(100),
    "duration_ms" INT,
    "error" JSONB,
    "created_at" TIMESTAMPTZ NOT NULL,
    "finished_at" TIMESTAMPTZ,
    "conversation_id" UUID NOT NULL REFERENCES "conversations" ("id") ON DELETE CASCADE,
    "user_id" UUID NOT NULL REFERENCES "users" ("id") ON DELETE CASCADE,
    CONSTRAINT "uid_messages_convers_779e4d" UNIQUE ("conversation_id", "client_message_id")
);
CREATE INDEX IF NOT EXISTS "idx_messages_summary_c3c9cd" ON "messages" ("summary_id");
CREATE INDEX IF NOT EXISTS "ix_messages_newest" ON "messages" ("user_id", "created_at", "id");
COMMENT ON COLUMN "messages"."role" IS 'SYSTEM: system\nUSER: user\nASSISTANT: assistant';
COMMENT ON COLUMN "messages"."status" IS 'COMPLETE: complete\nSTREAMING: streaming\nSTOPPED: stopped\nFAILED: failed';
COMMENT ON TABLE "messages" IS 'Something that was said in a conversation, in the order of `position`.';
        CREATE TABLE IF NOT EXISTS "text_drafts" (
    "seq" INT NOT NULL,
    "text" TEXT NOT NULL,
    "stop_requested" BOOL NOT NULL,
    "updated_at" TIMESTAMPTZ,
    "job_id" UUID NOT NULL PRIMARY KEY REFERENCES "jobs" ("id") ON DELETE CASCADE
);
COMMENT ON TABLE "text_drafts" IS 'A text that a job is writing: its first `seq` pieces, kept about once a second.';
        ALTER TABLE "jobs" ADD "message_id" UUID;
        ALTER TABLE "jobs" ADD "text" TEXT;
        ALTER TABLE "jobs" ADD "text_seq" INT;
        COMMENT ON COLUMN "jobs"."kind" IS 'SONG: SONG\nINSTRUMENTAL: INSTRUMENTAL\nSTEM: STEM\nIMAGE: IMAGE\nOVERLAY: OVERLAY\nCHAT: CHAT\nLYRIC_AI: LYRIC_AI\nSTORAGE_MIGRATION: STORAGE_MIGRATION';
        ALTER TABLE "jobs" ADD CONSTRAINT "fk_jobs_messages_752d5465" FOREIGN KEY ("message_id") REFERENCES "messages" ("id") ON DELETE SET NULL;
        CREATE INDEX IF NOT EXISTS "idx_jobs_message_c6eb77" ON "jobs" ("message_id");
        ALTER TABLE "prompt_templates" ADD CONSTRAINT "uid_prompt_templates"
            UNIQUE NULLS NOT DISTINCT ("user_id", "category", "action");
        ALTER TABLE "messages" ADD "active" BOOL NOT NULL GENERATED ALWAYS AS ("summary_id" IS NULL) STORED;
        CREATE UNIQUE INDEX "ux_messages_position" ON "messages" ("conversation_id", "position") WHERE "summary_id" IS NULL;
        CREATE UNIQUE INDEX "ux_messages_streaming" ON "messages" ("conversation_id") WHERE "status" = 'streaming';
        CREATE INDEX "ix_messages_order" ON "messages" ("conversation_id", "user_id", "active", "position", "id");
        CREATE INDEX "ix_messages_search" ON "messages" USING GIN ((ARRAY["user_id"]), "content" gin_trgm_ops);
        CREATE INDEX "ix_conversations_search" ON "conversations" USING GIN ((ARRAY["user_id"]), "title" gin_trgm_ops);"""


async def downgrade(db: BaseDBAsyncClient) -> str:
    return """
        DELETE FROM "jobs" WHERE "kind" IN ('CHAT', 'LYRIC_AI');
        DROP INDEX IF EXISTS "idx_jobs_message_c6eb77";
        ALTER TABLE "jobs" DROP CONSTRAINT IF EXISTS "fk_jobs_messages_752d5465";
        ALTER TABLE "jobs" DROP COLUMN "message_id";
        ALTER TABLE "jobs" DROP COLUMN "text";
        ALTER TABLE "jobs" DROP COLUMN "text_seq";
        COMMENT ON COLUMN "jobs"."kind" IS 'SONG: SONG\nINSTRUMENTAL: INSTRUMENTAL\nSTEM: STEM\nIMAGE: IMAGE\nOVERLAY: OVERLAY\nSTORAGE_MIGRATION: STORAGE_MIGRATION';
        DROP TABLE IF EXISTS "prompt_templates";
        DROP TABLE IF EXISTS "prompt_template_editions";
        DROP TABLE IF EXISTS "text_drafts";
        DROP TABLE IF EXISTS "messages";
        DROP TABLE IF EXISTS "conversations";"""


MODELS_STATE = (
    "eJztXftz4kiS/lcq/MvMRNDebrsfs+67i8A23c0OBi+P6Z1dNoSMCtBYVDGSMM3N7f9+mV"
    "US6IklXhbqipiYxqKyJL4sVWVmfZn159mUG9RyzjvUcUzO2nxxdkX+PGP6lMKHhG8r5Eyf"
    "zdbf4QVXf7BEc0e2Exf1B8e19aEL10e65VC4ZFBnaJszF5pg6xajxHScOTWIyx8puyID0x"
    "jAJWK6Dhn87pqDc1IlNn2Cbw3CbTKF5iYbE5svCGWGQ9wJlbLneEuDD+Ge0OAgvc+Z+cec"
    "ai4fU/jChnv8699w2WQG/UYd/8/ZozYyqWWEYDQN7EBc19zlTFzr9eq3n0RLfPIHbcit+Z"
    "StW8+W7oSzVfP53DTOUQa/G1NGbd2lRgBcNrcsTw/+JfnEcMG153T1qMb6gkFH+txCFZ39"
    "12jOhqgZAuo9N/hUN9m5aVDmmu7ynNGFZhr/4z1qQEzTmq2u1ql1Ne0spmF8pIhavEtDGC"
    "QwOkzmInB//kf2uwZIXD3DG9x8qbZ/vHz/k4CEO+7YFl8K+M7+IwR1V5eiQglr1Ic2RYw0"
    "3Y2jfwvfuOaUJmsgLBnRhOGJnvsfttGIf2GtkvVL4oPrw3cAwM/gBxotZi29sbBBAd36Xa"
    "3Trd7d4+2mjvOHJfCrdmv4zYW4uoxc/VHqi8P7LyeGVSfka737heCf5J+tZi2q1VW77j/P"
    "8Jn0ucs1xheabgSGrX/VRw1arrVOv81M6G0LrYclj6P12It4QKWfiJJ9kDZq2Zu2t9ByWH"
    "IPWvZUWJRXu0xanjvU1vItngGRfa6gxVXqMwsk2iSjx8T1EaGKQ/uJ29Qcs1/oUgBch+fQ"
    "2ZAmAOoZhz3oxrMMTxPV9dX122zri5UdFxxT8PPhR1NXAHBT7dxUb2tnAuQHffi40G1DC6"
    "GN3/ALHrmyahv/anoxjV7RmT4W4OCvwGeOAJ9gsAd0km6t48/KaKpXyQzagnG4MN0J0cFI"
    "HA75nLkfyYCCpWgJu/qRzlxiMmLxBbXJUHdo3CrfpSNlgJ+YAS40Ggf+ZqLbKRaYLxDBHh"
    "71MKgf0sSe6t80i7KxO4E/L96924Dxr9W2gBlaRVbbpvfVhfzuP6HlcaY7zoLDNDLRnUke"
    "nGOCW+FdMMPnCICPTNtxNfFXDrTDUuWD+s3r1xmghlapUIvvwlBb+hZIh4QU0JmA1m3X3A"
    "LqiJgCOxPYHNydiTaz+ROs7AnGdzreccnyQf4uC+Lv0gF/l4J3kvX3HNKJNmAJMD7Iumg6"
    "GrgP5lPCDHLNuUV1lmJoB+UiWD+A4KF8St8OPK4lfd1qNUKRl+t6NwJy7+66BpOKwB4amd"
    "LPrDe7ccCfqG3CXRKG9nOQByWPCPrqysmirjYU0ieZ8m4ozGfGlloPS6pQc5FDzcJ1sPjY"
    "ZHm1HJZUWi6almMR8PRo7Xo4BJkMkdXVk/z0S5taugAzrvZE3sSJTelp0fHQa+M8Unc4ob"
    "viJHopM0ycjXfFCLooMULmVB/vOozq2EeJMQLvfzpzNZdOZwDFrmjdi966XmfZYCvm0rQZ"
    "NfgWPB5HoLEjZDeBrko8zqawbO3+Nt7JXkqM0+/8YUeM/sYfSoyPtbTNoabbwwm41EN3bu"
    "86pBrYYTXQX+nBs+fWXkBrQz8lBsuw9ZG7I0632EfJMDok/USOK/pkbiCOx9pUNhFSvCHv"
    "Nc9ITelOKBGCyNfWXaIT6ZOQiW6QBzriNoVrw4nOxvQjGeD6DZKCZ4L8btn4B4d4X+DFBD"
    "b5we6SQGr5l+dVeXsQnsjZvxXZpchkFzk64sh36Tc3JXC0kijDNtOmMFHtH91QhMjfTPrx"
    "rvqPn0JRokar+dlvHojQ3zRa15FgvP9axACvsxS8AxIRwHHGPL1ZH54X/nl18ebth7c/X7"
    "5/+zM0EQ+6uvJhg1LU9oba3jhbRfBysqxDQopnvZlnLcGKw5ubaV3GMGklwrUOjawisa3X"
    "4CclSAY1syE/krOxFgyZZ2BeMwJ2kU7AwkSjEzoImpdjmy8c8rAknFFJqabw3dIzRBPo17"
    "v01md9di9HfufvDfJI6cwRTeW8QKYwnitk4FD0+AcVspiYYCCDBTzVDUr4iHC0cB2iMwPE"
    "rCWRLamRbggHmPfw3NMZdykbLrVHuoyZw3+erRUZlAuvTXAN5ei3me3v8HiKX1nP31Ya0s"
    "AQpY6Q89/EMyEMOhN/iIk0+bYLbj+OLDkgdnmEYD8pD6EcgUI5AvDkVi4q5UqgDG5AlNGX"
    "jdK3idMXpwYrT+uonpbcdsqD91piP4kc3xngrp60WbxhAvHal2Fwx0jYGVnYG2nYsSnEZC"
    "OeZ0D77cuA8LFHc+AxNQsszjy4J8kqHeymA2fC7YTZPH16SRQugxYic02m9IM3G/IP3sQT"
    "EILY5Z3Wk2RLCPuBpvig4xRHvMbm01jUJYR+UP54Vozcyczp8JzdtqufuldEyPZZr1O7vS"
    "Lgixp9hgjVf8W/xTb8k2T9v3xiTtSbz/FaJIiW7604UL7w0uL6NunCYbnywf3+bQa0379N"
    "BRu/OsntqTeHglftTR1tJJd3b0ql3pQ1KUNVeTrW7qOq8uQPnsNVeQrVpTP3kDiUxJsrCe"
    "wvlxdTzCn8uKTNmwk3hzRlF3v9ZeXZXeyhaJuj0q/PfOQjb+f5nCCpstduOOCbUkGT9Mtb"
    "/CA3iWVBzo/iK/D0ZDs+t53kar97v0MyNxN/vbe1LDDQxPjBPd3Ql/6dNL+VoRicL79QVj"
    "Zs3CZoLKaFDU5yonT5XOWDRCZCb1IM9FSXOSqmaJ0JrrPiIxyYj6C2aw8dyzfm9soKjPgx"
    "FtfT9g4DQhGoRyh1emBvgPa21btu1Mh9u3ZT79RbzbCXL77ES+vqNu1atRFBeTq71OZ2ro"
    "KdARE1mrOO5pGlD/MCHZRRSGdFGg0ynhfqkJDCOjOlBosv5MU6JKSwzoq15DNqDh2mFDX4"
    "W6fV3ESFDIlGo+Pm0CX/RyzTKdcSiZiEQuIxYk2UQ1MJu5DYQZRYgwtgzv3rgEj5RvxBDG"
    "yx+OVEOSijYM4Es5yM87IxgkIK6ExASwsjJ9AhIQV0JqAdl07z4hyUUTBnh3mFyha79Ykd"
    "qE37Im/aY2wlictdZ+7z3Mq18FYR2+Oo9ey29bV5RV73We8eTPnoltPG4O3lxYf3q7gt/r"
    "EpZNu5qzYaivKkKE/YhaI8fQ+zZ2CfOOsub3BrWVGeNhdcSMwyyl9uoXQVVyvRYgvrMbU9"
    "5emIVRCLOSMdl8Fzy/mUGp9MizopNJ5Ii8omLo8h2sK9raxcno4L75FBhISshcb4AzeWZK"
    "EDLERnS68QxMNS0Goe6NhkDM/V5iO8YNqCaROn8OyrYyxT0Z3QpeDy2HTKn6BX6I3Dy14R"
    "rB99DMrCSwP5tTZnrmkNKsQxoQ3RCeb+UJtM9SVx4BuLTPQnvCGFrh14THFTRr0bT8/JVy"
    "yW4fc2svl0QBwAVjy+6RBfBhuLJ8CesX6GuHKF/xeP22eMu6tnlmXlvEceudTGwQNAwH/w"
    "SLKYxq4HI85sOjITKBebeC6+ROkO6dujc5zOMgoMkrwWXkRUmXhFNvGCU8uWil7JqrPIi6"
    "bpmPX5QkWpPBM1qSTV2nrdTOXNfASwpNQOwGx2586AjLhlYb0oExZnb/DhGgfmYGVd4smd"
    "2Hw+hrURH+dcrGKDpFOB99b30YtUHbAMFSpnlxpUEs2d7r7uIvfdd62AJe6fofxV5AlCBe"
    "T2oYB1+b6UB1A07kLRuBXftWz1twoaXkk0XlQBrhIArhjdpa/OcqQ9xFZT+9pq/3IFtuRX"
    "eOQ+qze1Xqd2RUzWc2ifoays18K42xMlWz5V6w28u3T9Xr5Ui3Ab8rwNK4FSzD1HOBXcdD"
    "QT7zmfgt2lJ2D93Im+UWl1qm+OU33XLs42E9Fa+ohFou5rzdt683NOu9wXuyLeB/CU263P"
    "7VqnA5e8T33W6d3ciEveBzkj9dowaXkf+uym2rypNRo4b60+FmO2orbNE+odpBOiVwKKBr"
    "09DXqV/LrpZXomb3bHN6lgGjjCsrFCTmfOIqnIR/qgTxBVw3/74a+KfZ2pYl+K+aaYb2qz"
    "7DktD/l0hjSjrd7uiKzSdJE1/aIHS52OXp/d6VCF8lShvEKxRp8tlBefBfaAa57Dz4r59u"
    "9w9hk8AWn2Go1sjNxAbbbtSbmhYnAlGcmhkal4y0flLUt6b+vhdzp00yhLkSaVjdQl0Vjj"
    "onVGDtP10vW5xQtqUyL7uCKLCZX1ASVpGLk/C2zkXxGc40e6jDOX9tLjDvzdnMmtu+S1fv"
    "fMXXwPKMtVFDAgUsLNsIssoF+kY34RC2nC7VzKXIlSDpyjciUE+yAh5AeYvjTH/N8EsK/N"
    "cWr0MiRWpqKLf724uLz8cPH68v3P795++PDu59erWGb8q01Bzev6Z4xrhjSRsPU40S/evc"
    "8z0NcSJRzi+z+FQ0WS06EvVyS5IIT8OpbDSTFvV99ttGvXZTBEaZ3M7PyZOXTnNpXVr2fU"
    "djj7KPjzD8JE9QtgSwOVSLOZDMAgTOTj79AbMvAHkoAoTgwaEMTBIYORyXRLk98Emfe+Yb"
    "wqzk0WukMcWM8xI4DPbSzxK8oMmcYABPpMNPae0JXSpmT5o6Rg8mOSFNrYC9sUqQP8Cfo1"
    "3Qqmzw1c+s3V8IqlLwfEpZblyF83klGJPoNfQn5sNcltrVHr1ojvf/+Ez2sy8bRTcywLjK"
    "7yBqmNv2ioiyw+GK4AnVCrfEabjjCxwOV9Brei1qhMuQpyrO6SrBAYMdnvt+a5Km5+UUKs"
    "m1wooe/8dOaIWBn4IYpDXnLAKZtgQNvYYrgniKohn18D4iyerRQQl1T458c/aO/lQT8qp6"
    "afref7/Ed9hsVKAX04yHB5kSHIcHmRGmTAr9QBG0c9HUalYx06HevIOT5Fx3j/gfbkGPuG"
    "OG9ycL0ME/D+d4102zUd1xxqjrtMm4mfz+SJ91LgsX1W7XVbVwTDoH12/6XVbeGBLvVOt3"
    "5zRWYTjnE53RK/p89u65/r3WpDq7bxkHhzbLq69Qp+bp+16g3tvlpvdkVaEDetVzPUGiiz"
    "z75Wu7X2TavRal+RBfxeG6DiNub+tLutVvOKDKELzlmfVZv1uxo8DDOntM86v9S6N1+uiG"
    "Sz9Fm71ryttbXLW1h7jVc2BRzsaMTxZXKFkE/KHTP5ZKFsgybSxcmMmFa7267WYTjMuI2I"
    "w1hoVJu3nZvqPWjS0pnhDPUZaPNr/bamVZufG3B5YRr0lc7GFlwHk7NT07Ay7tDiDn01n4"
    "Gme42a1vqkdb/U27edK2LPLfqKj165E9M2HJCpNWFIYdLYkDIYUJjtWm1c9+60m9avNRhm"
    "uvUwn74aYmS2GCPEMseT5DrH2YZHUP5Uxkaz2u21qw3oR3fntm7BG93t3dbhe8edGya0uG"
    "1X76pipjFsfaqLOeZzq3Fba2pfWj3Q45hbBmWvJnwO80Wz/vkLDDSGUBRDq2Ii02a6RV13"
    "6+Ui1smp6PfX+nW72gSNPJkPts7gzb/rdfGlnM5dfCPvWs3WzZd2C6f0KWd8OAGfEN74L6"
    "BHeFGbMHF0QHoC+nyFvAtbd1xcLdp3uE7YU3jPWy0YPkPOYezcQ+Ma/DWDVrQgGe0GdXXT"
    "gjs8pRm9z6s/2sepaP+uDos1vt1TE5ZrfLvvWrA8w1qP2jbE00pdN37Tbmvdal1k+aK2re"
    "Ur+aupUQw9viT5rVAm9UHK/Cgu1nFdRLCu3IRYXSoJa9W+TASsveWQTqhvb2SEcy2g8EzA"
    "UzEFFVOwOBPw/pmCDthCVu6zooJCBbYAi2RWWLqd/5S5kJACOhPQE93xOW4Jc/amilIRSV"
    "VNKkc1qSC1MA57ekWWqJwqx7J9OZYIZzSuhk2n7MRED5qFXpCa6zmS0FWtmzNV60ZlKKha"
    "N0efpIqkZB+TzVpW9TpUvY6Do7p7vY4sNSVUtYSjVku4FzzMLp3OAFZaMwTDICWvLLVtZV"
    "Oemcf0dD0xjUq5jPlmXzGjSSe+NHF008DEKJ0RqtuWSW3CbZFShVk8lLnE6/8jGQwnOoMf"
    "rT0sB94Rb1fQlQ3jUndoPBntsLdKyJL619kKFPnW+AbsvzflT0Vk/DvnyKGKqeL5dCqV3l"
    "So9CZPcXkiWwGREsZp32TbJ9uwTRaNap2I+3lCOzsO02fOhCd4IunRqqDMTpGqooF77FBV"
    "eJnI5f6HJEvo/pfJE1zbIXmW5bCUqoYZjbSHDK6soEbElJe92cv24dqDpx32U8rtc0dGWV"
    "6/+3iuZSafMq8zmdGJ/MIX4I2J7rCqhe484vnf4MxhDQx3AnqoiNohBhbyGAyh4zG3wZPD"
    "ehcDXfgOCcVL9tIrlubAQ735HH3PgRdCGYCbiX1SsCmX6E3+4Hxc1Uf5wSF8weRd9EcqDy"
    "8FOIZU3F0eFD7w7P1Bn0E/b85fV+B/b8j5+bloNKN8ZlFwXD2jdUDGNp6DCk8qqpvgMePi"
    "5kSuDeI5e+LdwDbyQSrE/1Hy6PChLFIiSxJ6Z6oP+Vwcqi7rjUg58iOWOOkQeE/ILaaSNG"
    "+6FXjOSLmTn3atWah805fwTf0xkcc5DcqU0DvdPyNZvmt5IF5LKIAzADyzKS6+aXGWTdVM"
    "IoKlgPvoVQVgztkS/5ikUsAWCgg+Zg70I2JlYNAdvZ6Piu0eOrarqhAcOMUE/TNEZG4n+f"
    "MW11Omj4hcBO0RCp4e3hvgvW31rhs1ct+u3dQ7dS/suwooii/x0poHisn30cEM2nT5I2UJ"
    "2+apexVhoa22KwqG8r53K9BefkpKQtlEaF4LHZHL7HuVJ0tlPpGtNsX0PPmtHsX0VEzPoi"
    "q52EzP09HpCRE9iwnqcXieQRrg9lzPTZTEE1ubXoT+ecMZ2lL6BtZntEll0/7cMNA484kC"
    "QaHgQQByG8rbYks6PCCboDgnQDg7mtiNwtL+ZMIXZDofTlAMd50GoprEN1dbgPr5YiAuWr"
    "rjEvpNboGRkWlZ1PiIm3SYtAW3wupSYj8PbiAvijItA+LoS3lsAUB5TgbYj+aX7xK3FwcL"
    "iC077/6SgUmm1MF+4JkH3kf/meWuoT2cgINh+BfFP+tzDVZ7kYKdujoLzJlPp7ptUrju4s"
    "URt9MpqYGX2zTgveIuZcOlSIndSEsNyIUNikyU1NC42aW6v4/QXp4j2JkixhZlBa9s2Hw8"
    "concoq0hR8j2PnLstNgIHyR46p9Okwzy8xXDgvLHwxwjL9RmupVzwsAARq3dxEphfg99Vv"
    "uHfw2m2nWvL74r7Cwdl041z1bIszEWlyzDVsKx98bCRlqOgGFcUFH0k4pKrK3kHOBGpI6H"
    "7OsTgTXkMOTaEItJbrklVih4D7whFvDEtl1CI10ccRUdmcx/nMwr6Kd6swadgWSfQbv6Df"
    "zFuGsOsXxy6w7A7HSwTOpUeD6ihGpT1OFe6Dbziga/fHH1kL+bZyszKqfmn9heZihskAPb"
    "uKACNwpuKLiTA9uYnII2bdwmxIg37sIHxFRNsRwb8dGAX+LqmRbAiomWwcE5wqFDM30JRp"
    "yR/wStiFz54N5/8U3FNNnr/KyYJulQK6bJEZgmRdP6iWi52FSTE1LqCXFNCorqccgmXoxg"
    "R7LJneylXHgflF4SQCyBWRLGM51UEtTe83ySDp9SkX1NXCQ/LHRnXckrxBipEC/jmNsG1v"
    "YakcGKoxFnm+ynW8FFkXyMpcjzRkgkHcS7KrsXRA1HpGqbrpdRbcq7+t7tR5H3PZIzBgGf"
    "i/zYavbZba1R69YIDBeCWdY/IR0kmll9TgZDy8SzU/zgGT7KVCSTO5QZ+Cvhbu7CHNIVj4"
    "XoTp8FvuUwMUFHNp1ZSw3WEZG1Ln+K16v8KVgGDZoQnTkLwEhAcC/nys7fG/DgdCaTw+U6"
    "QqbwiyoyQf6JDq7wxyM7JdQx4sC4u8LinFSnXKiG9pmUxC4d4iOPsFEi38WKYMbgHeHppv"
    "Ak+NidbrtWvas3P6czY4JK9ouvRVHMzJEJG8CZuCn+a6CqtZ0YKcXm2x8W6ssWmTxx1vmt"
    "063dXRG5yd1nvQ4esoijvc+qnU4dTFE8B06HoY0/c6vT+fa/4eCdHxXXTPoufkCkyAop7P"
    "49aN+dpxyx/fy7sJY+4oYcbpsJmzPnO4Ebb7gSy4037AHPt/QWGTziEhaAqTj/ttNt3d/j"
    "2XeOy2czPBnxk3cY3mjrM/D2/7ZsscPxMpsbim5xgnHfPQPrl4nKmxYbk1PgJkR95XyGVn"
    "BugBNlFcgJW3GO5jmEOTc/w4Jq+zPH9ufaL8/jJYWl1CE+ycyT/JsFEVGVl1rkzYJAFCjP"
    "uxMRU/mpkZU2Fl6KYbuhpl6ScPlIAgfhZKgCQQfOcTHmMhKtTfNYjxEpZTfGbRhq2zxhYz"
    "G9wv5KQB0EuUN1fUWE+Q6JMCOTmc5kK7VHRJVxW2TjNmHjL6uBmyCqmDGxfB1FNFJEo+IT"
    "jdKmhD2gm1BjpaQoJ0yI6qzIE2FzAVi1J8rcFDpX8OvKJj4XqE2j2DIjo6vFKIHW9lLW+A"
    "HxHxwy1mcWdRxi8fE5+WqbrksZHk2BnCKftyPrACFxyCvh4xXbgR7iBK+D3SWRTIQYyOHv"
    "0D9irKFcBJ5rc5zqMSeukQmOsje8d+PuHN5N/uvFxeXlh4vXl+9/fvf2w4d3P79e+cvxrz"
    "Y5ztf1z+g7h0xK35lOJ/KgqmLwp2LvtVY730lbLS5MMckBtkw8kHHxSVHVm5vafRdpHP6n"
    "Pus0QOBrtd69IquPcLV3fVfvdgUvZP25z9q1bvs3r/n6c599rjVr7Wq33mpq4Nq0xT3i1/"
    "rsvtVoiE69D33W6nVvWnc1rdf8pdn62rwikQuCjNKWDyI/9NltC7PLbz3fKm/08DJL8PAy"
    "PXZ4Ga/BcnIcoi0Gz997tR6qVf4LQ6HXlCn73gdM4q/LEeN9wGEE46x2i2Krj2sukfy3z2"
    "6qzZtaQ1xafdxGsQdgGNkc3ZoE1W4okBEUUuXiM1TH0F0ssp+rCMBaQq1lKuRekJD7FoSC"
    "sobYyxRrXftFWWOBawkVCtwcCgSk9hCryhwyKSimz4ao1gOqSKeperAnx12yhFwyBltu5z"
    "YKkQW3H8mPiOpfDDo0RVLSX16/fn3xUzx0kkFGJL4xLMGnu6I+soOJXcyrffwNM97oDBOx"
    "jDmV54MCAngCaYVwW+R6PVDMdSM6cSwuUrZGNqXY8cCiukMln9SrkyyvzJlresWYFxMung"
    "4zzYjpVsgAufVzeHUGshS0zpbiERzyYENHIq2vz2y+gKZ4Q78zbGxxmQHnn206hsHkyArM"
    "ljnF1LiRyM2TgmObz2eDc/hr/gBfes/ZZ4EUP53MMJVwqFuWfD4AR18etEbzFvlnOIZ2Kc"
    "28dr22vfm6h2w398Zb1u5h6GXve61b8dtWQyTzbwGJHD8lfLttAVzopusVfEu8Lfn6pdau"
    "EYkz+W/yg/Q/f1AphS+yR5oeiXyE37ttCMSXLXQABCx+DEK1MLBRb3a67d5drdnFisDBvz"
    "BehYmH+H9od1f9XIMG+E+ftX6ttRvV366I96HPAO/uFcH/91njt3b9RqvWr4j/Sca+QFS7"
    "q3+WoTQZBQtdUjGwLfPo5EyS8y37LuNgpxYbX0W68ypXRcgPMzucSIjvVKpQ+p5CDjyDIg"
    "rQhOxMFeg/eKBfhaWfAfkgYWmbws92EubedNwDIjshX9B42/FI+BM6fJxxMymZPh39sNTx"
    "FRDwTh/mpgXuuXOOt30Jh/QgalFFhb+3osJFm4gOXVXYP3BJs+koF9gROTW2M43tYBw9T+"
    "wxKqeyjSMHGay3UfLAGhFTqCahKrcGYqhuJixERFWSWJGJC/5eU04dB8SUfous3/AGXNYl"
    "PixVvgX+AEcsrndSc75KYUn1NhX5bbLnSK3RDcs77iyPnqOyStNF1rQ45ipf4kxQREXPY0"
    "Ujc548q86b3b5erTgzNt/gDYqoAjXqzCBVKkXONrq9ndbDkmqtL/JarwrifB96Hk64OUyu"
    "R7ihFE5QSJVJDe+RTdPqO26g0k5Tyzp+73BuKpiZDujGSpnfO6QOZ+O8hZHXIgpMVfFKVb"
    "w6Mqr7rXiFb/MeUO1AN/uquPQCL/6zmAYmvRCm/nlsZwmG1B5gvREdlRnYkPmYAVphHu0B"
    "2fo085GPpwls0I7MgKtnJe0B2VzHaZ4mtmGTMgXd9HziAJl3VS4tDHrOWnfB+mwlWdTyVb"
    "wLVCC39VFClMIHtMVol8P/nocVI++32Fn5CgnmSE8PoZCQpB5FKT1VXQTQhXYyZqxXCYr4"
    "h43+zh8wOXxhi0zXK3lIqmk7Lhk49I8BmZl0SJ0KeaQzaP7A5/IkU8wrp4CCEc9uP0D/CV"
    "ndkbzt1HzbohTIeNFygIdJqi14eT+1Qbk3zv3Z8cflgc7T5DPNyx+hSaVBN50UFhdWp4Xl"
    "OC1sPjO23MgMS6qtjqJtdcRiS3kq/jxTbsm3KzP6SNsXWyrC+rzfUks7lU9qLG1zWMUj5V"
    "w6dOc2TbFTE9tttFctlND0gEhmuxXvbeBRwHMhJwtPYwTpIxlAZ1NnII6tRxMTjEd5jr3J"
    "CLcNrIskyk6bhuPVmzZtwhcsyXw91G2eq00koN2ptLUqJHNom1f8G8M9ndDsty9hYthBDj"
    "oT71cc4PR81JWAygXeJenU0YZz26ZJucDPHZ8bEFQGcQ6DGM/1yHdAfEDieG70m0NNJooo"
    "ebR5u7xESeVVltWrVAQQRQApmPv9LAEkT+Bjz756e25t9NH97yvP++YzHcwMNtZsEMnsm2"
    "NjUZwXw9POORngWeX6kE7BNBzgDtC17tD3b9Er7nU/vfr5o5Bw0DO0lnhE1AAGrYn9DSro"
    "NzPwtY1Bknt+wDtt5aGn1e/174KfM5WcleiLh9VEMEHoZplY7laFBVRYoCjT5zHOPw88WQ"
    "zm9K2yiJhK6cu/ZTbDWpd2LtQDIqUY38eGPLCe5YE9Iqag3wZ6WHwlZImT+fP1hEMdFFkF"
    "ZzeNWrXZu78iQ4zuzWd91qndyCre3q5G1PbKMvvvv8AF2J3mU4I+NoYl10JHDEn6ls7JRi"
    "SDFmvGkGRQRFF7VIhXhXhViFeFeAtgHRVIySrEuyelqhDv9xri3ZQqkC1NIE+GQHdCxZlW"
    "HvVpxO0pmYPe8OS1R7r0z2sbWib4mh8xAPs0IGObLxwMr3JGJQkKj6NbEkd/ovEw7v5vgS"
    "fmVYUzY1ODiJ8LPeEJddiROJnO4X5WAvhxD3Av05GH5pExeAuMuAtzSM/J4Em35lSEkpEr"
    "USG66KPPMOCcKU6cdLKcitgWKmKbs7T6LuXUizYXHiFeK96gPMGrlYCK0W4TMHzK4WJ6rd"
    "XZ5MVOUiga1MrZUM5GYG1VzkZpnY0qtc3h5CzB1fC+2eho6Os2zzka6YDukPCb9FqnroWJ"
    "L3TCUuhpr7AJRPtZB9Ot5dRAdrrFnB7JLoPVfJCTWvClyoGw17yE6B7EJ4E7uolb6hsOO1"
    "uLqPSSnOklO2WF7rqY/ef/AbrRbkU="
)

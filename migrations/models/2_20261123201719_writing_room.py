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
    "value" TEXT,
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
            ON "lyric_architectures" ("user_id") WHERE "is_current";
        COMMENT ON COLUMN "jobs"."kind" IS 'SONG: SONG\nINSTRUMENTAL: INSTRUMENTAL\nSTEM: STEM';
        INSERT INTO "lyric_parsing_rules" ("id", "user_id", "name", "description", "pattern", "replacement",
                                           "rule_type", "active", "position", "version", "created_at")
        SELECT gen_random_uuid(), u."id", r."name", r."description", r."pattern", r."replacement",
               r."rule_type", TRUE, r."position", 1, now()
        FROM "users" u CROSS JOIN (VALUES
            (0, 'Straight double quotes', 'cleanup',
             'Curly double quotation marks become straight ones.',
             '[\\u201c-\\u201f]', 'Ig=='),
            (1, 'Straight single quotes', 'cleanup',
             'Curly single quotation marks and apostrophes become straight ones.',
             '[\\u2018-\\u201b]', 'Jw=='),
            (2, 'Em dash to hyphen', 'cleanup',
             'Long dashes become a hyphen with one space on both sides.',
             '(?:(?<![ \\t])[ \\t]+)?(?:\\u2014[ \\t]*)+', 'IC0g'),
            (3, 'En dash to hyphen', 'cleanup',
             'Short dashes become a hyphen with one space on both sides.',
             '(?:(?<![ \\t])[ \\t]+)?(?:\\u2013[ \\t]*)+', 'IC0g'),
            (4, 'Ellipsis to dots', 'cleanup',
             'The ellipsis sign becomes three dots.',
             '\\u2026', 'Li4u'),
            (5, 'Break after a comma before five words', 'cleanup',
             'A new line after a comma when at least five words follow before the next one.',
             ',[ \\t]++(?=(?:[^\\p{L}\\p{N},\\n]*[\\p{L}\\p{N}][^\\s,]*(?![^\\s,])){5})', 'LAo='),
            (6, 'Break after a comma before a capital', 'cleanup',
             'A new line after a comma when a capital letter follows.',
             ',[ \\t]+(?=\\p{Lu})', 'LAo='),
            (7, 'Break after a full stop', 'cleanup',
             'A new line after a full stop, but not after dots, when a capital follows.',
             '(?<!\\.)\\.[ \\t]+(?=\\p{Lu})', 'Lgo='),
            (8, 'No blanks at line ends', 'cleanup',
             'Spaces and tabs at the ends of lines go; empty lines stay.',
             '(?<![ \\t])[ \\t]++$', ''),
            (9, 'One empty line at most', 'cleanup',
             'Several empty lines become one.',
             '\\n{3,}', 'Cgo='),
            (10, 'Section labels', 'section',
             '**Label**, Label: or [Label] on a line of its own, for Intro, Verse, Pre-Chorus, Chorus, Post-Chorus, Bridge and Outro, and in German; a number may follow.',
             '^[ \\t]*(?=\\*.*\\*[:\\uff1a]?[ \\t]*$|\\[.*\\][:\\uff1a]?[ \\t]*$|[^\\s*\\[].*[:\\uff1a][ \\t]*$)[*\\[ \\t]*(?:(?:pre|post)[ \\t_\\-\\u2010\\u2011\\u2013]*(?=chorus|refrain))?(?:intro|verse|vers|strophe|chorus|refrain|bridge|br(?:\\u00fc|u\\u0308)cke|outro)[ \\t_\\-\\u2010\\u2011\\u2013]*+[0-9]{0,3}[\\]*:\\uff1a \\t]*$', '')
        ) AS r ("position", "name", "rule_type", "description", "pattern", "replacement");"""


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
    "eJztXW134jiW/is6fKnqc5hMKqm3Te3uOSShqpkmUMPLVO8Mc4ywBbhjJNqyQ7G9/d9Xkm"
    "38bmzAxHHpUxxZVzLPlaV7rx5f/dFYEQ0Z9GKIKNUJHpBN4wb80cBwhdhFwt0maMD12r/H"
    "Cyw4M0R16tQThXBGLROqFiufQ4MiVqQhqpr62mJVeO0+RkCn1EYasMgjwjdgqmtTVgR0i4"
    "Lpb5Y+vQAtYKIndlcDxAQrVl3HC2CSDUBYo8BaIkf2gnepEZX1ySqU0rqN9d9tpFhkgdgN"
    "k/Xxr3+zYh1r6Dui3r/rR2WuI0MLwahrvAFRrljbtSgbjzv3n0VN/uQzRSWGvcJ+7fXWWh"
    "K8q27bunbBZfi9BcLIhBbSAuBi2zBcPXhFzhOzAsu00e5RNb9AQ3NoG1xFjf+c21jlmgFM"
    "vRcaWUEdX+gawpZubS8w2ii69t/uowbEFKXXHynD9khRGjEN80eKqMUtUtkgYaNDxxYH7o"
    "8/nXZ9gERpg3dw93Nr8Pr6/U8CEkKthSluCvgafwpBaEFHVCjBR101EcdIgVYc/Xt2x9JX"
    "KFkDYcmIJjRX9MK7OEQjXoGvEv8l8cD14CsB8Ab7gVofG1t3LGQoYNR5aA9HrYevvLsVpb"
    "8bAr/WqM3vXInSbaT0taMvwt5/Z2LYNQK+dUY/A/4v+Ge/145qdVdv9M8GfyZoW0TBZKNA"
    "LTBsvVIPNVbT1zr6vtZZawdoPSx5Hq3HXsQSlf5ClOyBlKlld9o+QMthyRNo2VVhVV7tOm"
    "nZpshUii2eAZFTrqDVVeqeBZLbJPPHxPWRQxWH9jMxkb7Av6CtALjDngNiFSUA6hqHY9aM"
    "axm+TFT9Uv9tNuFmZ8cFxxT7+exHI0sAcNca3rXu2w0B8gyqjxtoakoIbX6HXJFIya5u/N"
    "bqahUtgRguBDj8V/BnjgCfYLAHdJJurfOfldNUb4E1q8uMw41uLQFkRqKqEhtbn8AUMUvR"
    "EHb1I1pbQMfAIBtkAhVSFLfKj2lIGuAvzAAXGo0Df7eEZooF5glEsGePWg7qZZrYK/hdMR"
    "BeWEv279W7dxkY/6M1EDCzWpHVtufeunLu/RlaHteQ0g1h08gS0mURnGOCB+FdMcPnDIDP"
    "dZNaivivANphqfpB/ebyMgfUrFYq1OJeGGoDHoB0SEgCnQtoaFr6AVBHxCTYucAmzN1ZKm"
    "uTPLGVPcH4Tsc7Llk/yN/lQfxdOuDvUvBOsv72IZ1oA9YA41LWRZ0qzH3QnxJmkFtCDARx"
    "iqEdlItgPWOCZfmUnh14Xkv6tt/vhiIvt51RBOTxw22bTSoCe1ZJd/zMTm8UB/wJmTrrJW"
    "Fo74M8KHlG0HclLxZ1uaGQPsnUd0PBXmsHaj0sKUPNVQ41C9fBIAsdF9VyWFJquWpajkXA"
    "06O1/nAIMhkiq6sr+fmXATKgADOu9kTexAub0tOi46HXhj4iS12iY3ESrdQZJoIXx2LEmq"
    "gxQr+R2ZEA/Y3MaoyPsTV1VYGmumTmqWrZ5rHvXJc32Aq0V3vwTNs4CWgD1k6NwdJMOLeO"
    "xOmet1EzjMrcynXGFXrSM0iYsTrNrM1dd8i71XNu846WCAhBzn2EFoDAWd/BEmpghubERK"
    "xMXUK8QJ/A9AmZvHGxZ8u5kk7lVxS4N3hhAjOztF4SNoj/5VoobjzPFWn8W24cV3nj2Bkd"
    "ceRH6LuV4oTtJOoQss1yudq/jkLelheYff3Q+vWnkMfV7fe+eNUD0a67bv82EtjyXosY4B"
    "2cgndAIgI4nzFf3qzPnpf9+cvVm7cf3n68fv/2I6siHnRX8iFDKTJUKEOFjZ03XJCxGBKS"
    "nMVszqIDVhzewqzFOoYcmhHeYmhkVYm56IOf9LFRUDMZ3xoRvFCC4accLEYMmF0EAbMwud"
    "HJGgialwuTbCiYbQHByKEnInZv6xqiCVTGY1qb4An+6oz84d+74BGhNRVVnXkBrNh4boIp"
    "RdzjnzbBZqkzA5lZwCuoIUDmgHALlwKINSZmbIFTE2nphnCAxcqee7UmFsLqVnlE25g5/E"
    "fDV2RQLrw2sTIuh76vTS9a6ip+Zz1/32lIYYYookLOexMbQpjpTPwjJtLkbjfEfJwbzoA4"
    "5hGC7aQ8hHQEKuUIsCc3CtGSdgJ1cAOi7Jh89JgsfkycZic9rbN6WmuTrNYJPkE63r7EaU"
    "jRPxjgFkzaeMmYQNz6dRjcMUJjTkZjJqUxNoXoeE6KDGivfh0QPvdoDjymYjCLswjuSbJS"
    "B8fpgC6JmTCbp08vicJ10EJkrslF5X2TweV9EyfzBrErOq0nydYQ9pKm+KDjFEe8je1VLO"
    "oSQj8ofz4rxtnJLOjwNO4Hrc+jGyBkJ3g8bN/fAOaLahPMEer8g/8vtuGfHAbt85Pco958"
    "gdciQbR+b0VJ395tDQIP+fQuLFc/uN+/zYH2+7epYPNbL3J76k1Z8Mq9qbON5PruTUkae1"
    "0JzjJjisyYUrGdxyMypoRyPOknIOEn8eZqAvvzccyrOYWfl7R5tyS6ilJ2sf2bzb272Kqo"
    "WyBrpsd8JHN35/kCcFLleNClzDdFgibpfSr+ytkkdpLbfRK3mKfn1CO2SZMzZ568h2RuJv"
    "/17taywEAR44fv6YZuej0pXi1NMjiff6FsZmzcJmgspoUMJzlRun6ucimRidCbFAM91WWO"
    "iklaZ4LrLPkIJfMR5HZt2bF8zTZ3VmDEjzEITNs7DAhFoJ5zqZcHdga09/3xbbcNvg7ad5"
    "1hp98Le/niJi/yM0UM2q1uBOXV+lqxzULJ7wIicjTnHc1zA6pFgQ7KSKTzIs0NMlIU6pCQ"
    "xDo3pWbFPM6iWIeEJNZ5sXb4jApFwgNLMD7+Nuz3sqiQIdFodFxXLfB/wNBpvZZIjkkoJB"
    "4j1kQ5NM2wC8kbiBJr+AJYcP86IFK/EV+KgS0Wv4IoB2UkzLlgdibjomyMoJAEOhfQjoVR"
    "EOiQkAQ6F9DUQquiOAdlJMz5Yd6hcsBufWIDctO+ypv2PLaSxOXuYGs/t9IXPihiex61Nu"
    "7733o34HKCx1+ZKR/dcsoM3l5ffXi/i9vyf7JCtsOHVrcrKU+S8sSbkJSnH2H2DOwT593l"
    "DW4tS8pTdsKFxK+MiqdbqF32wmY02YI/pg6nPJ0xC2I1Z6TzMnjuCVkh7bNuIJpC44nUaG"
    "ZxeTRRl/Vt5OXyDC32HmlASDi50DCZEW0LNpDBAiDeuokgZltBq5mhhY4xP6OWzHmBbgqm"
    "TZzCc6qGeZqK0RJtBZfHRCvyxFplrRH2sjcF6wcumLJ40dS5rdjY0o1pE1Cd1QEQ8G9/kA"
    "lWcAsou2OAJXziHSLWNGWPKTrFyO14dexJX2sTzfUE3kMW2cSTqN2pUyf0UNOpPkG9F7Wz"
    "orLy0NWqWVox0+CZMga59kNSviDftMjmWeY+69DhO06ZTWPZdArmxDB4Mh9+brg7+Pikxd"
    "bqpp9/x1qaxF4swZQ/zgWcW8icJh1/eLK2z55BqMQcQVw5xyQIctA8qne/icK9H5ueSPSf"
    "IzdR5AlC2b1OoQA/t1rKA0iObaU4tpKMWLfkSBX1fRONF5kdqQaAS7pt7VNnnGmDp99Tvv"
    "UHv9wwW/Ibe+QJ7vSU8bB9A3Q8pmiCuayTTAMTayzyaXxudbq8d8f1e/48GsJtKPI27ARq"
    "Mfec4fhTnSo679NeMbsLJmC97+jCqLQ8vrDA8YW+i3PIRORLnzGDz9d2777T+1LQLvfEbo"
    "B7wTzlQf/LoD0csiL3aoKH47s7UeReODPSeMAmLfdigu9avbt2t8vnrd1lNWYrZJok4WP0"
    "dLbqTkByVA/nqO6+TMx6mfZ81Hjkm1QxDZxh2dghBzHdJGVgSB/0CaJy+B8+/GUmpobMxC"
    "RpSZKWJDfL9mlZJas154Ac9HZHZKWmq6zpZz315+Xode9Oh8xiJrOYVYrStzeLWXwWOAGu"
    "RU6mqubbf8TBVOwJQG/c7eajSwYSZx3OmAxl6qrJSA6NTEkqPSup1OFe9me/IdVKoyxFqj"
    "QzqUuiskJE7Zwcptut5RE/N8hEwGnjBmyWyEne5jA6Ofdnwyt5JYIQ+oi2cebSSVo8gtdZ"
    "8MvDYz46/OEZnfw9QLhQxraASA03w67ygH6VjvlVLKTJurMQthyUCuAclash2KWEkGds+l"
    "Ko/r8JYN/qi9ToZUisThnx/uPq6vr6w9Xl9fuP795++PDu4+Uulhm/lRXUvO184XHNkCYS"
    "th6X8Ord+yID3Zeo4RA//REJMpKcDn29IskVIeQzl6D9xFaiFAs3eDvTumXOiYJ4zQLpj1"
    "ltc+ukJmbiryhYwLWBKAUGWVyAb6ZusTWS252cGO8Zm84hvPxjJ+cIXveDI95CcgrkUnpJ"
    "TIPMMXCJ7Oj34zIbZy1midGxhFXMHXnVtYjPuISlG8lcVTH4U7F3a9fJhDjZLii12BSTbB"
    "vkoiUtKm8JN1p3d+2vI84i8q4meNhlAt9andEN2F1yUtLtQ2c0Euwl/3qCB+3R4H/c6v71"
    "BH9p99qD1qjT7ylsMRmIPuJlE/y1z/NicEqUczHB/fHorv/QVsa9X3oiO0ekgD3LqD9wHs"
    "S5mOB7to7dgHt3NStq9lznMeyv0+3664RsOS+N0nbA4Pn7uD3manX+sqEw7vWEWtyLCeZD"
    "QZS4Fy63rX3PxXaXDr+NFzl/T8duO71/vDYJt5MSVJuRpTgoJLMU58hSDJkJk/jBReo6Fp"
    "CQa1nCWiZZmXuGbSm0tOJeb2293Rfi3eYiVvh+UV4WgC8hSQDZJACG1An2qnNvDFYU0707"
    "1f6AKprUp+TgS3rcJU/IJWew5d42uZDI4QJec1T/qiHVOZTtr5eXl1c/xUMnOWR46oIpRt"
    "8tBVpTQOGW8m1ELAIlvBhQC615qgLNRuA1pwMwBNATMpuAmPz7MTBDc8J3GwE12H+s5txE"
    "iDc8NRCkPL7yiPBU7Ea6JU5aGt4Z64uIp+PpEoBuNcGUf4Nms1dnCpZkA1Y8PQ5/BApmJm"
    "sI8AQ3E2ySDc+nwDr0GuOVDYIXrBGgEltk1uHpcKjY/mRr94rdIHOR3MERXJjEXk95/gd7"
    "xm66zzkR75nGfgX7eRCsoa4BFRqG83wMHJi6fRpKRBA9zTkaSTphygY+hp4tY4PovGjCBn"
    "e85W2eDb38bfu6Fb9tN0Ry/xYmUeCnhLs7FMAN1L3MoYndgm8/twdt4OAM/gu8cvzPVzIP"
    "xDOs5M2MSOSjnrZXvz8E4slWOgDCLH4ehOrzwEanNxwNxg/t3qjFVoXgfzxe1X7gwar2g4"
    "xOHfjBpfOOFxz/P2SE6qVFrXcx6KLKlbHrcmaHFxJ8uyxpLTx15M2z4QvgGRSRgEYBlSH4"
    "c4TgZcB4D8ilBIxNxH42TZh703EPiByFfEUjYWeDXl0i9XFN3Ak2L/phqfMrIOA3zmzdYI"
    "4zveDdPoerWIpaorGjRMM2zY+PidYvsUUpR3Wv4ZYtipqyhDThy7GMVCIRuSp775WhyO5S"
    "gZhoXgjsiJwc27nGdjDCXSQqGJWT30ZHkpL6GxxFYI2ISVSTUD0oh31EVOZqqDKlwNsFKq"
    "jjgJjUb5X1G94ay/2xUUiqfgv86bMPBvY4C75KYUn5NlX5bTJtTnqBmqHjhK2OPUe7RGSl"
    "pqusaQNSSyn2SUtQREbPZWq/H/WDzMimsHnosc1BSTlZVnmynOtYp8uD1BwRlXqusp6d9F"
    "IFKeghoVLDLBU5xq5AlOXZjuqtI5gySaJMkliBLySKJUk892nSlXzxDz5L2s+OGF+mTgBr"
    "kUyILxPY0OJ8ROJJP2NJGPKCSRWDKVJqMj2Umlqxy4/Xa5nqUreQatkmSvkKKrFeM+ubKH"
    "FwnwIDIrlPi+V9a4DVs4WckzGGv8GfwJQ1tqJTkRmRf8hDkaCQUP5FETE1/kGTyBeja9Q/"
    "eJtscNLBsWV1s++jIgHtUTlp5BcgZX8BIv7GcE/f7/Dq15A3Us65Zfz9igOcTlfbCUiq4D"
    "GcNKqotmmiJKrgvpPiAoLykLgCh8TJE34achtAbgPIE35keHivlmUATgbgnj+msTcA9zw5"
    "SoQPPrCNTB/du9/c75uvITMz8EIxmUhu35xXFlk1LPTdohdgaqK1AVXETxCe8rwht5Ci92"
    "+5Vzweff7Lx09CgnLP0Njy3K5TNmh13t60yf1mzHxtbZrknpfY00EeelriDa8Xfp0rV4SD"
    "vnhYRQQThG6S81TIsIAMC1Rl+jxDWCD4ZDGYR+y9SIY5IlYHummWWdf+dZQdGdhZdd1+74"
    "tXPRouiH44ZVnILIR6QKQW4/vckAfWsyKwR8Qk9IdAzxZfB7LEyXx/upFQA1VWQeOu2271"
    "xl9vgMqje/Z6goftO54N5Mbb1YjaXs/Df2d2p/6UdJhMVljSFzpjSNKzdF5sRDJoseYMSQ"
    "ZFJDVZhnhliFeGeGWItwLWUYWULEO8J1KqDPH+qCHeexPO0w4A291rZoV2NV4rZzR3tEQi"
    "Ga1LfZoTcwVspjeeMvkRbb1Ey6qhM1/zEw/APk3BwiQbysOrBCOHBMXzSG8BhU8oHsY9fR"
    "c81XVLODMm0oD4uawlnlqaNyRSSlPiHKsLGbyrGetLp062a7Bg3gIG1kZX0QWYPkHDRiKU"
    "zLkSTQBFGxPMA8654sRJKaFlxLZSEdvnPOX4uW3F8uO14g0qErzaCcgY7SEBw6cCLqZbWx"
    "4qlOBhVsjXqBrU0tmQzkZgbZXORm2djRYydXXZSHA13DuZjgb06+xzNNIBTTCwjzGnf5SD"
    "eo9cB9Ot5dRAdrrFnB7JroPVXEoiR/5SFUDYrV5DdEvxSViPVuKWekYuZF9Efl5S8POSmI"
    "FwzsXsz/8H/WEt1Q=="
)

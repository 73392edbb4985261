from tortoise import BaseDBAsyncClient

RUN_IN_TRANSACTION = True


async def upgrade(db: BaseDBAsyncClient) -> str:
    return """
        CREATE TABLE IF NOT EXISTS "api_costs_monthly" (
    "id" UUID NOT NULL PRIMARY KEY,
    "provider" VARCHAR(50) NOT NULL,
    "organization_id" VARCHAR(255),
    "year" INT NOT NULL,
    "month" INT NOT NULL,
    "currency" VARCHAR(3) NOT NULL,
    "total_cost" DECIMAL(12,6) NOT NULL,
    "image_cost" DECIMAL(12,6) NOT NULL,
    "chat_cost" DECIMAL(12,6) NOT NULL,
    "line_items" JSONB NOT NULL,
    "bucket_count" INT NOT NULL,
    "is_finalized" BOOL NOT NULL,
    "last_updated_at" TIMESTAMPTZ NOT NULL,
    "created_at" TIMESTAMPTZ NOT NULL
);
COMMENT ON COLUMN "api_costs_monthly"."provider" IS 'OPENAI: openai\nMUREKA: mureka';
COMMENT ON TABLE "api_costs_monthly" IS 'A month of a provider''s organization, for everybody; `line_items` are amounts by name.';
        CREATE TABLE IF NOT EXISTS "user_settings" (
    "language" VARCHAR(2),
    "song_page_size" SMALLINT NOT NULL,
    "image_page_size" SMALLINT NOT NULL,
    "prompt_page_size" SMALLINT NOT NULL,
    "sketch_page_size" SMALLINT NOT NULL,
    "equipment_page_size" SMALLINT NOT NULL,
    "artistic_style" VARCHAR(50) NOT NULL,
    "composition" VARCHAR(50) NOT NULL,
    "lighting" VARCHAR(50) NOT NULL,
    "color_palette" VARCHAR(50) NOT NULL,
    "detail_level" VARCHAR(50) NOT NULL,
    "music_styles" JSONB NOT NULL,
    "internal_system_context" TEXT,
    "external_system_context" TEXT,
    "version" INT NOT NULL,
    "user_id" UUID NOT NULL PRIMARY KEY REFERENCES "users" ("id") ON DELETE CASCADE
);
COMMENT ON COLUMN "user_settings"."language" IS 'EN: en\nDE: de';
COMMENT ON COLUMN "user_settings"."artistic_style" IS 'AUTO: auto\nPHOTOREALISTIC: photorealistic\nDIGITAL_ART: digital-art\nOIL_PAINTING: oil-painting\nWATERCOLOR: watercolor\nCARTOON: cartoon\nANIME: anime\nSKETCH: sketch\nRENDER_3D: 3d-render';
COMMENT ON COLUMN "user_settings"."composition" IS 'AUTO: auto\nPORTRAIT: portrait\nLANDSCAPE: landscape\nWIDE_ANGLE: wide-angle\nCLOSE_UP: close-up\nRULE_OF_THIRDS: rule-of-thirds\nCENTERED: centered\nALBUM_COVER: album-cover';
COMMENT ON COLUMN "user_settings"."lighting" IS 'AUTO: auto\nNATURAL: natural\nSTUDIO: studio\nDRAMATIC: dramatic\nGOLDEN_HOUR: golden-hour\nNIGHT: night';
COMMENT ON COLUMN "user_settings"."color_palette" IS 'AUTO: auto\nVIBRANT: vibrant\nMUTED: muted\nMONOCHROME: monochrome\nHIGH_CONTRAST: high-contrast\nWARM: warm\nCOOL: cool\nPASTEL: pastel';
COMMENT ON COLUMN "user_settings"."detail_level" IS 'AUTO: auto\nMINIMAL: minimal\nMODERATE: moderate\nHIGHLY_DETAILED: highly-detailed';
COMMENT ON TABLE "user_settings" IS 'The settings of a person who ever changed them; `music_styles` is a list of texts.';
        ALTER TABLE "sessions" ADD "address" VARCHAR(45);
        ALTER TABLE "sessions" ADD "last_seen_at" TIMESTAMPTZ;
        ALTER TABLE "sessions" ADD "user_agent" VARCHAR(200);
        COMMENT ON COLUMN "job_events"."stage" IS 'ACCEPTED: ACCEPTED\nSLOT_WAIT: SLOT_WAIT\nSUBMITTING: SUBMITTING\nRETRY_WAIT: RETRY_WAIT\nGENERATION_STARTED: GENERATION_STARTED\nPOLLING: POLLING\nWRITING: WRITING\nOUTCOME_UNKNOWN: OUTCOME_UNKNOWN\nSTORING: STORING\nDONE: DONE';
        COMMENT ON COLUMN "jobs"."stage" IS 'ACCEPTED: ACCEPTED\nSLOT_WAIT: SLOT_WAIT\nSUBMITTING: SUBMITTING\nRETRY_WAIT: RETRY_WAIT\nGENERATION_STARTED: GENERATION_STARTED\nPOLLING: POLLING\nWRITING: WRITING\nOUTCOME_UNKNOWN: OUTCOME_UNKNOWN\nSTORING: STORING\nDONE: DONE';
        CREATE INDEX IF NOT EXISTS "ix_sessions_newest" ON "sessions" ("user_id", "created_at", "id");
        ALTER TABLE "api_costs_monthly" ADD CONSTRAINT "ck_costs_month" CHECK ("month" BETWEEN 1 AND 12);
        ALTER TABLE "api_costs_monthly" ADD CONSTRAINT "uid_costs_month"
            UNIQUE NULLS NOT DISTINCT ("provider", "organization_id", "year", "month");
        CREATE INDEX "ix_costs_months" ON "api_costs_monthly" ("provider", "year", "month");"""


async def downgrade(db: BaseDBAsyncClient) -> str:
    return """
        DROP INDEX IF EXISTS "ix_sessions_newest";
        ALTER TABLE "sessions" DROP COLUMN "address";
        ALTER TABLE "sessions" DROP COLUMN "last_seen_at";
        ALTER TABLE "sessions" DROP COLUMN "user_agent";
        COMMENT ON COLUMN "job_events"."stage" IS 'ACCEPTED: ACCEPTED\nSLOT_WAIT: SLOT_WAIT\nSUBMITTING: SUBMITTING\nRETRY_WAIT: RETRY_WAIT\nGENERATION_STARTED: GENERATION_STARTED\nPOLLING: POLLING\nOUTCOME_UNKNOWN: OUTCOME_UNKNOWN\nSTORING: STORING\nDONE: DONE';
        COMMENT ON COLUMN "jobs"."stage" IS 'ACCEPTED: ACCEPTED\nSLOT_WAIT: SLOT_WAIT\nSUBMITTING: SUBMITTING\nRETRY_WAIT: RETRY_WAIT\nGENERATION_STARTED: GENERATION_STARTED\nPOLLING: POLLING\nOUTCOME_UNKNOWN: OUTCOME_UNKNOWN\nSTORING: STORING\nDONE: DONE';
        DROP TABLE IF EXISTS "user_settings";
        DROP TABLE IF EXISTS "api_costs_monthly";"""


MODELS_STATE = (
    "eJztXXtz4kiS/yoV/mdmI2xvt92PWffdRWBQ2+xg8PKY3rllQ8ioAK1FFSMJ0+zefPfLLE"
    "mgJ5Z4WWgqYqIHS5Ul6Zf1yMzKx3/Oplynpn3ZobZtcNbmi7Mb8p8zpk0p/Ei4e07OtNls"
    "fQ8vONqTKZrbbjtxUXuyHUsbOnB9pJk2hUs6tYeWMXOgCbZuMUoM255TnTj8mbIbMjD0AV"
    "wihmOTwb8cY3BJKsSiL3BXJ9wiU2husDGx+IJQptvEmVCX9hIfqfMhPBMaHKT3OTN+m1PV"
    "4WMKNyx4xj/+CZcNptPv1MY//3M2Mqipi99nc5taqqEj5dCimkN1VXPwL7iGdPT7zPLh8r"
    "ryUTe+qz6SKqMLags6ZzkTd88EMWAr/vgdCWfPqnhyiHfus8V11aft9eq1r6IlwvWkDrk5"
    "n7J169nSmXC2aj6fG/ol0uC9MWXUwu8IcJTNTdNjvn/JhQkuONacrvDR1xd0OtLmJo6Ls/"
    "8azdkQhwOBMXWp86lmsEtDp8wxnOUlfDoA+D/eqwbIVLXZ6qodpauqZ7Fhha8UGQvepSHg"
    "CbAZzEHE//O72+8aIHH1DB9Qva+0f7z+9CcBCbedsSVuCvjOfheEmqOpa26vUQ/zOox+De"
    "44xpQmcyBMGeGE7pFe+j+24Yh/Yc2S9cz0wfXhOwDgZ/CBeouZS28sbGBAt/6gdLqVh0d8"
    "3NS2fzMFfpWugneuxNVl5OqPLr84LDruarTqhHyrd+8J/kn+t9VUolxdtev+7xm+kzZ3uM"
    "r4QtX0wLD1r/qoQcs112EyG9DbFlwPUx6H67GJeECmnwiTfZA2ctnbK7bgcphyD1z2WFiU"
    "qV0mLpua7cD+S9kWfI7SSk4XmdNCRNMA/wQ+VyealczjMFWEwwDV6fH0bKp9V03Kxs4E/r"
    "x6924Dk3+ptIV0BK0inGt6t67ce7+HoAauoLSbB+cASflA/vAxA8YfPqZCjLd+jw/mfDJ/"
    "gGSfgn9xV6hX5HpUpUbPiWI9QhWH9iu3qDFmP9OlALgO76GxIU0A1FOke9CNp0WfJqrrq+"
    "sZZmmLlfoZHFPw+fDR1HHneaVTrdQUV1990obPC83S1RDaeIdf8ciVVdv4renVNHpFY7Ay"
    "695X4DtHgE8wbgR4km7ZwM/KaNaokBm0BZ12YTgTooFuOxzyOXO+kAEFBdcUNohnOnOIwY"
    "jJF9QiQ82mcQvGLh29bqyQdoNC2Q0ER/NsjyuCrTbHLVA/ngDyMcvmCK3SBZCPse1xptn2"
    "gsMyMtHsSR6cY4TlE0YOAvjIsEAXEn/lQDtMVT6o32cSrt9vEK7fx4VroXXmRTpEJIHOBL"
    "RmOcYWUEfIJNiZwOagu0/UmcVfYGdPEL7T8Y5Tlg/yj1kQ/5gO+McUvJOkv9eQTpQBS4Dx"
    "QfZFw1ZBfTBeElaQW85NqrEUQTtIF8H6CQgPpVP6cuBxJenbVqsRMiPe1rsRkHsPtwosKg"
    "J7aGS4ema92Y0D/kItA56SMLRfgzxIeUTQV1dOFnV5Dpq+yJT3HHQ+07fkephSnpsU+dxE"
    "qA4mHxtsq/OxFaXkctG4HLOAp1tr18Mh6PUV2V09yq8/t6mpCTDjbE/0MTuxJT3NOh6aNv"
    "YzdYYTuitOopcyw8TZeFeMoIsSI2RMtfGuw6iOfZQYI9D+pzNHdeh0BlDsitaj6K3rdZYN"
    "tmJuTZtRg7ug8dgCjR0hqwa6KvE4m8K2tftsfHB7KTFO/+JPO2L0V/5UYnzMpWUMVc0aTk"
    "ClHjpza9ch1cAOK4H+Sg+eNTf3Alob+ikxWLqljZwdcaphHyXDKJf7SVD7cRxjo8TaYrTL"
    "4Z/XYUVXlI7XX7mEjC3cdYJApLjtRLDa7L6jBjn1uhtPd0KJT0H4iGgrb5wJJ/QFnW0mGh"
    "tjeNGETr+QwXRuwyJkO0tYhYRrjkZMw3aQ1qHfHTvu4HOYR+zg+lMcH8I3dUc5jIePCayc"
    "w3BPPl9T2HwacyKM2M7W9AU+aztTmjeEsj6rKTdEp9FBn+ncLcupW/qZW/TEDQ0K6gyQU2"
    "3j3wnwd6aaadaZkzzA49QR8A3XEfzEtkF4X/jfxfXV508/wV3xjvjH5w3Ydx4qjUbCARua"
    "ErYHOIFcIvx7kjFja4iT6CXGkVVC2FV3WCcS6CXGYYzpb3NjNqVsh6Gc0oVEOslTzRcWtx"
    "U54r3sx9n4QJJHpddt3RA81Oqzx/tWt9VWKo16p1uv3pDZhDvcopopPgikk/pdvVtpqJV2"
    "F8QUY2w4mnkB39tnrXpDfawApPXm3Q3hhnkxQw4B4/rsW6WrtKutRqt9QxbwwRZgxa0+q0"
    "I3rRYIPkPognOQfirN+gMIQBozprTPOj8r3er9DXEXiT5rK82a0lava8Bg/cKizPNTe3sv"
    "sCHsFNw2fD11m1ET6eJ0hkyr3W1X6jAeZtxCyGEwNCrNWqdaeQRWgvyt20NtBuz8Vq8paq"
    "V514DLC0OnFyCam3C92mh1FLX3COPA5Da9mM+A1b2Gora+qt37ervWuSFopbrgowtnYli6"
    "DTRKE8aUAiNhCKsatagOg6dx23tQq61fFBhnmvk0n14M+UtRhohpjCc4HbZWZAL0JzM4mp"
    "Vur11pQD+aM7c0E+Z0t1erw33bmesGtKi1Kw8VsdboljbVxCpz12rUlKZ63+oBI8fc1Cm7"
    "mPA5rBjN+t09jDSGWBSDrWIpg13VpI6z9Y4R6+RkGPxL/bZdaQJLXownS2Mw9x96XZyW07"
    "mDc/Kh1WxV79stXNWnnPHhBIRqmPP3wEiYqk1YOjpAPQGGwmRlwDjbwQ2j/YBbhTWFmd5q"
    "wfgZcg6D5xEaK/DXDFpRsxgDQKeOZpjwhBeaEon0Ov+jfZwM+x/qsGHj/J4asGXj/H5owR"
    "YN+z2yWxev6zK78ataU7qVegMHB7LbXF64n+26ib49I4Nmwjgj/9ppNZNl6yhd1D/LGDrk"
    "/4TFsThM3IdRDxHBnldeWT64Pz5U/h7FHfb426j1Dzu4jVpFcDNnmqnaS5jiU7SJo402zo"
    "8uXE2xjKR3UWAD4F6c5ZS/dzdzZOUr12g17/zmUTZFtM/vO3NkQxeSI/k5gg4iiYpGqvof"
    "oCiTyn/1/sPnDz9df/qw0vtXVzYp/67en8NpM37G+VqKA//w8vAJDopw5LPn9AY7pSxwfR"
    "Hoi7EhMWOszfmmU1DPTcJrnuMcVBBiPkTNIZpnxCATTSdPdMQtCtfcg8ovZOBNUHE6ifkT"
    "3cY/2MS7gRcTsjUe7CkJp6H/8G21Lh/9JeWfMkFCoY9PxejIs1mvKeTeLPfmt9mbZUhcNq"
    "jLGxIX2muybhohIpmba3NuLhesOLy5s3OVMbQmKsCGRlaRMnStwU9KQB7kzIb84+irEwyz"
    "ypCtixGQizQCEiYKndBBULwcW3xhk6cl4Yy6abjQLW/pCaIJKbt26a3P+uzRHfmdvzXIM6"
    "UzWzR11wUyhfF8TgY2RS/xwTlZTAwQkEECnmo6RR9AjhKuTTSmA5m5JG5LqqcLwgF1Bt57"
    "OuMOZcOl+kyXMXF4n8nNPQ69ntwcF9Lkxy649Twy3QGxyysE+0l5CakIFEoRgDdP82hIBn"
    "5FUAY1IHp2kO3wYNPpQfx8V2paR9W0XO+8PHivKYp8vlZYwB0tKVxjwwLitS/D4I4l7sqY"
    "uWtj6q7YEmKwEc930uW2LwPCxx7NgddUTZ7klpOOexKt5MFuPLAn3MqVUD6RuAxciKw1mR"
    "wd3m/wdHif5LOyxi7vsp5EW0LYD7TEBxWnbTyFgvTHk2Lc6NecCs9ZrV352hV+fSOnz3od"
    "9PwBXRQ9NQGh+i/4twjdfimKC1BUm88xLRJIyzcrDpRjemlybZsU02G68sH96UMGtD99SA"
    "Ubb53k8dT7Q8Erz6aONpLLezYl0zVuo0AUiMk+Jq+XuSpEVH9xmSorAx385HGHykChEozG"
    "HpJNJvnNlQT2WOqDo+VSLOYSvmOin5yn2NUJN4Y05RR7ffP81VPsoWibo5K27/ko8shgF5"
    "cEnSp77YYNuikVbpJ+SYQf3ENit/bsF3ELND23HZ9bCalqDvKEZN9M/HrvaFlgoIrxg2e6"
    "oZv+k1S/lS49ON9+ozzfcHCbwLEYFzYoyYnU5VOVD2KZCM2kGOipKnOUTLp1JqjO0h/hwP"
    "4I8rj20LZ8fW6tpMCIHmNyLe3sMEAUgXqEVKcH9gZoa63ebUMhj22lWu/UvXDRlZYvbuKl"
    "dUUUTD0SDcudXatzK1eRxwCJHM1ZR/PI1IZ5gQ7SSKSzIo0CGc8LdYhIYp3ZpUakycuJdY"
    "hIYp0Va9efUbXpMCURfnoOhQTSndIoFAz/Y2dRwA0w5/l1gKR8I/4gArbY/HKiHKSRMGeC"
    "2V2M83pjBIkk0JmAdiWMnECHiCTQmYAWOVBy4hykkTBnh3mFyhan9YkdyEP7Ih/ao20lyZ"
    "e7zpzXfSvXxFtZbI+UKL7W+ta8Ie/6DBNmvo8eOW003u4jRa50eUpHWbo8SZengjI50+oZ"
    "OCfOesobPFqWLk+bEy4kRhnlT7dQuiqd59FkC+sxtb3L0xEr5xVzRTquB0+N8ynVvxomTa"
    "s8FWlxvsmXRxdt4dlmVl+eDqap14mgcHOhMf7E9SVZaAAL0djSSwTxtBRuNU90bDAGMIoq"
    "UBNqWMLTJu7Cs6+OMU1Fd0KXwpfHolP+Ar1Cbxwm+7nw+tHGwCy8NHBvq3PmGObgnNgGtC"
    "EawdgfapGptiQ23DHJRHvBB2LZIBteUzyUUe/B00vyDZNl+L2NLD4dEBuAFa9v2MSnwcbi"
    "DbBnzJ8hrtzgv+J1+4xxZ/XOblo575VHDrVw8AAQ8B+8kptMY9eKWjOLjowEl4tNfi4+xX"
    "6iot40reLBlON0L6PAIMkr4UVIpYhXZBEvuLRsyegV7XFUuIKUsDsJTsekzzdKSuWJqEkp"
    "qdbS62ZX3qyJqDyX2gGIzc7cHpARN03MF2XA5uwNPtzjQBw8X6d4ciYWn49hb8TXuRS72C"
    "AhLdX++j56kqoDpqFC5uySg8pFc6enr7vI/fRdM2CJ52dIfxV5g1ACuX0wYJ2+L+UFpBt3"
    "ody4pb9r2fJvFdS8kii8yARcJQBcenSXPjvLkc4QW031W6v98w3Ikt/glfus3lR7HeWGGK"
    "xn0z5DWjdfC+NOT6Rs+VqpN/DpRkHKbgm1Ic9sWBGUYu2JzYds02HTbIg5Xtmqgc+cY91Y"
    "LQHrW85NqrEUuTFOHQH+CcgPhfzqynGX/dtWqxFa9m/r0XW993CrACsEI9ZxDwmFlVcqzj"
    "YL0Zr6iEmiHpVmrd68yymX+2Q3xPsBmnK7dddWOh245P3qs06vWhWXvB/uitRrw6Ll/cB6"
    "ss2q0hAV5lY/i7FaUcviCfkO0h2iVwTSDXp7N+hV8OumyfRK3OyOM6lgHDjCtrFCTmP2Ii"
    "nJR/qgTyCVw3/74S+TfZ3JZF/S8016vsnDste4POTTGboZbTW7I7SS00Xm9JsWljodvr56"
    "0iET5clEeYXyGn01UV58FdgDrnmKnxVz9u9Q+wzegDR7jUY2j9xAbrbtnXJDyeBKMpJDI1"
    "P6LR/Vb9l17209/YsOnTSXpUiT842uS6KxykXrjD5Mt0vH9y1eUIsSt48bsphQNz+g6zSM"
    "vj8LbORfET7Hz3QZ91zaS487+O/mDG7dJa71D++5i/OAslxJAQMkJTwMu8oC+lU65lcxky"
    "Y8zqHMcVHKgXOUroRgH8SE/ATLl2ob/04A+9YYp1ovQ2RlSrr4l6ur6+vPV++uP/308cPn"
    "zx9/ereyZcZvbTJq3tbv0K4Z4kTC0eNEu/r4Kc9AX1OUcIjvvwqHtCSnQ18uS3JBHPLrmA"
    "4nRbxd3dso167TYIjUOpm982fG0Jlb1M1+PaOWzdkX4T//JERUPwG2K6ASV2wmAxAIE/3x"
    "d+gNPfAHrgOiqBg0IIiDTQYjg2mm6t4Jet77gvEqOTdZaDaxYT/HiAA+tzDFr0gzZOgDIO"
    "gz0dh7Q8elNlwvf6QUnvwYJIUy9sIyROgAf4F+Deccw+cGDv3uqHjF1JYD4lDTtN2vG7lW"
    "iT6DLyE/tpqkpjSUrkJ8/ftP+L4GE287NcZugtFV3CC18IuGmojig+EK0Am2uu9o0REGFj"
    "i8z+BR1ByVKVbBHau7BCsERkz25639XKVvflFMrJtUKMHv/O7MEbIy+IdIH/KSA07ZBA3a"
    "+hbDPYFUDvn8HBC1eLZiQJxS4p8f/6C8lwf9KJ1cfrZe7/OX+gyTlQL6sJHh+iqDkeH6Kt"
    "XIgLdkgY2jVoeR4ViHDsc6coxP0THev6E92ca+wc6bbFwvwwK8/1MjzXIM2zGGqu0s01bi"
    "1yN54r0UeGyfVXrd1g1BM2ifPd63ui0s6FLvdOvVGzKbcLTLaab4nj6r1e/q3UpDrbSxSL"
    "wxNhzNvIDP7bNWvaE+VurNrggL4oZ5MUOuATP77Fulq7SrrUarfUMW8L0WQMUtjP1pd1ut"
    "5g0ZQhecsz6rNOsPCrwMM6a0zzo/K93q/Q1xvVn6rK00a0pbva7B3qtfWBRwsKIWx7eJFU"
    "J/Um4byZWFsg2aSBcnM2Ja7W67UofhMOMWIg5joVFp1jrVyiNw0tSYbg+1GXDzW72mqJXm"
    "XQMuLwydXmhsbMJ1EDk7ioqZcYcmt+nFfAac7jUUtfVV7d7X27XODbHmJr3gowtnYli6DT"
    "RKE4YUBo0NKYMBhdGulcZt70Gttn5RYJhp5tN8ejFEy2wxRohpjCfJeY6zDY8g/amMjWal"
    "22tXGtCP5swtzYQZ3e3V6nDfdua6AS1q7cpDRaw0uqVNNbHG3LUaNaWp3rd6wMcxN3XKLi"
    "Z8DutFs353DwONIRTF4KpYyNSZZlLH2Xq7iHVyKvz9pX7brjSBIy/Gk6UxmPkPvS5Oyunc"
    "wRn50Gq2qvftFi7pU874cAI6Icz4e+AjTNQmLBwdoJ4APy/Q78LSbAd3i/YD7hPWFOZ5qw"
    "XDZ8g5jJ1HaKzAXzNoRQsS0a5TRzNMeMJLmtD7OvujfZwK9x/qsFnj7J4asF3j7H5owfYM"
    "ez1yWxdv6/K68ataU7qVuojyRW6bywv3q6leDD6+pfNboUTqg6T5kb5Yx1URQbpyEmx1qU"
    "5Yq/ZlcsDaWwzphPryRkY41wQSzwQ8paeg9BQszgK8f09BG2QhM3etqCBRgSXAIokVpmbl"
    "rzIXIpJAZwJ6otm+j1vCmr0po1SEUmaTypFNKuhaGIc9PSNLlE6mY9k+HUvEZzTOhk1Vdm"
    "KkB41CL0jO9RxB6DLXzZnMdSMjFGSum6MvUkViso/JZi7LfB0yX8fBUd09X0eWnBIyW8JR"
    "syU8Cj/MLp3OAFaq6MLDICWuLLXt+aY4M8/T0/HIVOrSZYw3+4YRTRrxqYmtGToGRmmMUM"
    "0yDWoRbomQKoziocwhXv9fyGA40Rh8tPq0HHgl3m6gKwvGpWbTeDDaYR+VECX1j7MVKO6s"
    "8QXYf26Kn4rQ+E/OEUMVY8Xr4VQyvKlQ4U0e4/JYtgIkJbTTvs92TrbhmCxq1ToR9fOETn"
    "Zsps3sCU/QRNKtVUGanSxVRQP32Kaq8DaRS/0PUZZQ/S+TJriWQ/Jsy2EqmQ0zamkPCVxZ"
    "QY2QSS17s5btw7UHTTusp5Rb546Msrx69/FUy0w6ZV5lMqMSec8XoI2J7jCrhWY/Y/1vUO"
    "YwB4YzAT6ci9whOibyGAyh4zG3QJPDfBcDTegOCclL9tIrpubAot58jrrnwDOhDEDNxD4p"
    "yJRL1CZ/sL+s8qP8YBO+YO5TtGfqFi8FOIZUPN0tFD7w5P1Bn0E/7y/fncM/78nl5aVoNK"
    "N8ZlJQXD2hdUDGFtZBhTcV2U2wzLh4OHH3BvGePTE3sI37IufE/yi3dPjQTVLipiT0aqoP"
    "+VwUVXfzjbh05EdMcdIhME9IDUNJmtXuObxnJN3Jn3bNWSh107fQTf0xkUc5DdKUUDvdv0"
    "eyO9fyQLymkABnAHhmUdx80+wsm7KZRAhLAffRswrAmrMl/jFKyYAtGBB8zRzoR8jK4EF3"
    "9Hw+0rZ7aNuuzEJw4BAT1M8QkbmVpM+bXEtZPiJ0EbRHSHh6eG+At9bq3TYU8thWqvVO3T"
    "P7rgyK4iZeWvuBYvB9dDADNx3+TFnCsXnqWUWYaKvjioKhvO/TCpSXX5KCUDY5NK+JjujL"
    "7GuVJ+vKfCJHbdLT8+SPeqSnp/T0LCqTi+3peTo8PSFHz2KCehw/z6Ab4Pa+nptcEk9sb3"
    "oT988qZyhLaRu8PqNNzjedzw0DjTNXFAgSBQsBuMdQ3hFbUvGAbISiToBQdlRxGoWp/cmE"
    "L8h0PpwgGZ46DUQ2ie+OugD288VAXDQ12yH0u3sERkaGaVL9Cx7SYdAWPAqzS4nzPHiAe1"
    "GkaRkQW1u6ZQsAyksywH5UP32XeLwoLCCO7Lznux6YZEpt7AfeeeD99N/ZPTW0hhNQMHT/"
    "ovjfuq7B6ixSeKeuaoHZ8+lUswwK1x28OOJWuktqYHIbOswr7lA2XIqQ2I1uqQG6sECRyS"
    "U1NG52ye7vI7SX9wh2Jh1ji7KDn284fDxyityi7SFHiPY+su202AgfxHjqV6dJBvn1jGFB"
    "+uNhjpYXajHNzLlgoAFDaTcxU5jfQ58pf/evwVK77vXNT4Xtpe3QqerJCnkOxuKUZThKOP"
    "bZWFhIy2EwjBNKF/2kpBJrKTkHuBGq4yH77kRgDSkMuQ7EYpRbHokVCt4DH4gFNLFtt9BI"
    "F0fcRUcG818n8w76td5UoDOg7DNoV6/CX4w7xhDTJ7ceAMxOB9OkToXmI1KoNkUe7oVmMS"
    "9p8NsnVw/pu3mOMqN0cv2JnWWGzAY5sI0TSnCj4IaMOzmwjdFJaNPGbYKNeOMpfIBM5hTL"
    "cRAfNfgl7p5pBqwYaRkUnCMUHZppSxDi9PwVtCJ05YN7/8k3pafJXtdn6WmSDrX0NDmCp0"
    "nRuH4iXC62q8kJMfWEfE0KiupxnE08G8GOziYPbi/lwvug7iUBxBI8S8J4pjuVBLn3uj9J"
    "h0+piL4mDjo/LDR7nckr5DFyTryIY27pmNtrRAYrH424t8l+uhW+KK4/xlLEeSMkrjuId9"
    "XtXjhq2CJU23C8iGrDfaqv3V6SwdA0sACKbwGD/vpsKkLCbcp0fFegcRbGkK68UTASO3CT"
    "w+oCHVl0Zi5V2AxE6Ln7Pl6v7vtgLjNo0mcasxfwpZekSQ10GhGR7/ieuG4R0PxuVu4oS/"
    "FxxISXtX1MxCuE0UKPlDGndp8Jrx3DESA9uqtp528N6JTO3PBxd6chU3jauRtC/0IH+EDh"
    "vxJ6a0SKcSeAVmXKBfMofISgxC5t4vMGgaXEna3uS+ET4Uum8Cb4lZ1uW6k81Jt36b4zwQ"
    "/z07NFWZTZiyYsImfyXvEniszndmJuKxbfvpyoT1tk94qzzq+drvJwQ9xj8D7rdbAMI472"
    "Pqt0OnUQVrFSnAZDGz9zq/p9+z+S8CpMxTmTfs4fICkyQwp7wg/cd+YpRbhfnwtr6iMe2e"
    "HBmpBKc84JPJprKFgPz+8BK2B6mwwWwYQNYCoq5Ha6rcdHrI5nO3w2w9qJX71yeaOtq+Tt"
    "f7ZscQbyNscf0iHjBC3DewbWTySVN3A2RifBTbALu+sZSsG5AU6klSAnHNbZqqcy5jweDR"
    "PKA9IcB6RrzT2PlhSmkmV+kn1T8h8nREhl5GqRjxMCJqY8cydCJiNYIzttzLwUw3ZD1r0k"
    "4vK5ERzEa0OmEDpwFIw+d7OAqtM80mOESsqNcRmGWhZPOHpMz8G/IpClInfIvy9dZf6Arj"
    "Ijgxn2ZCu2R0ilcFtk4Tbh4C+rgJtAKn1nYhE90hVJuiIV3xUpbUnYA7oJWVhKinLCgiir"
    "SZ6IvxeApbxQ5qQ4fAVvn2/y+AK2qRRbZvT5ajFKoLW1dLMAAfkPNhlrM5PaNjH5+JJ8sw"
    "zHoQyLV6BPke+342YKQschL8mPl44Heoi7gB3sKYnORIiBO/xt+lvMayiXA8+tMU7VmBP3"
    "yARF2Rveu/nuHF5N/svV1fX156t3159++vjh8+ePP71b6cvxW5sU59v6HerOIZHSV6bTHX"
    "mQVTH4U7H3WsuT76SjFgeWmGQDWyY/kHHxnaIq1ary2EU3Dv9Xn3UaQPCtUu/ekNVPuNq7"
    "fah3u8IvZP27z9pKt/2r13z9u8/ulKbSrnTrraYKqk1bPCN+rc8eW42G6NT70Wff2nX3Md"
    "6PPmv1utXWg6L2mj83W9+aNyRyQbintN1Xc3/0Wa2FEek1T9vKa0+8zmJOvE63Jl7H87ac"
    "nFfRFsPpbz2lh4x2/w+Do9d0w/y9Hxj47zO34jG304ORp9SQbPVz7V3k/r/PqpVmVWmIS6"
    "uf2zD2AD5HFkdFJ4G1G5JqBIlkivkMGTU0BxPz50ocsKaQu5s0whfECL+Fi0FZje5lsr6u"
    "NaWs1sE1hTQObjYOAlJ7sF5lNqIUFNNXjVbrAVWkCqwe7MmWmCxGmIzml9rcQiKy4NYz+R"
    "FR/bNOh4YIU/rzu3fvrv4UN6ZkoBHBcgzT9mmOyKlsY6gX8/Ilf8coOTrD0Cx9Tt2aooAA"
    "Vi09J9wS0V9PFCPTiEZsk4sgrpFFKXY8MKlmU9fD1Mut7F6ZM8fwEjgvJly8HcaeEcM5Jw"
    "P0tp/D1Bm46aM1thSvYJMnCzoSoYB9ZvEFNMUH+p1hY5O7AXd+PdQxDCbbzdpsGlOMxBuJ"
    "Oq4u4dji89ngEv6aP8FN7z37LBAWqJEZhh8ONdN03w/A0ZYHzeu8RUQajqFd0jmvVa9tH7"
    "7uIdvDvfGWtXsYetn7XvNWfNtqiGT+FqDI8Snhx20L4EIzHC9JXOJjybd7pa0QF2fy3+QH"
    "V//8QQYZvsmpabpt8hm+d1sTiE9baAMISPxohGqhYaPe7HTbvQel2cUswsG/0F6FoYj4L7"
    "R7qNwp0AD/12etX5R2o/LrDfF+9Bng3b0h+G+fNX5t16tqpX5D/F+u7QtI1Yf6nWtcc61g"
    "oUvSBrZlZJ27kuScZX9IO9ipWctXtu+8zJU282OtFydi9DuVXJa+7pADzyCJBDQhglOa/g"
    "9u+peG6ldAPoih2qLw2XbC2puOe4BkJ+QLaoE7nqP+hA6fZ9xICrhPRz9MdXwGBPTVp7lh"
    "gsJuX+Jj30JFPQhbZGriP1pq4qItRIfOTeyXbVItOsoFdoROju1MYztoWc9jjYzSyYjkSD"
    "mE9cFKHlgjZBLVJFTdw4IYqptdGCKkMpCsyK4M/ulTTh4HyCR/i8zf8JFc1i0+TFW+Df4A"
    "hRrXZ6s5p1KYUs6mIs8ma47ONppuekXT8vA5Sis5XWROi2JZ+YJrgiTSeh5LLJmzfq2sWr"
    "t9TltReTbf4A2SyCQ2svKQTKfirjaatR3Xw5Ryry/yXi+T5vwx+DyccGOYnLNwQ7qcIJFM"
    "pRo+I5um5YDc4Fw7TU39+EeHc1NSzXRAN2bT/KNDanM2zps8eU0iwZRZsWRWrCOjut+sWD"
    "ib94BqB7rZV1amN5j4r2IaWPRCmMLzCca5nSUIUnuAtSo6KjOwIfExA7RCPNoDsvVp5sKR"
    "pwlsUI7MgKsnJe0B2VxFOU8T27BImYJueoRxwJl3lVItDHrOfHjBHG4l2dTyZcULZCm3tF"
    "GClcIHtMVol8M/r8OKlvcadla+ZIM5AtZDKCSErUdRSg9eFwZ0wZ2MMewVgiR+tdN/8ScM"
    "F19YIvb1RoRXjwzLdsjApr8NyMygQ2qfk2c6g+ZPfO6WUsVIcwoo6PF49wP0nxDnHYnkTo"
    "3ALUrKjDdNGXiYMNuCpwCUB5R787k/O/64PFDNTT5TvfgRmpQ+dFM1sTixrCiWo6LYfKZv"
    "eZAZppRHHUU76ojZlvLkAHolAZMvV2bUkbZPv1SE/Xm/yZd2SqjUWFrGsIJl5xw6dOYWTZ"
    "FTE9ttlFdNpFC1AElmuRWfrWO54Lmgc5NTowXpCxlAZ1N7IErbo4gJwqNb695ghFs6ZkoS"
    "qakN3fZyUhsW4QuWJL4e6jGvZSsS0O6U/lqmljm0zCv+H8M93aHZb1/CwLCDFEMT8ysOcH"
    "o86opAxgLvEnRqq8O5ZdGkWODXSuwGCKVAnEMgxtof+YrIByiOp0a/P9RiIh0lj7Zul9dR"
    "UmqVZdUqpQOIdAApmPr9qgNIHsPHnnX19tzcqKP7989f181nGogZbKxaQJJZN8fGIl0vmq"
    "ftSzLAeubakE5BNBzgCdCtZtNPH1Ar7nW/Xvz0RVDYqBmaSywjNYBBa2B/g3PUmxno2vog"
    "ST0/4JO20tDTMvr6T8HfmZLQuuiLl1WFMUHwZpmYAFeaBaRZoCjL5zFqpAfeLAZz+lFZhE"
    "yG9OU/MpthrksrF+oBklKM72NDHtjP8sAeIZPQbwM9bL4uZImL+esZhkMdFJkFZ9WGUmn2"
    "Hm/IEK1781mfdZSqm9fbO9WIyl5ZVv/9J7gAudN4SeDHRrPkmuiIJklf0jlZi2RQYs1okg"
    "ySSNceaeKVJl5p4pUm3gJIRwVisjTx7omp0sT7RzXxbgoVyBYmkCdCoDuhosqV5/o04taU"
    "zIFvWIvtmS79Cm5D0wBd8wsaYF8GZGzxhY3mVc6o6wSFBeqWxNZeaNyMu/9HYA29ilBmLK"
    "oT8bnQE9asw45ErTqb+1EJoMc9wbMM2y2jR8agLTDiLIwhvSSDF82cU2FKRl+Jc6KJPvoM"
    "Dc6Z7MRJteakxbZQFtucqdV3SadetLXwCPZaMYPyGK9WBNJGu43B8CWHium1ltXKix2kUD"
    "SopbIhlY3A3iqVjdIqGw+cORNzWQWm2yk6R7TJRtVDmxmABbRUpy5ZNi2kQkRzV0Hwa3/8"
    "YBNujTVm/FuEmZ8LRxChBTxxfQmKAmY5VgNRGtrUrUMNWgN+Q5JDySEeg9pIF3UNqg0n3h"
    "NAn0BtgYoAZ9AqTNBHUIvBmGeNRR6IlbqFsmKIct6o8WBAyYKaL0BrgDZiuPXBp8bYEjS7"
    "RkpLPeQt9BB/xG174BikL7J2ctZ6VJpYUZjPKNOMPnvotZWfKzdkOrfos1aMs8bgFEyUD9"
    "IVxATSMqgyR6hPtKRawuhPVV/85lJ/SdBfxEaTA8xVe4lm0nmjiGwa5jIUBWmKvB5vuQJc"
    "Z5j/1+m1l6Nz3+GOZgrhMEHfpkNjqpnJMIcJo+q2S3np9XCCoG9AuaZU6w+Vxo/vr84/RT"
    "w6fAZ8iIdViqRlW+AcJpQ4v4LzECT2bWAO0UmUX0F5rXzFYU6PFA5TyXDhHcKFn+bDZ4oD"
    "dp7kopoqbUTJpNCRIHQYNjRkmmn8O3eGoijpEX0f32Zw79H3URRR2t78n0AuzwAKfQYgnQ"
    "nTl7RyORPulJ9qf2b1CrWM4eQswZru3TnfaERft3nNcp7O5z1bh1M3+kT7V8L27nFsN6tw"
    "4ff2dONvqn94un0h3UG8DOaFgxgYcVLlQNhrXkJ0D+LqA090EiPV0jWxAIlUw3KqYW+6mf"
    "3+/9h0hXs="
)

from tortoise import BaseDBAsyncClient

RUN_IN_TRANSACTION = True


async def upgrade(db: BaseDBAsyncClient) -> str:
    return """
        CREATE TABLE IF NOT EXISTS "generated_images" (
    "id" UUID NOT NULL PRIMARY KEY,
    "user_prompt" TEXT,
    "prompt" TEXT NOT NULL,
    "enhanced_prompt" TEXT,
    "revised_prompt" TEXT,
    "final_prompt" TEXT NOT NULL,
    "prompt_hash" VARCHAR(32) NOT NULL,
    "title" VARCHAR(255),
    "tags" VARCHAR(1000),
    "model" VARCHAR(100),
    "size" VARCHAR(20) NOT NULL,
    "artistic_style" VARCHAR(50),
    "composition" VARCHAR(50),
    "lighting" VARCHAR(50),
    "color_palette" VARCHAR(50),
    "detail_level" VARCHAR(50),
    "key" VARCHAR(500) NOT NULL,
    "content_type" VARCHAR(100) NOT NULL,
    "width" INT NOT NULL,
    "height" INT NOT NULL,
    "byte_size" BIGINT NOT NULL,
    "sha256" VARCHAR(64) NOT NULL,
    "small_key" VARCHAR(500),
    "large_key" VARCHAR(500),
    "has_overlay" BOOL NOT NULL,
    "text_overlay" JSONB,
    "source_image_id" UUID,
    "version" INT NOT NULL,
    "created_at" TIMESTAMPTZ NOT NULL,
    "updated_at" TIMESTAMPTZ,
    "user_id" UUID NOT NULL REFERENCES "users" ("id") ON DELETE CASCADE
);
CREATE INDEX IF NOT EXISTS "idx_generated_i_source__824630" ON "generated_images" ("source_image_id");
CREATE INDEX IF NOT EXISTS "ix_images_newest" ON "generated_images" ("user_id", "created_at", "id");
CREATE INDEX IF NOT EXISTS "ix_images_prompt" ON "generated_images" ("user_id", "prompt_hash");
COMMENT ON COLUMN "generated_images"."artistic_style" IS 'AUTO: auto\nPHOTOREALISTIC: photorealistic\nDIGITAL_ART: digital-art\nOIL_PAINTING: oil-painting\nWATERCOLOR: watercolor\nCARTOON: cartoon\nANIME: anime\nSKETCH: sketch\nRENDER_3D: 3d-render';
COMMENT ON COLUMN "generated_images"."composition" IS 'AUTO: auto\nPORTRAIT: portrait\nLANDSCAPE: landscape\nWIDE_ANGLE: wide-angle\nCLOSE_UP: close-up\nRULE_OF_THIRDS: rule-of-thirds\nCENTERED: centered\nALBUM_COVER: album-cover';
COMMENT ON COLUMN "generated_images"."lighting" IS 'AUTO: auto\nNATURAL: natural\nSTUDIO: studio\nDRAMATIC: dramatic\nGOLDEN_HOUR: golden-hour\nNIGHT: night';
COMMENT ON COLUMN "generated_images"."color_palette" IS 'AUTO: auto\nVIBRANT: vibrant\nMUTED: muted\nMONOCHROME: monochrome\nHIGH_CONTRAST: high-contrast\nWARM: warm\nCOOL: cool\nPASTEL: pastel';
COMMENT ON COLUMN "generated_images"."detail_level" IS 'AUTO: auto\nMINIMAL: minimal\nMODERATE: moderate\nHIGHLY_DETAILED: highly-detailed';
COMMENT ON TABLE "generated_images" IS 'A picture of a person; its bytes are the stored object `key`.';
        ALTER TABLE "jobs" ADD "image_id" UUID;
        COMMENT ON COLUMN "jobs"."kind" IS 'SONG: SONG\nINSTRUMENTAL: INSTRUMENTAL\nSTEM: STEM\nIMAGE: IMAGE\nOVERLAY: OVERLAY\nSTORAGE_MIGRATION: STORAGE_MIGRATION';
        ALTER TABLE "jobs" ADD CONSTRAINT "fk_jobs_generate_70cd00eb" FOREIGN KEY ("image_id") REFERENCES "generated_images" ("id") ON DELETE SET NULL;
        CREATE INDEX IF NOT EXISTS "idx_jobs_image_i_f40bd0" ON "jobs" ("image_id");
        ALTER TABLE "generated_images" ADD CONSTRAINT "fk_images_source"
            FOREIGN KEY ("source_image_id") REFERENCES "generated_images" ("id") ON DELETE SET NULL;
        ALTER TABLE "generated_images" ADD "search" TEXT NOT NULL GENERATED ALWAYS AS (
            coalesce("title", '') || chr(31)
            || coalesce("user_prompt", '') || chr(31)
            || "prompt"
        ) STORED;
        CREATE INDEX "ix_images_search" ON "generated_images" USING GIN ((ARRAY["user_id"]), "search" gin_trgm_ops);"""


async def downgrade(db: BaseDBAsyncClient) -> str:
    return """
        DROP INDEX IF EXISTS "idx_jobs_image_i_f40bd0";
        ALTER TABLE "jobs" DROP CONSTRAINT IF EXISTS "fk_jobs_generate_70cd00eb";
        ALTER TABLE "jobs" DROP COLUMN "image_id";
        COMMENT ON COLUMN "jobs"."kind" IS 'SONG: SONG\nINSTRUMENTAL: INSTRUMENTAL\nSTEM: STEM';
        DROP TABLE IF EXISTS "generated_images";"""


MODELS_STATE = (
    "eJztXWtz47aS/Ssofcmkyvad2PPI9exulSxxZnQjS756ZJIbpSiYhCTGFKDwYY02m/++DZ"
    "CU+JRJvUxz8MkyiAbI03g0Go2Dv2pzphPTvugT2zYY7bFl7Rr9VaN4TuBHytMzVMOLxeYZ"
    "T3DwvSmy214+kYjvbcfCmgPpE2zaBJJ0YmuWsXAgC8/dpQQZtu0SHTnsgdBrNDb0MSQhw7"
    "HR+A/HGF+gOrLIIzzVEbPQHLIbdIostkSE6jZyZsSTveBV6kyDOiHDUUp3qfGnS1SHTQk8"
    "sKCO336HZIPq5Cuxg38XD+rEIKYegdHQeQEiXXVWC5E2HLaaH0VO/ub3qsZMd043uRcrZ8"
    "boOrvrGvoFl+HPpoQSCztED4FLXdP09RAkeW8MCY7lkvWr6psEnUywa3IV1f5r4lKNawaB"
    "ei90NscGvTB0Qh3DWV1QslQN/X/8Vw2JqWqnO1D7ykBVawkN81eKqcVP0qCRQOswqMOB++"
    "tvr9wNQCK1xitofK73Xl29+15AwmxnaomHAr7a30IQO9gTFUrYoK5ZhGOkYieJfhOeOMac"
    "pGsgKhnThO6LXgQ/dtFIkLBRyaaTBOAG8B0B8Bp8oN6l5spvC1sUMGjdKv1B/faOVze37T"
    "9NgV99oPAnlyJ1FUt95emLQf/3BoZ1IehLa/AZ8X/Rf7odJa7Vdb7Bf2r8nbDrMJWypYr1"
    "ULMNUgPUIOdG6+TrwoDSdtB6VPI0Wk90xCMq/YUoOQBpq5b9YXsHLUclD6BlX4Vl6dpV0r"
    "JrE0stNnmGRA45g5ZXqU9MkNwmmTykzo8cqiS0H5lFjCn9iawEwC14D0w1kgKobxwOoRjf"
    "MnyZqG5SN73Zwsu1HRduU/D58NHEEQA06v1GvanUBMj3WHtYYktXI2jzJ+ySxVLWeZOP5p"
    "fzeAqmeCrA4V/B3zkGfIrBHtJJtrXOPyunqV5HC8gLxuHScGYIg5Goacylzgc0JmApmsKu"
    "fiALBxkUmWxJLKRhmySt8n0Kkgb4CzPAhUaTwDdm2MqwwAKBGPbwqsdB/Zgm9hx/VU1Cp8"
    "4M/r18+3YLxj/XewJmyBWbbTv+o0vv2d+R6XGBbXvJYBiZYXtWBOeE4E54l8zwOQHgE8Oy"
    "HVX8VwDtqFT1oP7h9escUEOuTKjFsyjUJt4B6YiQBDoX0NhyjB2gjolJsHOBzWC5M1MXFn"
    "uEmT3F+M7GOylZPcjf5kH8bTbgbzPwTrP+nkI61QasAMZHmRcNW4Xlg/GYMoLcMGYSTDMM"
    "7bBcDOt7EDzWmjKwA09rSd90u+2I5+WmNYiBPLy9UWBQEdhDJsNbZ7Y6gyTgj8QyoJaUpv"
    "0U5GHJE4K+TnmxqMsNhexBprobCu5C31HrUUnpai6zq1ksHUw2NWhRLUclpZbLpuWEBzzb"
    "W7tpDuFIhtjs6kt+/KlHTCzATKo9NW7ihQ3pWd7xSLexH4ijzci+OIlSqgwTo9N9MYIiKo"
    "yQMcfTfZtRi5dRYYz+YPd7IvQvdl9hfMyVZWgqtrQZmPCa41r7Nqg2L7AeKq/y4FmueRDQ"
    "elBOhcHSLTxx9sSpycuoGEbH3O722hV5NLYEqibynG3bAPebvJ8951b4YEaQEOTxodhBGH"
    "k2EJphHd2TCbMIpGkzTKfkAxo/EosXLva1eTypl/k7G/kPeGJK9OrRaknZRP/Nt+J8n6cv"
    "Uvtdbq6XeXPdax1J5Afkq5OxUF1LVMGtvW1ZqvwyiKxIA+f1q9v6L99HVqXtbudTkD3kEW"
    "y0uzcx51/QLRKAt2gG3iGJGOB8xHx5oz68L/w5v/zhzfs3P169e/MjZBEvuk55v0Up0p0q"
    "3am1tcegYFRnREjGdW6P6/TASsJbOLKzim6Zs1hsZ6RllSm6cwN+2oGssGa2nMdidKqGXX"
    "Q5Ij0pArsII7AwudEJBYTNy6nFlja6XyFGiRfCSeDZyjdEU8I99yltREf0zmv5/X+30QMh"
    "C1tk9cYFNIf2fIbGNuEr/vEZWs4MMJDBAp5jnSA2QYxbuDbCVAcxc4W8nETPNoRDkb7w3v"
    "MFcwjVVuoDWSXM4b9qG0WG5aJzE6RxOfJ1YQUeZV/xa+v561pDKhiixBZyQU+sCWHQmfhH"
    "DKTp1S6Z9TAxvQaxzyuEy8l4CbkQKNVCAN7cLBS6tRaowjIgHkGUL4RoWwxRMhRRrrROut"
    "JaWGy+SFkTZOO9kThM4Pg3BriD0zantgwgfv4qNO5E0GfOqM+tYZ+JIcSgE1akQQf5q4Dw"
    "qVtz6DVVEyzOIrinyUod7KcDe8aslNE8e3hJFa6CFmJjTa5w5x+2xDv/kAx4DmNXdFhPk6"
    "0g7Eca4sMLpyTiCnXnCa9LBP2w/OmsGG8ns+CCp9bs1T8OrpGQHdFhX2leI1iL6iPKEWr9"
    "zP8X2/CPXpTx8x8EiK/mC3SLFNHq9YojnU9cmQzvcjwxKlc9uN+9yYH2uzeZYPNHL3J76o"
    "djwSv3pk7Wkqu7NyVD/asaBC5ZZSSrTMl2HvdglYnwYBkHOKiQFjdXEdifLw6/nEP4aYM2"
    "GzNmaCRjF3vz8OzJXWxN5C3ALBpEPrKJv/N8gXhQ5bDXtmFtSkSYZHCc/jtvk9gjAPwgHs"
    "FKz8vHXMtOZxc9eA3psZn86/2tZYGBKtoP39ONPAxqUoNcuozgfP6J8mzLxm2KxhJa2LJI"
    "TpWu3lL5KJ6JSE9KgJ65ZI6LybDOlKWzjEc4cjyC3K49ti9fd621FRhbx5gMZ+0dhoRiUE"
    "+41MsDewu0ze7wpq2gu57SaPVb3U50lS8e8qQNm0ZPqbdjKM8XV6prFSIIDInI1py3NU9M"
    "rBUFOiwjkc6LNDfIWFGoI0IS69whNfywd1GsI0IS67xYe/GMqk3ECizF+PhXv9vZFgoZEY"
    "17xw3NQf+HTMOu1hTJMYm4xBOBNfEYmrPoEpIXEA+s4RNgwf3rkEj1WvxRDGwx+RVEOSwj"
    "Yc4FszcYF43GCAtJoHMB7VkYBYGOCEmgcwFtO2ReFOewjIQ5P8xrVHbYrU8tQG7al3nTnv"
    "tW0mK5W9R5OrZyI7yTx/Y0aq01u1861+j1iA7vwJSPbzltdd5eXb5/t/bb8n+2uWz7t/V2"
    "W4Y8yZAnXoQMefoWRs/QPnHeXd7w1rIMedpOuJB6yqg43ULlGB7P4mQLmza1e8jTCVkQyz"
    "kinTaCp8nYnOgfDZPYGWE8sRxn22J5dJEX6jbzxvL0HehHOhISHhcaZfdMX6ElBlgQpiuf"
    "COJ+JcJq7snUoJTf48smPMGwRKRNMoTnUAVzmorBjKxELI9F5uwRSoXSGHT2MxH1g6egLJ"
    "409h6rLnUMc3yGbAPyIIz42R9ioTleIRuemGiGH3mFBIq24TVFpZT4Fc/3vQ1tYZGJkRL3"
    "sC3YJJCo3M1cB1yhZof6hPVe1M6Ky8qLactmaSVMg2diDPLthzS+oI1psT3OMvd9kF684x"
    "hsGse1x2jCTJOT+fC71f3GxwctmKvPNvw7zsxi7nSGxvx1LvDEIdY47YrIg5V9cgahI3IE"
    "ceXsQxDkoblX7ZsiCte+Lz2RqD8HN1HsDSLsXodQwIZbLeMFZIxtqWJsZTBi1ciRSrr2TT"
    "VeJDtSBQCX4baVp8440QZPt6N+6fZ+ugZb8gu88oi2Ouqwr1wjgw5tMqJc1iPToMwZCj6N"
    "j/VWm9fuLf2en0dDLBuK9Ia1QCXGnhNcEWvYqsHrdOdgd+EUrJ+63jEuLa94LHDF42aJs8"
    "tAtJE+IYPPndJptjqfCtrlgdg18n/ASrnX/dRT+n1I8n+NaH/YaIgk/4c3Ig17MGj5P0a0"
    "Ue80lHabj1vrn+UYrYhlsZTD6NnRqmsBGaO6e4zq+mTits70xKHGPXtSyTRwgmljjRym9j"
    "KNgSG70aeIyua/e/OXTEw1ycQkw5JkWJLcLHtKyxqbL3gMyE69OyYrNV1mTT/rrT8vR69P"
    "7nRIFjPJYlaqkL4nWcySo8ABcC1yM1U5e/8eF1PBG6DOsN3OFy4ZIs7aPWIywtRVkZYcaZ"
    "kyqPSkQaVe7GX3/g+iOVkhS7EsZ1tDl0RmlYncOWOYblZOEPi5JBZBXhnXaDkjHnmbF9HJ"
    "Y3+WPFOQIgJCH8gqGbl0kBL3iOssePJwn0OH33xEJ+8HhBZibAuJVHAz7DIP6JfZmF8mXJ"
    "pQnUOo46FUAOe4XAXBPooL+R6GL9U2/jcF7Btjmum9jIhViRHvn5eXV1fvL19fvfvx7Zv3"
    "79/++Hrty0w+2ubUvGl94n7NiCZSth5n+PLtuyINfSNRwSZ++CsSpCc5G/pqeZJLEpDf4l"
    "wlGebt+tlWu3bDUSB4T3JH5y8MzXEt4lETL4hlM/pBxM/fCxM1YCf2DFTkmc1oDAZhajz+"
    "HqXxCPyxF4AornMZI46DjcYTg2JT9Z6EI+8Dw3jNnIyW2EY2zOf8RABzLc6/KjhgDH3MBS"
    "DviAZv6HjShhflzyVFJP8EquE29tIyxNEB9gjlGs4Zggxjh3x1VJ5i4tUYOcQ0be/rJp5X"
    "YkThS9Crbgc1lbYyUFCw/v6eV29Q8bZzY+qxP64PdRGLf5GGKWUOguYK0Am1eu9okQk/WO"
    "CwEYWqiDmp0lkFr63uc1gh1GLy17eJc5Wx+WVxsW5bQgl9Fw9njolVIT5ExpBXHHBCZ9yh"
    "re/Q3FNEZZMvrgFxUcpOCkhKSvyL4x+294qgH5eTw8/O433xexijYpWAPupkuLrM4WS4us"
    "x0MvBH8vaDk17dIY9jHfs41onP+JQd48M72tN97Fv8vOnO9SoMwIffNcKWY9iOoam2s8oa"
    "iZ8+yZMspcRtu1YfDrrXiLtBR/Tuc3fQ5bdttPqDVuMaLWaM++WwKb5nRJutT61Bva3We/"
    "wGb2NqONg8h88d0W6rrd7VW52BOBbEDPN8wbUGyhzRL/WB0mt0293eNVrC91oAFbP42Z/e"
    "oNvtXCMNimCMjmi907pV4GWoMScj2v9JGTQ+XyMvmmVEe0qnqfTUqybMvfq5RQAHK+5xfJ"
    "6zQjyelNlG+rUv+RpNrIgX02K6vUGv3oLmsGAWRxzaQrveafYb9TvQpImpbmt4Adr80moq"
    "ar3zqQ3JS0Mn55hOTUgHk7OvqJy2VDOZTc7dBWh62FbU7kd18LnVa/avkeWa5JxNzp2ZYe"
    "k2yCgdaFL80JhGKDQocXt8+2Z4qza6PyvQzLB5787PNe6ZLUcLMY3pLJ2ENl/zCMu/lLbR"
    "qQ+GvXobysGOa2ETevRg2GzBc9txdQNyNHv127oYaXQLz7EYYz51202lo37uDkGPU2bqhJ"
    "7PmAvjRaf16TM0NMqhKIdWxUCmLrBJHGfn6SJRyEvR78+tm169Axp5NO4tTKHn3w4HvFPO"
    "XYf3yNtup9v43OvyIX3OKNNmsCaEHv8Z9AgdtQMDRx+kZ6DPcx53YWHb4bNF75bPE9Yc+n"
    "m3C81HYwzazh1kVuC/BeQiJTnRrhMHGybU8Jhl9D6t/ngZL0X7ty2YrHnvnhswXfPefduF"
    "6Rnmeq5tXbytp+v2r2pTGdRb4pQv17a5Ove+mujl0ONzBr+VyqQ+Cs2PjMU67RIRrCsnxV"
    "eXGYS1zl+lAKyDnSGdkcDeyAnnRkDimYKnjBSUkYLlGYAPHylogy1kFr7IJyxUYguwTGaF"
    "ia3iV4BFhCTQuYCeYTuIcUsZs7cxSsUkJZtUATapcGhhEvZsRpa4nKRj2Z2OJRYzmlTDti"
    "tQEqJHPYVeEs71AofQJddNTXLdyBMKkuvm5INUmZQcYLJdy5KvQ/J1HB3V/fk68nBKSLaE"
    "k7IlAFjKI6FZTAnhx2fbTpOB2lTCc+Y8R9alBEFua+Wd/ALx72w0xQuT2DYy2fQCfbEMxy"
    "GUn63ih5aC40VoaTgzcS5Km2E6DS6u4iUkz5cdrZaUM0+/CQz8C1HIn7Xf81IrpA3c21yd"
    "qaN2ioXrN+/9DgdVxMGZfVKIqyr/EsPPXSUH88FWGDABTneOclgLl9mJXKs3GsqdiGEIfo"
    "1ovw0CX0SM0/onJ7e+uW0NvHC3zW8epDbo/epn3/we0U9Kh2+Ot7odFazBnqgjmcYDqvj9"
    "ypxa2/sxot3hoNG9VdRh56eOuOU5lsDDaro970W8HyPaBEP0GjV9c7RwZHseJ+JVtg/xKu"
    "XW9ZdGjb5D4/n3UBlytXp/eRRbpyPU4v/gsS0tr8X4P3yOdKXJxdY/PZ50nuT9PRxL+uEj"
    "ZhcW44Z2imo/mgxnHwhcC8U0OuFSL9a0S4O12R3etBV011MarX7Ld1KuV5fiYdQVzONv43"
    "HJYMKknn3KnMdCEnIuS5nLJLv/E832KP704l6qyvokq+Se2qyL8nqnNhLSObXdOQVIHcA3"
    "ldtlUlJMn3RNbRpUUc/UkZ0v2X6XPC6XnM6WpmsJehh+mRl6xVH9h040Q3Ce/OP169eX3y"
    "ddJzlkBAEP5fvJ2BkjG684xQ7xSGt4MrIdsuA0MrpL0CtOawMIkEdinSFm8XvI0D3hRDgI"
    "I9uE/yDnxCKEFzw2Cba5f+WB0LHgnfFTvOvNeWVQFxNvx6lsBOPOmN9l5kLXGaMZW6I5v2"
    "adv4KN7i0oiPPp4BG12JJz3UCFQWE8s8noFApBGnPFDe38WnXbYwsyjTk8YBNB3OMJTi3m"
    "LsacNci9h4f+e45EP9MFuw9nM8KGjjRsmt77ATg4k4YzwlBj6GCbMYdQbSVCUeKepAPS6f"
    "A29Gw3/4rKi17867e3vMVD08tf9ka34tvWTST3t4BEgU+JVrcrgEtsBCd/UqtFXz4rPQV5"
    "OKP/Rt9568/vJGfRswQ4ZHsiH4wsztenXSCBbKkdIGDxcydUlzs2Wp3+oDe8VToDfkYk/B"
    "/3Vym33Fml3EK+2/onBTLwPyPKT++1679eI/+H59uCR+pt65PnKvO8XJEk6ePaTcW+x6pg"
    "L/om/Vwvzfe99mQXVa70gB9ndHghLrzXR5pRD+2/C1YCBfAMi0hA44BKR/4pHPnS7fwEyE"
    "dxO1sEPttOGXuzcQ+J7IV8Sf1pJ4NemxHtYcH8ATYv+lGp0ysgtPq8dw0Tlt/2Ba/2ORac"
    "R1FL3AOVathmeQMSotU7R3UU9rkFXsGkqBenUozJldkHUJpjmOuLqS0yKQR2TE627VxtO+"
    "wnL+JbjMvJmzpjh1w32yRFYI2JSVTTUPVc/wlUtwckxETluZkyByYEe0kFdRwSk/ots36j"
    "G2x5p/ioVPUm+MPzY4V2Sgt2paik7E1l7k2Wy0NnsG4aNGWrY7ue47JS02XWtIltRy12MC"
    "YsIr3n8vB9fqire/jedrC1m9ajknKwLPNgOTGoYc92UnNMVOq5zHrWZszQitL8RIQkwU90"
    "k2EH2iTJl5QJp83otDAJ1VpEgikZVSSjyolR3Z9RJT4AHADVPhRzKP6UZ+j4T2IaGvQimA"
    "ZXL9dSZv0DwNoQBVUZ2IitkwNaMZcfANnwdeeVBDZs9GTgmodZaUPPEwW8ILdSmA+oIsPu"
    "URmW2ivL0OqWNjMcIm6Szzjyl5rvbNsBQJNLqDgkkvM8YB3xunUE+VzvcntBj8RHxg9oDI"
    "XN7THCkMxPrdlERDqJ6+iZpfPTe4IcydBtnxXJsBBb0uQRwuNV89QJOgHtXgRM8rjTsY87"
    "ib8J3LO35YL8FQxvOso1H6J/JQHOjqpcC8iI1n1CJ21Vcy2LpEW0biVDjwpKLvQCXOiSKr"
    "omd6vkbpWkipa7GE9qWTo2pWPz+V0ae1BFH32t3nPNrWv04PnZ02vzBQYzg05VfkFx7rU5"
    "zywoZPhVLfYFGltkYWKNzME0HHOSnBtsk3dv+Kp4OPh4/uMHIWHzlaG54kTG4+Cm6PEZXz"
    "dTWGvr47Tl+RFr2mmFnsUyE775Ohcxioe+eFlVOBOEbtJJWaRbQLoFyjJ8nsAtEH6zBMwD"
    "6BfpMMfEqhAVvc2sU34ZbPcMrK26drfzKcgedxfEz/c5DrEKoR4SqUT7PjXkofmsCOwxMQ"
    "n9LtDD5OtBljqYP82KEymgzCqoNdpKvTO8u0Ya9+65ixHtKw2Pi8rf1YjbXs9zTAPsTuMx"
    "7V7dbW7JjdAJXZKBpfNiPZJhizWnSzIsIiPopYtXunili1e6eEtgHZVIydLFeyClShfvt+"
    "ribVp4knXb3frZ2TbXrs5z5fTmDmZEMC/7oU8TZs2RC3rj/OAPZBWwimumAWvND9wB+zhG"
    "U4stbe5eZZR4QVCcNH2FbPxIkm7cw1fBed3rYjFjER2Jz4WSOI86L0jwp9sMOTPsQBWwjr"
    "uHugzbo3ZHU1gtUOQsDY1coPEjNl0iXMk8VuIMYVHGiHKHcy4/cRr/ufTYlspjW5AgbB9S"
    "sLKNhSfw14oeVMR5tRaQPtpdHIaPBZaYfm55g1bKCrNEa42yQS0XG3KxEZpb5WKjsouNOr"
    "EMbVZLWWr4T7YuNPAmz1MLjWxAUwzsfczpb+VW6j3nwWxrOdORnW0xZ3uyq2A1H4VvlHeq"
    "Agj72SuI7lHWJFCjk7qlvoWyeyMij5cUPF6SMBBOOZn9/f8jn/SE"
)

from tortoise import BaseDBAsyncClient

RUN_IN_TRANSACTION = True


async def upgrade(db: BaseDBAsyncClient) -> str:
    return """
        DROP INDEX IF EXISTS "idx_songs_sketch__ccfdce";
        DROP INDEX IF EXISTS "ix_songs_status";
        DROP INDEX IF EXISTS "ix_sketches_workflow";
        ALTER TABLE "songs" ADD "tags" VARCHAR(1000);
        CREATE INDEX IF NOT EXISTS "ix_sketches_workflow" ON "song_sketches" ("user_id", "workflow", "created_at", "id");
        CREATE INDEX IF NOT EXISTS "ix_songs_status" ON "songs" ("user_id", "status", "created_at", "id");
        CREATE INDEX IF NOT EXISTS "ix_songs_sketch" ON "songs" ("sketch_id", "user_id", "created_at", "id");
        CREATE INDEX IF NOT EXISTS "ix_jobs_status" ON "jobs" ("user_id", "status", "created_at", "id");
        CREATE EXTENSION IF NOT EXISTS pg_trgm;
        ALTER TABLE "song_sketches" ADD "search" TEXT NOT NULL GENERATED ALWAYS AS (
            coalesce("title", '') || chr(31)
            || coalesce("lyrics", '') || chr(31)
            || "prompt" || chr(31)
            || coalesce("tags", '')
        ) STORED;
        ALTER TABLE "songs" ADD "search" TEXT NOT NULL GENERATED ALWAYS AS (
            coalesce("title", '') || chr(31)
            || "lyrics" || chr(31)
            || coalesce("tags", '')
        ) STORED;
        CREATE INDEX "ix_sketches_search" ON "song_sketches" USING GIN ((ARRAY["user_id"]), "search" gin_trgm_ops);
        CREATE INDEX "ix_songs_search" ON "songs" USING GIN ((ARRAY["user_id"]), "search" gin_trgm_ops);"""


async def downgrade(db: BaseDBAsyncClient) -> str:
    return """
        ALTER TABLE "songs" DROP COLUMN "search";
        ALTER TABLE "song_sketches" DROP COLUMN "search";
        DROP INDEX IF EXISTS "ix_jobs_status";
        DROP INDEX IF EXISTS "ix_songs_sketch";
        DROP INDEX IF EXISTS "ix_songs_status";
        DROP INDEX IF EXISTS "ix_sketches_workflow";
        ALTER TABLE "songs" DROP COLUMN "tags";
        CREATE INDEX IF NOT EXISTS "ix_sketches_workflow" ON "song_sketches" ("user_id", "workflow");
        CREATE INDEX IF NOT EXISTS "ix_songs_status" ON "songs" ("user_id", "status");
        CREATE INDEX IF NOT EXISTS "idx_songs_sketch__ccfdce" ON "songs" ("sketch_id");"""


MODELS_STATE = (
    "eJztXeuX2jYW/1d0+JL0HHY6ZTJJdrq75zAMSWkJpAw03ZY9RtgClDES9SOEzeZ/X0m28R"
    "tswIzH0afxSLqy+F09ru7LX2pLqiHdvLhHpokpGdB17QZ8qRG4ROwhobYOanC18ut4gQWn"
    "umhuOu1EIZyalgFVi5XPoG4iVqQhUzXwymJNeOs+QQCbpo00YNEHRG7ABGsTVgSwZYLJRw"
    "tPLkATGOgTq9UANcCSNcdkDgy6BohoJrAWyKG94K/UqMreyRoU0rtN8F82Uiw6R6zCYO/4"
    "8z+sGBMNfUam9+/qQZlhpGshGLHGOxDlirVZibLRqHP3RrTkI58qKtXtJfFbrzbWgpJtc9"
    "vG2gWn4XVzRJABLaQFwCW2rrt88IqcEbMCy7DRdqiaX6ChGbR1zqLaP2Y2UTlnAGPvhUaX"
    "EJMLrCFiYWtzQdBawdq/3KEGyBSl1x8q9+2hotRiHOZDirDFLVLZJGGzAxOLA/flq9OvD5"
    "AorfEXtH5qDp5fvfxOQEJNa26ISgFf7asghBZ0SAUTfNRVA3GMFGjF0b9jNRZeomQOhCkj"
    "nNBc0gvv4RCOeAU+S/xF4oHrwVcA4DX2A7U+0TfuXNjBgGHnXft+2Hz3nr9uaZp/6QK/5r"
    "DNaxqidBMpfe7wi7L172wM207Ah87wJ8D/BX/0e+0oV7fthn/U+JigbVGF0LUCtcC09Uo9"
    "1FhLn+vo8wqz3g7gepjyPFyPLcQCmf5EmOyBtJPL7rZ9AJfDlCfgssvCsiztKnHZNpGh5D"
    "s8AySnPEHLy9Q9BySXSWYPiecjhyoO7RtqIDwnv6CNALjDxgGJihIAdYXDEevGlQyfJqp+"
    "qb+aDbjeynHBOcV+PvvRyBIAtJr3reZduyZAnkL1YQ0NTQmhzWtog0ZKtm3jVcvGMloCCZ"
    "wLcPiv4GOOAJ8gsAd4ki6t85+VUVRvghVry4TDNbYWADIhUVWpTawfwQQxSVEXcvUDWlkA"
    "E6DTNTKACk0Ul8qP6UgK4E9MABccjQPfWkAjRQLzCCLYs6EWg3qRIvYSflZ0RObWgv3buL"
    "7egfFvzYGAmbWKnLY9t6rh1H0NHY8raJpryraRBTQXeXCOER6Ed8kEnzMAPsOGaSnivxxo"
    "h6mqB/UPl5cZoGatUqEWdWGodXgA0iEiCXQmoKFh4QOgjpBJsDOBTdl1Z6GsDPqJnewJwn"
    "c63nHK6kF+nQXx63TAr1PwTpL+9iGdKANWAONCzkVsKuz6gD8l7CC3lOoIkhRBO0gXwXrK"
    "CIu6U3py4Hkl6dt+vxvSvNx2hhGQR+9u22xTEdizRti5Z3Z6wzjgn5CB2VsSpvY+yIOUZw"
    "R9W/JkUZcGhfRNproGBXulHcj1MKVUNZdZ1SyuDjqdY5KXy2FKyeWycTmmAU/X1vrTIejJ"
    "EDldXco3vwyQDgWYcbYn+k08sS09TTseWjbmA7LUBToWJ9FLlWGiZH4sRqyLCiP0kU6PBO"
    "hnOq0YPkUaj/wll+TvFVyPO9y92JRUgjtABkMSAVhDEMyoASDgHfwIJuxCwrfJCZgbdG2C"
    "6QZQghwLEWJ1G6AuIJknWZOO6W1MxuS9c77c/9oFDwitTNHUOdrBkhrsB0xMBA11MamD9Q"
    "KrC26eWkINAToDlFuhTACJxsj0DXBaIi3NWPVn0JDIxr1cUQsRdaM8oE3tPxFT1peaz8gg"
    "Xfgmwco4Hfq8MrwDy2X89qb4ecshhaA1MgWdt3RqgpjxTPwjFmTya9fUeJjpzoQ4ZgjBfl"
    "IGIY14pTLisZHruTTDW4LqKc+uM+mEr3fohK8TLB0bA6sJZ9+QrYmUG8eWogoQ77pftH8f"
    "hq4WHpDP3zV//y50vej2e2+95gHgW93+bdRqatDlKuEun463T3Eau/Q3BrgFk2TfHRuI27"
    "4KkztmU8poVNppVYptIcFTNY5ym9jLmC9XCPEg/fmmeE0z4MzKeRrW7gbNN8MbIGjHZHTf"
    "vrsBTFDRxoQj1PmN/8/lMPzJ0XA/vhEqKurlWAoJpNVbFQX5xmx0Cg9xjQnTVQ/uly8yoP"
    "3yRSrYvCqMtXvjisPcISknaoAiAjC//ha03/xQFLxzPoK/NX548erF66uXL16zJmKU25JX"
    "OxCXZiZpZqpJM1OFDRAyokFGNDyyKrl+uoiGRzJqlHNPOq/OvrWgWEUpOnu/sr5XZ6+Ktj"
    "nCtF15jWu9HT37BRguEBgNuia7bCERKe35Jj5zVOJONOWPoopdXZx21DbM5FDtk78hUQEv"
    "fr2rSBcYKGL+cA12qNJ7k+K10mIKeqmmLpWaOoFjMS7suPUlUlfv7lfIVTu0kmKgp94Bo2"
    "TnuwgWCfeJ74LS+lKw9UUqp4tWTmu2sZUCI4K5TmHK5hAkikA941RPD+wd0N71R7fdNng/"
    "aLc6951+L3xtFZW8yHdNHrSb3QjKy9WVYhu5oi0DJHI2Z53NMx2qeYEO0kiksyLNBTKaF+"
    "oQkcQ6K9Z4yW6cebEOEUmss2LteG8oJhI3sATh4+f7fm+X40eINKruxaoF/gd0bFbriOSY"
    "hHS8MceEqA9CPXyF5B1EHRP4AZjTIBsgqd6ML0TAFodfTpSDNBLmTDBLo2E6+tJoKI2GJW"
    "VyJqNhQDGdVa0c1GVLo+FOoyGH6gRGw+rF59QjRsPAnCpTGjQP+KQ4Fp8nuy1imdOgOZap"
    "CZsMlm1OwIzqOg8y4SmFXa7zDMIf6bTux4VYC4Pa8wWY8OFcwJmFjElSZrST9X32yJYCY1"
    "c4c44JXHHQPOrtfhfZ3u4Eu7jvP8XPdzrcMQBpiyyVLVIabaoWMlPSI1vGzFQVcGmWLFoN"
    "KyTBXKo/j6ASE/oMye6wqWD+TnvJDnOYgPW+RFVRapmsKkeyKl9qPSQizKc+YzzY+3bvrt"
    "N7m1PY88hugPvALj+D/ttB+/6eFblPY3I/arVEkfswJm+ane5o0L4B7sOYtJq9Vrvb5SFk"
    "28foRe1xYsiQYdAE1+Z0U9GWQBqIDjcQbd0Cdy2mPR6FR66kknHgDMfGFjlIzHWSP3/6pE"
    "8gldP/8Okv4/pqMq5PmuikiU6a6PZxWaXLFbeHHLS6I7SS02XmdEi7n9kcGyQ6QsH+dPi6"
    "V30uY2JlTGypzNt7Y2Lju8AJcM2T+rScq3+/30Bw8wtBy0YAeqNuN1u8cSBq9fCI41CYbE"
    "VmcmhmnjGR6hOZj8XmUbXYitf6049ItdK8UCJN6ju9UURjhYrWGd1SbjcW4l+rhhZYIwMB"
    "p48bsF4gJ3J6I0KjuTvHmjfySuo8OeoD2sSdUU7S4xHf68vpL3yMq/ABPgtP0Xie7q3A1w"
    "EiucKlAyQVNIY1soDeSMe8EXfOpsRCxHJQyoFzlK6CYBeiQp6y7Usx8X+TvkeE56nayxBZ"
    "lcLR/95oXF29alxevXx9/eLVq+vXl1tdZrxql1LztvOW6zVDnEgwPS5g4/plnonuU1Rwip"
    "8+4Z7UJKdDXy1Ncuxi/zg+1uxK0P7ETqIUCTdYvVO6ZZcTBfGWOXIPsdbGxskLxMifmWAO"
    "VzoyTaDT+QX4YGCLnZFc7uS+zp6w6eT755mBnGz/nJ7/x3pIzj9UyFsScxBxDFzfZPTXcW"
    "mFdh1midqxhFPMnXnllYjPeISlC8mcVTH4U7F3W1dJhDiZFdS02BaTLBtkckual14SrjVb"
    "rfb7Ifci8p7G5L7LCD40O8MbsH3kTkm37zrDofBe8p/HZNAeDv7tNvefx+Rtu9ceNIedfk"
    "9hh8lAvCNeNibv+92u4xLlPIxJfzRs9d+1lVHvl17/Q+8GRArYWIb9gTMQ52FM7tg5dgPu"
    "3NMsr9hzlUWwv0qX669iYv3Tc2k7YPL8OmqPOFudv2wqjHo9wRb3YUz4VBAl7oPr29a+42"
    "TbR8e/jRc5f0/n3Xb6+/HKoFxOSmDtjhRBQSKZIihDiiDIRJhEL/7UcyxAIc+yhLNMemXu"
    "mbaFuKXlv/VW9rb7RG63mRwr/HtRVi8An0I6Aex2AmBIncBWXbkvLNYjlmp/QpUpwN2FPV"
    "nvkkXlklHZcmcbnAjwrwGB5xzV7zWkYhGb/P3l5WXju7jqJAMNj0afEPTZUqA1ASbcmNyM"
    "SISihBcD00IrHn2u2Qg85+4ADAH+pcY6oAYg1AJTNKPc2ghMnf3HWs4MhHjHEx1Bk+tXHh"
    "CZCGukW2ITC+viZexdVIyOR8ADbNXBZAaxbrOlMwELugYM9o0YggmmBusIYALgmBh0zUPk"
    "2Qu9znhjnZI56wSolBWaAM4hj1ESP0XHS1ZBZyJe3yGcG9ReTXhIvz1lle44x2Kdaab71c"
    "oVxBpQoa4742PgwFTz6WN9QZLPoUcLwhcvzxuD7863rN2zqZe9b5+34rdtp0jm38Io8qQT"
    "CL3uUADXEPP0EamvBR9+ag/awMEZ/BM8c+6fz2RygUc4yes7NJEPOM1Wv18F4tGWWgHCJH"
    "6uhOpzxUandz8cjN61e8MmOxWC/0mN1IFBls66zjnnv0mt1FPTVG/1znmZK/XVxewOT0Th"
    "dlnQ+XdqbZsnt+fAM0giAY0CKtXu51C7SyXxHpALURIbiP1sM2HvTcc9QHIU8iXVfp0Nen"
    "WB1IcVdTfYrOiHqc7PgMBdcWpjnV2WzQv+2se4HhbCFvkZ6m/tM9Rl24iKdovdpv8w0CwX"
    "2BE6Obczze2gVjuPJjBKJ+OhI9ktfaNGHlgjZBLVJFQdRX0M1d3uAxFSmZ+hzG4EnuUnJ4"
    "8DZJK/ZeZv2ByWOcAoRFW9A/70GQcDds2cSylMKVdTmVeTYXNHF6jpmCSYOnbzOUorOV1m"
    "TuvQtJR8YSxBEqk9l+n8vtUgzIhR2DiM62FKuVmWebOcYYLNxUFsjpBKPpeZz4/2ZbX9PD"
    "1njO1pNCwyj5/M41cCJ/58efzO/fG/Ui78Ij/9F3CE2CZ+CKOdMzddMNNERaZwoRnqmsjA"
    "6qKWED7i1tR3hY9Av82+AJJ0GI7IBJd0nnwrOS+OvKqm+5CnJvZPV6CmZ/avgi26EPsoX1"
    "Q5EHabVxDdQnK8ubnx4gjvcDHySaSDV05Pophkes5YyK//B7S93jQ="
)

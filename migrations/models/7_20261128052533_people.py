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
        DROP TABLE IF EXISTS "api_costs_monthly";
        DROP TABLE IF EXISTS "user_settings";"""


MODELS_STATE = (
    "eJztfWtzo0iW9l/J8JfuibC9Va5L96re3QhZpqq0LUseXbqmdzSBMKQkxihTDcgqzWz/9/"
    "ecBCTERQZ0MaIzoqNahjwJPCcv557/vphxg1rOdY86jslZly8vauTfF0ybUfiRcPeSXGjz"
    "+eYeXnC1R0s0d7x24qL26Li2prtwfaxZDoVLBnV025y70ARbdxglpuMsqEFc/kRZjYxMYw"
    "SXiOk6ZPRP1xxdkzqx6TPcNQi3yQyam2xCbL4klBkOcafUo73GRxpch2dCg6P0vmDm7wuq"
    "unxC4YYNz/j7P+CyyQz6nTr4578vxia1DPH7YuFQWzUNpNRtqrnUUDUX/4JrSEe/z+0ALr"
    "+rAHXzuxogqTK6pI6gc1dzcfdCEAO24o8/kHD+pIonb/HOe7a4rga0g0Hz7rNoiXA9qjq3"
    "FjO2aT1fuVPO1s0XC9O4Rhq8N6GM2vgdIY6yhWX5zA8ueTDBBdde0DU+xuaCQcfawsJxcf"
    "H/xgum43AgMKauDT7TTHZtGpS5pru6hk8HAP/bf9UQmaq2O321p/RV9SI2rPCVImPBv6QD"
    "ngCbyVxE/N9/eP1uABJXL/ABja/17o/vPv5FQMIdd2KLmwK+iz8EoeZq6obbG9S3eb2N/h"
    "3ccc0ZTebANmWEE4ZPeh38KMKR4MKGJZuZGYAbwHcEwC/gA40Os1b+WNjBgH7zXun16/cP"
    "+LiZ4/xuCfzqfQXv3Iirq8jVHz1+cVh0vNVo3Qn51ux/Jfgn+d9OW4lydd2u/78X+E7awu"
    "Uq40tVM0LDNrgaoAYtN1yHyWxCbwW4vk15Gq7HJuIRmX4mTA5A2sllf68owOVtygNw2Wdh"
    "WaZ2lbhsaY4L+y9lBfgcpZWcLjOnhYimAf4JfG5MNTuZx9tUEQ4DVOfH04uZ9l21KJu4U/"
    "jz5s2bHUz+td4V0hG0inCu7d+68e79sQU1cAWl3Tw4h0iqB/L7Dxkwfv8hFWK89Ud8MOeT"
    "+UMkhxT8y7tCvSDXoyo1fkoU6xGqOLSfuU3NCfuFrgTATXgPjek0AVBfkR5AN74WfZ6obq"
    "5uZpitLdfqZ3hMwefDR1PXm+f1XqN+p3j66qOmPy0121C30MY7/IZHrqzbxm/NbmbRKxqD"
    "ldnwvwLfOQJ8gnEjxJN0ywZ+VkazRp3MoS3otEvTnRINdFtd5wvmfiIjCgquJWwQT3TuEp"
    "MRiy+pTXTNoXELxj4dvWyskHaDUtkNBEfzbI9rgkKbYwHUTyeAfMiyOUKrdAHkQ2x7nGuO"
    "s+SwjEw1Z5oH5xhh9YSRowA+Nm3QhcRfOdDepqoe1G8zCddvdwjXb+PCtdA68yK9RSSBzg"
    "S0ZrtmAagjZBLsTGBz0N2n6tzmz7CzJwjf6XjHKasH+YcsiH9IB/xDCt5J0t9LSCfKgBXA"
    "+Cj7oumooD6YzwkryC3nFtVYiqAdpotg/QiEx9IpAznwtJL0bafT2jIj3jb7EZAH97cKLC"
    "oCe2hkenpms92PA/5MbROekjC0X4I8THlC0NdXzhZ16QdNX2Sq6wddzI2CXN+mlH6TMvtN"
    "hOpg8YnJCvnH1pSSy2XjcswCnm6t3QyHcNRXZHf1KT//0qWWJsCMsz0xxuzMlvQ06/jWtH"
    "GeqKtP6b44iV6qDBNnk30xgi4qjJA50yb7DqMm9lFhjED7n81d1aWzOUCxL1oPore+31k2"
    "2Mq5Ne1GDe6CxuMINPaErBHqqsLjbAbb1v6z8d7rpcI4/ZM/7onR//DHCuNjrWxTVzVbn4"
    "JKrbsLe98h1cIO66H+Kg+evbAOAloX+qkwWIatjd09cbrDPiqMEf19Yc5niYGBeWBSgm4q"
    "DJVNn6lm7a386TZ1u6KrimGVK6oprFS7rrlTEeow2ufwz8voYoRTz++vWrJrgSiwMBAp0W"
    "ARrHZHhalhTr0cHdafUhJQED4m2jrIa8oJjH+b6FONTTBrbUpnn8hotnBgb3PcFWxuIuJL"
    "I5bpuEjr0u+uE48bO84j9ogoK09o6qtGOR0ncMwCVi5guCe7bRW2mMViUyMm2Q19iV24F0"
    "q7RigbsjulRgwaHfSZ3LlZnLnprtyoIxftVOockFMd818J8PdmmmU1mZs8wOPUEfBNT/g4"
    "s20Q3hf+d/Xu5qePP8Nd8Y74x087sO/d11utBL8tWqiKA5xALhGOxER6NrLCECfRS4wjq4"
    "Qw1++xTiTQS4z/SNbWisOc0oVEOikAMhAWi4oc8V4OE8N+JMmjPuh3agR9pUP28LXT73SV"
    "eqvZ6zcbNTKfcpfboLWKDwLppPml2a+31Hq3D2KKOTFdzbqC7x2yTrOlPtQB0mb7S41w07"
    "qaI4eAcUP2rd5Xuo1Oq9OtkSV8sA1YcXvIGtBNpwOCjw5dcA7ST73dvAcBSGPmjA5Z7xel"
    "3/haI94iMWRdpX2ndNV3d8Bg48qmzA9/fP3gQh12Cu6YgZ5aZNREujifIdPp9rv1JoyHOb"
    "cRchgMrXr7rteoPwArQf42HF2bAzu/Ne8Utd7+0oLLS9OgVyCaW3C90er0FHXwAOPA4g69"
    "WsyB1YOWonY+q/2vze5dr0bQ+HnFx1fu1LQNB2iUNowpBUaCDqsatakBg6d1O7hXG51fFR"
    "hnmvW4mF3p/LksQ8QyJ1OcDoUVmRD92QyOdr0/6NZb0I/mLmzNgjndH9w14b7jLgwTWtx1"
    "6/d1sdYYtjbTxCrzpdO6U9rq184AGDnhlkHZ1ZQvYMVoN798hZHGEItysFUsZbCrWtR1C+"
    "8YsU7OhsG/Nm+79Taw5Nl8tDUGc/9+0MdpOVu4OCfvO+1O42u3g6v6jDOuT0Gohjn/FRgJ"
    "U7UNS0cPqKfAUJisDBjnuLhhdO9xq7BnMNM7HRg/OucweB6gsQJ/zaEVtcoxAAzqaqYFT3"
    "imKQluL/M/2sfZsP++CRs2zu+ZCVs2zu/7DmzRsN8juw3xuh6zW7+pd0q/3mzh4EB2W6sr"
    "77O96OPXZ2TYTBhn5P/0Ou1k2TpKFw37M3WX/J+wOJaHiYcw6iEi2PM62C8A98f7+t+iuM"
    "Mefxu1/mEHt1GrCG7mTLNUZwVTfIY2cbTRxvnRh6splpH0LkpsADxIDKbyt/5ujqxDMFud"
    "9pegeZRNEe3z+94c2dGF5Eh+jmDcUaKikar+hyiqpPLfvH3/0/uf3318v9b711d2Kf+e3p"
    "8jFjju43ypckbgvDx+3YwyuHwOXDVjr0oYXogLfTZ31PuMtbnc5QX1o2/85jn8oIIQy2xq"
    "LtF8IwaZagZ5pGNuU7jmOSo/kZE/QYV3Estyeo1/cIh/Ay8mFAE92lMSvKF/D2y1Hh+DJe"
    "Ufsu5Gqd2nYnTk2aw3FHJvlnvz6+zNMtMyG9TVzbTc2muybhpbRLLk2+6Sbx5YcXhzF32r"
    "YsZWVIDdGlllKvy2AT+prn2YMzvK2mOsTjh7L0MROEZALtIISJgodEIHYfFyYvOlQx5XhD"
    "PqVXfDsLyVL4gmVILbp7chG7IHb+T3/toiT5TOHdHUWxfIDMbzJRk5FJMPRpdkOTVBQAYJ"
    "eKYZFGMAOUq4DtGYAWTWingtqZEuCIfUGXjv2Zy7lOkr9YmuYuLwIWvm+xx6uWY+LqTJj1"
    "1y+2lseQNin1cI95PyElIRKJUiAG+eFtGQDPyaoApqQNR3kM15sMt7EPfvSk3rpJqWF52X"
    "B+8NRZn9a6UF3NWS0jV2LCB++yoM7lg9uIwF4XZWhIstISYb83yeLq99FRA+9WgOvaZq8a"
    "SwnHTck2glD/bjgTPldq5zChKJq8CFyFqTKdDh7Y5Ih7dJMSsb7PIu60m0FYT9SEt8WHEq"
    "EikUpj+dFOMlVedUeC7uuvXPfRHXN3aHbNDDyB/QRTFSExBq/op/i4oAz2UJAYpq8zmmRQ"
    "Jp9WbFkUqXryyuFalcvk1XPbg/vs+A9sf3qWDjrbN0T709FrzSN3WykVxd35SsAlpEgSgR"
    "kwNMXj49rRRZ/eVlqjxw6uiexz0OnNoqYmMeoIZpUtxcRWCPlT44WYnOci7hexb6yenFbk"
    "y5qdMUL/bm5uWLXmxdtM1xQHsQ+SjqyGAX1wSDKgfdlgO6KRVhksFJGz94TmLvSONP4hZo"
    "el47vrATStUc5QnJsZn49b5rWWCgivGDPt2tm8GT1KCVISM4X3+jvNzhuE3gWIwLO5TkRO"
    "rqqcpHsUxszaQY6Kkqc5RMhnUmqM4yHuHI8QjSXXtsW76xsNdSYESPsbiW5jsMEUWgHiPV"
    "+YG9A9q7zuC2pZCHrtJo9pp+uuhayxc38dLmoB0sPRJNy52/Uxd2rrNDQyRyNGcdzWNL0/"
    "MCHaaRSGdFGgUynhfqLSKJdeaQGlEmLyfWW0QS66xYe/GMqkP1lPMV0msoJJDuVUahZPif"
    "uooCboA5/dchkuqN+KMI2GLzy4lymEbCnAlmbzHOG40RJpJAZwLakzByAr1FJIHOBLSogZ"
    "IT5zCNhDk7zGtUCnjrEzuQTvsyO+3RtpIUy91k7suxlRviQhbbExWKv+t8a9fImyHDgplv"
    "oy6nncbbQ5TIlSFP6SjLkCcZ8lRSJmdaPUN+4qxe3rBrWYY87S64kJhllL/cQuUOf72MFl"
    "vYjKniIU8nPJCxnCvSaSN47jifUeOzadG0k6ciLS53xfIYoi0828oay9PDMvUGERReLTTG"
    "H7mxIksNYCEaW/mFIB5XIqzmkU5MxgBGcQrUlJq2iLSJh/AcqmMsU9Gf0pWI5bHpjD9Dr9"
    "Abh8l+KaJ+tAkwCy+NvNvqgrmmNbokjgltiEYw94faZKatiAN3LDLVnvGBeGyQA68pHsqo"
    "/+DZNfmGxTKC3sY2n42IA8CK1zcdEtBgY/EG2DPWzxBXaviveN0hY9xdv7NXVs5/5bFLbR"
    "w8AAT8B6/kFdPY90StuU3HZkLIxa44l4DiMFlRr1pW8WjKcXqUUWiQ5JXwIqRSxCuziBde"
    "Wgoyek17GhWuJEfYnQWnY9LnKxWl8kXUpJJUG+l1dyhv1kJUfkjtCMRmd+GMyJhbFtaLMm"
    "Fz9gcf7nEgDl5uSjy5U5svJrA34utci11slFCW6nB9n7xI1RHLUCFz9qlB5aG519M3XeR+"
    "+r4VsMTzM5S/irzBVgG5QzBgU74v5QVkGHepwrhlvGvV6m+V1LySKLzIAlwVAFxGdFe+Os"
    "uJfIidtvqt0/2lBrLkN3jlIWu21UFPqRGTDRw6ZEjr1Wth3B2Iki2f680WPt0sybFbQm3I"
    "MxvWBJVYe2LzIdt02DUbYoFXjmriMxd4bqyWgPUt5xbVWIrcGKeOAP8I5MdCfn3ltMv+ba"
    "fT2lr2b5vRdX1wf6sAKwQjNnkPCQcrr1WcIgvRhvqERaIelPZds/0lp1wekNWI/wM05W7n"
    "S1fp9eCS/2vIeoNGQ1zyf3gr0qALi5b/A8+TbTeUljhhbv2zHKsVtW2eUO8gPSB6TSDDoI"
    "uHQa+TX3dNphfyZvecSSXjwAm2jTVyGnOWSUU+0gd9Aqkc/sWHvyz2dSGLfcnINxn5Jp1l"
    "L3FZ57M5hhkVmt0RWsnpMnP6VQ+WOh++vujpkIXyZKG8UkWNvlgoL74KHADXPIeflXP273"
    "H2GbwBaQ9arWwRuaHabMWDcreKwVVkJG+NTBm3fNK4ZS+8t/P4T6q7aSFLkSaXO0OXRGOV"
    "i9YZY5huV24QW7ykNiVeHzWynFKvPqAXNIyxP0tsFFwRMcdPdBWPXDpIj3vE7+ZMbt0nr/"
    "VPH7mL84CyXEUBQyQVdIbdZAH9Jh3zm5hJEx7nUuZ6KOXAOUpXQbCPYkJ+hOVLdcx/JYB9"
    "a05SrZdbZFUquvifNzfv3v108+bdx58/vP/ppw8/v1nbMuO3dhk1b5tf0K65xYkE1+NUu/"
    "nwMc9A31BUcIgf/hQOaUlOh75aluSSBOQ3sRxOini7vrdTrt2UwRCldTJH589N3V3Y1Kt+"
    "Pae2w9knET//KETUoAC2J6AST2wmIxAIE+Px9+gNI/BHXgCiODFoRBAHh4zGJtMs1bsTjr"
    "wPBON1cW6y1BziwH6OGQF8YWOJX1FmyDRGQDBkorH/hq5HbXpR/kgpIvkxSQpl7KVtitQB"
    "/gz9mu4lps+NXPrdVfGKpa1GxKWW5XhfN/asEkMGX0J+7LTJndJS+goJ9O+/4PuaTLztzJ"
    "x4BUbXeYPUxi/SNZHFB8MVoBNs9d7RpmNMLHD5kMGjqDWuUq6CN1b3SVYIjZjsz9vEucrY"
    "/LKYWHepUILf+cOZI2RViA+RMeQVB5yyKRq0jQLDPYFUDvn8HBBn8RRiQJxS4p8f/7C8lw"
    "f9KJ1cfgqv9/mP+twmqwT020aGdzcZjAzvblKNDHhLHrBx0tNhZDrWsdOxTpzjU3aMD29o"
    "T7ax77DzJhvXq7AAH95rpNmu6bimrjruKm0lfjmTJ95Licf2RX3Q79QImkGH7OFrp9/BA1"
    "2avX6zUSPzKUe7nGaJ7xmyu+aXZr/eUutdPCTenJiuZl3B5w5Zp9lSH+rNdl+kBXHTupoj"
    "14CZQ/at3le6jU6r062RJXyvDVBxG3N/uv1Op10jOnTBORuyert5r8DLMHNGh6z3i9JvfK"
    "0RL5plyLpK+07pqu/uYO81rmwKONhRi+Pr5AphPCl3zOSThbINmkgXZzNiOt1+t96E4TDn"
    "NiIOY6FVb9/1GvUH4KSlMcPRtTlw81vzTlHr7S8tuLw0DXqlsYkF10Hk7CkqVsbVLe7Qq8"
    "UcOD1oKWrns9r/2uze9WrEXlj0io+v3KlpGw7QKG0YUpg0plMGAwqzXeut28G92uj8qsAw"
    "06zHxexKR8tsOUaIZU6myXWOsw2PMP25jI12vT/o1lvQj+YubM2CGd0f3DXhvuMuDBNa3H"
    "Xr93Wx0hi2NtPEGvOl07pT2urXzgD4OOGWQdnVlC9gvWg3v3yFgcYQinJwVSxk6lyzqOsW"
    "3i5inZwLf39t3nbrbeDIs/loawxm/v2gj5NytnBxRt532p3G124Hl/QZZ1yfgk4IM/4r8B"
    "EmahsWjh5QT4GfVxh3YWuOi7tF9x73CXsG87zTgeGjcw5j5wEaK/DXHFrRkmS0G9TVTAue"
    "8Jwm9L7M/mgf58L9+yZs1ji7ZyZs1zi77zuwPcNej9w2xNt6vG79pt4p/XpTZPkit63Vlf"
    "fV1CgHH18z+K1UIvVRyvzIWKzTqoggXbkJtrrUIKx1+yoFYB0sh3RKA3kjI5wbAolnAp4y"
    "UlBGCpZnAT58pKADspCV+6yoMFGJJcAyiRWWZuc/ZW6LSAKdCeip5gQxbglr9q6KUhFKWU"
    "0qRzWpcGhhHPb0iixROlmOpXg5lkjMaJwNu07ZiZEeNQu9JDXXcyShy1o3F7LWjcxQkLVu"
    "Tr5IlYnJASa7uSzrdch6HUdHdf96HVlqSshqCSetlvAg4jD7dDYHWKliiAiDlLyy1LaXu/"
    "LM/EhP1ydTqUeXMd/sG2Y0aSSgJo5mGpgYpTFCNdsyqU24LVKqMIuHMpf4/X8iI32qMfho"
    "9XE18o94q0FXNoxLzaHxZLTjPiohS+rvF2tQvFkTCLD/yFqVQSYXvUZykc/2PHalEEkFra"
    "Rvs3mpdjipojalM1H+zsiv4jBt7kx5gh6QbisK0+xlJyobuKc2FAXbQwHle4uygsp3lfSw"
    "jRSQZ1veppK1KKN27i0RKSuoETKp4+7WcQO4DqDnbmsJ1dZ4I6Msr9Z7OsUuk0aXV5XLqM"
    "J95UvQhUR3WFNCc57w9G1QpbAChTsFPlyKyh0GltEY6dDxhNugR2G1iZEmdIeE0iEH6RUL"
    "Y+CR2nyBmt/IN2CMQMnDPinIlCvU5X5wPq2rk/zgEL5k3lO0J+odHQpw6FQ83Tume+TL+6"
    "Mhg37eXr+5hH/ekuvra9FoTvncoqA2+kLriExsPIUU3lTUFsFDvsXDibc3iPcciLmBbbwX"
    "uSTBR3kHd+teiRCvIKB/ornOF+JIc6/ah0dHfsQCIz0C84TcYSJHu9G/hPeMFBv5y74VA6"
    "Vu+hq6aTAm8iinYZoKaqeHjwf25loeiDcUEuAMAM9tiptvmp1lVy2RCGEl4D55Tj+sOQXx"
    "j1FKBhRgQPg1c6AfIatC/NrJq+lI2+6xbbuyBsCREzxQP0NEFnaSPm9xLWX5iNBF0B4j4f"
    "nhvQPeu87gtqWQh67SaPaavtl3bVAUN/HSJgoTU9+jgxm46fInyhKc1qm+im2iQu6KkqF8"
    "aG8FysvPSSkgu8KJN0QnjCQOtMqzDSQ+E1ebjLM8e1ePjLOUcZZlZXK54yzPh6dnFGZZTl"
    "BPE2UZDsIrHmm5KyDwzPamVwm+bHCGspS2I+Yy2uRyl39ODzXOXM8/TBQuw++5oXwXW1Lp"
    "/myEokq/UHZU4Y3CwvpkypdkttCnSIZep5Go5fDdVZfAfr4ciYuW5riEfvdcYGRsWhY1Pq"
    "GTDlOm4FFY20n48+AB3kVRJGVEHG3lHRoAUF6TEfajBsWzxONFWX/hsvOf75WTJzPqYD/w"
    "ziP/Z/DOntfQ1qegYBjBRfG/zakCa1+kiA1dn8TlLGYzzTYpXHfx4pjb6QGhocltGjCvuE"
    "uZvhIJqdGg0LT69tsCRaai+lvjZp/a+gFCB3mPcGcpbyKdj6VyPp64QG3Z9pAT5Fqf2HZa"
    "boSPYjwNzoZJBvnlel1h+tNhjpYXajPNyrlgoAFD6baxTlfQw5ApfwuuwVK76fXVvcLOyn"
    "HpTPVlhTyOsThlFVwJp/aNbQtpOQyGcUIZop9U0mEjJecAN0J1OmTfnAmsWwpDLodYjLKg"
    "S6xU8B7ZIRbSxIpuoZEuTriLjk0WvE7mHfRzs61AZ0A5ZNCu2YC/GHdNHYsXd+4BzF4Pi5"
    "TOhOYjCpi2RRXspWYzv2Tv65c239J387gyo3Ry/Yn5MrfMBjmwjRNKcKPgbhl3cmAbo5PQ"
    "po3bBBvxTi98iExW9MrhiI8a/BJ3zzQDVoy0CgrOCY78mWsrEOKM/OdXReiqB/fhS1/KSJ"
    "ODrs8y0iQdahlpcoJIk7Jx/Uy4XO5QkzNi6hnFmpQU1dMEm/g2gj2DTe69XqqF91HDS0KI"
    "JUSWbOOZHlQS5t7L8SQ9PqMi+5q4GPyw1JxNHa2tiJFL4mccc9vAylpjMlrHaMSjTQ7TrY"
    "hF8eIxViLPGyHxwkH8q173IlDDEanaputnVJveUwPt9pqMdMvE40cCCxj0N2QzkRLuUGbg"
    "uwKNuzR1uo5GwUzs0E0Oqwt0ZNO5tVJhMxCp5977+L1674OVxKDJkGnMWcKXXpM2NTFoRG"
    "S+43viukVA86utw1FW4uOIBS/rBJiIV9hGCyNSJpw6QyaidkxXgPTgraa9v7agUzr30se9"
    "nYbM4GmXXgr9Mx3hA0X8ytZbI1KMuyG06jMumEfhIwQldumQgDcILCXebPVeCp8IXzKDN8"
    "Gv7PW7Sv2+2f6SHjsT/jB/zYqxKHMUzbaInCl6JZgoLwfQyLCVUoWt2Lz4YZ4BbZnDKy56"
    "v/X6yn2NeG7wIRv08BBEHO1DVu/1miCs4jltGgxt/MxCp+cd3iXhn+8U50y6nz9EUmaGlN"
    "bDD9x3FylHYL88FzbUJ3TZoWNNSKU55wS65loKnkYX9IDnT/qbDB5BCRvATJxP2+t3Hh7w"
    "bDrH5fM5nlz42T+sblz4jLrDz5YCPpDXcX/IgIwztAwfGNigkFTexNkYnQQ3wS7srWcoBe"
    "cGOJFWgpzgrHNUX2XM6R7dJpQO0hwO0o3mnkdL2qaSh+wkx6bkdydESGXmapndCSETU565"
    "EyGTGayRnTZmXophu6PqXhJx9cIIjhK1IUsIHTkLxlh4VUDVWR7pMUIl5ca4DENtmye4Ht"
    "Nr8K8J5EGNe9Tfl6Eyf8JQmbHJTGdaiO0RUincllm4TXD8ZRVwE0hl7Ewso0eGIslQpPKH"
    "IqUtCQdAN6EKS0VRTlgQ5VmOZxLvBWApz5S5KQFf4duXuyK+gG0qxZYZY746jBJoba+8Kk"
    "BA/oNDJtrcoo5DLD65Jt9s03Upw8MrMKYoiNvxKgVh4JBf5McvxwM9xEPAjvaUxGAixMAb"
    "/g79fb8DGW/NSarGnLhHJijK/vDeL3bn+Gryf97cvHv3082bdx9//vD+p58+/PxmrS/Hb+"
    "1SnG+bX1B33hIpA2U6PZAHWRWDPxV7v7X0fCe5WlxYYpINbJniQCblD4qqNxrKQx/DOIJf"
    "Q9ZrAcG3erNfI+ufcHVwe9/s90VcyOb3kHWVfvc3v/nm95B9UdpKt95vdtoqqDZd8Yz4tS"
    "F76LRaolP/x5B96za9x/g/hqwz6Dc694o6aP/S7nxr10jkgghP6Xqv5v0YsrsOZqTf+dpW"
    "XnviuyzmxHfp1sR38botZxdVVGA4/XWgDJDR3v9hcAzaXpq//wMT/wPm1n3m9gYw8pQ7JF"
    "v/3EQXef8fska93VBa4tL6ZxHGHiHmyOao6CSwdkdRjTCRLDGfoaKG5mJh/lyFAzYUcneT"
    "RviSGOELhBhU1eheJevrRlPKah3cUEjj4G7jICB1AOtVZiNKSTF90Wi1GVBlOoHVhz3ZEp"
    "PFCJPR/HK3sJGILLn9RH5EVP/DoLop0pT+482bNzd/iRtTMtCIZDmGZfs0V9RUdjDVi/n1"
    "kr9jlhydY2qWsaDemaKAAJ5aekm4LbK/HilmphGNOBYXSVxjm1LseGRRzaFehKlfW9m7sm"
    "Cu6RdwXk65eDvMPSOme0lGGG2/gKkz8spHa2wlXsEhjzZ0JFIBh8zmS2iKDww6w8YW9xLu"
    "gvNQJzCYHK9qs2XOMBNvLM5x9QgnNl/MR9fw1+IRbvrvOWShtECNzDH9UNcsy3s/AEdbHb"
    "Wuc4GMNBxD+5Rz3qheRR++6SH3w8Mu2IxPC0iyP88f31kfAEM9e9+bsSSwXA/JzNgBRQ7o"
    "th9XlGFLzXT9onSJjyXfvipdhXh8Jf9FfvD03R9kUuOreGnTbaFP8L1FTS4BbakNLqBhoN"
    "Grg4aUZrvX7w7ulXYfqxaH/0L7GKY+4r/Q7r7+RYEG+L8h6/yqdFv132rE/zFkgHe/RvDf"
    "IWv91m021HqzRoJfnq0NSNX75hfPmOdZ3bYuSZtbwUw+byXJOcv+lHa3c7POr23teZkrbf"
    "SnWi/OxMh4LrUzA10lB55hEgloQsaodDUc3dUgDeMvgHwUw7hN4bOdhLU3HfcQyV7Il9Ti"
    "d7rEgCnVn+bcTErwT0d/m+r0DAjpq48L0wKF3bnGx76GinoUtshSyH+2UshlW4iOXQs5OC"
    "ZKtek4F9gROjm2M43tsCU/jzUySiczoCPHL2wcOXlgjZBJVJNQ9ZwFMVR3h0xESGXiWplD"
    "JwLvU04eh8gkf8vM322XXNYtfpuqehv8EQ6G3PhWc06lbUo5m8o8m+wFBvdohuUf0paHz1"
    "Fayekyc1oczpUvmSdMIq3nsUKWOc/LlafkFq+hK066zTd4wySyaI486UiWb/FWG80uxvVt"
    "SrnXl3mvl0V6/hx81qfc1JNrJO4ozxMmkqVbt31ks7SakzuCa2eppSb/7HDuKuKZDujO6p"
    "1/dkgdziZ5izVvSCSYsgqXrMJ1YlQPW4ULZ/MBUO1BN4eqAvUKE/9FTEOL3ham8HyCeXUX"
    "CYLUAWBtiI6qDOyW+JgBWiEeHQDZ5izzQZXnCWxYjsyAqy8lHQDZXIeAnie22yJlCrrpGc"
    "2hYN51Cbdt0HPW3wvXjKvIppavCl+oKrqtjROsFAGgHUb7HP55GVa0vN9hZ9UrbpgjQX4L"
    "hYQ0+ShK6cnywoAuuJMxZ75OkCQ4XfWf/BHT05e2yH2tiXTusWk7Lhk59PcRmZtUp84lea"
    "JzaP7IF97RrZjZTgEFI55ff4T+E/LKI5njqRm4ZSnR8aolCo+TZlvykoPSQXmwmPuL04/L"
    "I53xyeeqnz9Ck8qV7jq9LE4sTzDLcYLZYm4UdGRuU0pXR9lcHTHbUp6aQy8UfArkyow6Uv"
    "FyT2XYnw9b7GmvAk6tlW3qdTzmzqW6u7Bpipya2G6nvGohhaqFSDLLrfhsA48nXgg6rxg2"
    "WpA+kRF0NnNGRIPLKGKC8Ih0DpZG4raBlZlEKWzTcPwa2KZN+JIlia/HesxL1ZEEtHuV25"
    "alZY4t84r/x3BPD2gO2lcwMewoh6+J+RUHOD0fdU0gc4H3STp1VH1h2zQpF/ilI31DhFIg"
    "ziEQ41kj+Q6tD1GcTo1+e6zFRAZKnmzdrm6gpNQqq6pVygAQGQBSMvX7xQCQPIaPA+vq3Y"
    "W1U0cP7l++rJvPNRAz2ES1gSSzbo6NRXlgNE8712SE56drOp2BaDhCD9Ct5tCP71ErHvQ/"
    "X/38SVA4qBlaKzy2agSD1sT+RpeoNzPQtY1Rknp+xCcV0tDTivgGT8HfmYrQeuiLl1WFMU"
    "HwZpVYAFeaBaRZoCzL5ynOZA+9WQzmdFdZhEym9OV3mc2x1qWdC/UQSSXG96khD+1neWCP"
    "kEnoi0APm68HWeJi/nKF4a0OysyCi0ZLqbcHDzWio3VvMR+yntLw6nr7Xo2o7JVl9T98gQ"
    "uQO83nBH7sNEtuiE5okgwknbO1SIYl1owmyTCJDO2RJl5p4pUmXmniLYF0VCImSxPvgZgq"
    "Tbx/VhPvrlSBbGkCeTIE+lMqTrnyQ5/G3J6RBfANz357oqvgxDjdMkHX/IQG2OcRmdh86a"
    "B5lTPqBUHhgXgr4mjPNG7GPfwj8My+ulBmbGoQ8bnQE56Rhx2Js/EcHmQlgB73CM8yHe/Y"
    "PjIBbYERd2nq9JqMnjVrQYUpGWMlLokm+hgyNDhnshMnnW0nLbalstjmLK2+Tzn1sq2FJ7"
    "DXihmUx3i1JpA22iIGw+ccKqbfWp6OXu4khbJBLZUNqWyE9lapbFRW2VB+X5jzmZ/5nqBw"
    "bN3fqXTQoGU2vaPHx+4SUyu8U6atxQTTKlA/mFPb4Qz0AN8+mq4L6FONTRIUjgP2jZrGN9"
    "QjKB6JDd2MVMp0ezWHAYpnbgPG5DO1GXWJOObB+UQevAnU+2sLNQlqjX3VZDTVHHWuOc6S"
    "24Z3HLjQNCzzCfDBP90lJ94q5JAZHinuaTDwY6YZQnviqII4ojFnFmhDFJNrqFHDDGv8Ob"
    "okI82yVFebONniXE54Tvd6iOxzWDc8wrQxaobleqIgWxV6Ys5vM41dp1lL1bBUquE+/t+z"
    "cP32Op/73+pdpUaCVXHIHlqDL812jTyIlTG6fL6O61dGVYUOUs52kvKuo5Rj+M5tbix0V0"
    "11U+48iytKWgXNXYaylUP5OE71B3+xE4JQnsEeI6wC+rGhnnGs7xzs8SVGbCe5EY+QSbyz"
    "4g1K3WKsibz1BB08HfAoXfUQP8oOurATjl1KR9lvXj1wP2QC98MOcD8kgAvqVl4RMExTPZ"
    "iPIwX65oeNESOPXJJMXQXoTy2eWKZOmUNVzy6XHP2dTQlN7qnEPLnotFvNNuijnOEpZUPW"
    "bHV+qRHT4k9D1mo2lHZPUX9RfquR4NOe6GrIOv2vSrfmGcCKaKxHke9Db1hsRqV2UGIGln"
    "5SFdS6UsglJwokEi1sfYoH9KIPNM4D9K6m7DBRwl3O1UrxAX2lERRDlu4cEG5T/Znxm9tY"
    "Fb2YpBMnletAASvMynHpTBTShDE5S67Tnc6FFHLJiSLVUDV3kWKWeVnI3FCfsBDtJq8rj3"
    "RZb/Sbv4J06VEPWb/brLeQ/aZmDZnyt4dmV7mrEW+VNIYMoQUCuCTKFD57k/31/SFhZ3Gc"
    "bTsT4qKkJ0yLe50Zc8C0OMQuJJQXQD5CLcHPB77YeYsM+IBOAp4d8GjsR+L2kBaAECOtwr"
    "4cscF9+JDFBvfhQ7oNDu9FbXAri2uGCqN2mstPEqGrHtwf32dA++P7VLDxlkzKlUm5MilX"
    "JuW+9i5dJibLOPkDMVXGye+L6rnGyfco7GBulz5TzUoJlY82udwVLe+IxqotWmdM1fUe4H"
    "hR4UuK8eHcMuAf4vAZfeTG6po0XcIXrmU+U2xHyTos+ZIsp9yh4sADYvrpsgmh88d5xsuH"
    "eh0wzNwHNXeQeTiEW7z0Qd6Cj3e8gYwGL1U0eHQEZMU/Sid3w6gra5P5kTPIJ04pI74zxv"
    "osbOBK4eyGEHmZEb/oKr8qaOH31lth4u90+8LCz223iDH/JhszdvAiLewqp11TGvEvC5k1"
    "ixvwpfG+eEHBAoZ7abQvALTjyZw5RZRtKimgRC2bovgQ2ktQpM8joMQpy7xdlskRIq3J6e"
    "hX2Jos7YzSzijtjCl2xnvO3Km1agDTnRQ7Y7TJ5S47ozY3AQtoqc48smymxjoRzf2iGTZ/"
    "Ng1q/+AQbk80Zv5Lw3aX4mAWUS0D7YKfyAjj+dXQqanajC+ALVhdA78h6YCXYzwGa3b0Rc"
    "0OTZ/6TzCFqRJLgsC4vyTw1VxU++ALl2gs8kBRiwM7MF0kxMogeMDrklrPQGs6Q2YyYfmc"
    "mRNb0GQ0ckpzX6nMfcGIK2wiCdGXWei76Dwo7XqzRvicMs0csvtBV/mlXiOzhU2ftCI2ks"
    "MHPIanYKJ8kC6CJ5BWLzjmKCL4imoJoz81OCZoLusJJujlYqPJAea6vUQzKdRInDSs54pJ"
    "DNOUeT0uuAK8yzD/36XO/nfRue9yV7OEcJigflPdnGlWMszbhFHt26O89ns4Q9B3JRkpje"
    "Z9vfXj25vLjxE7XcCA9/Fjzmcg6hfBeZtQ4vwCzjpI7EVg3qKTKL+A8kb5isOMFdTT/Cph"
    "qijIpu6S/yOW6ZzjxrcDYMRjyyoXy+SKJm1dbusw2EE0k+txoT9RHLCLpKIBqdJGlEwKHU"
    "n5EA40ZJpl/ispXXSnKytKKj1aOfy1muOqxaOME8gr6BI4ExdAplhj6flJX9Kq5fmJuSpe"
    "x6xep7apTy8SrOn+ncudRvRNm5cs5+l8PrB1OHWjT7R/JWzvPsf2swqXfm9PN/4WKIS6bw"
    "HU0q01xzcw4qTKgbDfvILoHqX+FDzRTawdlq6JhUikGpZTDXvVzeyP/w+4Ow7d"
)

from tortoise import BaseDBAsyncClient

RUN_IN_TRANSACTION = True


async def upgrade(db: BaseDBAsyncClient) -> str:
    return """
        CREATE TABLE IF NOT EXISTS "equipment" (
    "id" UUID NOT NULL PRIMARY KEY,
    "type" VARCHAR(50) NOT NULL,
    "name" VARCHAR(200) NOT NULL,
    "product_version" VARCHAR(100),
    "description" TEXT,
    "software_tags" VARCHAR(1000),
    "plugin_tags" VARCHAR(1000),
    "manufacturer" VARCHAR(200),
    "url" VARCHAR(500),
    "username" VARCHAR(200),
    "password_encrypted" TEXT,
    "license_management" VARCHAR(100),
    "license_key_encrypted" TEXT,
    "license_description" TEXT,
    "purchase_date" DATE,
    "expires_on" DATE,
    "price_encrypted" TEXT,
    "system_requirements" TEXT,
    "status" VARCHAR(50) NOT NULL,
    "has_password" BOOL NOT NULL GENERATED ALWAYS AS ("password_encrypted" IS NOT NULL) STORED,
    "has_license_key" BOOL NOT NULL GENERATED ALWAYS AS ("license_key_encrypted" IS NOT NULL) STORED,
    "has_price" BOOL NOT NULL GENERATED ALWAYS AS ("price_encrypted" IS NOT NULL) STORED,
    "idempotency_key" VARCHAR(255),
    "payload_hash" VARCHAR(64),
    "version" INT NOT NULL,
    "created_at" TIMESTAMPTZ NOT NULL,
    "updated_at" TIMESTAMPTZ,
    "user_id" UUID NOT NULL REFERENCES "users" ("id") ON DELETE CASCADE,
    CONSTRAINT "uid_equipment_user_id_16fbd0" UNIQUE ("user_id", "idempotency_key")
);
CREATE INDEX IF NOT EXISTS "ix_equipment_newest" ON "equipment" ("user_id", "created_at", "id");
CREATE INDEX IF NOT EXISTS "ix_equipment_expiry" ON "equipment" ("user_id", "expires_on");
CREATE INDEX IF NOT EXISTS "ix_equipment_ids" ON "equipment" ("user_id", "id");
COMMENT ON COLUMN "equipment"."type" IS 'SOFTWARE: Software\nPLUGIN: Plugin';
COMMENT ON COLUMN "equipment"."license_management" IS 'ONLINE: online\nILOK: ilok\nLICENSE_KEY: license_key\nOTHER: other';
COMMENT ON COLUMN "equipment"."status" IS 'ACTIVE: active\nTRIAL: trial\nEXPIRED: expired\nARCHIVED: archived';
COMMENT ON TABLE "equipment" IS 'Software or a plugin of a person; `version` grows by one with every change.';
        CREATE TABLE IF NOT EXISTS "secret_reveals" (
    "id" UUID NOT NULL PRIMARY KEY,
    "equipment_id" UUID NOT NULL,
    "equipment_name" VARCHAR(200) NOT NULL,
    "purpose" VARCHAR(20) NOT NULL,
    "password" BOOL NOT NULL,
    "license_key" BOOL NOT NULL,
    "price" BOOL NOT NULL,
    "session_id" UUID NOT NULL,
    "client_address" VARCHAR(255) NOT NULL,
    "created_at" TIMESTAMPTZ NOT NULL,
    "user_id" UUID NOT NULL REFERENCES "users" ("id") ON DELETE CASCADE
);
CREATE INDEX IF NOT EXISTS "ix_reveals_newest" ON "secret_reveals" ("user_id", "created_at", "id");
CREATE INDEX IF NOT EXISTS "ix_reveals_of" ON "secret_reveals" ("equipment_id", "user_id", "created_at", "id");
COMMENT ON COLUMN "secret_reveals"."purpose" IS 'REVEAL: reveal\nEXPORT: export';
COMMENT ON TABLE "secret_reveals" IS 'Secrets that were told to somebody. It outlives the equipment, whose name it keeps.';
        CREATE INDEX IF NOT EXISTS "ix_jobs_finished" ON "jobs" ("user_id", "finished_at");
        ALTER TABLE "equipment" ADD CONSTRAINT "ck_equipment_type" CHECK ("type" IN ('Software', 'Plugin'));
        ALTER TABLE "equipment" ADD CONSTRAINT "ck_equipment_status"
            CHECK ("status" IN ('active', 'trial', 'expired', 'archived'));
        ALTER TABLE "equipment" ADD CONSTRAINT "ck_equipment_license_key"
            CHECK ("license_management" <> 'license_key' OR "license_key_encrypted" IS NOT NULL);
        ALTER TABLE "equipment" ADD CONSTRAINT "ck_equipment_license_description"
            CHECK ("license_management" <> 'other' OR "license_description" IS NOT NULL);
        ALTER TABLE "equipment" ADD "search" TEXT NOT NULL GENERATED ALWAYS AS (
            "name" || chr(31)
            || coalesce("manufacturer", '') || chr(31)
            || coalesce("software_tags", '') || chr(31)
            || coalesce("plugin_tags", '')
        ) STORED;
        ALTER TABLE "equipment" ADD "all_tags" TEXT NOT NULL GENERATED ALWAYS AS (
            coalesce("software_tags", '') || ',' || coalesce("plugin_tags", '')
        ) STORED;
        CREATE INDEX "ix_equipment_name" ON "equipment" ("user_id", lower("name"), "id");
        CREATE INDEX "ix_equipment_search" ON "equipment" USING GIN ((ARRAY["user_id"]), "search" gin_trgm_ops);"""


async def downgrade(db: BaseDBAsyncClient) -> str:
    return """
        DROP INDEX IF EXISTS "ix_jobs_finished";
        DROP TABLE IF EXISTS "equipment";
        DROP TABLE IF EXISTS "secret_reveals";"""


MODELS_STATE = (
    "eJztXXtz2ziS/yoo/zMzVYovceJkzrm7KsVWEt3IkleSJzu32qJoEZK4pgANSVnR7e13v2"
    "6AlPg2qZcpBlVTGZlEg+CvQaC70Y9/ns24QS3nvEcdx+Ssy5dnV+SfZ0yfUfiRcLdGzvT5"
    "fHMPL7j6gyWaO7KduKg/OK6tj1y4PtYth8Ilgzoj25y70ARbdxglpuMsqEFc/kjZFRmaxh"
    "AuEdN1yPAfrjk8J3Vi0ye4axBukxk0N9mE2HxJKDMc4k6ppD3HRxp8BM+EBgfpfcHMPxdU"
    "c/mEwg0bnvG3v8Nlkxn0O3X8P+eP2tiklhGC0TSwA3Fdc1dzce3+vnnzWbTEkT9oI24tZm"
    "zTer5yp5ytmy8WpnGONHhvQhm1dZcaAXDZwrI8PviX5Ijhgmsv6HqoxuaCQcf6wkIWnf3H"
    "eMFGyBkC7D03+Ew32blpUOaa7uqc0aVmGv/lDTVApmntTl/rNfqadhbjMA4pwhbv0ggmCc"
    "wOk7kI3D//JfvdACSunuEDrr/Wuz+/ff+LgIQ77sQWNwV8Z/8ShLqrS1LBhA3qI5siRpru"
    "xtG/gTuuOaPJHAhTRjhheKTn/o9tOOJf2LBk85H44PrwHQDwM3hBo8OslTcXMhjQb942ev"
    "367R0+buY4f1oCv3q/gXcuxNVV5OrPkl8cvn+5MKw7Id+a/a8E/yT/02k3olxdt+v/zxmO"
    "SV+4XGN8qelGYNr6V33UoOWG6/T73ITetuB6mPI4XI99iAdk+okw2Qcpk8vesr0Fl8OUe+"
    "Cyx8KyfNpV4vLCobZWbPMMkOxzBy0vU5/ZIFEmGT8m7o8IVRzaz9ym5oT9RlcC4CaMQ2cj"
    "mgCoJxzeQzeeZHiaqG6ubr5mW1+u5bjgnILXh5emrgDgut67rt80zgTID/rocanbhhZCG+"
    "/wCx65sm4bvzW7mEWv6EyfCHDwLXDMEeATBPYAT9KldXytnKJ6ncyhLQiHS9OdEh2ExNGI"
    "L5j7kQwpSIqWkKsf6dwlJiMWX1KbjHSHxqXyXTpSAviJCeCCo3Hgr6e6nSKB+QQR7GGoh0"
    "H9kCL2TP+uWZRN3Cn8eXF5mYHx7/WugBlaRXbbtnfrQt77V2h7nOuOs+SwjEx1Z1oE5xjh"
    "VniXTPA5AuBj03ZcTfxVAO0wVfWgfvP6dQ6ooVUq1OJeGGpL3wLpEJECOhfQuu2aW0AdIV"
    "Ng5wKbg7oz1eY2f4KdPUH4Tsc7Tlk9yC/zIH6ZDvhlCt5J0t9zSCfKgBXA+CD7oulooD6Y"
    "TwkryCfOLaqzFEE7SBfB+gEID6VT+nLgcSXpT51OK2R5+dTsR0C+v/3UgEVFYA+NTKlnNt"
    "v9OOBP1DbhKQlT+znIg5RHBH195WRRVwcK6YtMdQ8UFnNjS66HKZWpucymZqE6WHxisqJc"
    "DlMqLpeNyzELeLq1djMdgp4Mkd3Vo/z8W5daugAzzvZEv4kTW9LTrOOhz8Z5pO5oSnfFSf"
    "RSZZg4m+yKEXRRYYTMmT7ZdRo1sY8KYwTa/2zuai6dzQGKXdG6E731vc7ywVbOrSkbNbgL"
    "Go8j0NgRsutAVxWeZzPYtnb/Gm9lLxXG6R/8YUeM/ps/VBgfa2WbI023R1NQqUfuwt51Sr"
    "Www3qgv8qDZy+svYDWhX4qDJZh62N3R5xusI8KY0T/XJjzGWUJZowiMDX8bioMlU2fqG7t"
    "rPyNbOp2RVcVw+qQXk1yuaJPZkY8QqxNLcvPyVtJveY5PZ76U0oEIYYB6C7RiVR1yVQ3yA"
    "Mdc5vCtdFUZxP6kQxRLARK4b6EYQOy8U8O8W7gxYQghYM9JcFX6m+esu4dbXkkZ39XPlRl"
    "9qGSsyOOfJ9+d1PskWuKKpxeZlkfG3/thwyP/hnlz7f1v/4SMj62Ou0vfvPAwc91q/Mpcs"
    "bjfxYxwJssBe8ARQRwU+61J7bqw3jhf68u3rz78O7Xt+/f/QpNxEDXVz5kMEWdmqlTs7O1"
    "Ybig836ISLnvZ7vvS7Di8BZ24K+i9b0WceEPzawyOfFvwE+Kuw1yJiPslrOJFjyJyeHQzw"
    "jIRToBCROFTuggKF5ObL50yMOKcEalpz5oMfbKE0QTvPp36W3ABuxOzvzeX1rkkdK5I5rK"
    "dYHMYD7XyNChaEga1shyaoKADBLwTDco4WPCUcJ1iM4MILNWRLakRrogHAjogHHP5tylbL"
    "TSHukqJg7/82zDyCBdeG+Ca0hHv89t/+DQY/xaev6+5pAGgih1BJ3/JZ4JYuCZ+EMspMmP"
    "XXL7cWzJCbHLEIL9pAxCKQKlUgRg5FYhD901QRXUgKijaD5P0SxX0bjHudK0jqppydPMIn"
    "hvKPYTH/SDAe7qST4IGQuI174Kkzvm25/TuT/Tuz+2hJhszItMaL99FRA+9mwODFOzQOIs"
    "gnsSreLBbjxwptxOWM3Tl5dE4ipwIbLW5IpqeZMR1vImHtcSxK7osp5EW0HYD7TEBxWnOO"
    "INtpjFrC4h9IP0x5Ni5AF5QYXn7KZb/9y/IoJ2wO57jZsrArqoMWCIUPN3/Ft4dzzJYJKX"
    "j/eKavMFPosE0up9FQcKQ19ZXN8mCj1MVz2437/Lgfb7d6lg462TPJ56cyh41dnU0WZydc"
    "+mVERXVWN9VPKwY50+quRh/uQ5XPKwkEOiuYd4tCS/uYrA/nLhVuVcwo/rtHk95eaIppxi"
    "b27Wnj3FHom2BRJI+56PfOydPJ8TdKq877Yc0E2pcJP0s6b8JA+JZZ7Xj+IWaHqyHV/YTn"
    "IS6b0/Idk3E9/eO1oWGGhi/uCZbuim/yTNb2UoD86X3yhrGQe3CRyLcSFDSU6krp6qfBDL"
    "ROhLioGeqjJHyZRbZ4LqrPwRDuyPoI5rD23LNxb2WgqM6DEW19PODgNEEajHSHV6YGdAe9"
    "O5/9RqkLtu47rZa3baYS1f3MRLm6RJ3Ua9FUF5Nn+rLexCeWADJGo2553NY0sfFQU6SKOQ"
    "zos0CmS8KNQhIoV1bpcazOlRFOsQkcI6L9bSn1Fz6CglV8Z/9zrtLFfIEGnUOm6OXPJ/xD"
    "Kdam2RiEnIJB5zrIn60NTCKiR2EHWswQ2w4Pl1gKR6M/4gArbY/AqiHKRRMOeCWS7GRb0x"
    "gkQK6FxASwmjINAhIgV0LqAdl86K4hykUTDnh3mNyhan9YkdqEP7Mh/ao20lyZe7ydznfS"
    "s3xFtZbI/D1rObzrf2FXk9YPd3IMpHj5wyjbdvLz68X9tt8Y8sk23vtt5qKZcn5fKEXSiX"
    "px9h9QycE+c95Q0eLSuXp+yEC4lRRsXTLVQukW8tmmxhM6e2d3k6YnLNcq5Ix/XgueF8Ro"
    "3PpkWdFDeeSItali+PIdrCs628vjw9F74jgwgKmQuN8QdurMhSB1iIzlZeIoiHlXCreaAT"
    "kzEs187HeMG0hadN3IVnXx1jmor+lK6EL49NZ/wJeoXeOHzsNeH1o0+AWXhpKG9rC+aa1r"
    "BGHBPaEJ1g7A+1yUxfEQfuWGSqP+EDKXTtwDDFQxn1Hjw7J98wWYbf29jmsyFxAFgxfNMh"
    "Pg02FiPAnjF/hrhyhf+K4Q4Y4+56zDKtnDfksUttnDwABPwHQ5LJNHattzm36dhMcLnI8n"
    "PxKSpX+3GPynG6l1FgkhSV8CKkSsQrs4gXXFq2ZPSaVpW4LxunY9LnCyWl8kTUpJRUG+k1"
    "25U3d2Vp6VI7BLHZXThDMuaWhfmiTNicvcmHexyIg7VNiid3avPFBPZGHM652MWGScWm99"
    "b30ZNUHTANFTJnlxxUEs2dnr7povDTd82AJZ6fI/1VZAShBHL7YMAmfV/KAJQbd6ncuJW/"
    "a9Xyb5XUvJIovKgEXBUAXHl0Vz47y5HOEDtt7Vun+9sVyJLfYMgD1mxr973GFTHZvUMHDG"
    "llvhbG3XuRsuVzvdnCp0vV7+VTtQi1ocjXsCaoxNpzhGLzpqOZ+MwFVmvRE7B+rlB0lFoV"
    "iy5QLHqj4myzEG2oj5gk6q7Rvmm2vxSUy32yK+L9AE252/nSbfR6cMn7NWC9++trccn7IV"
    "ek+y4sWt6PAbuut68brRauW+uf5VitqG3zhHwH6Q7RawLlBr29G/Q6+DXrY3ombnbHL6lk"
    "HDjCtrFGTmfOMinJR/qkTyBV03/76a+SfZ2pZF/K8015vqnDsue4POKzOboZbfV1R2gVp8"
    "vM6RctLHU6fH32pEMlylOJ8krlNfpsorz4KrAHXIsUPyvn179D7TMYAWnft1r5PHIDudm2"
    "d8oNJYOryEwOzUzlt3xUv2Xp3tt5+AcduWkuS5EmtUzXJdFY46J1Th+mTyvX9y1eUpsS2c"
    "cVWU6pzA8onYbR92eJjfwrwuf4ka7inkt76XEH/92Cwa27xLX+8J67+B1QVigpYICkgodh"
    "F3lAv0jH/CJm0oTHuZS5EqUCOEfpKgj2QUzID7B8aY75vwlgfzInqdbLEFmVki7++8XF27"
    "cfLl6/ff/r5bsPHy5/fb22ZcZvZRk1PzW/oF0zxImEo8epfnH5vshE31BUcIrvvwqHsiSn"
    "Q18tS3JJHPKbmA4nRbxd38uUazdpMERqndze+XNz5C5sKrNfz6ntcPZR+M8/CBHVT4AtBV"
    "QixWYyBIEw0R9/h97QA38oHRBFxaAhQRwcMhybTLc0eSfoee8Lxuvk3GSpO8SB/RwjAvjC"
    "xhS/Is2QaQyBYMBEY2+ErqQ2pZc/UgpPfgySQhl7aZsidIA/Qb+mW8PwuaFLv7saXrH01Z"
    "C41LIc+XZjaZUYMHgT8nOnTW4arUa/QXz9+xccr8nEaGfmRCYYXccNUhvfaKSLKD6YrgCd"
    "YKsco03HGFjg8gGDR1FrXKVYBTlXdwlWCMyY/M/b+Lkq3/yymFizVCjB7+LuzBGyKviHKB"
    "/yigNO2RQN2sYW0z2BVE354hwQtXi2YkCcUuFfHP+gvFcE/SidWn62Xu+Ll/oMk1UC+rCR"
    "4e1FDiPD24tUIwPeUgU2jlodRoVjHToc68gxPmXHeP+G9mQbe4adN9m4XoUFeP+nRrrtmo"
    "5rjjTHXaWtxM9H8sR7KfHcPqvf9ztXBM2gA3b3tdPvYEGXZq/fvL4i8ylHu5xuifcZsJvm"
    "l2a/3tLqXSwSb05MV7dewesOWKfZ0u7qzXZfhAVx03o1R64BMwfsW73f6F53Wp3uFVnC+9"
    "oAFbcx9qfb73TaV2QEXXDOBqzebt42YDDMnNEB6/3W6F9/vSLSm2XAuo32TaOrvb2Bvdd4"
    "ZVPAwY5aHF8mVgj9SbljJlcWyjdpIl2czIzpdPvdehOmw5zbiDjMhVa9fdO7rt8BJy2dGc"
    "5InwM3vzVvGlq9/aUFl5emQV/pbGLBdRA5ew0NM+OOLO7QV4s5cPq+1dA6n7X+12b3pndF"
    "7IVFX/HxK3dq2oYDNI02TCkMGhtRBhMKo13rrU/3t9p15/cGTDPdeljMXo3QMluOGWKZk2"
    "lynuN80yNIfypzo13v33frLehHdxe2bsEX3b+/acJ9x10YJrS46dZv62KlMWx9pos15kun"
    "ddNoa18798DHCbcMyl5N+QLWi3bzy1eYaAyhKAdXxUKmzXWLuu7W20Wsk1Ph7+/NT916Gz"
    "jyZD7YOoMv//a+jx/lbOHiF3nbaXeuv3Y7uKTPOOOjKeiE8MV/BT7Ch9qGhaMH1FPg5yv0"
    "u7B1x8XdonuL+4Q9g++804HpM+Ic5s4dNG7AX3NoRUsS0W5QVzcteMJTmtD7PPujfZwK92"
    "+bsFnj1z0zYbvGr/u2A9sz7PXIbUOMVvK69Yd20+jXmyLKF7ltrV7Jt6ZGOfj4ks5vpRKp"
    "D5LmR/liHVdFBOnKTbDVpTphrdtXyQFrbzGkU+rLGznh3BAoPBPwVJ6CylOwPAvw/j0FHZ"
    "CFrMK1ooJEJZYAyyRWWLpdvMpciEgBnQvoqe74Pm4Ja3ZWRqkIpcomVSCbVNC1MA57ekaW"
    "KJ1Kx7J9OpaIz2icDVlVdmKkB41CL0nO9QJB6CrXzZnKdaMiFFSum6MvUmViso9JNpdVvg"
    "6Vr+PgqO6eryNPTgmVLeGo2RLuhB9mn87mACttGMLDICWuLLVtLSvOzPP0dD0yjUq6nPFm"
    "3zCiSSc+NXF008DAKJ0RqtuWSW3CbRFShVE8lLnE6/8jGY6mOoOX1h5WQ6/E2xV0ZcO81B"
    "0aD0Y77KMSoqT+drYGRX41vgD796z4qQiN/+QCMVQxVjwfTqXCm0oV3uQxrohlK0BSQTvt"
    "m3znZBnHZFGr1omonyd0suMwfe5MeYImkm6tCtLsZKkqG7jHNlWFt4lC6n+IsoLqf5U0wY"
    "0cUmRbDlOpbJhRS3tI4MoLaoRMadnZWrYP1x407bCeUm2dOzLLiurdx1Mtc+mURZXJnErk"
    "V74EbUx0h1ktdOcR63+DMoc5MNwp8KEmcocYmMhjOIKOJ9wGTQ7zXQx1oTskJC/ZS6+Ymg"
    "OLevMF6p5Dz4QyBDUT+6QgU65Qm/zJ+bjOj/KTQ/iSyafoj1QWLwU4RlQ8XRYKH3ry/nDA"
    "oJ83569r8M8bcn5+LhrNKZ9bFBRXT2gdkomNdVBhpCK7CZYZFw8ncm8Q47wX3wa2kQOpEf"
    "+lZOnwkUxSIlMSejXVR3whiqrLfCOSjvyMKU56BL4TcoOhJO3rfg3GGUl38suuOQuVbvoS"
    "uqk/J4oop0GaCmqn+/dIlt9aEYg3FArgHADPbYqbb5qdJSubSYSwEnAfPasArDlb4h+jVA"
    "zYggHBYRZAP0JWBQ+6o+fzUbbdQ9t2VRaCA4eYoH6GiCzsJH3e4nrK8hGhi6A9RsLTwzsD"
    "3pvO/adWg9x1G9fNXtMz+64NiuImXtr4gWLwfXQyAzdd/khZwrF56llFmGir44qSobzv0w"
    "qUl5+SglCyHJo3REf0Zfa1ypN1ZT6Rozbl6XnyRz3K01N5epaVyeX29Dwdnp6Qo2c5QT2O"
    "n2fQDXB7X88sl8QT25texP3zmjOUpfQMr89ok1rW+dwo0Dh3RYEgUbAQgDyG8o7YkooH5C"
    "MUdQKEsqOJ0yhM7U+mfElmi9EUyfDUaSiySXx3tSWwny+H4qKlOy6h3+URGBmblkWNj3hI"
    "h0Fb8CjMLiXO8+AB8qJI0zIkjr6SZQsAynMyxH40P32XeLwoLCCO7LznSw9MMqMO9gNjHn"
    "o//THLU0N7NAUFw/Aviv9t6hqszyKFd+q6FpizmM1026Rw3cWLY26nu6QGPm7TgO+Ku5SN"
    "ViIkNtMtNUAXFihyuaSG5s0u2f19hPYyjmBnyjG2LDt4LePw8cgpcsu2hxwh2vvIttNyI3"
    "wQ46lfnSYZ5OczhgXpj4c5Wl6ozXSr4IKBBoxGt42ZwvweBqzxV/8aLLWbXl/8VNhZOS6d"
    "aZ6sUORgLE5ZhaOEY5+NhYW0AgbDOKFy0U9KKrGRkguAG6E6HrKvTwTWkMJQ6EAsRrnlkV"
    "ip4D3wgVhAE9t2C410ccRddGwyfzi5d9DPzXYDOgPKAYN2zWv4i3HXHGH65M4tgNnrYZrU"
    "mdB8RArVtsjDvdRt5iUNfvnk6iF9t8hRZpROrT+xs8yQ2aAAtnFCBW4U3JBxpwC2MToFbd"
    "q8TbARZ57CB8hUTrECB/FRg1/i7plmwIqRVkHBOULRobm+AiHOKF5BK0JXPbj3n3xTeZrs"
    "dX1WnibpUCtPkyN4mpSN6yfC5XK7mpwQU0/I16SkqB7H2cSzEezobHIre6kW3gd1Lwkglu"
    "BZEsYz3akkyL3n/Ul6fEZF9DVx0flhqTubTF4hj5Ea8SKOuW1gbq8xGa59NOLeJvvpVvii"
    "SH+MlYjzRkikO4h3VXYvHDUcEaptul5EtSmf6mu352Q4skwsgOJbwKC/AZuJkHCHMgPHCj"
    "Tu0hzRtTcKRmIHbnJYXaAjm86tlQabgQg9l+PxepXjwVxm0GTAdOYs4U3PSZua6DQiIt9x"
    "nLhuEdD8rtbuKCvxcsSCwTo+JmIIYbTQI2XCqTNgwmvHdAVId3I17f2lBZ3SuQwflzsNmc"
    "HTajKE/okO8YHCfyU0akSKcTeAVn3GBfMovISgxC4d4vMGgaVEfq1yUPhEeJMZjATfstfv"
    "Nuq3zfaXdN+Z4Iv56dmiLMrtRRMWkXN5r/gfisrndmJuKzbfvpyoT1tm94qz3h+9fuP2is"
    "hj8AG772EZRpztA1bv9ZogrGKlOB2mNr7mVvX79n8k4VWYinMm/Zw/QFJmhpT2hB+47y5S"
    "inA//y1sqI94ZIcHa0IqLfhN4NFcq4H18PwesAKmt8lgEUzYAGaiQm6v37m7w+p4jsvnc6"
    "yd+Nkrlzfeukre/r+WLc5AXub4QzlknKBleM/A+omkigbOxugUuAl2YbmeoRRcGOBEWgVy"
    "wmGdo3kqY8Hj0TChOiAtcEC60dyLaElhKlXmJ9k3pfhxQoRURa6W+TghYGIq8u1EyFQEa2"
    "SnjZmXYthmZN1LIq6eG8FBvDZUCqEDR8EYC5kFVJsVkR4jVEpujMsw1LZ5wtFjeg7+NYEq"
    "FblD/n3lKvMDusqMTWY6063YHiFVwm2ZhduEg7+8Am4CqfKdiUX0KFck5YpUflektCVhD+"
    "gmZGGpKMoJC6KqJnki/l4AVuOJMjfF4St4u5bl8QVs0yi2zOnz1WGUQGt7JbMAAflPDpno"
    "c4s6DrH45Jx8s03XpQyLV6BPke+3IzMFoeOQl+THS8cDPcRdwA72lERnIsRATn+H/hnzGi"
    "rkwPPJnKRqzIl7ZIKi7E3v3Xx3Dq8m//vFxdu3Hy5ev33/6+W7Dx8uf3291pfjt7IU50/N"
    "L6g7h0RKX5lOd+RBVsXgT8Xea61OvpOOWlxYYpINbLn8QCbld4qqX1837vroxuH/GrBeCw"
    "i+1Zv9K7L+CVfvP902+33hF7L5PWDdRr/7h9d883vAvjTajW693+y0NVBtuuIZ8WsDdtdp"
    "tUSn3o8B69z3rzu3De2+/Vu78619RSIXhDNKVw5E/hiwmw7Gn994ulVR6+HbPMbDt+m2w7"
    "fxLC0n50O0xeT5y33jHtkq/w9T4b4tg/q9Hxjm35QzxvuB0wjmWeMGydY/N75E8v8Ddl1v"
    "Xzda4tL65zaMPYCHkc1RrUlgbUYKjSCRSiifI3+G7mIa/kJpAjYUai9TJveSmNy3cCioqo"
    "m9SrbWjV6U1xa4oVCmwGxTICC1B1tVbpNJSTF91kS1mVBlqrfqwZ5sd8ljcslpbLlZ2EhE"
    "ltx+JD8jqv9m0JEpgpL+7fXr1xe/xE0nOWhEaBzDJH26KzIoOxjYxbzsyN8xJo7OMRDLWF"
    "BZQRQQwBqlNcJtEev1QDEOjejEsbgI2RrblGLHQ4vqDpX+pF4mZXllwVzTS9e8nHIxOow0"
    "I6ZbI0P0rV/ApzOUyaJ1thJDcMiDDR2JwL8Bs/kSmuID/c6wscVleJ1f/XQCk8mROZotc4"
    "Zxd2NRtVUSTmy+mA/P4a/FA9z0xjlggSBAncwx2HCkW5YcH4Cjrw6axXmL+DOcQ7skb96o"
    "Xts+fNND4YcHD1xzPs0nyf88b37nfQBM9fx9b+aSwHI9JXNjBxQFoAs/bluGLXXT9VLQJT"
    "6WfPva6DaI5Cv5T/KT1Hd/UiGML3Imm275fIT33dbk4tOW2uACGgYavTpoSGm2e/3u/W2j"
    "3cccxcG/0D6GgY74L7S7rX9pQAP834B1fm90W/U/roj3Y8AA7/4VwX8HrPVHt3mt1ZtXxP"
    "8lbW1Aqt02v0jTnbS6hS4pm9uWcXtyJSn4lf2QdrdTs8WvLetFmass8odZHU7EpHgqeTF9"
    "zaQAnkESBWhCNKg6WDj4wYIygz8D8kHM4DaF13YS1t503AMkOyFfUvve8Zz+p3T0OOdmUv"
    "B+OvphquMzIKCdPixMC9Rz5xwf+xIK6UHYotIc/2hpjsu2EB06z7FfAkqz6bgQ2BE6Nbdz"
    "ze2g3b6I7TFKp6KbI6UVNsc2RWCNkClUk1CVRwMxVLMdJCKkKiitzI4S/llTQR4HyBR/y8"
    "zf8AFc3i0+TFW9Df4ARR83J6kFP6Uwpfqayvw12Qt05dENyyvAVoTPUVrF6TJzWhTeKhao"
    "EyRR1vNYksqCtXBVBdzt8+OKKrbFJm+QRCXEUVWMVGoWudro9nZcD1Oqvb7Me71KwPNj8H"
    "k05eYoOf9hRuqdIJFKyxo+I5ul5ZPMcKWdpaaR/NHhzErQmQ5oZmbOHx1Sh7NJ0UTMGxIF"
    "psqwpTJsHRnV/WbYwq95D6j2oJt9ZXh6gQ//WUwDi14IU3g+wSi6swRBag+wXouOqgxsSH"
    "zMAa0Qj/aAbHOWuwjlaQIblCNz4OpJSXtAtlCBz9PENixSpqCbHr8ccOZdp2cLg14wt14w"
    "H1xFNrViGfYCGc9tfZxgpfAB7TDa5/DP87Ci5f0GO6te4sIC4fAhFBKC4qMopYfGCwO64E"
    "7OCPk6QRK/cuo/+AMGoy9tEel6JYK3x6btuGTo0D+HZG7SEXVq5JHOofkDX8iyrBjHTgEF"
    "Ix5Nf4D+E6LII3HiqfG2ZUnI8aLpBw8TVFvydILqgHJvPvdnx5+XB6rfyeeaFz9Ck1KRZl"
    "UmixOr6mQFqpMt5saWB5lhSnXUUbajjphtqUiGoWfSO/lyZU4dafvkTmXYn/eb2mmndE2t"
    "lW2O6ljCzqUjd2HTFDk1sV2mvGohhaYHSHLLrfhsA0sPLwSdTHSNFqSPZAidzZwh0eEyip"
    "ggPCKdg4mQuG1gHiaR5to0HC+/tWkTvmRJ4uuhHvNcLiQB7U6ptFUimUPLvOL/MdzTHZr9"
    "9hUMDDtIYTXxfcUBTo9HXROoWOBdgk4dbbSwbZoUC/xcud4AoRKICwjEWEekWEH6AMXx1O"
    "g3h1pMlKPk0dbt6jpKKq2yqlqlcgBRDiAlU7+fdQApYvjYs67eXViZOrp/v/a8bj7XQcxg"
    "E80Gkty6OTYWyYDRPO2ckyHWRtdHdAai4RBPgD7pDn3/DrXi+/7nV79+FBQOaobWCktSDW"
    "HSmtjfsIZ6MwNd2xgmqecHfNJWGnpayl7/Kfg7V8pZib4YrCaMCYI3q8R0t8osoMwCZVk+"
    "j1FvPTCyGMzpR2URMhXSV/zIbI65Lu1CqAdIKjG/jw15YD8rAnuETEG/DfSw+UrIEhfz5/"
    "MJhzooMwvOrluNevv+7oqM0Lq3mA9Yr3Ets3h7pxpR2SvP6r//BBcgd5pPCfzINEtuiI5o"
    "kvQlnZO1SAYl1pwmySCJcu1RJl5l4lUmXmXiLYF0VCImKxPvnpiqTLw/qok3K1QgX5hAkQ"
    "iB/pSKmlae69OY2zOyAL5hpbdHuvLrw40sE3TNj2iAfRqSic2XDppXOaPSCQrL362Ioz/R"
    "uBl3/4/ACn11oczY1CDidaEnrIiHHYlKeA73oxJAj3uAZ5mOLNJHJqAtMOIuzRE9J8Mn3V"
    "pQYUpGX4ka0UUfA4YG51x24qRKdspiWyqLbcHU6rukUy/bWngEe634gooYr9YEyka7jcHw"
    "qYCK6bVWtdDLHaRQNqiVsqGUjcDeqpSNyiobjT8X5nzmRb4nKByh+5lKB/Vb5tM7enzsLj"
    "G0QtaUthYTDKtA/WBObYcz0AM8+2i6LjCa6mySoHDssW/UNL6hHkGxADZ0M9QoG9mrOUxQ"
    "rLANGJPP1GbUJaLMg/OR3MkPqPeXFmoS1Bp7qslwqjvaXHecJbcNWfxbaBqW+Qj44J/ukh"
    "O5CjlkhgXEpQYDP2a6IbQnjiqIIxpzZoE2RDG4hhpXGGGNP4c1MtQtS3P1iZPPz+WIVbnX"
    "U2SX0tzwCNNGrxlW6ImCbLXVEwu+m2lk1a5WqmGpVMNdzn9P4ui31/nc/1bvNq6IvyoO2F"
    "3r/kuzfUXuxMoYXT5f5uhXeVUFyibnq5ucVTg5hu/c5sZi5Gqpx5SZtbiipFXQ3JUrWzmU"
    "j8Nkf/AWOyEIFZnsMcIqoB+b6jnneuZkjy8xYjspjHiETOGdF29Q6hZjXcStJ+jg6YBH6a"
    "qH+EF20IWdUHYpHWWvefXAvcwF7mUGuJcJ4IK6VVQEDNJUD+bDSIGe+WFjxCgilyRTVwH6"
    "Y4snljmizKGatMsle3/nU0KTeyoxT8467VazDfooZ1ilbMCarc5vV8S0+OOAtZrXjXavof"
    "3W+OOK+K/2SFcD1ul/bXSvpAFsG431IPJ9YITbfVGpHZSYgaX/qLbUulLIFSe2CCRa2KMp"
    "FujFM9A4D/B0NWWHiRJmHa5Wig94VhpBMWDpLgBhmOpHxm9uY1b07SSdOKlaB7awwqwcl8"
    "5EIk2Yk7PkPN3pXEghV5zYJhuq7i5SzDLPC5kb6iMmot3EdRWRLuvX/ebvIF1K6gHrd5v1"
    "FrLf1K0Ba/z1rtlt3FwRuUoaA4bQAgFcEmkKn+TH/vLnIcHD4jjbMgPioqRHDIt7mS9mj2"
    "FxiF1AKN8C+Qi1Ar8Y+GLn3WbC+3QK8PyAR30/EreHNAeEGGkV9uWIDe7yMo8N7vIy3QaH"
    "96I2uJXFdUODWTstdE4Soase3O/f5UD7/btUsPGWCspVQbkqKFcF5b70Ll0mJis/+T0xVf"
    "nJ74rqqfrJ9yjsYG6XPlHdSnGVjzapZXnLO6KxZovWOUN15QMc6RW+pOgfzi0D/iEOn9EH"
    "bqzOSdMlfOFa5hPFdpSs3ZJrZDnlDhUFD4jphcsmuM4f5hnPF/Xao5u5B2phJ/OgC7cY9F"
    "5GwccZI1De4KXyBo/OgLz4R+nUbhg9ytpEfhR08olTKo/vnL4+Cxu4snV0Q4C8zIifdRu/"
    "N9DCL9dbYeLvdPvCws9tdxtj/kU+ZmTwIs3tqqBdUxnxa1uZNbc34Cvj/fYJBbcw3Cuj/R"
    "ZAO1LmLCiihKmUgBK1bIrkQ2gvQZG+iIASpyzzdlmmgxBlTU5Hv8LWZGVnVHZGZWdMsTPW"
    "KYhE07ME86J3p5ZlVdQ3bZ6zJqYD+rytrpDVKvWkNfGDTjhk9bi3m7XqkGv1Xg5Z041SW0"
    "Rs7xqpXbaP+gjCCH5UBRD2mlcQ3YMEysAT3cQgp/RirwESVe61YLnXmIBwzM3sX/8PlEUw"
    "Zg=="
)

from typing import Optional

from pydantic import Field

from .base_model import BaseModel
from .fragments import Mistake


class GenerateStems(BaseModel):
    generate_stems: "GenerateStemsGenerateStems" = Field(alias="generateStems")


class GenerateStemsGenerateStems(BaseModel):
    job: Optional["GenerateStemsGenerateStemsJob"]
    user_errors: list["GenerateStemsGenerateStemsUserErrors"] = Field(
        alias="userErrors"
    )


class GenerateStemsGenerateStemsJob(BaseModel):
    id: str


GenerateStemsGenerateStemsUserErrors = Mistake
GenerateStems.model_rebuild()
GenerateStemsGenerateStems.model_rebuild()

from typing import Optional

from pydantic import Field

from .base_model import BaseModel
from .fragments import Mistake


class ImportEquipment(BaseModel):
    import_equipment: "ImportEquipmentImportEquipment" = Field(alias="importEquipment")


class ImportEquipmentImportEquipment(BaseModel):
    report: Optional["ImportEquipmentImportEquipmentReport"]
    user_errors: list["ImportEquipmentImportEquipmentUserErrors"] = Field(
        alias="userErrors"
    )


class ImportEquipmentImportEquipmentReport(BaseModel):
    created: int
    skipped: int
    failed: int
    ignored_columns: list[str] = Field(alias="ignoredColumns")
    errors: list["ImportEquipmentImportEquipmentReportErrors"]


class ImportEquipmentImportEquipmentReportErrors(BaseModel):
    row: int
    path: list[str]
    message: str


ImportEquipmentImportEquipmentUserErrors = Mistake
ImportEquipment.model_rebuild()
ImportEquipmentImportEquipment.model_rebuild()
ImportEquipmentImportEquipmentReport.model_rebuild()

from pydantic import Field

from .base_model import BaseModel
from .fragments import Mistake


class Logout(BaseModel):
    logout: "LogoutLogout"


class LogoutLogout(BaseModel):
    user_errors: list["LogoutLogoutUserErrors"] = Field(alias="userErrors")


LogoutLogoutUserErrors = Mistake
Logout.model_rebuild()
LogoutLogout.model_rebuild()

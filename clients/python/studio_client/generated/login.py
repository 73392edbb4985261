from typing import Optional

from pydantic import Field

from .base_model import BaseModel
from .fragments import Mistake


class Login(BaseModel):
    login: "LoginLogin"


class LoginLogin(BaseModel):
    token: Optional[str]
    user_errors: list["LoginLoginUserErrors"] = Field(alias="userErrors")


LoginLoginUserErrors = Mistake
Login.model_rebuild()
LoginLogin.model_rebuild()

from typing import Optional

from pydantic import Field

from .base_model import BaseModel, Upload
from .enums import ChatProvider, TableFormat


class CancelJobInput(BaseModel):
    """Which job ends."""

    id: str
    "The job."


class CompressConversationInput(BaseModel):
    """Which conversation is compressed, and how much of it stays."""

    id: str
    "Which conversation."
    keep_recent: int = Field(alias="keepRecent", default=2)
    "How many of the last messages stay, 1 to 20."


class CreateConversationInput(BaseModel):
    """A new conversation."""

    title: str
    "Its name: 1 to 500 characters."
    provider: ChatProvider = ChatProvider.INTERNAL
    "Where its model runs."
    model: Optional[str] = None
    "The model that is talked to: 1 to 100 characters; `chatModels` lists them. Unset: the provider's usual one."
    system_context: Optional[str] = Field(alias="systemContext", default=None)
    "What the model is told before everything else: up to 20,000 characters. Not sent: what one's settings say for this provider; null: nothing."
    idempotency_key: Optional[str] = Field(alias="idempotencyKey", default=None)
    "Makes a repetition safe: the same key and words answer the conversation that the first one made. 1 to 255 characters."


class GenerateSongInput(BaseModel):
    """A wish for a song. With `sketchId`, what is not sent is taken from the sketch. Texts are trimmed."""

    prompt: Optional[str] = None
    "How it shall sound: 1 to 1,024 characters."
    lyrics: Optional[str] = None
    "Its words: up to 10,000 characters, fewer where the provider takes fewer."
    title: Optional[str] = None
    "Its name: up to 50 characters; an instrumental needs one."
    model: Optional[str] = None
    "The provider's model; the server's first one if unset."
    choices: Optional[int] = None
    "How many versions, 1 to 3; the server's number if unset."
    instrumental: bool = False
    "Without vocals."
    sketch_id: Optional[str] = Field(alias="sketchId", default=None)
    "The sketch it is made from; a draft becomes USED when the song succeeds."
    idempotency_key: Optional[str] = Field(alias="idempotencyKey", default=None)
    "Makes a repetition safe: the same key and wish answer the song that the first one started. 1 to 255 characters."


class GenerateStemsInput(BaseModel):
    """Which recording is taken apart."""

    choice_id: str = Field(alias="choiceId")
    "Which choice."
    idempotency_key: Optional[str] = Field(alias="idempotencyKey", default=None)
    "Makes a repetition safe: the same key and choice answer the job that the first one started. 1 to 255 characters."


class ImportEquipmentInput(BaseModel):
    """An inventory to be taken in. A CSV has commas or semicolons, and headings in English or German, `type` and `name` at least; a JSON is a list of objects, or an object with the list `equipment`. Both are UTF-8."""

    file: Upload
    "The file: up to 2 MiB and 2,000 rows."
    format: TableFormat
    "How it is written."
    dry_run: bool = Field(alias="dryRun", default=True)
    "Only tell what would become of the rows."
    allow_duplicates: bool = Field(alias="allowDuplicates", default=False)
    "Take rows, too, whose name, manufacturer and version are there already, without regard to case."


class LoginInput(BaseModel):
    """Who signs in."""

    email: str
    "The address of the account."
    password: str
    "The account's password."


class LogoutInput(BaseModel):
    """Which sessions end."""

    everywhere: bool = False
    "End all sessions of this person, not only this one."


class RestoreConversationInput(BaseModel):
    """Which conversation gets its archived messages back."""

    id: str
    "Which conversation."
    all: bool = False
    "Take all compressions back, not only the last one."


class RetryReplyInput(BaseModel):
    """Which reply is written once more."""

    message_id: str = Field(alias="messageId")
    "The reply."
    idempotency_key: Optional[str] = Field(alias="idempotencyKey", default=None)
    "Makes a repetition safe: the same key and reply answer the job that the first one started. 1 to 255 characters."


class SendMessageInput(BaseModel):
    """Something to say."""

    conversation_id: str = Field(alias="conversationId")
    "In which conversation."
    content: str
    "What is said: 1 to 100,000 characters, kept exactly as typed."
    client_message_id: Optional[str] = Field(alias="clientMessageId", default=None)
    "The client's own id of the message, which makes a repetition safe: the same id and words answer what the first time made. 1 to 200 characters."


class StopReplyInput(BaseModel):
    """Which reply stops."""

    message_id: str = Field(alias="messageId")
    "The reply."

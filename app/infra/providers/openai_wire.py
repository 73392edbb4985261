"""OpenAI's answers to orders of pictures, in the studio's words.

How a paid answer is read:

- A 2xx with a picture, or with an address of one, is Painted, whatever else it says. Bytes that
  are no whole picture prove a purchase and deliver nothing: OutcomeUnknown.
- A 2xx without either, but with an `error` that names a 4xx code, is read as that status. Any
  other 2xx is OutcomeUnknown.
- A 4xx is a refusal (see refusals.py); anything else is OutcomeUnknown.
"""

from __future__ import annotations

import base64
import json
from datetime import datetime

from app.domain.images.model import ModelFamily
from app.domain.images.provider import (
    LARGEST_PICTURE,
    LONGEST_PICTURE_URL,
    LONGEST_REVISED_PROMPT,
    ImageOrder,
    ImageOutcome,
    Painted,
    Picture,
)
from app.domain.jobs.outcomes import OutcomeUnknown
from app.domain.songs.provider import Json
from app.domain.storage.ports import MediaRefused
from app.infra.providers.answer import Answer, complaint_of, text
from app.infra.providers.pictures import picture_facts
from app.infra.providers.refusals import reason, refusal

_BASE64_OVERHEAD = 4 / 3


def order_body(order: ImageOrder) -> bytes:
    """The body of the request that orders a picture."""
    body: dict[str, Json] = {
        "model": order.model,
        "prompt": order.prompt,
        "size": order.size,
        "n": 1,
    }
    match ModelFamily.of(order.model):
        case ModelFamily.DALL_E:
            # An address is kept in the job's row at once; a picture would have to be stored first.
            body["response_format"] = "url"
        case ModelFamily.GPT_IMAGE:
            body["output_format"] = "png"
    return json.dumps(body).encode()


def image_outcome(answer: Answer, now: datetime) -> ImageOutcome:
    """What the answer to the order of a picture means. Decoding a picture takes a while."""
    if answer.successful and answer.broken:
        return OutcomeUnknown(reason=answer.broken)
    fields = answer.fields() or {}
    complaint = complaint_of(fields)
    status = answer.status
    if answer.successful:
        if bought := _bought(fields):
            return bought
        status = (complaint and complaint.status) or status
    return refusal(status, complaint, answer.retry_after, now) or OutcomeUnknown(
        reason=reason(status, complaint)
    )


def _bought(fields: dict[str, Json]) -> Painted | OutcomeUnknown | None:
    """What the answer delivers; None when it does not claim to deliver anything."""
    pictures = fields.get("data")
    first = pictures[0] if isinstance(pictures, list) and pictures else None
    if not isinstance(first, dict):
        return None
    revised = text(first.get("revised_prompt"), LONGEST_REVISED_PROMPT)
    packed = first.get("b64_json")
    if isinstance(packed, str) and packed:
        try:
            return Painted(picture=_picture(packed), revised_prompt=revised)
        except MediaRefused as error:
            return OutcomeUnknown(reason=f"a picture that is none: {error.params['reason']}")
    url = text(first.get("url"), LONGEST_PICTURE_URL + 1) or ""
    usable = len(url) <= LONGEST_PICTURE_URL and url.lower().startswith(("http://", "https://"))
    return Painted(picture=url, revised_prompt=revised) if usable else None


def _picture(packed: str) -> Picture:
    if len(packed) > LARGEST_PICTURE * _BASE64_OVERHEAD:
        raise MediaRefused("it is too large")
    try:
        content = base64.b64decode(packed, validate=True)
    except ValueError as error:
        raise MediaRefused("it is not Base64") from error
    return Picture(content=content, facts=picture_facts(content))

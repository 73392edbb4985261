"""Conversations with language models: what they hold and how full they are."""

from __future__ import annotations

from enum import StrEnum

NOTICE_AT = 70
COMPRESS_AT = 85
WARNING_AT = 90


class UsageLevel(StrEnum):
    """How full the model's context window is."""

    FINE = "fine"
    NOTICE = "notice"
    COMPRESS = "compress"
    WARNING = "warning"

    @classmethod
    def of(cls, percent: float) -> UsageLevel:
        """From 70 percent a notice, from 85 it should be compressed, from 90 a warning."""
        if percent >= WARNING_AT:
            return cls.WARNING
        if percent >= COMPRESS_AT:
            return cls.COMPRESS
        return cls.NOTICE if percent >= NOTICE_AT else cls.FINE


class MessageStatus(StrEnum):
    """Where a message stands: STREAMING -> COMPLETE | STOPPED | FAILED, and back by a retry."""

    COMPLETE = "complete"
    STREAMING = "streaming"
    STOPPED = "stopped"
    FAILED = "failed"

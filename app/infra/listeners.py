"""Listening sockets that are about to be closed."""

from __future__ import annotations

import ctypes
import os
import socket
import sys
from typing import Final

_SO_ATTACH_FILTER: Final = 26
_INSTRUCTIONS: Final = (
    (0x30, 0, 0, 13),  # load the byte of the TCP flags
    (0x45, 0, 1, 0x02),  # is it a SYN?
    (0x06, 0, 0, 0),  # then it never came
    (0x06, 0, 0, 0xFFFFFFFF),  # all else does
)


class _Instruction(ctypes.Structure):
    _fields_ = (
        ("code", ctypes.c_uint16),
        ("jt", ctypes.c_uint8),
        ("jf", ctypes.c_uint8),
        ("k", ctypes.c_uint32),
    )


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_uint16), ("first", ctypes.POINTER(_Instruction)))


def begin_no_more(descriptor: int) -> bool:
    """Let no new connection begin at a listening socket; those that have begun can be accepted.

    Closing a listener resets whatever waits in its queue, with the requests that were sent on
    it. Behind this the queue runs empty, and a client whose SYN was dropped finds the door closed
    at its second try, where it surely has sent nothing. Answers whether the system knows how.
    """
    if sys.platform != "linux":
        return False
    instructions = (_Instruction * len(_INSTRUCTIONS))(
        *(_Instruction(*each) for each in _INSTRUCTIONS)
    )
    program = _Program(len(_INSTRUCTIONS), instructions)
    with socket.socket(fileno=os.dup(descriptor)) as listener:
        if listener.family not in (socket.AF_INET, socket.AF_INET6):
            return False
        try:
            listener.setsockopt(socket.SOL_SOCKET, _SO_ATTACH_FILTER, bytes(program))
        except OSError:
            return False
    return True

"""Which line a match of a section rule is."""

from __future__ import annotations


def covered_line(text: str, begin: int, end: int) -> tuple[int, int] | None:
    """The span of the line that `text[begin:end]` covers but for white space; None for no line.

    The line is the one in which the match begins, white space aside. Lines end with LF.
    """
    matched = text[begin:end]
    first = begin + len(matched) - len(matched.lstrip())
    if first >= end:
        return None
    line_begin = text.rfind("\n", 0, first) + 1
    line_end = text.find("\n", first)
    line_end = len(text) if line_end < 0 else line_end
    outside = text[line_begin:first] + text[end:line_end]
    return (line_begin, line_end) if not outside.strip() else None

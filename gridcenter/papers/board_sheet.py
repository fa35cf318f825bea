"""What stands on a notice board (公示牌): plain data, without the library that draws it."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class BoardPerson:
    """Somebody on the board: post, name, telephone in full, what he or she is there for."""

    post: str
    name: str
    phone: str
    duty: str = ""


@dataclass(frozen=True, slots=True)
class BoardSheet:
    """All that stands on one board."""

    title: str
    facts: Sequence[tuple[str, str]]
    """Label and words of the lines below the title: 网格范围, 所属管理站."""
    size: str
    people: Sequence[BoardPerson]
    lines: Sequence[tuple[str, str]]
    """The office's own telephones: 监督电话."""
    motto: str
    number: str
    version: int
    issuer: str
    made_on: str

"""The manual (操作手册) as it is shipped: its pages, and which of them speak of some words."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from gridcenter.base.paths import shipped
from gridcenter.base.pinyin import starts

_ENTRY = re.compile(r"^- \[(?P<title>[^\]]+)\]\((?P<key>[\w-]+)\.md\)", re.M)
FIRST = "start"
"""The page shown where none speaks of what is on the screen."""


@dataclass(frozen=True, slots=True)
class Chapter:
    """One page of the manual: its key is the name of the file and, mostly, of the page it is about."""

    key: str
    title: str
    text: str

    def speaks_of(self, words: str) -> bool:
        """Tell whether the words stand in it, or begin the pinyin of its title."""
        low = words.lower()
        return low in self.text.lower() or any(s.startswith(low) for s in starts(self.title))


class Manual:
    """All chapters, in the order of the contents (README.md of the folder)."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        contents = (folder / "README.md").read_text("utf-8")
        self.chapters: Sequence[Chapter] = [
            Chapter(found["key"], found["title"], self._text(found["key"]))
            for found in _ENTRY.finditer(contents)
        ]
        self._by_key = {chapter.key: chapter for chapter in self.chapters}

    @classmethod
    def shipped(cls) -> "Manual":
        """Return the manual that came with the program."""
        return cls(shipped("docs/manual"))

    def chapter(self, key: str) -> Chapter:
        """Return the page of a key, or the first one."""
        return self._by_key.get(key) or self._by_key[FIRST]

    def find(self, words: str) -> Sequence[Chapter]:
        """Return the pages that speak of some words; all of them when there are none."""
        wanted = words.strip()
        return [one for one in self.chapters if not wanted or one.speaks_of(wanted)]

    def _text(self, key: str) -> str:
        return (self.folder / f"{key}.md").read_text("utf-8")

"""The code table of concerns."""

from gridcenter.codes.tables import code_table

CONCERN_KIND = code_table(
    "concern_kind",
    "关注事项",
    {
        "dispute": "矛盾纠纷", "petition": "信访诉求", "hard": "工作难点", "care": "需要常上门",
        "other": "其他",
    },
    {
        "矛盾纠纷户": "dispute", "纠纷户": "dispute", "矛盾户": "dispute",
        "矛盾信访户": "petition", "信访户": "petition", "矛盾信访": "petition", "上访户": "petition",
        "工作难点户": "hard", "难点户": "hard", "重点难点户": "hard",
    },
)  # fmt: skip
"""What an office may have to keep an eye on, for a time, with a reason, seen by few."""

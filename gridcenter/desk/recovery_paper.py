"""The sheet with the recovery code, to be locked away."""

from gridcenter.papers.paper import UPRIGHT, Imprint, Paper

_STEP = 9.0
_ADVICE = (
    "忘了所有口令时，只有它能打开数据。丢了它又忘了口令，数据谁也打不开。",
    "打印后锁进保密柜，不要拍照，不要存在电脑里。",
    "用法：登录页点“忘了口令”，照着输入，再设新口令。",
)


def recovery_paper(township: str, code: str, day: str) -> bytes:
    """Return the PDF of one A4 sheet: the code in large figures, and what it is for."""
    title = f"{township}网格中心数据恢复码"
    paper = Paper(UPRIGHT, Imprint(title, "", "网格中心"))
    sheet, y = paper.sheet, UPRIGHT.top + 20
    paper.text(sheet.middle, y, title, "bold", 22, "c")
    groups = code.split("-")
    half = (len(groups) + 1) // 2
    for number, line in enumerate((groups[:half], groups[half:])):
        paper.text(sheet.middle, y + 26 + 14 * number, "　".join(line), "heavy", 24, "c", 2)
    paper.frame(sheet.left, y + 10, sheet.room, 40)
    for number, sentence in enumerate(_ADVICE):
        paper.text(sheet.left, y + 66 + _STEP * number, sentence, "song", 12)
    low = y + 66 + _STEP * (len(_ADVICE) + 1)
    paper.text(sheet.left, low, f"打印日期：{day}", "song", 12)
    paper.text(sheet.middle, low, "保管人：　　　　　　　　", "song", 12)
    return paper.pdf(lambda _painter: None, lambda _page, _pages: None)

"""Another township's spreadsheets: other headings, other order, one sheet a village, 353 sub-grids."""

import random
from pathlib import Path

import xlsxwriter

DIVISION = "340827200"
SUBGRIDS = 353
SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗"
GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英"
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


class OtherTownship:
    """Writes the files and remembers what they hold."""

    def __init__(self, villages: list[str], per_subgrid: int = 3, seed: int = 7) -> None:
        self.random = random.Random(seed)
        self.numbers: set[str] = set()
        self.villages = villages
        self.subgrids = [self._subgrid(number) for number in range(SUBGRIDS)]
        self.households = [
            (village, grid, subgrid, f"{number:04d}")
            for village, grid, subgrid in self.subgrids
            for number in range(1, per_subgrid + 1)
        ]
        self.residents: list[list[object]] = []
        counts: dict[str, int] = {}
        for village, grid, subgrid, _ in self.households:
            counts[village] = counts.get(village, 0) + 1
            number = f"{counts[village]:04d}"
            head = self.name()
            for relation in ("户主", "妻子", "长子")[: self.random.randint(1, 3)]:
                name = head if relation == "户主" else self.name()
                phone = f"100{self.random.randrange(10**8):08d}"
                row = [name, relation, self.identity(), phone, subgrid, number, head, grid, village]
                self.residents.append(row)

    def _subgrid(self, number: int) -> tuple[str, str, str]:
        village = self.villages[number % len(self.villages)]
        order = number // len(self.villages) + 1
        return (village, f"{village}第{'一二三'[order % 3]}网格", f"{village}{order:02d}微网格")

    def name(self) -> str:
        return self.random.choice(SURNAMES) + "".join(self.random.sample(GIVEN, 2))

    def identity(self) -> str:
        birth = f"{self.random.randint(1940, 2015)}{self.random.randint(1, 12):02d}{self.random.randint(1, 28):02d}"
        body = f"340827{birth}{self.random.randint(996, 999)}"
        check = sum(int(d) * w for d, w in zip(body, WEIGHTS, strict=True)) % 11
        number = body + "10X98765432"[check]
        if number in self.numbers:
            return self.identity()
        self.numbers.add(number)
        return number

    def write_grids(self, path: Path) -> None:
        """Two-row head on row 4, cells merged by village and grid, no station column."""
        rows = sorted(self.subgrids, key=lambda s: (self.villages.index(s[0]), s[1], s[2]))
        with xlsxwriter.Workbook(path) as book:
            sheet = book.add_worksheet("网格")
            sheet.merge_range(0, 0, 0, 6, "凉泉乡“党建+网格”四级网格一览表")
            sheet.write(1, 0, "填表单位：凉泉乡党委")
            for column, head in enumerate(("序号", "所属村（社区）", "网格名称", "网格长姓名", "微网格")):
                sheet.merge_range(3, column, 4, column, head)
            sheet.merge_range(3, 5, 3, 6, "微网格长")
            sheet.write_row(4, 5, ("姓名", "手机号码"))
            start: dict[tuple[int, str], int] = {}
            for number, (village, grid, subgrid) in enumerate(rows):
                line = number + 5
                sheet.write(line, 0, number + 1)
                sheet.write_row(line, 4, (subgrid, self.name(), f"100{number:08d}"))
                for column, value in ((1, village), (2, grid)):
                    start.setdefault((column, value), line)
            for (column, value), first in start.items():
                last = first + sum((row[0] if column == 1 else row[1]) == value for row in rows) - 1
                if last > first:
                    sheet.merge_range(first, column, last, column, value)
                else:
                    sheet.write(first, column, value)
                if column == 2:
                    head = self.name()
                    if last > first:
                        sheet.merge_range(first, 3, last, 3, head)
                    else:
                        sheet.write(first, 3, head)

    def write_roster(self, path: Path) -> None:
        """One sheet a village, other headings, a line of explanation above, totals below."""
        heads = ("家庭成员", "家庭关系", "公民身份号码", "手机号", "微网格", "家庭编号", "户主", "网格", "村（社区）")
        with xlsxwriter.Workbook(path) as book:
            for village in self.villages:
                sheet = book.add_worksheet(village)
                sheet.write(0, 0, f"{village}家庭人口信息登记表")
                sheet.write(1, 0, "说明：带*的必填，身份证号码请设为文本")
                sheet.write_row(2, 0, [head + ("*" if head == "家庭成员" else "") for head in heads])
                line = 3
                for row in self.residents:
                    if row[-1] == village:
                        sheet.write_row(line, 0, row)
                        line += 1
                sheet.write(line, 0, "合计")
                sheet.write(line, 1, line - 3)

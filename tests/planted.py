"""People entered twice, planted among those of a register, and families that only look so."""

import random
from dataclasses import dataclass, field
from datetime import date, timedelta

from stdnum.cn.ric import calc_check_digit

from gridcenter.register.records import Household, Person, Residence
from gridcenter.register.services.books import read_rows
from gridcenter.store.capture import WriteSession

VARIANTS = {
    "秀": "绣", "英": "瑛", "华": "桦", "明": "铭", "伟": "玮", "军": "钧", "丽": "莉", "红": "虹", "芳": "方",
    "玉": "钰", "国": "囯", "建": "健", "志": "智", "文": "纹", "晓": "小", "哲": "喆", "春": "椿", "庆": "磬",
    "海": "醢", "生": "笙", "霞": "侠", "娟": "涓", "平": "萍", "峰": "锋", "强": "蔷", "梅": "玫", "兰": "蓝",
    "刘": "劉", "张": "張", "陈": "陳", "赵": "趙", "于": "余", "王": "汪", "吴": "吳", "孙": "孫", "马": "馬",
}  # fmt: skip
"""Another sign of the same sound, as clerks and input methods take one for the other."""
GIVEN = "佳怡欣然雨桐子涵思源浩宇文博志远明轩晨曦安琪"


@dataclass
class Planted:
    """Which pairs were planted, by how; and which look alike and are two."""

    pairs: dict[str, set[frozenset[bytes]]] = field(default_factory=dict)
    families: set[frozenset[bytes]] = field(default_factory=set)

    def note(self, way, one, other):
        self.pairs.setdefault(way, set()).add(frozenset((one, other)))


def number_of(rng, birth, used):
    """Return a number nobody has yet, None when the four there are for the day are gone."""
    for order in rng.sample((996, 997, 998, 999), 4):
        body = f"371423{birth:%Y%m%d}{order}"
        number = body + calc_check_digit(body + "0")
        if number not in used:
            used.add(number)
            return number
    return None


def wrong_figure(rng, number):
    at = rng.choice([*range(6), *range(14, 17)])
    return number[:at] + rng.choice([d for d in "0123456789" if d != number[at]]) + number[at + 1 :]


def turned(rng, number):
    places = [at for at in range(6, 16) if number[at] != number[at + 1]]
    at = rng.choice(places)
    return number[:at] + number[at + 1] + number[at] + number[at + 2 :]


def typed_otherwise(rng, phone):
    return rng.choice([phone, f"{phone[:3]}-{phone[3:7]}-{phone[7:]}", f"{phone[:3]} {phone[3:7]} {phone[7:]}",
                       f"+86{phone}", f"{phone}、0534-7654321"])  # fmt: skip


def variant(rng, name):
    places = [at for at, sign in enumerate(name) if sign in VARIANTS]
    if not places:
        return f"{name[0]}　{name[1:]}"
    at = rng.choice(places)
    return name[:at] + VARIANTS[name[at]] + name[at + 1 :]


def plant(session: WriteSession, rng: random.Random, people, homes, count: int) -> Planted:
    """Enter `count` people once more and as many who belong to a family or share a name.

    `people` are dicts of somebody with number and birth date, `homes` household ids.
    """
    planted, rows, stays = Planted(), [], []
    used = {known["id_number"] for known in people}
    for n, known in enumerate(rng.sample(people, count)):
        copy = _copied(rng, known, n, planted)
        rows.append(copy)
        stays.append((copy["id"], rng.choice(homes)))
    for _ in range(count // 3):
        _family(rng, planted, rows, stays, rng.choice(homes), used)
        _namesakes(rng, planted, rows, stays, homes, used)
    session.insert_many(Person, rows)
    session.insert_many(
        Residence, [{"person_id": p, "household_id": h, "relation": "other"} for p, h in stays]
    )
    return planted


def _new(rng, **values):
    return {"id": rng.randbytes(16), **values}


def _copied(rng, known, n, planted):
    way = ("name variant", "wrong figure", "swapped digits", "twin phone", "rounded", "old number")[n % 6]
    copy = _new(rng, name=known["name"], sex=known["sex"], birth=known["birth"],
                id_number=known["id_number"], phone=known["phone"])  # fmt: skip
    number = known["id_number"]
    if way == "name variant":
        copy |= {"name": variant(rng, known["name"]), "id_number": None}
    elif way == "wrong figure":
        copy |= {"id_number": wrong_figure(rng, number), "phone": None}
    elif way == "swapped digits":
        copy |= {"id_number": turned(rng, number), "birth": None, "phone": None}
    elif way == "twin phone":
        known["phone"] = known["phone"] or f"100{rng.randint(10_000_000, 99_999_999)}"
        copy |= {"id_number": None, "birth": None, "phone": typed_otherwise(rng, known["phone"])}
    elif way == "rounded":
        copy |= {"id_number": f"{number[:15]}000", "phone": None}
    elif number[6:8] == "19":
        copy |= {"id_number": number[:6] + number[8:17], "birth": None, "phone": None}
    planted.note(way, known["id"], copy["id"])
    return copy


def _family(rng, planted, rows, stays, home, used):
    """A father, a mother, twins: one telephone, one household, the twins one birth date."""
    surname, phone = rng.choice("李王张刘陈杨赵"), f"100{rng.randint(10_000_000, 99_999_999)}"
    born = date(1960, 1, 1) + timedelta(days=rng.randint(0, 9000))
    twins = date(1992, 1, 1) + timedelta(days=rng.randint(0, 9000))
    first, second, third = rng.sample(GIVEN, 3)
    members = [
        (f"{surname}建{first}", born, "male"), (f"孙{second}{third}", born + timedelta(days=400), "female"),
        (f"{surname}{first}{second}", twins, "male"), (f"{surname}{first}{third}", twins, "male"),
    ]  # fmt: skip
    ids = []
    for name, birth, sex in members:
        number = number_of(rng, birth, used) if rng.random() < 0.7 else None
        rows.append(_new(rng, name=name, birth=birth, sex=sex, phone=phone, id_number=number))
        ids.append(rows[-1]["id"])
        stays.append((ids[-1], home))
    planted.families |= {frozenset((a, b)) for a in ids for b in ids if a < b}


def _namesakes(rng, planted, rows, stays, homes, used):
    name = rng.choice("李王张刘陈") + "".join(rng.sample(GIVEN, 2))
    ids = []
    for _ in range(2):
        birth = date(1950, 1, 1) + timedelta(days=rng.randint(0, 20000))
        rows.append(_new(rng, name=name, birth=birth, sex="female", id_number=number_of(rng, birth, used),
                         phone=f"100{rng.randint(10_000_000, 99_999_999)}"))  # fmt: skip
        ids.append(rows[-1]["id"])
        stays.append((ids[-1], rng.choice(homes)))
    planted.families.add(frozenset(ids))


def plant_in(office, seed: int = 4, count: int = 600) -> Planted:
    """Plant in the register of an open office, and write the telephones that were needed."""
    rng = random.Random(seed)
    with office.database.write(office.actor) as session:
        everybody = read_rows(session, Person)
        known = [p for p in everybody if p["birth"] and len(p["id_number"] or "") == 18 and _holds(p)]
        phones = {p["id"]: p["phone"] for p in known}
        homes = [row["id"] for row in read_rows(session, Household)]
        planted = plant(session, rng, known, homes, count)
        new = [(p["id"], {"phone": p["phone"]}) for p in known if p["phone"] != phones[p["id"]]]
        session.update_many(Person, new)
    return planted


def _holds(person) -> bool:
    number = person["id_number"]
    return number[:17].isdigit() and calc_check_digit(number) == number[-1] and not number.endswith("000")

"""The residents list and its search at 200,000 residents. Goals: first rows 0.5 s, any search 0.2 s."""

import random
import sys
import tempfile
import time
from pathlib import Path

from sqlalchemy import select

from gridcenter.office import found, open_office
from gridcenter.register.records import Household, Person, Placement, Residence, Unit, Village
from gridcenter.register.services.people import RESIDENTS
from gridcenter.store.capture import WriteSession
from gridcenter.store.finding import find
from gridcenter.store.listing import Wish

RESIDENTS_WANTED, BATCH, FIRST = 200_000, 20_000, 60
SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕"
GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉兰建国梅红春林海燕玲云峰鹏飞"
SEARCHES = ("王", "王伟", "伟", "w", "ww", "wangwei", "100", "1001", "9970", "严务村3组", "57号", "00001234")


def fill(session: WriteSession, count: int, chance: random.Random) -> None:
    units = session.scalars(select(Unit.id)).all()
    village = session.scalars(select(Village.id)).all()
    people, households, places, stays = [], [], [], []
    for number in range(count // 3):
        home = {"village_id": chance.choice(village), "number": f"{chance.randrange(10**8):08d}",
                "address": f"严务村{number % 9 + 1}组{number % 300}号", "kind": "general"}  # fmt: skip
        households.append(home)
    ids = session.insert_many(Household, households)
    for home in ids:
        places.append({"household_id": home, "unit_id": chance.choice(units), "grid_set": "main"})
        for order in range(3):
            name = chance.choice(SURNAMES) + "".join(chance.sample(GIVEN, 2))
            people.append({"name": name, "sex": "1", "phone": f"100{chance.randrange(10**8):08d}",
                           "id_number": f"371423{chance.randrange(1940, 2020)}0101{chance.randrange(9960, 9999)}"})  # fmt: skip
            stays.append({"household_id": home, "relation": "other" if order else "head"})
    for stay, person in zip(stays, session.insert_many(Person, people), strict=True):
        stay["person_id"] = person
    session.insert_many(Placement, places)
    session.insert_many(Residence, stays)


def main() -> int:
    chance = random.Random(1)
    with tempfile.TemporaryDirectory() as folder:
        found(Path(folder, "data"), division="371423200", password="bench")
        with open_office(Path(folder, "data"), "", "bench", "命令行") as office:
            for _ in range(RESIDENTS_WANTED // BATCH):
                with office.database.write(office.actor) as session:
                    fill(session, BATCH, chance)
            with office.database.read() as session:
                start = time.perf_counter()
                ids = RESIDENTS.find(session, Wish())
                RESIDENTS.load(session, ids[:FIRST])
                print(f"{len(ids):,} residents, first rows {time.perf_counter() - start:.3f} s (goal 0.5)")
                for words in SEARCHES:
                    start = time.perf_counter()
                    hits = RESIDENTS.find(session, Wish(words))
                    RESIDENTS.load(session, hits[:FIRST])
                    listed = time.perf_counter() - start
                    start = time.perf_counter()
                    find(session, office.index.sources, words)
                    everywhere = time.perf_counter() - start
                    print(f"{words:10} {len(hits):7,} found, list {listed:.3f} s, everywhere {everywhere:.3f} s (goal 0.2)")
    return 0


if __name__ == "__main__":
    sys.exit(main())

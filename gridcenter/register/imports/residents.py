"""The resident roster (农户花名册): households, their members, and the grids they lie in."""

from dataclasses import dataclass, field
from typing import Any

from gridcenter.access.actors import Actor
from gridcenter.base.identity import Identity, check
from gridcenter.base.names import name_key
from gridcenter.base.periods import day_before
from gridcenter.codes.tables import Codes, save_words
from gridcenter.register.codes import HOUSEHOLD_KIND, RELATION, SEX_CODES, SEX_SPELLINGS
from gridcenter.register.imports.homes import Homes, Row
from gridcenter.register.imports.numbers import KEPT, known_by_rounded, number_kept
from gridcenter.register.imports.places import Places
from gridcenter.register.imports.relations import relation_kept, relation_of
from gridcenter.register.imports.sheet_names import village_of_sheet
from gridcenter.register.imports.unkept import without_numbers
from gridcenter.register.labels import FROM_ROSTER, concern_in, is_dropped
from gridcenter.register.records import Unit, Village
from gridcenter.register.services.books import Households, People, Values
from gridcenter.register.services.concerns import last_day
from gridcenter.register.services.labels import ConcernBook
from gridcenter.sheets import parsers
from gridcenter.sheets.columns import Col, Line, Persons, Remark, Shape
from gridcenter.sheets.imports import Context, ImportKind, judge
from gridcenter.sheets.shapes import Reading
from gridcenter.sheets.verdicts import Outcome, Verdict
from gridcenter.store.capture import WriteSession

_SETTLED = (Outcome.UNCHANGED, Outcome.REJECTED)

_PERSONS = Persons(
    name="name",
    relation="relation",
    keys=frozenset({"name", "relation", "sex", "id_number", "birth", "phone", "note"}),
    head="head",
    head_word="户主",
    relations=(
        "配偶", "妻子", "丈夫", "父亲", "母亲", "长子", "次子", "三子", "长女", "次女", "三女", "儿子", "女儿",
        "儿媳", "女婿", "孙子", "孙女", "子女",
    ),
    household=("village", "subgrid", "number", "head"),
)  # fmt: skip


def _shape(context: Context) -> Shape:
    return Shape(
        "residents",
        "农户花名册",
        (
            Col("village", "村名", ("行政村", "村", "所属村", "村（社区）", "行政村（社区）", "村居", "所在村", "社区", "村委会", "所属村居", "村别", "村庄"), parsers.place(), fill_down=True),
            Col("grid", "基本网格", ("网格", "所属网格", "网格名称", "基础网格", "综合网格", "所在网格"), parsers.place(), fill_down=True),
            Col("subgrid", "子网格", ("微网格", "所属子网格", "所属微网格", "子网格名称", "微网格名称", "二级网格", "小网格"), parsers.place(), fill_down=True),
            Col("number", "户号", ("户编号", "家庭编号", "户籍号", "户口号", "户口编号", "住户编号", "农户编号", "户序号", "户代码", "家庭户号"), parsers.code(30), fill_down=True),
            Col("head", "户主姓名", ("户主", "户主名称", "户主名"), parsers.name(), fill_down=True),
            Col("name", "姓名", ("成员姓名", "家庭成员", "家庭成员姓名", "人员姓名", "居民姓名", "名字"), parsers.name(), required=True),
            Col("relation", "与户主关系", ("关系", "家庭关系", "与户主的关系", "成员关系", "同户主关系"), parsers.text(20)),
            Col("sex", "性别", ("男女",), parsers.choice(SEX_SPELLINGS)),
            Col("id_number", "身份证号", ("身份证号码", "公民身份号码", "公民身份证号", "公民身份证号码", "身份证", "证件号码", "证件号", "居民身份证号", "居民身份证号码"), parsers.identity()),
            Col("birth", "出生日期", ("出生年月", "出生年月日", "生日", "出生时间", "出生"), parsers.day(latest=context.today)),
            Col("phone", "联系电话", ("电话", "手机", "手机号", "手机号码", "联系方式", "电话号码", "本人电话"), parsers.phone()),
            Col("kind", "户类型", ("户类", "户别", "家庭类型", "家庭类别", "农户类型", "农户类别", "户属性", "家庭属性", "户性质"), parsers.text(40)),
            Col("address", "住址", ("地址", "家庭住址", "现住址", "居住地址", "门牌号", "详细地址", "家庭地址", "现居住地", "户籍地址", "居住地"), parsers.text(100)),
            Col("note", "备注", ("说明", "备注说明"), parsers.text(300)),
        ),
        persons=_PERSONS,
    )  # fmt: skip


@dataclass(slots=True)
class _Roster:
    """The register as the rows find it and leave it."""

    context: Context
    places: Places
    people: People
    homes: Households
    kinds: Codes
    relations: Codes
    concerns: ConcernBook
    met: set[bytes] = field(default_factory=set)
    """The people of the rows before."""


def _apply(
    session: WriteSession, _actor: Actor, reading: Reading, context: Context
) -> list[Verdict]:
    roster = _Roster(
        context,
        Places(session),
        People.load(session),
        Households(session),
        Codes.load(session, HOUSEHOLD_KIND),
        Codes.load(session, RELATION),
        ConcernBook(session),
    )
    entries = [_enter(roster, line) for line in reading.lines]
    _gather(roster, reading, entries)
    verdicts = [_take(roster, one) if isinstance(one, Row) else one for one in entries]
    _tell_second_heads(roster, entries, verdicts)
    save_words(session, roster.kinds)
    save_words(session, roster.relations)
    roster.people.save(session)
    roster.homes.save(session)
    roster.concerns.save(session)
    return verdicts


def _enter(roster: _Roster, line: Line) -> Row | Verdict:
    if line.fatal:
        return judge(line, Outcome.REJECTED)
    remarks = list(line.remarks)
    v: dict[str, Any] = line.values
    village, unit = _place(roster, line, remarks)
    if village is None:
        words = f"村名“{v['village']}”不在本乡镇的村里，请核对村名" if v["village"] else "没有填村名，也没有网格可以推出村"
        return judge(line, Outcome.REJECTED, [*remarks, Remark("村名", words, "unknown_village", True)])
    return Row(line, village, unit, _is_head(roster, v), remarks)


def _is_head(roster: _Roster, v: dict[str, Any]) -> bool:
    if v["relation"]:
        return relation_of(roster.relations, v["relation"]) == "head"
    return bool(v["head"]) and name_key(v["head"]) == name_key(v["name"])


def _gather(roster: _Roster, reading: Reading, entries: list[Row | Verdict]) -> None:
    rows: list[Row | None] = []
    for line, entry in zip(reading.lines, entries, strict=True):
        if isinstance(entry, Row):
            rows.append(entry)
        elif _is_head(roster, line.values):
            rows.append(None)
    Homes(roster.people, roster.homes).gather(rows)


def _take(roster: _Roster, row: Row) -> Verdict:
    household, grown = _household(roster, row)
    names = {name_key(one.values["name"]) for one in row.home.rows} if row.home else set()
    outcome = _person(roster, row.values, household, names, row.remarks)
    if grown and outcome is Outcome.UNCHANGED:
        outcome = Outcome.UPDATED
    told = [one for one in row.remarks if outcome is not Outcome.UNCHANGED or one.reason in KEPT]
    return judge(row.line, outcome, told)


def _tell_second_heads(
    roster: _Roster, entries: list[Row | Verdict], verdicts: list[Verdict]
) -> None:
    """Add a remark to the rows of heads, where they changed something, when a household has two."""
    for place, (row, verdict) in enumerate(zip(entries, verdicts, strict=True)):
        if not isinstance(row, Row) or not row.is_head or verdict.outcome in _SETTLED:
            continue
        household = roster.homes.find(row.village.id, row.home_number)
        stays = roster.homes.members[household["id"]] if household else []
        heads = [roster.people.rows[s["person_id"]]["name"] for s in stays if s["relation"] == "head"]
        if len(heads) > 1:
            words = f"户号 {row.home_number} 有{len(heads)}位户主（{'、'.join(heads)}），请核对户号和关系"
            remark = Remark("与户主关系", words, "second_head")
            verdicts[place] = verdict._replace(remarks=(*verdict.remarks, remark))


def _place(
    roster: _Roster, line: Line, remarks: list[Remark]
) -> tuple[Village | None, Unit | None]:
    v: dict[str, Any] = line.values
    village = roster.places.village(v["village"])
    if v["village"] and village is None:
        return None, None
    village = village or village_of_sheet(roster.places, line.sheet)
    unit = roster.places.unit(v["subgrid"], village) or roster.places.unit(v["grid"], village)
    if village is None:
        village = roster.places.village_of(unit)
    if village is not None and (unknown := _unknown_grid(roster, v, village)):
        near = unit or roster.places.only_grid(village)
        words = f"网格“{unknown}”还没有划分，先归到{near.name if near else village.name}"
        remarks.append(Remark("子网格", words, "unknown_grid"))
    return village, unit


def _unknown_grid(roster: _Roster, v: dict[str, Any], village: Village) -> str:
    """Return the name of the finest grid a row gives when the tree does not have it."""
    named = str(v["subgrid"] or v["grid"])
    return "" if roster.places.unit(named, village) else named


def _household(roster: _Roster, row: Row) -> tuple[Values, bool]:
    """Return the row's household, entered when it is new, and whether anything of it changed."""
    v, village, number = row.values, row.village, row.home_number
    household = roster.homes.find(village.id, number)
    kind = _kind(roster, v["kind"])
    if household is None:
        household = roster.homes.add({
            "village_id": village.id, "number": number, "kind": kind, "address": v["address"] or None,
        })  # fmt: skip
        changed = True
    elif not roster.homes.members[household["id"]] or row.is_head:
        fresh = {"kind": kind, "address": v["address"] or None}
        changed = roster.homes.households.change(household, fresh)
    else:
        changed = False
    changed |= _label(roster, row, household)
    unit = row.home_unit
    if unit is None and roster.homes.unit_of(household["id"]) is None:
        unit = roster.places.only_grid(village)
    if unit is not None:
        changed |= roster.homes.place(household["id"], unit.id, roster.context.today)
    return household, changed


def _kind(roster: _Roster, word: str) -> str | None:
    """Return the code of a household's kind; a label of people is none."""
    return None if not word or concern_in(word) or is_dropped(word) else roster.kinds.take(word)


def _label(roster: _Roster, row: Row, household: Values) -> bool:
    """Turn a label into a concern with an end, once, and say so; tells whether anything changed."""
    word = row.values["kind"]
    if kind := concern_in(word) if word else None:
        today = roster.context.today
        if roster.concerns.take(household["id"], kind, FROM_ROSTER, today) is None:
            return False
        words = f"“{word}”不作户类型，已转为关注事项，{last_day(today):%Y-%m-%d}到期，只有中心主任和站长看得到"
        row.remarks.append(Remark("户类型", words, "concern"))
        return True
    if word and is_dropped(word) and row.is_head:
        row.remarks.append(Remark("户类型", f"“{word}”不再登记，这一户的户类型没有填", "label_dropped"))
    return False


def _person(
    roster: _Roster, v: dict[str, Any], household: Values, told: set[str], remarks: list[Remark]
) -> Outcome:
    identity: Identity = v["id_number"]
    sex = v["sex"] or SEX_CODES.get(identity.sex)
    values = {
        "name": v["name"], "sex": sex or None, "birth": v["birth"] or identity.birth,
        "id_number": identity.text or None, "phone": v["phone"] or None,
    }  # fmt: skip
    address = v["address"] if v["address"] != household["address"] else None
    stay = {
        "relation": relation_kept(roster.relations, v["relation"], sex, remarks),
        "address": address or None, "note": v["note"] or None,
    }  # fmt: skip
    person = _find(roster, values, stay, household, identity, told, remarks)
    roster.met |= {person["id"]} if person else set()
    if person is None:
        _tell_namesake(roster, values, household, remarks)
        person = roster.people.add(values)
        roster.met.add(person["id"])
        roster.homes.move_in({"household_id": household["id"], "person_id": person["id"], **stay})
        return Outcome.CREATED
    values["id_number"] = number_kept(person, identity, remarks)
    home = roster.homes.home.get(person["id"])
    if home is None:
        roster.people.change(person, values)
        roster.homes.move_in({"household_id": household["id"], "person_id": person["id"], **stay})
        return Outcome.CREATED
    if home["household_id"] != household["id"] and roster.homes.residences.is_new(home):
        words = f"同一个人在这张表里已登记在户号 {_number(roster, home)}，请核对他在哪一户，另一行删掉"
        remarks.append(Remark("身份证号", words, "two_households", True))
        return Outcome.REJECTED
    changed = roster.people.change(person, values)
    if home["household_id"] != household["id"]:
        _move(roster, person, home, household, stay)
        words = f"同号的人原在户号 {_number(roster, home)}，按迁入登记，请核对"
        remarks.append(Remark("身份证号", words, "moved"))
        return Outcome.UPDATED
    changed |= roster.homes.residences.change(home, stay)
    return Outcome.UPDATED if changed else Outcome.UNCHANGED


def _tell_namesake(
    roster: _Roster, values: Values, household: Values, remarks: list[Remark]
) -> None:
    people = [roster.people.rows[s["person_id"]] for s in roster.homes.members[household["id"]]]
    alike = [p for p in people if name_key(p["name"]) == name_key(values["name"])]
    if alike and not (values["id_number"] and all(p["id_number"] for p in alike)):
        words = "这一户已有同名的人，当作另一个人登记，请核对"
        remarks.append(Remark("姓名", words, "namesake"))


def _find(
    roster: _Roster,
    values: Values,
    stay: Values,
    household: Values,
    identity: Identity,
    told: set[str],
    remarks: list[Remark],
) -> Values | None:
    """Return the person a row means: in the household by name and number, else by a sound number."""
    key, number = name_key(values["name"]), values["id_number"]
    same = roster.people.by_number(number) if not identity.problem else None
    same = same or known_by_rounded(roster.people, values["name"], identity)
    alike = _at_home(roster, values, stay["relation"], household)
    if alike is not None:
        if same is not None and same is not alike:
            words = f"{same['name']}已在另一处用这个号码登记，请核对是不是同一个人"
            remarks.append(Remark("身份证号", words, "same_number"))
        return alike
    if same is not None:
        if name_key(same["name"]) == key:
            return same
        if _is_renamed(roster, same, household, told):
            words = f"号码相同的人原来叫“{same['name']}”，按这张表改名，请核对"
            remarks.append(Remark("姓名", words, "renamed"))
            return same
        words = f"与{same['name']}的号码相同，两人都已登记，请核对哪个号码写错了"
        remarks.append(Remark("身份证号", words, "same_number"))
        return None
    newcomer = roster.people.by_phone(values["name"], values["phone"])
    return newcomer if newcomer and newcomer["id"] not in roster.homes.home else None


def _is_renamed(roster: _Roster, person: Values, household: Values, told: set[str]) -> bool:
    """Tell whether a member's name was corrected: the household's rows no longer tell of the old one."""
    home = roster.homes.home.get(person["id"])
    lives_here = home is not None and home["household_id"] == household["id"]
    return lives_here and person["id"] not in roster.met and name_key(person["name"]) not in told


def _at_home(
    roster: _Roster, values: Values, relation: str | None, household: Values
) -> Values | None:
    """Return the member of a household a row means: the same number, or nothing against it."""
    stays = {stay["person_id"]: stay["relation"] for stay in roster.homes.members[household["id"]]}
    people = [roster.people.rows[person_id] for person_id in stays]
    named = [p for p in people if name_key(p["name"]) == name_key(values["name"])]
    exact = [p for p in named if p["id_number"] == values["id_number"]]
    if exact and values["id_number"]:
        return exact[0]
    alike = [
        p
        for p in (*exact, *named)
        if _may_be(roster, p, values) and not _is_elses(roster, p, stays[p["id"]], relation)
    ]
    likeness = {p["id"]: (p["birth"] == values["birth"], stays[p["id"]] == relation) for p in alike}
    return max(alike, key=lambda p: likeness[p["id"]], default=None)


def _is_elses(roster: _Roster, person: Values, relation: str | None, said: str | None) -> bool:
    """Tell whether a namesake met in this file bears another relation: a grandson is not his grandfather."""
    return person["id"] in roster.met and None not in (relation, said) and relation != said


def _may_be(roster: _Roster, person: Values, values: Values) -> bool:
    """Tell whether a namesake of the household may be meant; of one met in this file all must agree.

    A number that was missing or miswritten may come later, a birthday too; a birthday may be
    corrected when number or telephone stay.
    """
    one, other = person["id_number"], values["id_number"]
    if one and other and one != other and not (check(one).problem or check(other).problem):
        return False
    if person["birth"] == values["birth"]:
        return True
    if person["id"] in roster.met:
        return False
    by_phone = bool(values["phone"]) and person["phone"] == values["phone"]
    return None in (person["birth"], values["birth"]) or by_phone or one == other


def _move(
    roster: _Roster, person: Values, home: Values, household: Values, stay: Values
) -> None:
    today = roster.context.today
    roster.homes.move_out(home, day_before(today))
    roster.homes.move_in(
        {"household_id": household["id"], "person_id": person["id"], "since": today, **stay}
    )


def _number(roster: _Roster, home: Values) -> str:
    return str(roster.homes.households.rows[home["household_id"]]["number"])


RESIDENTS = ImportKind("residents", "农户花名册", _shape, _apply, leave_out=without_numbers)

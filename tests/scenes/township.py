"""The sample township that pictures, the screen reader's view and measurements are taken of."""

import hashlib
import shutil
from pathlib import Path

from sqlalchemy import select

from gridcenter.commands.demo_files import sample_files
from gridcenter.exchange.nodes import trust_card, write_card
from gridcenter.exchange.outbox import export_delta
from gridcenter.office import Office, add_account, exists, found, open_office
from gridcenter.register.records import Person
from gridcenter.register.services.grids import places
from gridcenter.register.services.homes import reveal
from gridcenter.sheets.imports import run_import
from gridcenter.wings import IMPORTS
from tests.scenes.caring import caring
from tests.scenes.crew import crew
from tests.scenes.crew_work import crew_work
from tests.scenes.day import TODAY, keep_the_day
from tests.scenes.frame import frame
from tests.scenes.rounds import rounds

ROOT = Path(__file__).resolve().parents[2]
SAMPLES = ROOT / "resources" / "samples" / "yanwu"
SCRATCH = ROOT / "build" / "shots"
FOLDER, EMPTY, COUNTY = SCRATCH / "yanwu", SCRATCH / "empty", SCRATCH / "county"
READY = FOLDER / "ready"
LOGIN, PASSWORD = "周敏", "demo"


def township() -> None:
    """Set the sample township up under build/shots, unless one of the same making is there."""
    made = _making()
    if exists(FOLDER) and READY.exists() and READY.read_text(encoding="utf-8") == made:
        return
    keep_the_day()
    shutil.rmtree(FOLDER, ignore_errors=True)
    found(FOLDER, division="371423200", password=PASSWORD, admin=LOGIN, program="窗口")
    kinds = {kind.name: kind for kind in IMPORTS}
    with open_office(FOLDER, LOGIN, PASSWORD, "窗口") as office:
        for file in sample_files():
            run_import(office.database, office.actor, kinds[file.kind], file.path, today=TODAY)
        exchange(office)
        colleagues(office)
        glances(office)
        crew(office)
        caring(office)
        crew_work(office)
        frame(office)
        rounds(office)
    READY.write_text(made, encoding="utf-8")


def _making() -> str:
    """Name what the township is made of: the schema, the samples, this file."""
    whole = hashlib.sha256()
    parts = [*(ROOT / "migrations" / "versions").glob("*.py"), *SAMPLES.iterdir(), Path(__file__)]
    for part in sorted(parts):
        whole.update(part.read_bytes())
    return whole.hexdigest()


def colleagues(office: Office) -> None:
    """Give some of those who share this PC their accounts."""
    with office.database.read() as session:
        station = places(session, "station", "grid")[0]
    for name, role, area in (
        ("李晓敏", "clerk", None), ("马建国", "station" if station.level == "station" else "grid", station.id),
        ("刘芳", "party", None), ("孙建勇", "auditor", None),
    ):  # fmt: skip
        add_account(office, login=name, name=name, role=role, password=PASSWORD, area=area)


def glances(office: Office) -> None:
    """Look at some whole numbers, each with a reason."""
    reasons = ("回访核实电话", "老年证办理核对", "医保参保核对")
    with office.database.write(office.actor) as session:
        people = session.scalars(select(Person.id).order_by(Person.id).limit(len(reasons))).all()
        for person, reason in zip(people, reasons, strict=True):
            reveal(session, office.actor, person, reason=reason)


def exchange(office: Office) -> None:
    """Trust the county's computer, and let it trust this one; seal a package for it."""
    stick = FOLDER.parent / "stick"
    for folder in (COUNTY, stick):
        shutil.rmtree(folder, ignore_errors=True)
    stick.mkdir(parents=True)
    found(COUNTY, division="371423", password=PASSWORD, admin=LOGIN, name="庆云县网格中心", county=True)
    write_card(office.database, office.actor, stick / "乡.gccard")
    with open_office(COUNTY, LOGIN, PASSWORD, "窗口") as county:
        write_card(county.database, county.actor, stick / "县.gccard")
        trust_card(county.database, county.actor, stick / "乡.gccard")
    trust_card(office.database, office.actor, stick / "县.gccard")
    export_delta(office.database, office.actor, office.folder, stick)

"""All scenes in their order, in both themes; those that the manual shows are copied to docs/pictures."""

import re
import shutil

from PySide6.QtWidgets import QApplication

from gridcenter.app import dress
from gridcenter.desk.tokens import DARK, LIGHT
from tests.scenes import around, doings, work
from tests.scenes.camera import Camera
from tests.scenes.day import keep_the_day
from tests.scenes.township import EMPTY, ROOT, township

DAY = (
    work.pages, work.typing, work.lists, work.grids,
    doings.matching, doings.responsible, doings.mergers, doings.quick, doings.redrawing,
    work.workbench, work.attachments, work.importing,
    around.search, around.second_thoughts, around.left_forms, around.boxes, around.guarding, around.manual,
)  # fmt: skip
PUBLISHED = ROOT / "docs" / "pictures"
DARK_TAIL = "-dark"
SHOWN = re.compile(r"pictures/([\w-]+)\.png")


def run(names, scale) -> None:
    """Take the pictures of these names; without names all, and remove those that nothing takes now."""
    folder = ROOT / "build" / f"shots-{scale * 100:.0f}"
    folder.mkdir(parents=True, exist_ok=True)
    township()
    keep_the_day()
    app = QApplication([])
    dress(app)
    cameras = [Camera(app, theme, folder, scale, names) for theme in (LIGHT, DARK)]
    for camera in cameras:
        around.entrance(camera)
        camera.open()
        for scene in DAY:
            scene(camera)
        camera.end()
        around.hint(camera)
        if camera.wants("first-run") or camera.wants("empty"):
            around.first_run(camera)
            camera.open(EMPTY)
            work.empty_pages(camera)
            camera.end()
    if scale == 1:
        around.papers(cameras[0])
    taken = {path for camera in cameras for path in camera.taken}
    if not names:
        _remove_others(folder, {path.name for path in taken})
    if scale == 1:
        publish(taken)


def publish(taken) -> None:
    """Copy what the manual and the READMEs show; keep nothing else among the published."""
    pages = [*(ROOT / "docs" / "manual").glob("*.md"), *ROOT.glob("README*.md")]
    shown = {name for page in pages for name in SHOWN.findall(page.read_text(encoding="utf-8"))}
    for path in taken:
        if path.stem.removesuffix(DARK_TAIL) in shown:
            shutil.copy(path, PUBLISHED / path.name)
    _remove_others(PUBLISHED, {f"{name}{tail}.png" for name in shown for tail in ("", DARK_TAIL)})


def _remove_others(folder, names):
    for old in folder.glob("*.png"):
        if old.name not in names:
            old.unlink()

"""All scenes in their order, in both themes."""

from PySide6.QtWidgets import QApplication

from gridcenter.app import dress
from gridcenter.desk.tokens import DARK, LIGHT
from tests.scenes import around, work
from tests.scenes.camera import Camera
from tests.scenes.day import keep_the_day
from tests.scenes.township import EMPTY, ROOT, township

DAY = (
    work.pages, work.typing, work.lists, work.grids, work.workbench, work.attachments, work.importing,
    around.search, around.second_thoughts, around.left_forms, around.boxes, around.guarding, around.manual,
)  # fmt: skip


def run(names, scale) -> None:
    """Take the pictures of these names; without names all, and remove those that nothing takes now."""
    folder = ROOT / "docs" / "pictures" if scale == 1 else ROOT / "build" / f"shots-{scale * 100:.0f}"
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
        camera.program.end()
        around.hint(camera)
        if camera.wants("first-run") or camera.wants("empty"):
            around.first_run(camera)
            camera.open(EMPTY)
            work.empty_pages(camera)
            camera.program.end()
    if scale == 1:
        around.papers(cameras[0])
    if not names:
        taken = {path for camera in cameras for path in camera.taken}
        for old in set(folder.glob("*.png")) - taken:
            old.unlink()

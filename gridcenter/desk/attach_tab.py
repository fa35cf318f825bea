"""The tab 附件 of a drawer: what belongs to a record as photos and files."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from PySide6.QtCore import QMimeData, Qt, Signal
from PySide6.QtGui import QGuiApplication, QPixmap, QShowEvent
from PySide6.QtWidgets import QFileDialog, QLabel, QMenu, QVBoxLayout, QWidget

from gridcenter.access.actors import Actor, Right
from gridcenter.access.attachments import (
    Held,
    attach,
    attachments_of,
    copy_attachment,
    detach,
    right_over,
)
from gridcenter.base.errors import GridCenterError
from gridcenter.base.periods import today
from gridcenter.base.progress import Progress
from gridcenter.desk.attach_pixels import thumbnail_work, to_image
from gridcenter.desk.attach_sources import Source, choose_files, sources_at, sources_of
from gridcenter.desk.attach_viewer import Viewer
from gridcenter.desk.buttons import Button, Door, IconButton
from gridcenter.desk.desk import Desk
from gridcenter.desk.history import Kept
from gridcenter.desk.jobs import Job, Newest
from gridcenter.desk.layouts import block, column, empty, row
from gridcenter.desk.messages import Question, Toast, ask, tell
from gridcenter.desk.progress_dialog import ProgressLine
from gridcenter.desk.saving import change, done
from gridcenter.desk.undoing import refuse
from gridcenter.desk.words import Elided, IconLabel, words
from gridcenter.store.acts import note_act
from gridcenter.store.attachments import Attachment
from gridcenter.store.capture import WriteSession
from gridcenter.store.durable import disk_words, write_whole
from gridcenter.store.history import made_on
from gridcenter.store.meta import get_meta
from gridcenter.store.pictures import Pixels

THUMB = 56
_KILO = 1024
_HINT = "也可以把文件拖到这里，或按 Ctrl+V 粘贴截图。照片会自动缩小，并去掉拍摄位置"


class AttachTab(QWidget):
    """Thumbnail, name, size, day and who; adding, looking, saving a copy, taking away."""

    counted = Signal(int)

    def __init__(self, desk: Desk, actor: Actor, record: Kept) -> None:
        super().__init__()
        self.setAccessibleName("附件")
        self.setProperty("help", "attachments")
        self._desk, self._actor = desk, actor
        self._kind, self._record = record[0].__tablename__, record[1]
        self._held: Sequence[Held] = ()
        self._lines: QVBoxLayout = column(gap=4)
        self._faces: dict[bytes, QLabel] = {}
        self._begun = False
        self.add = Button(desk.look, "添加附件", "paperclip", tip="Ctrl+V 粘贴截图或文件")
        self.add.clicked.connect(lambda _checked: self.choose())
        hint = words(_HINT, "note", wrap=True)
        if not self.may_add:
            self.add.hide()
            hint.hide()
        self.progress = ProgressLine(desk.look)
        self.progress.hide()
        self.setLayout(column(row(self.add, None), hint, self.progress, self._lines, None, gap=8))
        self._thumbs = Newest(desk.jobs)
        self._thumbs.answered.connect(self._show_faces)
        desk.changes.touched.connect(self._touched)

    @property
    def may_add(self) -> bool:
        """Whether this account may add files."""
        return self._actor.may(right_over(self._kind))

    def take(self, mime: QMimeData) -> None:
        """Take what was dropped or pasted."""
        try:
            self.add_files(sources_of(mime))
        except GridCenterError as error:
            tell(self, self._desk.look, error.words)

    def paste(self) -> None:
        """Take what lies on the clipboard."""
        self.take(QGuiApplication.clipboard().mimeData())

    def choose(self) -> None:
        """Let the user choose files, and take them."""
        try:
            self.add_files(sources_at(choose_files(self)))
        except GridCenterError as error:
            tell(self, self._desk.look, error.words)

    def add_files(self, sources: Sequence[Source]) -> Job[str] | None:
        """Let the worker make files ready and keep them in one act, whatever is shown meanwhile."""
        if not sources or not self.may_add:
            return None
        desk, actor, kind, record = self._desk, self._actor, self._kind, self._record
        window, undone = self.window(), list[bytes]()

        def work(progress: Progress) -> str:
            ready = []
            for number, source in enumerate(sources):
                progress.step(number, len(sources), f"准备 {source.name}")
                ready.append(source.read())
            progress.step(len(sources), len(sources), "写入")
            with desk.database.write(actor) as session:
                media = desk.database.media
                made = attach(session, media, actor, kind, record, ready, on=today())
                txn = note_act(session, actor.login, actor.role.key, "添加附件")
            undone.extend([txn] if txn else [])
            return f"已添加 {len(made)} 个附件" if made else "这些文件早已添加过了"

        job = Job(work)
        job.succeeded.connect(lambda said: done(window, desk, actor, said, *undone))
        self.progress.watch(job, "添加附件")
        return desk.jobs.start(job, lambda error: refuse(window, desk, error))

    def showEvent(self, event: QShowEvent) -> None:
        """Read what there is when the tab is first looked at."""
        super().showEvent(event)
        if not self._begun:
            self._begun = True
            self.refresh()

    def refresh(self) -> None:
        """Show what there is now."""
        with self._desk.database.read() as session:
            self._held = attachments_of(session, self._kind, self._record)
            media = self._desk.database.media
            lost = [one.id for one in self._held if not media.has(one.digest)]
            nodes = made_on(session, lost)
            here, names = get_meta(session.connection(), "node"), self._desk.lexicon.nodes(session)
        self._lay_out({i: _whereabouts(nodes.get(i), here, names) for i in lost})
        self.counted.emit(len(self._held))
        there = [one for one in self._held if one.id not in nodes]
        if any(one.picture for one in there):
            self._thumbs.ask(thumbnail_work(media, there, 2 * THUMB))

    def _touched(self, tables: frozenset[str]) -> None:
        if Attachment.__tablename__ in tables and self._begun:
            self.refresh()

    def _lay_out(self, lost: Mapping[bytes, str]) -> None:
        empty(self._lines)
        self._faces = {}
        for one in self._held:
            self._lines.addWidget(self._line(one, lost.get(one.id, "")))
        if not self._held:
            self._lines.addWidget(words("还没有附件", "second"))

    def _line(self, one: Held, lost: str) -> QWidget:
        facts = f"{size_words(one.size)}　{one.on:%m-%d}　{one.by}"
        said = block(column(None, Elided(one.name), Elided(lost or facts, "note"), None, gap=2))
        face = self._face(one)
        if lost:
            return block(row(face, (said, 1), pad=(0, 4, 0, 4)))
        word = "看图片" if one.picture else "另存为"
        door = Door(face, said, tip=f"{word}：{one.name}　{facts}", wide=True)
        door.setProperty("tall", True)
        door.clicked.connect(
            lambda _checked: self.look_at(one) if one.picture else self.save_as(one)
        )
        more = IconButton(self._desk.look, "ellipsis", f"{one.name}：更多")
        more.clicked.connect(lambda _checked: self._menu(more, one))
        return block(row((door, 1), more, gap=2))

    def _face(self, one: Held) -> QWidget:
        if not one.picture:
            icon = IconLabel(self._desk.look, "file-text", "text3", 28)
            return block(row(None, icon, None), "sunken", width=THUMB, height=THUMB)
        face = self._faces[one.id] = QLabel(alignment=Qt.AlignmentFlag.AlignCenter)
        face.setObjectName("sunken")
        face.setFixedSize(THUMB, THUMB)
        return face

    def _show_faces(self, found: Mapping[bytes, Pixels]) -> None:
        for attachment, pixels in found.items():
            face = self._faces.get(attachment)
            if face is not None:
                picture = QPixmap.fromImage(to_image(pixels))
                picture.setDevicePixelRatio(2 * THUMB / (THUMB - 2))
                face.setPixmap(picture)

    def _menu(self, button: QWidget, one: Held) -> None:
        menu, look = QMenu(self), self._desk.look
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        if one.picture:
            menu.addAction(look.icon("eye", "text2"), "看图片").triggered.connect(
                lambda _on: self.look_at(one)
            )
        if self._actor.may(Right.PRINT):
            menu.addAction(look.icon("file-down", "text2"), "另存为…").triggered.connect(
                lambda _on: self.save_as(one)
            )
        if self.may_add:
            menu.addAction(look.icon("trash-2", "text2"), "删除…").triggered.connect(
                lambda _on: self.remove(one)
            )
        menu.popup(button.mapToGlobal(button.rect().bottomLeft()))

    def look_at(self, one: Held) -> Viewer:
        """Show a picture, with the others of the record before and after it."""
        pictures = [held for held in self._held if held.picture]
        viewer = Viewer(self.window(), self._desk, self._actor, pictures, pictures.index(one))
        viewer.open()
        return viewer

    def save_as(self, one: Held) -> None:
        """Ask where a copy goes."""
        name, _kind = QFileDialog.getSaveFileName(self, "另存附件", one.name)
        if name:
            self.save_to(one, Path(name))

    def save_to(self, one: Held, target: Path) -> Job[bytes]:
        """Write a copy outside the program; that it went out is logged first."""
        desk, actor, window = self._desk, self._actor, self.window()

        def work(_progress: Progress) -> bytes:
            with desk.database.write(actor) as session:
                data = copy_attachment(session, desk.database.media, actor, one.id)
            with disk_words(target):
                write_whole(target, data)
            return data

        job = Job(work)
        said = f"已另存为 {target.name}，并记入查看记录"
        job.succeeded.connect(lambda _data: Toast(window, desk.look, said))
        return desk.jobs.start(job, lambda error: refuse(window, desk, error))

    def remove(self, one: Held) -> None:
        """Ask, then take an attachment away; it can be undone."""
        desk, actor, window = self._desk, self._actor, self.window()

        def work(session: WriteSession) -> str:
            return f"已删除附件 {detach(session, actor, one.id)}"

        question = Question(f"删除附件“{one.name}”吗？", "删除", "删除后可以按 Ctrl+Z 撤销。", "留着")
        ask(
            self, desk.look, question,
            lambda: change(window, desk, actor, work, f"删除附件　{one.name}"),
        )  # fmt: skip


def size_words(size: int) -> str:
    """Write a size as people do: 840 KB, 1.2 MB."""
    kilo = size / _KILO
    return f"{max(1, round(kilo))} KB" if kilo < _KILO else f"{kilo / _KILO:.1f} MB"


def _whereabouts(node: bytes | None, here: bytes | None, names: Mapping[bytes, str]) -> str:
    if node is None or node == here:
        return "文件不见了，请从备份里恢复"
    return f"文件在{names.get(node, '另一台')}电脑上，还没收到附件包"

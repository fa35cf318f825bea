"""What the desk wears: fonts, palette, style sheet and icons of the chosen theme."""

import re
import weakref
from dataclasses import asdict
from typing import Final

from PySide6.QtCore import (
    QByteArray,
    QObject,
    QRectF,
    QSize,
    Qt,
    Signal,
    qRegisterResourceData,
    qUnregisterResourceData,
)
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontDatabase,
    QIcon,
    QIconEngine,
    QPainter,
    QPalette,
    QPixmap,
)
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QApplication, QStyleFactory

from gridcenter.base.paths import shipped
from gridcenter.desk import memory_files
from gridcenter.desk.tokens import DARK, LIGHT, RADIUS, SIZE, SPACE, STROKE, TYPE, Tokens

FAMILY: Final = "Noto Sans SC"
_FONT_FILES: Final = ("NotoSansSC-Regular.ttf", "NotoSansSC-Medium.ttf")
_ICON: Final = re.compile(r"@icon\(([\w-]+),\s*(\w+)\)")


class Look(QObject):
    """The theme in use; painters and icons ask it for colours at the moment they paint."""

    changed = Signal()

    def __init__(self, tokens: Tokens = LIGHT) -> None:
        super().__init__()
        self.tokens = tokens
        self._drawn: dict[tuple[str, str, int, float], QPixmap] = {}

    @property
    def dark(self) -> bool:
        """Whether the dark theme is worn."""
        return self.tokens.name == DARK.name

    def colour(self, token: str) -> QColor:
        """Return the colour of a token; raises AttributeError for an unknown one."""
        return QColor(getattr(self.tokens, token))

    def font(self, size: str = "t_body", *, medium: bool = False) -> QFont:
        """Return the desk's face in one of the sizes of `TYPE`."""
        made = QFont(FAMILY)
        made.setPixelSize(TYPE[size])
        made.setWeight(QFont.Weight.Medium if medium else QFont.Weight.Normal)
        made.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
        return made

    def icon(self, name: str, token: str = "text2", on: str = "accent_text") -> QIcon:
        """Return an icon that follows the theme; `on` is its colour on a checked button."""
        return QIcon(_Tinted(self, name, token, on))

    def pixmap(self, name: str, token: str, size: int = 18, ratio: float = 1.0) -> QPixmap:
        """Return an icon as a square bitmap of `size` logical pixels in the colour of a token."""
        key = (name, getattr(self.tokens, token), size, ratio)
        if key not in self._drawn:
            self._drawn[key] = _draw(name, key[1], size, ratio)
        return self._drawn[key]

    def wear(self, app: QApplication, tokens: Tokens) -> None:
        """Dress the program: Fusion, font, palette, style sheet, in this order."""
        self.tokens = tokens
        app.setStyle(QStyleFactory.create("Fusion"))
        app.setFont(self.font())
        app.setPalette(palette(tokens))
        app.setStyleSheet(self._sheet(tokens))
        self.changed.emit()

    def _sheet(self, tokens: Tokens) -> str:
        values = asdict(tokens)
        values |= {k: f"{v}px" for k, v in (SPACE | RADIUS | TYPE | SIZE).items()}
        text = (shipped("resources/styles") / "theme.qss").read_text(encoding="utf-8")
        root = f"look{id(self):x}-{tokens.name}"
        pictures = {
            f"{name}-{token}.svg": _svg(name, values[token]).encode()
            for name, token in set(_ICON.findall(text))
        }
        _publish(self, root, pictures)
        text = _ICON.sub(lambda m: f"url(:/{root}/{m[1]}-{m[2]}.svg)", text)
        return re.sub(r"@(\w+)", lambda m: values[m[1]], text)


def load_fonts() -> None:
    """Make the desk's two font files known to Qt; call once, before the first widget."""
    for name in _FONT_FILES:
        QFontDatabase.addApplicationFont(str(shipped("resources/fonts") / name))


def palette(t: Tokens) -> QPalette:
    """Return the palette of a theme: what the style sheet does not reach reads it."""
    p, role = QPalette(), QPalette.ColorRole
    for where, colour in {
        role.Window: t.canvas,
        role.WindowText: t.text,
        role.Base: t.surface,
        role.AlternateBase: t.sunken,
        role.Text: t.text,
        role.Button: t.surface,
        role.ButtonText: t.text,
        role.BrightText: t.on_accent,
        role.ToolTipBase: t.raised,
        role.ToolTipText: t.text,
        role.PlaceholderText: t.text3,
        role.Highlight: t.accent_soft,
        role.HighlightedText: t.text,
        role.Link: t.accent_text,
        role.LinkVisited: t.accent_text,
        role.Light: t.raised,
        role.Midlight: t.hover,
        role.Mid: t.line_strong,
        role.Dark: t.edge,
        role.Shadow: t.line_strong,
        role.Accent: t.accent,
    }.items():
        p.setColor(where, QColor(colour))
    for where in (role.WindowText, role.Text, role.ButtonText):
        p.setColor(QPalette.ColorGroup.Disabled, where, QColor(t.off))
    return p


class _Tinted(QIconEngine):
    """Draws an icon in the colour that the look has now, at the exact size asked for."""

    def __init__(self, look: Look, name: str, token: str, on: str) -> None:
        super().__init__()
        self._look, self._name, self._token, self._on = look, name, token, on

    def clone(self) -> QIconEngine:
        return _Tinted(self._look, self._name, self._token, self._on)

    def paint(self, painter: QPainter, rect: object, mode: QIcon.Mode, state: QIcon.State) -> None:
        area = QRectF(rect)  # type: ignore[call-overload]
        ratio = painter.device().devicePixelRatio()
        painter.drawPixmap(area.toRect(), self._at(round(area.width()), ratio, mode, state))

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        return self._at(size.width(), 1.0, mode, state)

    def scaledPixmap(
        self, size: QSize, mode: QIcon.Mode, state: QIcon.State, scale: float
    ) -> QPixmap:
        return self._at(size.width(), scale, mode, state)

    def _at(self, size: int, ratio: float, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        token = self._on if state == QIcon.State.On else self._token
        if mode == QIcon.Mode.Disabled:
            token = "off"
        return self._look.pixmap(self._name, token, size, ratio)


def _publish(owner: QObject, root: str, pictures: dict[str, bytes]) -> None:
    """Give Qt files that live in memory only, for as long as their owner lives."""
    parts = memory_files.pack(root, pictures)
    qRegisterResourceData(1, *parts)
    weakref.finalize(owner, qUnregisterResourceData, 1, *parts)


def _svg(name: str, colour: str) -> str:
    text = (shipped("resources/icons") / f"{name}.svg").read_text(encoding="utf-8")
    return text.replace("currentColor", colour).replace(
        'stroke-width="2"', f'stroke-width="{STROKE}"'
    )


def _draw(name: str, colour: str, size: int, ratio: float) -> QPixmap:
    picture = QPixmap(round(size * ratio), round(size * ratio))
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    QSvgRenderer(QByteArray(_svg(name, colour).encode())).render(painter, QRectF(picture.rect()))
    painter.end()
    picture.setDevicePixelRatio(ratio)
    return picture

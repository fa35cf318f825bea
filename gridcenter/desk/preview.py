"""The PDF itself on the screen: what is seen is what is printed."""

from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QScrollArea, QWidget

from gridcenter.desk.buttons import IconButton
from gridcenter.desk.layouts import Ground, block, column, row, rule
from gridcenter.desk.theme import Look
from gridcenter.desk.words import words
from gridcenter.papers.preview import page_count, render

_POINTS = 72.0
_SCREEN = 96.0
_ZOOMS = (0.25, 0.33, 0.5, 0.67, 0.75, 1.0, 1.25, 1.5, 2.0, 3.0)
_MARGIN = 16

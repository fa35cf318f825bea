"""The calendar a day is picked from."""

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import QDate, QLocale, QPoint, Qt
from PySide6.QtGui import QTextCharFormat
from PySide6.QtWidgets import QCalendarWidget, QMenu, QWidget, QWidgetAction

from gridcenter.desk.theme import Look


def pick_day(
    at: QWidget,
    look: Look,
    shown: date,
    on_picked: Callable[[date], object],
    *,
    latest: date | None = None,
) -> QMenu:
    """Open a calendar beneath a widget, up to the `latest` day; returns the open popup."""
    menu, calendar = QMenu(at), _calendar(look, shown)
    if latest is not None:
        calendar.setMaximumDate(QDate(latest.year, latest.month, latest.day))
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)

    def picked(day: QDate) -> None:
        menu.close()
        on_picked(date(day.year(), day.month(), day.day()))

    calendar.activated.connect(picked)
    calendar.clicked.connect(picked)
    action = QWidgetAction(menu)
    action.setDefaultWidget(calendar)
    menu.addAction(action)
    menu.popup(at.mapToGlobal(QPoint(0, at.height())))
    calendar.setFocus()
    return menu


def _calendar(look: Look, shown: date) -> QCalendarWidget:
    calendar = QCalendarWidget()
    calendar.setAccessibleName("日历")
    calendar.setLocale(QLocale(QLocale.Language.Chinese, QLocale.Country.China))
    calendar.setFirstDayOfWeek(Qt.DayOfWeek.Monday)
    calendar.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
    calendar.setHorizontalHeaderFormat(QCalendarWidget.HorizontalHeaderFormat.SingleLetterDayNames)
    plain = QTextCharFormat()
    plain.setForeground(look.colour("text2"))
    for day in (Qt.DayOfWeek.Saturday, Qt.DayOfWeek.Sunday):
        calendar.setWeekdayTextFormat(day, plain)
    calendar.setSelectedDate(QDate(shown.year, shown.month, shown.day))
    return calendar

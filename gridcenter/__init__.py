"""网格中心: the desktop program of a township's grid centre."""

__version__ = "0.1.0"

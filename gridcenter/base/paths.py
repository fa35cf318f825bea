"""Where the files that ship with the program lie, and where the user's data goes."""

from importlib.resources import files
from pathlib import Path


def shipped(name: str) -> Path:
    """Return a file or folder shipped inside the package, or beside it in a checkout.

    `name` is a path such as "resources/fonts" or "migrations".
    """
    package = Path(str(files("gridcenter")))
    inside = package / "_bundle" / name
    return inside if inside.exists() else package.parent / name

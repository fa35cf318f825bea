"""The store's fixtures serve here too."""

from tests.store.conftest import (  # noqa: F401
    actor,
    database,
    folder,
    index,
    open_database,
    template,
)

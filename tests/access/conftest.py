"""The data folders of the journeys."""

from tests.journeys.conftest import hamlet, hamlet_folder, yanwu, yanwu_copy  # noqa: F401

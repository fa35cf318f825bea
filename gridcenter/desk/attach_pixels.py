"""Pictures of attachments for the screen: made in the worker, kept in memory only."""

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtGui import QImage

from gridcenter.access.attachments import Held
from gridcenter.base.errors import GridCenterError
from gridcenter.base.progress import Progress
from gridcenter.store.media import Media
from gridcenter.store.pictures import Pixels, pixels


def thumbnail_work(
    media: Media, held: Sequence[Held], longest: int
) -> Callable[[Progress], Mapping[bytes, Pixels]]:
    """Return work that makes small pictures; a content that is lost or damaged has none."""

    def work(progress: Progress) -> Mapping[bytes, Pixels]:
        found = {}
        for number, one in enumerate(held):
            progress.step(number, len(held), "")
            if one.picture:
                try:
                    found[one.id] = pixels(media.get(one.digest), longest)
                except GridCenterError:
                    continue
        return found

    return work


def to_image(picture: Pixels) -> QImage:
    """Return a picture as Qt paints it."""
    line = 4 * picture.width
    form = QImage.Format.Format_RGBA8888
    return QImage(picture.data, picture.width, picture.height, line, form).copy()

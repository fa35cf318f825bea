"""Photos made small and told to forget where they were taken."""

import io
import struct
from dataclasses import dataclass

from PIL import Image, ImageOps

from gridcenter.base.errors import RuleBroken

LONGEST = 1600
"""Pixels of the longest side of a photo that is kept."""
_MOST_PIXELS = 40_000_000
_MOST_WHOLE = {"PNG": 20_000_000, "WEBP": 12_500_000, "JPEG": 20_000_000}
"""Of pictures that are not made small while they are read: what takes 200 MB of memory."""
_QUALITY = 82
_FORMATS = ("JPEG", "PNG", "WEBP")
_STRANGE = (
    OSError, ValueError, SyntaxError, EOFError, IndexError, KeyError, TypeError, OverflowError, struct.error,
)  # fmt: skip
_DAMAGED = "这张图片已损坏，打不开。请重新拍一张或换一个文件"
_HUGE = "这张图片展开后太大，没有收。请用手机或画图缩小，或存成 JPG 再添加"


@dataclass(frozen=True, slots=True)
class Pixels:
    """A picture ready to be shown: width, height, and four bytes a pixel (RGBA)."""

    width: int
    height: int
    data: bytes


def shrink(data: bytes) -> bytes:
    """Return a photo upright, at most 1600 pixels long, as JPEG without a word about it.

    The picture is made anew from its pixels, so nothing that stood beside them is left: no EXIF with
    position and camera, no XMP, no comments, no colour profile. RuleBroken("file") for one that is
    damaged or would fill the memory.
    """
    picture = _open(data, LONGEST)
    bare = Image.new("RGB", picture.size, "white")
    whole = picture.convert("RGBA") if _clear(picture) else picture.convert("RGB")
    bare.paste(whole, mask=whole if whole.mode == "RGBA" else None)
    out = io.BytesIO()
    bare.save(out, "JPEG", quality=_QUALITY, optimize=True)
    return out.getvalue()


def pixels(data: bytes, longest: int) -> Pixels:
    """Return a picture for the screen, its longest side at most `longest` pixels."""
    picture = _open(data, longest).convert("RGBA")
    return Pixels(picture.width, picture.height, picture.tobytes())


def _open(data: bytes, longest: int) -> Image.Image:
    try:
        opened = Image.open(io.BytesIO(data), formats=_FORMATS)
        small = opened.format == "JPEG" and not opened.info.get("progressive")
        if not small and opened.width * opened.height > _MOST_WHOLE[opened.format or ""]:
            raise RuleBroken("file", _HUGE)
        opened.draft("RGB", (longest, longest))
        if opened.width * opened.height > _MOST_PIXELS:
            raise RuleBroken("file", _HUGE)
        opened.thumbnail((longest, longest), Image.Resampling.LANCZOS, reducing_gap=2)
        picture = _upright(opened)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise RuleBroken("file", _HUGE) from error
    except _STRANGE as error:
        raise RuleBroken("file", _DAMAGED) from error
    return picture


def _upright(picture: Image.Image) -> Image.Image:
    """Turn a photo as its EXIF says; one whose EXIF cannot be read stays as it lies."""
    try:
        return ImageOps.exif_transpose(picture)
    except _STRANGE:
        return picture


def _clear(picture: Image.Image) -> bool:
    return picture.mode in {"RGBA", "LA", "PA"} or "transparency" in picture.info

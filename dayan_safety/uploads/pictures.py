"""Pictures are drawn again: what is kept was written by this program, pixel by pixel.

So nothing of the uploader's bytes survives: no EXIF, no place where the photo was taken, no page behind the last
pixel. The size is known from the header before a single pixel is decoded.
"""

from __future__ import annotations

import io
import warnings
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from PIL import ExifTags, Image

from dayan_safety.errors import RuleBroken

PICTURES = ("jpg", "jpeg", "png", "webp")
# As Pillow names them; MPO is the JPEG of phones that adds a depth map or a second lens: the first picture counts.
KINDS = {"JPEG": "jpg", "MPO": "jpg", "PNG": "png", "WEBP": "webp"}
SAVING: dict[str, dict[str, Any]] = {
    "jpg": {"format": "JPEG", "quality": 85, "optimize": True},
    "png": {"format": "PNG", "compress_level": 6},
    "webp": {"format": "WEBP", "quality": 85},
}
MAX_PIXELS = 25_000_000
LONGEST_SIDE = 2560
UPRIGHT = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
HEIC_BRANDS = (b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1")

# For whoever else opens a picture in this process.
Image.MAX_IMAGE_PIXELS = MAX_PIXELS
warnings.filterwarnings("error", category=Image.DecompressionBombWarning)


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture drawn again."""

    content: bytes
    extension: str

    @property
    def content_type(self) -> str:
        """The content type that fits the bytes."""
        return "image/jpeg" if self.extension == "jpg" else f"image/{self.extension}"


def is_heic(content: bytes) -> bool:
    """Whether ``content`` begins as a picture of an iPhone does (ISO 23008-12)."""
    return content[4:8] == b"ftyp" and content[8:12] in HEIC_BRANDS


def redraw(content: bytes, longest: int = LONGEST_SIDE) -> Picture:
    """Decode JPEG, PNG or WebP, turn it upright, make it at most ``longest`` pixels long, and encode it again.

    Raises ``RuleBroken`` for more than 25 megapixels, more than one frame, other formats and damaged files.
    """
    try:
        with Image.open(io.BytesIO(content), formats=("JPEG", "PNG", "WEBP")) as image:
            extension = KINDS[image.format or ""]
            _check_size(image)
            _check_frames(image, extension)
            return Picture(_encoded(_upright(image, longest), extension), extension)
    except RuleBroken:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as bomb:
        raise RuleBroken(_too_many_pixels()) from bomb
    except Exception as unreadable:  # decoders of hostile bytes fail in every way there is
        raise RuleBroken(_("This is not a readable JPEG, PNG or WebP picture.")) from unreadable


def _check_size(image: Image.Image) -> None:
    if image.width * image.height > MAX_PIXELS:
        raise RuleBroken(_too_many_pixels())


def _too_many_pixels() -> str:
    return _("The picture has too many pixels: at most %(number)s million are accepted. Make it smaller first.") % {
        "number": MAX_PIXELS // 1_000_000
    }


def _check_frames(image: Image.Image, extension: str) -> None:
    if extension != "jpg" and getattr(image, "n_frames", 1) > 1:
        raise RuleBroken(_("Moving pictures are not accepted: send a single picture."))


def _upright(image: Image.Image, longest: int) -> Image.Image:
    turn = UPRIGHT.get(_orientation(image))
    share = min(1.0, longest / max(image.size))
    image.draft(None, (int(image.width * share), int(image.height * share)))  # a JPEG is decoded smaller at once
    plain = _plain(image)
    plain.thumbnail((longest, longest))
    return plain.transpose(turn) if turn is not None else plain


def _orientation(image: Image.Image) -> int:
    try:
        return int(image.getexif().get(ExifTags.Base.Orientation, 1))
    except Exception:  # a broken note beside the picture is no reason to refuse the picture
        return 1


def _plain(image: Image.Image) -> Image.Image:
    """The pixels alone, as grey, colour, or colour with transparency."""
    image.load()
    if image.mode.startswith("I"):  # grey of 16 bits
        image = image.point(lambda value: value * (1 / 257)).convert("L")
    wanted = "RGBA" if image.has_transparency_data else "L" if image.mode == "L" else "RGB"
    plain = image if image.mode == wanted else image.convert(wanted)
    plain.info = {}
    return plain


def _encoded(image: Image.Image, extension: str) -> bytes:
    out = io.BytesIO()
    image.save(out, **SAVING[extension])
    return out.getvalue()

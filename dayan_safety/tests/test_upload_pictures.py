"""Pictures from people: only pixels come in, and not too many of them."""

import io
import json
import subprocess
import sys
import warnings
from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from dayan_safety.errors import RuleBroken
from dayan_safety.tests import files
from dayan_safety.uploads import check_upload
from dayan_safety.uploads.pictures import LONGEST_SIDE, redraw

pytestmark = pytest.mark.hostile
# In a process of its own: how much memory a picture takes at its worst, in MB, and what became of it.
MEASURE = """
import json, resource, sys, time
import django
django.setup()
from dayan_safety.errors import RuleBroken
from dayan_safety.tests import files
from dayan_safety.uploads.pictures import redraw
content = eval(sys.argv[1])
def peak():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
before, start = peak(), time.monotonic()
try:
    redraw(content)
    refused = False
except RuleBroken:
    refused = True
print(json.dumps({"refused": refused, "mb": peak() - before, "seconds": time.monotonic() - start}))
"""


def measured(content: str) -> dict[str, float]:
    done = subprocess.run([sys.executable, "-c", MEASURE, content], capture_output=True, text=True, check=True)
    found: dict[str, float] = json.loads(done.stdout)
    return found


def opened(content: bytes) -> Image.Image:
    return Image.open(io.BytesIO(content))


def is_red(pixel: object) -> bool:
    assert isinstance(pixel, tuple)
    return bool(pixel[0] > 200 and pixel[2] < 60)


@pytest.mark.parametrize(
    ("kind", "name", "kept"),
    [
        ("JPEG", "火灾隐患.JPG", "火灾隐患.jpg"),
        ("JPEG", "a.jpeg", "a.jpg"),
        ("PNG", "a.png", "a.png"),
        ("WEBP", "a.webp", "a.webp"),
        ("WEBP", "wechat.jpg", "wechat.webp"),
    ],
)
def test_a_picture_is_kept_under_the_ending_of_its_content(kind: str, name: str, kept: str) -> None:
    checked = check_upload(files.upload(files.picture(kind), name))
    assert checked.name == kept
    assert checked.content_type == f"image/{kind.lower()}"
    assert opened(checked.content).format == kind
    assert opened(checked.content).size == (40, 20)


def test_place_camera_and_comment_are_gone() -> None:
    original = files.phone_photo()
    assert b"SECRETCAMERA" in original and b"SECRETCOMMENT" in original
    assert opened(original).getexif().get_ifd(0x8825)
    kept = redraw(original).content
    assert b"SECRET" not in kept and b"Exif" not in kept
    assert not opened(kept).getexif()
    assert set(opened(kept).info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}


@pytest.mark.parametrize(
    ("orientation", "size", "red_at"),
    [
        (1, (40, 20), (2, 10)),
        (2, (40, 20), (37, 10)),
        (3, (40, 20), (37, 10)),
        (4, (40, 20), (2, 10)),
        (5, (20, 40), (10, 2)),
        (6, (20, 40), (10, 2)),
        (7, (20, 40), (10, 37)),
        (8, (20, 40), (10, 37)),
        (99, (40, 20), (2, 10)),
    ],
)
def test_a_photo_is_turned_upright(orientation: int, size: tuple[int, int], red_at: tuple[int, int]) -> None:
    kept = opened(redraw(files.phone_photo(orientation)).content)
    assert kept.size == size
    assert is_red(kept.getpixel(red_at))


@pytest.mark.parametrize(
    ("size", "kept"), [((6000, 1000), (2560, 427)), ((1000, 5120), (500, 2560)), ((2560, 10), (2560, 10))]
)
def test_a_long_picture_is_made_smaller(size: tuple[int, int], kept: tuple[int, int]) -> None:
    assert max(kept) <= LONGEST_SIDE
    assert opened(redraw(files.picture("JPEG", size)).content).size == kept
    assert opened(redraw(files.picture("PNG", size)).content).size == kept


@pytest.mark.parametrize("tail", [files.HTML, files.SVG, files.PDF, files.zipped({"a": "b"}), b"\xff\xd9" * 50])
@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_nothing_behind_the_last_pixel_survives(kind: str, tail: bytes) -> None:
    clean = redraw(files.picture(kind)).content
    assert redraw(files.picture(kind) + tail).content == clean
    assert tail not in clean


def test_notes_in_a_png_are_gone() -> None:
    original = files.picture("PNG", icc_profile=b"SECRETPROFILE")
    assert "icc_profile" in opened(original).info
    assert not opened(redraw(original).content).info


@pytest.mark.parametrize(
    ("mode", "kept"), [("1", "RGB"), ("L", "L"), ("P", "RGB"), ("RGB", "RGB"), ("RGBA", "RGBA"), ("LA", "RGBA")]
)
def test_every_kind_of_png_keeps_its_look(mode: str, kept: str) -> None:
    original = opened(files.picture("PNG", mode=mode))
    drawn = opened(redraw(files.picture("PNG", mode=mode)).content)
    assert drawn.mode == kept
    assert drawn.convert("RGBA").tobytes() == original.convert("RGBA").tobytes()


def test_transparency_and_grey_of_16_bits_are_kept() -> None:
    out = io.BytesIO()
    Image.new("P", (4, 4)).save(out, "PNG", transparency=0)
    assert opened(redraw(out.getvalue()).content).convert("RGBA").getpixel((0, 0))[3] == 0  # type: ignore[index]
    out = io.BytesIO()
    Image.new("I;16", (4, 4), 100 * 257).save(out, "PNG")
    assert opened(redraw(out.getvalue()).content).getpixel((0, 0)) == 100


def test_colours_of_the_printing_press_become_colours_of_the_screen() -> None:
    kept = opened(redraw(files.picture("JPEG", mode="CMYK")).content)
    assert kept.mode == "RGB"
    assert is_red(kept.getpixel((2, 10)))


def test_of_two_lenses_the_first_picture_counts() -> None:
    assert opened(files.two_lenses()).format == "MPO"
    kept = opened(redraw(files.two_lenses()).content)
    assert (kept.format, kept.size) == ("JPEG", (40, 20))
    assert is_red(kept.getpixel((2, 10)))


def gif() -> bytes:
    return files.picture("GIF", mode="P")


@pytest.mark.parametrize(
    "content",
    [
        files.SVG,
        files.HTML,
        gif(),
        b"GIF89a/*" + b"\0" * 20 + b"*/=1;alert(1)//",
        files.picture("BMP"),
        files.picture("TIFF"),
        files.picture("JPEG2000"),
        files.picture("ICO"),
        files.PDF,
        files.package(),
        files.picture("PNG")[:60],
        files.picture("JPEG", (400, 400))[:500],
        files.PNG_START,
        b"\xff\xd8\xff",
        b"RIFF\0\0\0\0WEBP",
        b"\0",
        files.empty_png(0, 5),
        files.text_bomb_png(),
    ],
)
@pytest.mark.parametrize("name", ["a.png", "a.jpg", "a.webp"])
def test_what_is_no_picture_is_refused(content: bytes, name: str) -> None:
    with pytest.raises(RuleBroken, match="JPEG"):
        check_upload(files.upload(content, name))


def test_no_other_decoder_sees_a_file() -> None:
    seen: list[bytes] = []
    Image.register_open("TRAP", None, lambda start: bool(seen.append(start)))  # type: ignore[arg-type, func-returns-value]
    try:
        with pytest.raises(RuleBroken):
            redraw(b"%!PS-Adobe")
    finally:
        Image.ID.remove("TRAP")
        del Image.OPEN["TRAP"]
    assert seen == []


@pytest.mark.parametrize("kind", ["PNG", "WEBP"])
def test_moving_pictures_are_refused(kind: str) -> None:
    assert redraw(files.picture(kind))
    with pytest.raises(RuleBroken, match=r"Moving|动"):
        redraw(files.moving(kind))


@pytest.mark.parametrize("content", [b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", files.picture("JPEG")])
def test_a_photo_of_an_iphone_gets_advice(content: bytes) -> None:
    with pytest.raises(RuleBroken, match="HEIC"):
        check_upload(files.upload(content, "IMG_0001.HEIC"))
    with pytest.raises(RuleBroken, match="HEIC"):
        check_upload(files.upload(b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", "renamed.jpg"))


@pytest.mark.parametrize("action", ["error", "ignore"])  # as in the portal itself, and if somebody silenced it
def test_more_than_25_megapixels_are_refused(action: Literal["error", "ignore"]) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter(action, Image.DecompressionBombWarning)
        assert redraw(files.empty_png(5000, 5000))
        with pytest.raises(RuleBroken, match="25"):
            redraw(files.empty_png(5000, 5001))
        with pytest.raises(RuleBroken, match="25"):
            redraw(files.empty_png(60_000, 60_000)[:200])


@pytest.mark.parametrize("bomb", ["files.empty_png(13000, 13000)", "files.huge_webp()", "files.text_bomb_png()"])
def test_a_bomb_is_refused_before_it_unfolds(bomb: str) -> None:
    found = measured(bomb)
    assert found["refused"]
    assert found["mb"] <= 30
    assert found["seconds"] <= 1


def test_the_largest_accepted_picture_has_a_price_that_is_known() -> None:
    found = measured("files.empty_png(5000, 5000, 8, 6)")
    assert not found["refused"]
    assert found["mb"] <= 350


@given(st.sampled_from(["JPEG", "PNG", "WEBP"]), st.data())
def test_damaged_pictures_are_drawn_or_refused_and_never_crash(kind: str, data: st.DataObject) -> None:
    content = bytearray(files.picture(kind, (64, 48)))
    for place, value in data.draw(
        st.lists(st.tuples(st.integers(0, len(content) - 1), st.integers(0, 255)), min_size=1, max_size=20)
    ):
        content[place] = value
    try:
        assert opened(redraw(bytes(content)).content).size
    except RuleBroken as refused:
        assert str(refused)


def test_the_limit_holds_for_whoever_else_opens_a_picture() -> None:
    assert Image.MAX_IMAGE_PIXELS == 25_000_000

"""Addresses as pictures: what a telephone scans."""

import segno


def drawing_of(address: str, *, error: str = "m", scale: int = 8, border: int = 2) -> str:
    """``address`` as a QR code: an SVG in an address of its own, black on white whatever the colours of the page.

    ``error`` is the level of correction (l, m, q, h), ``scale`` the pixels of a dot, ``border`` the dots around it.
    """
    return str(segno.make(address, error=error, micro=False).svg_data_uri(scale=scale, border=border, light="#fff"))

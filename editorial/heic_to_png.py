"""Turns a HEIC photograph on standard input into a PNG on standard output.

Run by editorial/images.py as a process of its own, with the limits as arguments:
the most pixels it may have and its longest side afterwards. Exit 3: too many.
"""

import io
import resource
import sys

import pi_heif
from PIL import Image

MEMORY = 2 << 30


def main(max_pixels, max_side):
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    pi_heif.register_heif_opener(thumbnails=False, depth_images=False, aux_images=False)
    image = Image.open(io.BytesIO(sys.stdin.buffer.read()), formats=["HEIF"])
    if image.width * image.height > max_pixels:
        sys.exit(3)
    profile = image.info.get("icc_profile")
    image.thumbnail((max_side, max_side), Image.Resampling.LANCZOS)
    image.save(sys.stdout.buffer, "PNG", compress_level=0, icc_profile=profile)


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))

"""Makes unicode_normalization.inc: canonical decompositions, combining classes, and the wide and narrow forms of characters.

    pip install unicodedata2==17.0.0 && python make_unicode_normalization.py

That version carries Unicode 17.0, as grapheme_breaks.inc does. Hangul syllables are computed and so not listed.
"""
from pathlib import Path

import unicodedata2 as unicodedata

WIDTH = 118


def array(kind, name, rows):
    lines, line = [f"constexpr {kind} {name}[] = {{"], ""
    for values in rows:
        entry = "{" + ", ".join(f"0x{value:X}" for value in values) + "},"
        if len(line) + 1 + len(entry) > WIDTH:
            lines.append(line)
            line = ""
        line += (" " if line else "") + entry
    return lines + [line, "};"]


composed, only_decomposed, classes = [], [], []
for code in range(0x110000):
    if 0xAC00 <= code <= 0xD7A3 or 0xD800 <= code < 0xE000:
        continue
    parts = unicodedata.decomposition(chr(code))
    if parts and not parts.startswith("<"):
        parts = [int(part, 16) for part in parts.split()]
        is_composed = unicodedata.normalize("NFC", "".join(map(chr, parts))) == chr(code)
        (composed if is_composed else only_decomposed).append([code, *parts])
    combining = unicodedata.combining(chr(code))
    if combining and classes and classes[-1][1] == code - 1 and classes[-1][2] == combining:
        classes[-1][1] = code
    elif combining:
        classes.append([code, code, combining])

widths = []
for code in [0x3000, *range(0xFF01, 0xFFF0)]:
    usual = unicodedata.normalize("NFKC", chr(code))
    if usual != chr(code):
        widths.append([code, *map(ord, usual)])

lines = ["// Made by make_unicode_normalization.py from Unicode 17.0. Do not edit."]
lines += array("Decomposition", "composed", composed)
lines += array("Decomposition", "only_decomposed", only_decomposed)
lines += array("ClassRange", "class_ranges", classes)
lines += array("WidthForm", "width_forms", widths)
(Path(__file__).parent / "unicode_normalization.inc").write_text("\n".join(lines) + "\n")

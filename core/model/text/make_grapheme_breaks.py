"""Makes grapheme_breaks.inc: the break class of every code point that has one, as ranges.

    pip install regex==2025.11.3 && python make_grapheme_breaks.py

That version of regex carries Unicode 17.0, which is what the tokenizers library splits by since 0.23. Surrogates are no
code points of a text and Hangul syllables are computed, so neither is listed.
"""
from pathlib import Path

import regex

# In this order: the first that matches wins. A linker is also an Extend, a consonant has no other class.
PROPERTIES = [
    ("control", r"\p{GCB=Control}|\r|\n"),
    ("linker", r"\p{InCB=Linker}"),
    ("non_joiner", r"\u200C"),  # an Extend that ends a conjunct
    ("extend", r"\p{GCB=Extend}"),
    ("joiner", r"\p{GCB=ZWJ}"),
    ("spacing_mark", r"\p{GCB=SpacingMark}"),
    ("prepend", r"\p{GCB=Prepend}"),
    ("regional", r"\p{GCB=Regional_Indicator}"),
    ("hangul_l", r"\p{GCB=L}"),
    ("hangul_v", r"\p{GCB=V}"),
    ("hangul_t", r"\p{GCB=T}"),
    ("pictograph", r"\p{Extended_Pictographic}"),
    ("consonant", r"\p{InCB=Consonant}"),
]

ranges = []
patterns = [(name, regex.compile(pattern)) for name, pattern in PROPERTIES]
for code in range(0x110000):
    if 0xD800 <= code < 0xE000:
        continue
    name = next((name for name, pattern in patterns if pattern.match(chr(code))), None)
    if name is None:
        continue
    if ranges and ranges[-1][1] == code - 1 and ranges[-1][2] == name:
        ranges[-1][1] = code
    else:
        ranges.append([code, code, name])

lines = ["// Made by make_grapheme_breaks.py from Unicode 17.0. Do not edit."]
line = ""
for first, last, name in ranges:
    entry = f"{{0x{first:X}, 0x{last:X}, {name}}},"
    if len(line) + 1 + len(entry) > 118:
        lines.append(line)
        line = ""
    line += (" " if line else "") + entry
lines.append(line)
(Path(__file__).parent / "grapheme_breaks.inc").write_text("\n".join(lines) + "\n")

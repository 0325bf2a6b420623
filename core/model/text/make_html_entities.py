"""Makes html_entities.inc: the named character references of HTML 5, and the spellings in capitals whose character is a capital, too.

    python make_html_entities.py

Python 3.11's html.entities holds the names of the HTML Living Standard, which are never to change.
"""
import html
from html.entities import html5
from pathlib import Path

WIDTH = 118


def row(name, text):
    return f'{{"{name}", {{{", ".join(f"0x{ord(c):X}" for c in text)}}}}},'


def array(name, rows):
    lines, line = [f"constexpr HtmlEntity {name}[] = {{"], ""
    for entry in rows:
        if len(line) + 1 + len(entry) > WIDTH:
            lines.append(line)
            line = ""
        line += (" " if line else "") + entry
    return lines + [line, "};"]


def in_capitals(name, text):
    """ftfy's own addition: "&EACUTE;" is "É", unless HTML finds a name in it."""
    capitals = name.upper()
    is_added = name.endswith(";") and name == name.lower() and html.unescape(f"&{capitals}") == f"&{capitals}"
    return (capitals, text.upper()) if is_added and text.upper() != text else None


capitals = filter(None, (in_capitals(name, text) for name, text in html5.items()))
lines = ["// Made by make_html_entities.py. Do not edit."]
lines += array("entities", (row(name, text) for name, text in sorted(html5.items())))
lines += array("capitals", (row(name, text) for name, text in sorted(capitals)))
(Path(__file__).parent / "html_entities.inc").write_text("\n".join(lines) + "\n")

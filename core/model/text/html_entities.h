// Character references of HTML as the characters that they stand for (HTML Living Standard, section 13.2.5.72 on; Python, html/__init__.py:
// unescape; ftfy 6.3, fixes.py: unescape_html).
#pragma once

#include <string>
#include <string_view>

namespace kinora {

// Every reference, as browsers read them: names of the standard, also those that may lack their semicolon, and numbers. What is no
// reference stays as it is.
std::u32string unescape_html(std::u32string_view text);

// Only references that end in a semicolon and can mean nothing else, but also names in capitals ("&EACUTE;" is "É").
std::u32string unescape_clear_html(std::u32string_view text);

// What a code from U+0080 to U+009F, which no text means, is in Windows-1252. All others, and those without a meaning there, stay.
char32_t from_windows_1252(char32_t code);

}  // namespace kinora

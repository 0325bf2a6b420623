// The same text always as the same code points (Unicode Standard Annex 15, Unicode 17.0). The tables are our own: those of a system
// library would give other tokens on other systems.
#pragma once

#include <string>
#include <string_view>

namespace kinora {

// Normalization Form C: letters and their marks composed into one code point where there is one.
std::u32string to_nfc(std::u32string_view text);

// Fullwidth and halfwidth forms (U+FF01 … U+FFEF) and the ideographic space as what they are forms of.
std::u32string to_usual_widths(std::u32string_view text);

}  // namespace kinora

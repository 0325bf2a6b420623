// Where one user-perceived character ends and the next begins.
#pragma once

#include <cstddef>
#include <string_view>

namespace kinora {

// The bytes of the extended grapheme cluster that begins at `position` < text.size() (Unicode Standard Annex 29, Unicode
// 17.0). The tokenizers library normalises by clusters of that version, so the table is our own: the one of a system
// library would give other tokens on other systems. The text must be valid UTF-8.
std::size_t grapheme_size(std::string_view text, std::size_t position);

}  // namespace kinora

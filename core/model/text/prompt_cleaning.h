// How the pipelines of Wan clean a prompt before it is tokenised (diffusers: prompt_clean, with ftfy 6.3).
#pragma once

#include <string>
#include <string_view>

namespace kinora {

// The text with straight quotes, Latin ligatures taken apart, characters in their usual width, no control characters and no colour codes
// of terminals, in Normalization Form C, with HTML's character references decoded, without white space at its ends, and with one space
// for each run of white space in it. `text` must be valid UTF-8 (is_valid_utf8 in core/generation/validate.h).
//
// Left out is ftfy's guess at texts that were decoded in a wrong encoding ("cafÃ©" for "café"), except for single characters of
// Windows-1252, and its division of lines that are longer than a million characters.
std::string clean_prompt(std::string_view text);

}  // namespace kinora

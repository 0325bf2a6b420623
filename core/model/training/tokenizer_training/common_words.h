// Words that people write in prompts besides those of the renderer's captions, so that a prompt about something unseen is
// read as words and not as letters.
#pragma once

#include <string_view>

namespace kinora::training {

// Separated by spaces and line ends.
std::string_view common_english_words();
std::string_view common_chinese_words();

}  // namespace kinora::training

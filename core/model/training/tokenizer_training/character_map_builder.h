// Writes the character map of a SentencePiece model (core/model/text/character_map.h reads it).
#pragma once

#include <map>
#include <string>

namespace kinora::training {

// `replacements`: what is written (UTF-8, not empty) → what it becomes. No key may be the beginning of another.
std::string build_character_map(const std::map<std::string, std::string>& replacements);

// The map of Kinora's own models: letters small and without accents, full-width forms and typographic marks plain,
// traditional Chinese characters simplified as far as captions use them. Some kB, where the usual Unicode folding has 250.
std::map<std::string, std::string> caption_character_replacements();

}  // namespace kinora::training

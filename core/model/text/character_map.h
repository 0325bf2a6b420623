// The precompiled character map of a SentencePiece model: which characters are written how before a text is cut into
// pieces (full-width letters as plain ones, ligatures as letters, …).
//
// Format: 4 bytes little-endian size of a double-array trie (Darts-clone), its 32-bit units, then the replacement texts,
// each ended by a NUL. The trie gives for a sequence of bytes the offset of its replacement.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace kinora {

class CharacterMap {
 public:
    // The map that changes nothing.
    CharacterMap() = default;

    // Checks every unit, so that no lookup can leave the map. An empty `bytes` is the map that changes nothing. Throws
    // CheckpointError naming `origin`.
    CharacterMap(std::string_view bytes, const std::filesystem::path& origin);

    // Rewrites a valid UTF-8 text as the tokenizers library does: a grapheme cluster of less than 6 bytes is replaced as a
    // whole if the map knows a beginning of it (the shortest such beginning decides, the rest is dropped); otherwise each
    // of its code points is replaced if the map knows a beginning of that one. SentencePiece itself takes the longest match
    // instead, but the reference pipelines tokenize with the former.
    std::string apply(std::string_view text) const;

    bool is_identity() const { return units_.empty(); }

 private:
    // The replacement of the shortest beginning of `text` that the map knows.
    std::optional<std::string_view> find(std::string_view text) const;

    void check_units(const std::filesystem::path& origin) const;
    bool is_replacement(std::size_t begin) const;  // true if a replacement of bearable length begins there

    std::vector<std::uint32_t> units_;
    std::string replacements_;
};

}  // namespace kinora

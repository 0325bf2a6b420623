#include "core/model/text/character_map.h"

#include <algorithm>

#include "core/base/error.h"
#include "core/generation/validate.h"
#include "core/model/text/graphemes.h"
#include "core/model/text/utf8.h"

namespace kinora {

namespace {

constexpr std::size_t unit_bytes = 4;
// Longer clusters are never looked up whole.
constexpr std::size_t max_cluster_bytes = 5;
// The longest replacement of Unicode's compatibility forms has 33 bytes.
constexpr std::size_t max_replacement_bytes = 256;

// One unit of a Darts-clone double array. A node's unit holds the label of the edge that leads to it, the distance to its
// children, and whether its first child is a value unit; a value unit has the highest bit set and matches no label.
bool is_value(std::uint32_t unit) {
    return (unit >> 31) != 0;
}
bool has_value_child(std::uint32_t unit) {
    return ((unit >> 8) & 1) != 0;
}
std::uint32_t value_of(std::uint32_t unit) {
    return unit & 0x7FFFFFFFu;
}
std::uint32_t label_of(std::uint32_t unit) {
    return unit & 0x800000FFu;
}
std::uint32_t offset_of(std::uint32_t unit) {
    return (unit >> 10) << ((unit & 0x200u) >> 6);
}

std::uint32_t read_u32(std::string_view bytes, std::size_t position) {
    std::uint32_t value = 0;
    for (std::size_t i = 0; i < unit_bytes; ++i) {
        value |= static_cast<std::uint32_t>(static_cast<unsigned char>(bytes[position + i])) << (8 * i);
    }
    return value;
}

}  // namespace

CharacterMap::CharacterMap(std::string_view bytes, const std::filesystem::path& origin) {
    if (bytes.empty()) {
        return;
    }
    const std::size_t trie_bytes = bytes.size() < unit_bytes ? 0 : read_u32(bytes, 0);
    if (trie_bytes == 0 || trie_bytes % unit_bytes != 0 || trie_bytes > bytes.size() - unit_bytes) {
        throw CheckpointError(origin, "precompiled_charsmap", Sentence::of("is cut short or damaged; copy or download the file again"));
    }
    units_.reserve(trie_bytes / unit_bytes);
    for (std::size_t i = 0; i < trie_bytes; i += unit_bytes) {
        units_.push_back(read_u32(bytes, unit_bytes + i));
    }
    replacements_ = bytes.substr(unit_bytes + trie_bytes);
    if (!is_valid_utf8(replacements_)) {
        throw CheckpointError(origin, "precompiled_charsmap", Sentence::of("has replacements that are no UTF-8"));
    }
    check_units(origin);
}

void CharacterMap::check_units(const std::filesystem::path& origin) const {
    for (std::size_t i = 0; i < units_.size(); ++i) {
        if (is_value(units_[i]) && i > 0) {
            continue;
        }
        // Darts-clone fills its array in blocks of 256 units, so the places of all children, taken or not, are inside it.
        const std::size_t node = i ^ offset_of(units_[i]);
        bool is_sound = (node | 0xFFu) < units_.size();
        if (is_sound && has_value_child(units_[i])) {
            is_sound = is_value(units_[node]) && is_replacement(value_of(units_[node]));
        }
        if (!is_sound) {
            throw CheckpointError(origin, "precompiled_charsmap",
                                  Sentence::of("points outside itself at unit %1; copy or download the file again", i));
        }
    }
}

bool CharacterMap::is_replacement(std::size_t begin) const {
    const auto rest = std::string_view(replacements_).substr(std::min(begin, replacements_.size()));
    const bool is_first_byte = !rest.empty() && (static_cast<unsigned char>(rest[0]) & 0xC0u) != 0x80u;
    const std::size_t size = std::min(rest.size(), rest.substr(0, max_replacement_bytes + 1).find('\0'));
    return is_first_byte && size <= max_replacement_bytes;
}

std::optional<std::string_view> CharacterMap::find(std::string_view text) const {
    std::size_t node = offset_of(units_[0]);
    for (const char letter : text) {
        const auto label = static_cast<unsigned char>(letter);
        if (label == 0) {
            return std::nullopt;
        }
        node ^= label;
        const std::uint32_t unit = units_[node];
        if (label_of(unit) != label) {
            return std::nullopt;
        }
        node ^= offset_of(unit);
        if (has_value_child(unit)) {
            const auto rest = std::string_view(replacements_).substr(value_of(units_[node]));
            return rest.substr(0, rest.find('\0'));
        }
    }
    return std::nullopt;
}

std::string CharacterMap::apply(std::string_view text) const {
    if (is_identity()) {
        return std::string(text);
    }
    std::string result;
    result.reserve(text.size());
    for (std::size_t begin = 0; begin < text.size();) {
        const std::string_view cluster = text.substr(begin, grapheme_size(text, begin));
        begin += cluster.size();
        if (cluster.size() <= max_cluster_bytes) {
            if (const auto replacement = find(cluster)) {
                result += *replacement;
                continue;
            }
        }
        for (std::size_t i = 0; i < cluster.size();) {
            const std::string_view letter = cluster.substr(i, code_point_at(cluster, i).size);
            i += letter.size();
            result += find(letter).value_or(letter);
        }
    }
    return result;
}

}  // namespace kinora

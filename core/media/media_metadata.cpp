#include "core/media/media_metadata.h"

#include <algorithm>

#include "core/base/error.h"

namespace kinora {

namespace {

constexpr std::size_t max_bytes = std::size_t{16} << 20;

bool is_key_character(char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_'; }

}  // namespace

void check_metadata(const std::filesystem::path& path, const MediaMetadata& metadata) {
    std::size_t bytes = 0;
    for (const auto& [key, value] : metadata) {
        const bool is_key_fine = !key.empty() && key.size() <= 60 && std::ranges::all_of(key, is_key_character);
        if (!is_key_fine) {
            throw MediaError(path, Sentence::of("cannot hold metadata named \"%1\"; names are made of a-z, 0-9 and _, 60 at most",
                                                key.substr(0, 60)));
        }
        if (value.empty() || value.find('\0') != std::string::npos) {
            throw MediaError(path, Sentence::of("cannot hold the metadata \"%1\": it is empty or has a NUL in it", key));
        }
        bytes += key.size() + value.size();
    }
    if (bytes > max_bytes) {
        throw MediaError(path, Sentence::of("cannot hold %1 bytes of metadata; the most is %2", bytes, max_bytes));
    }
}

std::string normal_metadata_key(std::string_view key) {
    std::string result;
    for (const char c : key) {
        const char lower = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
        result += is_key_character(lower) ? lower : '_';
    }
    return result;
}

}  // namespace kinora

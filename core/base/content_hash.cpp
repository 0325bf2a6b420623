#include "core/base/content_hash.h"

#include <array>
#include <cstdint>
#include <cstdio>
#include <fstream>
#include <vector>

#define XXH_INLINE_ALL
#include <xxhash.h>

#include "core/base/cancelled.h"
#include "core/base/error.h"

namespace kinora {

struct ContentHasher::State {
    XXH3_state_t* xxh = XXH3_createState();
    ~State() { XXH3_freeState(xxh); }
};

ContentHasher::ContentHasher() : state_(std::make_unique<State>()) {
    XXH3_128bits_reset(state_->xxh);
}

ContentHasher::~ContentHasher() = default;

void ContentHasher::add(std::string_view bytes) {
    const std::uint64_t size = bytes.size();
    XXH3_128bits_update(state_->xxh, &size, sizeof size);
    XXH3_128bits_update(state_->xxh, bytes.data(), bytes.size());
}

std::string ContentHasher::text() const {
    const XXH128_hash_t hash = XXH3_128bits_digest(state_->xxh);
    std::array<char, 33> digits = {};
    std::snprintf(digits.data(), digits.size(), "%016llx%016llx", static_cast<unsigned long long>(hash.high64),
                  static_cast<unsigned long long>(hash.low64));
    return digits.data();
}

std::string hash_file(const std::filesystem::path& path, const std::stop_token& stop) {
    std::ifstream file(path, std::ios::binary);
    if (!file) {
        throw FileError(path, Sentence::of("cannot be opened"));
    }
    ContentHasher hasher;
    std::vector<char> piece(std::size_t{1} << 20);
    do {
        throw_if_stop_requested(stop);
        file.read(piece.data(), static_cast<std::streamsize>(piece.size()));
        hasher.add({piece.data(), static_cast<std::size_t>(file.gcount())});
    } while (file);
    if (!file.eof()) {
        throw FileError(path, Sentence::of("cannot be read"));
    }
    return "xxh3:" + hasher.text();
}

}  // namespace kinora

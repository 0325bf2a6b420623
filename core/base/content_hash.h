// A fast hash (XXH3, 128 bits) for caches and for noticing changed files. Not for security.
#pragma once

#include <filesystem>
#include <memory>
#include <stop_token>
#include <string>
#include <string_view>

namespace kinora {

class ContentHasher {
 public:
    ContentHasher();
    ~ContentHasher();
    ContentHasher(const ContentHasher&) = delete;
    ContentHasher& operator=(const ContentHasher&) = delete;

    // Parts are kept apart: "ab" and "c" give another hash than "a" and "bc".
    void add(std::string_view bytes);

    std::string text() const;  // 32 hexadecimal digits

 private:
    struct State;
    std::unique_ptr<State> state_;
};

// "xxh3:" and the hash of a file's bytes, read in pieces. Throws FileError, Cancelled.
std::string hash_file(const std::filesystem::path& path, const std::stop_token& stop = {});

}  // namespace kinora

// Remembers what texts were encoded to, in memory and, where a folder is given, on disk.
#pragma once

#include <ATen/core/Tensor.h>

#include <cstdint>
#include <filesystem>
#include <list>
#include <optional>
#include <string>
#include <utility>

namespace kinora {

// One encoded text.
struct CachedPrompt {
    at::Tensor embeds;            // (1, L, D) on the CPU
    std::int64_t num_tokens = 0;  // how many of the L positions are no padding
    std::int64_t num_cut = 0;     // tokens that did not fit
};

struct PromptCacheLimits {
    std::size_t num_in_memory = 32;
    std::uintmax_t bytes_on_disk = 512'000'000;
};

// Entries on disk are safetensors files named after their key. They appear whole or not at all, so several processes may
// share a folder. A file that cannot be used is ignored and later written again; a folder that cannot be used means that
// nothing is kept on disk. Neither is an error: the text is encoded instead.
class PromptCache {
 public:
    // An empty `folder` keeps nothing on disk; one that does not exist is made when something is stored.
    explicit PromptCache(std::filesystem::path folder, const PromptCacheLimits& limits = {});

    // `key` names everything that the entry depends on; it must be a plain file name.
    std::optional<CachedPrompt> find(const std::string& key);
    void store(const std::string& key, const CachedPrompt& prompt);

 private:
    void remember(const std::string& key, const CachedPrompt& prompt);
    std::optional<CachedPrompt> read(const std::string& key) const;
    void write(const std::string& key, const CachedPrompt& prompt) const;
    void remove_oldest_files() const;
    std::filesystem::path file(const std::string& key) const;

    std::filesystem::path folder_;
    PromptCacheLimits limits_;
    std::list<std::pair<std::string, CachedPrompt>> recent_;  // the latest used first
};

}  // namespace kinora

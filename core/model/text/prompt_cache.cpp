#include "core/model/text/prompt_cache.h"

#include <ATen/ops/empty.h>

#include <algorithm>
#include <charconv>
#include <chrono>
#include <cstring>
#include <map>
#include <span>
#include <string_view>
#include <vector>

#include "core/base/content_hash.h"
#include "core/base/error.h"
#include "core/base/file_io.h"
#include "core/base/make_folder.h"
#include "core/base/safetensors.h"

namespace kinora {

namespace {

namespace fs = std::filesystem;

constexpr std::string_view ending = ".safetensors";
constexpr std::string_view embeds_name = "embeds";
constexpr auto pending_lifetime = std::chrono::hours(1);

std::optional<at::ScalarType> torch_type(ScalarType type) {
    switch (type) {
        case ScalarType::f32:
            return at::kFloat;
        case ScalarType::bf16:
            return at::kBFloat16;
        case ScalarType::f16:
            return at::kHalf;
        default:
            return std::nullopt;
    }
}

ScalarType file_type(at::ScalarType type) {
    return type == at::kFloat ? ScalarType::f32 : type == at::kBFloat16 ? ScalarType::bf16 : ScalarType::f16;
}

std::string checksum(std::span<const std::byte> bytes) {
    ContentHasher hasher;
    hasher.add({reinterpret_cast<const char*>(bytes.data()), bytes.size()});
    return hasher.text();
}

std::int64_t to_number(const std::string& text) {
    std::int64_t number = -1;
    std::from_chars(text.data(), text.data() + text.size(), number);
    return number;
}

// The entry in a file's bytes, or nothing if anything about it is not as it was written.
std::optional<CachedPrompt> parse_entry(std::span<const std::byte> bytes, const std::string& key, const fs::path& origin) {
    const SafetensorsHeader header = parse_safetensors_header(bytes, origin);
    const auto value = [&](const char* name) {
        const auto found = header.metadata.find(name);
        return found == header.metadata.end() ? std::string() : found->second;
    };
    if (header.tensors.size() != 1 || value("key") != key) {
        return std::nullopt;
    }
    const TensorEntry& entry = header.tensors[0];
    const auto type = torch_type(entry.type);
    const auto data = bytes.subspan(header.data_offset + entry.begin, entry.end - entry.begin);
    if (entry.name != embeds_name || !type || entry.shape.size() != 3 || value("checksum") != checksum(data)) {
        return std::nullopt;
    }
    CachedPrompt prompt;
    prompt.embeds = at::empty(entry.shape, *type);
    if (!data.empty()) {
        std::memcpy(prompt.embeds.mutable_data_ptr(), data.data(), data.size());
    }
    prompt.num_tokens = to_number(value("num_tokens"));
    prompt.num_cut = to_number(value("num_cut"));
    const bool is_sound = prompt.num_tokens >= 1 && prompt.num_tokens <= prompt.embeds.size(1) && prompt.num_cut >= 0;
    return is_sound ? std::optional(prompt) : std::nullopt;
}

}  // namespace

PromptCache::PromptCache(fs::path folder, const PromptCacheLimits& limits) : folder_(std::move(folder)), limits_(limits) {}

fs::path PromptCache::file(const std::string& key) const {
    return folder_ / (key + std::string(ending));
}

std::optional<CachedPrompt> PromptCache::find(const std::string& key) {
    const auto found = std::ranges::find(recent_, key, [](const auto& entry) { return entry.first; });
    if (found != recent_.end()) {
        recent_.splice(recent_.begin(), recent_, found);
        return found->second;
    }
    auto prompt = read(key);
    if (prompt) {
        remember(key, *prompt);
    }
    return prompt;
}

void PromptCache::store(const std::string& key, const CachedPrompt& prompt) {
    remember(key, prompt);
    write(key, prompt);
}

void PromptCache::remember(const std::string& key, const CachedPrompt& prompt) {
    recent_.emplace_front(key, prompt);
    if (recent_.size() > limits_.num_in_memory) {
        recent_.pop_back();
    }
}

std::optional<CachedPrompt> PromptCache::read(const std::string& key) const {
    std::error_code error;
    if (folder_.empty() || !fs::is_regular_file(file(key), error)) {
        return std::nullopt;
    }
    try {
        // Read, not mapped: a file that somebody else cuts short must not end the program.
        const std::string bytes = read_file(file(key), limits_.bytes_on_disk);
        auto prompt = parse_entry(std::as_bytes(std::span(bytes)), key, file(key));
        if (prompt) {
            fs::last_write_time(file(key), fs::file_time_type::clock::now(), error);  // the oldest go first
        }
        return prompt;
    } catch (const Error&) {
        return std::nullopt;
    }
}

void PromptCache::write(const std::string& key, const CachedPrompt& prompt) const {
    const at::Tensor embeds = prompt.embeds.contiguous();
    if (folder_.empty() || static_cast<std::uintmax_t>(embeds.nbytes()) > limits_.bytes_on_disk / 2) {
        return;
    }
    const std::span data(static_cast<const std::byte*>(embeds.const_data_ptr()), embeds.nbytes());
    const std::vector<TensorBytes> tensors = {
        {std::string(embeds_name), file_type(embeds.scalar_type()), embeds.sizes().vec(), data}};
    std::string bytes = make_safetensors_header(tensors, {{"key", key},
                                                          {"num_tokens", std::to_string(prompt.num_tokens)},
                                                          {"num_cut", std::to_string(prompt.num_cut)},
                                                          {"checksum", checksum(data)}});
    bytes.append(reinterpret_cast<const char*>(data.data()), data.size());
    try {
        make_folder(folder_);
        write_file_atomically(file(key), bytes);
    } catch (const Error&) {
        return;  // no permission, no space
    }
    remove_oldest_files();
}

void PromptCache::remove_oldest_files() const {
    struct Found {
        fs::path path;
        std::uintmax_t bytes = 0;
    };
    std::multimap<fs::file_time_type, Found> by_age;
    std::uintmax_t total = 0;
    std::error_code error;
    const auto now = fs::file_time_type::clock::now();
    // Other processes may remove files meanwhile, so every step may fail and is then left out.
    for (fs::directory_iterator item(folder_, error), end; !error && item != end; item.increment(error)) {
        std::error_code gone;
        const fs::path path = item->path();
        const std::string name = path.filename().string();
        const auto time = fs::last_write_time(path, gone);
        const std::uintmax_t bytes = gone ? 0 : fs::file_size(path, gone);
        if (gone) {
            continue;
        }
        if (name.ends_with(ending)) {
            by_age.emplace(time, Found{path, bytes});
            total += bytes;
        } else if (is_pending_name(path) && now - time > pending_lifetime) {
            fs::remove(path, gone);
        }
    }
    for (auto oldest = by_age.begin(); total > limits_.bytes_on_disk && oldest != by_age.end(); ++oldest) {
        std::error_code gone;
        fs::remove(oldest->second.path, gone);
        total -= oldest->second.bytes;
    }
}

}  // namespace kinora

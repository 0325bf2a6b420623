// JSON from files that we did not write. Every limit is checked while parsing, before anything is allocated for the part
// that breaks it.
#pragma once

#include <cstddef>
#include <filesystem>
#include <string_view>

#include <nlohmann/json.hpp>

namespace kinora {

struct JsonLimits {
    std::size_t max_depth = 16;
    std::size_t max_values = 200'000;       // objects, arrays, keys and scalars together
    std::size_t max_string_bytes = 65'536;  // of one key or string
};

// Parses `text`. Throws CheckpointError(origin) if it is no JSON, exceeds a limit, or repeats a key in one object.
nlohmann::json parse_bounded_json(std::string_view text, const JsonLimits& limits,
                                  const std::filesystem::path& origin);

// Reads and parses a file of at most `max_bytes`.
nlohmann::json read_bounded_json(const std::filesystem::path& path, std::size_t max_bytes,
                                 const JsonLimits& limits = {});

}  // namespace kinora

// Text that travels inside a media file.
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <string_view>

namespace kinora {

// Names are made of a-z, 0-9 and _ (containers disagree about case; reading always gives lower case). Values are UTF-8
// without a NUL. Kinora keeps the recipe of a video, JSON, under metadata_key_recipe.
using MediaMetadata = std::map<std::string, std::string>;

inline constexpr std::string_view metadata_key_recipe = "kinora";
// What the takes in an exported cut were made from, and where each of them is seen: docs/project_format.md.
inline constexpr std::string_view metadata_key_takes = "kinora_takes";
// How many pictures a second a numbered sequence shows ("30000/1001"); Kinora writes it into every picture.
inline constexpr std::string_view metadata_key_frame_rate = "frame_rate";

// Throws MediaError naming `path` if a name or a value is not as above, or if all together are larger than 16 MiB.
void check_metadata(const std::filesystem::path& path, const MediaMetadata& metadata);

// A name as it comes out of a container, in the form above.
std::string normal_metadata_key(std::string_view key);

}  // namespace kinora

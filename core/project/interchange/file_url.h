// Paths as URLs and back, with percent signs and two hexadecimal digits for what a URL cannot hold. Private to the formats.
#pragma once

#include <filesystem>
#include <optional>
#include <string>

namespace kinora {

// From `folder` to `file`: "takes/a%20b.mp4", "../x.mp4".
std::string url_from(const std::filesystem::path& folder, const std::filesystem::path& file);

// Where a file of this machine lies, wherever the URL is read: "file://localhost/films/a%20b.mp4".
std::string local_url(const std::filesystem::path& file);

// The file that a URL names as seen from `folder`; nothing where it names none on this machine ("https:…") or is damaged.
std::optional<std::filesystem::path> file_of_url(const std::filesystem::path& folder, const std::string& url);

}  // namespace kinora

// Projects on disk: NAME.kinora, JSON, with the media in NAME.media beside it (docs/project_format.md).
#pragma once

#include <chrono>
#include <filesystem>
#include <span>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "core/base/error.h"
#include "core/project/project.h"

namespace kinora {

// Of a file that a newer program wrote, and can read.
class NewerProjectFormat : public ProjectFormatError {
 public:
    using ProjectFormatError::ProjectFormatError;
};

inline constexpr int project_format_version = 1;

// NAME.media for NAME.kinora.
std::filesystem::path media_folder_of(const std::filesystem::path& project_file);

// Throws FileError where the file cannot be read, ProjectFormatError where it is no project, is damaged, or is of a newer
// version than this program knows.
Project load_project(const std::filesystem::path& file);

// Writes the project under its name, complete and flushed to the disk, or leaves the file as it was (FileError). What the file
// held before is kept among the earlier versions, which are thinned. Makes the media folder.
void save_project(const std::filesystem::path& file, const Project& project);

// An earlier version of a project file. Load it with load_project.
struct ProjectVersion {
    std::filesystem::path file;
    std::chrono::sys_seconds saved_at;  // when it was replaced
};

// Newest first.
std::vector<ProjectVersion> list_versions(const std::filesystem::path& project_file);

// Keeps a state that was never saved among the earlier versions.
void keep_version(const std::filesystem::path& project_file, const Project& project);

// Which of some moments, newest first, are kept: the last ten, one an hour for a day, one a day for a month, one a month
// before that.
std::vector<bool> versions_to_keep(std::span<const std::chrono::sys_seconds> newest_first, std::chrono::sys_seconds now);

// Makes a project of version n one of version n + 1.
using ProjectUpgrade = void (*)(nlohmann::json& project);

// Brings JSON of any older version to the newest, which is 1 + upgrades.size(). Throws ProjectFormatError where it is no
// project or a newer one.
void upgrade_project(nlohmann::json& json, std::span<const ProjectUpgrade> upgrades, const std::filesystem::path& origin);

// The text of a project file, and the project in a text; `file` is where it lies or will lie.
std::string project_to_text(const Project& project, const std::filesystem::path& file);
Project project_from_text(const std::string& text, const std::filesystem::path& file);

}  // namespace kinora

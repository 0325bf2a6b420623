#include "core/project/project_file.h"

#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <functional>
#include <set>
#include <string_view>
#include <utility>

#include "core/base/bounded_json.h"
#include "core/base/error.h"
#include "core/base/file_io.h"
#include "core/base/make_folder.h"
#include "core/project/project_json.h"

namespace kinora {

namespace {

using nlohmann::json;
namespace fs = std::filesystem;

constexpr const char* format_name = "kinora-project";
constexpr std::size_t most_bytes = 512'000'000;
constexpr JsonLimits limits = {.max_depth = 32, .max_values = 50'000'000, .max_string_bytes = 16'000'000};
constexpr std::string_view media_ending = ".media";

void for_each_file(json& project, const std::function<void(json& file)>& change) {
    for (const char* list : {"assets", "takes"}) {
        if (project.is_object() && project.contains(list) && project[list].is_array()) {
            for (json& item : project[list]) {
                if (item.is_object() && item.contains("file") && item["file"].is_string()) {
                    change(item["file"]);
                }
            }
        }
    }
}

// In the file, paths go from the project file; in the document, from its media folder. A project that was renamed together
// with its media folder still finds its media.
void strip_media_folder(json& project, const fs::path& origin) {
    for_each_file(project, [&](json& file) {
        const auto path = file.get<std::string>();
        const auto slash = path.find('/');
        if (slash == std::string::npos || !std::string_view(path).substr(0, slash).ends_with(media_ending)) {
            throw ProjectFormatError(origin,
                                     Sentence::of("names the media file \"%1\", which does not lie in the project's media "
                                                  "folder; move it there", path.substr(0, 200)));
        }
        file = path.substr(slash + 1);
    });
}

fs::path versions_folder(const fs::path& project_file) {
    return media_folder_of(project_file) / "versions";
}

std::chrono::sys_seconds now() {
    return std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
}

// A free name for a version of this moment: seconds since 1970, and a count where there are several.
fs::path new_version_file(const fs::path& project_file) {
    const fs::path folder = make_folder(versions_folder(project_file));
    const std::string seconds = std::to_string(now().time_since_epoch().count());
    for (int count = 0;; ++count) {
        const fs::path file = folder / (seconds + (count == 0 ? "" : "-" + std::to_string(count)) + ".kinora");
        if (!fs::exists(file)) {
            return file;
        }
    }
}

void thin_versions(const fs::path& project_file) {
    const auto versions = list_versions(project_file);
    std::vector<std::chrono::sys_seconds> times;
    for (const ProjectVersion& version : versions) {
        times.push_back(version.saved_at);
    }
    const auto keep = versions_to_keep(times, now());
    for (std::size_t i = 0; i < versions.size(); ++i) {
        if (!keep[i]) {
            std::error_code ignored;
            fs::remove(versions[i].file, ignored);
        }
    }
}

constexpr std::span<const ProjectUpgrade> upgrades;

}  // namespace

fs::path media_folder_of(const fs::path& project_file) {
    fs::path folder = project_file;
    folder.replace_extension(std::string(media_ending));
    return folder;
}

void upgrade_project(json& project, std::span<const ProjectUpgrade> chain, const fs::path& origin) {
    if (!project.is_object() || !project.contains("format") || project["format"] != format_name) {
        throw ProjectFormatError(origin, Sentence::of("is no project of Kinora"));
    }
    const auto newest = static_cast<std::int64_t>(chain.size()) + 1;
    const json version = project.value("version", json());
    if (!version.is_number_integer() || version < 1) {
        throw ProjectFormatError(origin, Sentence::of("has no version; the file is damaged, so open an earlier version of it"));
    }
    if (version > newest) {
        throw NewerProjectFormat(origin,
                                 Sentence::of("is a project of version %1, and this Kinora reads up to version %2; open it with "
                                              "a newer Kinora", version.dump(), newest));
    }
    for (auto step = version.get<std::size_t>(); step <= chain.size(); ++step) {
        chain[step - 1](project);
        project["version"] = step + 1;
    }
}

std::string project_to_text(const Project& project, const fs::path& file) {
    json object = to_json(project);
    object["format"] = format_name;
    object["version"] = project_format_version;
    const std::string folder = media_folder_of(file).filename().string() + "/";
    for_each_file(object, [&](json& path) { path = folder + path.get<std::string>(); });
    return object.dump(1, ' ', false, json::error_handler_t::replace) + "\n";
}

Project project_from_text(const std::string& text, const fs::path& file) {
    json object;
    try {
        object = parse_bounded_json(text, limits, {});
    } catch (const CheckpointError& error) {
        throw ProjectFormatError(file, Sentence::of("%1; the file is damaged, so open an earlier version of it", error.sentence()));
    }
    upgrade_project(object, upgrades, file);
    strip_media_folder(object, file);
    return read_project(object, file);
}

Project load_project(const fs::path& file) {
    return project_from_text(read_file(file, most_bytes), file);
}

void save_project(const fs::path& file, const Project& project) {
    const std::string text = project_to_text(project, file);
    make_folder(media_folder_of(file));
    if (fs::exists(file)) {
        // The old file stays what it is under its second name, since the new one takes the first by renaming.
        const fs::path version = new_version_file(file);
        if (::link(file.c_str(), version.c_str()) != 0) {
            std::error_code ignored;
            fs::copy_file(file, version, ignored);
        }
    }
    write_file_atomically(file, text);
    thin_versions(file);
}

void keep_version(const fs::path& project_file, const Project& project) {
    make_folder(versions_folder(project_file));
    write_file_atomically(new_version_file(project_file), project_to_text(project, project_file));
}

std::vector<ProjectVersion> list_versions(const fs::path& project_file) {
    std::vector<ProjectVersion> versions;
    std::error_code ignored;
    for (const auto& entry : fs::directory_iterator(versions_folder(project_file), ignored)) {
        const std::string name = entry.path().stem().string();
        std::int64_t seconds = 0;
        const auto [end, error] = std::from_chars(name.data(), name.data() + name.size(), seconds);
        const bool is_version = error == std::errc() && (end == name.data() + name.size() || *end == '-');
        if (is_version && entry.path().extension() == ".kinora") {
            versions.push_back({entry.path(), std::chrono::sys_seconds(std::chrono::seconds(seconds))});
        }
    }
    std::ranges::sort(versions, [](const ProjectVersion& a, const ProjectVersion& b) {
        return std::pair(a.saved_at, a.file.string().size()) > std::pair(b.saved_at, b.file.string().size()) ||
               (a.saved_at == b.saved_at && a.file.string().size() == b.file.string().size() && a.file > b.file);
    });
    return versions;
}

std::vector<bool> versions_to_keep(std::span<const std::chrono::sys_seconds> newest_first, std::chrono::sys_seconds now_seconds) {
    constexpr std::size_t num_last = 10;
    std::set<std::pair<int, std::int64_t>> taken;  // periods that have their version: the length of the period and its number
    std::vector<bool> keep;
    for (std::size_t i = 0; i < newest_first.size(); ++i) {
        const auto age = now_seconds - newest_first[i];
        const int hours = age < std::chrono::days(1) ? 1 : age < std::chrono::days(31) ? 24 : 24 * 30;
        const std::int64_t period = newest_first[i].time_since_epoch() / std::chrono::hours(hours);
        const bool is_first = taken.emplace(hours, period).second;
        keep.push_back(i < num_last || is_first);
    }
    return keep;
}

}  // namespace kinora

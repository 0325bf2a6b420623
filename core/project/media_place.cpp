#include "core/project/media_place.h"

#include <algorithm>
#include <functional>
#include <system_error>

#include "core/base/file_io.h"
#include "core/base/make_folder.h"

namespace kinora {

namespace fs = std::filesystem;

namespace {

constexpr const char* takes_folder = "takes";

std::string file_in_takes(const fs::path& place) {
    return std::string(takes_folder) + "/" + place.filename().string();
}

bool is_other_media(const Project& project, const std::string& file, const std::string& content_hash) {
    const auto is_other = [&](const auto& item) { return item->file == file && item->content_hash != content_hash; };
    return std::ranges::any_of(*project.takes, is_other) || std::ranges::any_of(*project.assets, is_other);
}

PlacedFile place(const fs::path& file, const fs::path& wanted, const std::function<bool(const fs::path&)>& is_free) {
    make_folder(wanted.parent_path());
    for (int i = 1;; ++i) {
        const fs::path place = numbered_path(wanted, i);
        if (fs::exists(place)) {
            if (std::error_code ignored; fs::equivalent(place, file, ignored)) {
                return {place, false};
            }
            continue;
        }
        if (!is_free(place)) {
            continue;
        }
        std::error_code error;
        fs::create_hard_link(file, place, error);
        if (error == std::errc::file_exists) {
            continue;  // somebody else was quicker
        }
        if (error) {
            PendingFile pending(place, false);
            fs::copy_file(file, pending.path(), fs::copy_options::overwrite_existing);
            pending.commit();
        }
        return {place, true};
    }
}

}  // namespace

fs::path numbered_path(const fs::path& wanted, int i) {
    return i == 1 ? wanted : wanted.parent_path() / (wanted.stem().string() + "-" + std::to_string(i) + wanted.extension().string());
}

fs::path free_path(const fs::path& wanted) {
    int i = 1;
    while (fs::exists(numbered_path(wanted, i))) {
        ++i;
    }
    return numbered_path(wanted, i);
}

PlacedFile place_file(const fs::path& file, const fs::path& wanted) {
    return place(file, wanted, [](const fs::path&) { return true; });
}

fs::path incoming_folder(const fs::path& media_folder) {
    return media_folder / "incoming";
}

fs::path take_file(const fs::path& media_folder, std::int64_t number) {
    return media_folder / takes_folder / ("take-" + std::to_string(number) + ".mkv");
}

std::string place_take(const Project& project, const fs::path& media_folder, const fs::path& made, const std::string& content_hash,
                       std::int64_t number) {
    return file_in_takes(place(made, take_file(media_folder, number), [&](const fs::path& free) {
        return !is_other_media(project, file_in_takes(free), content_hash);
    }).path);
}

}  // namespace kinora

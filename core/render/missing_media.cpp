#include "core/render/missing_media.h"

#include <string_view>
#include <system_error>

#include "core/project/edits/take_edits.h"

namespace kinora {

namespace {

namespace fs = std::filesystem;

// "frame_%04d.png" → "frame_" and ".png"; false where a name holds no number.
bool split_at_number(std::string_view name, std::string_view& before, std::string_view& after) {
    const auto percent = name.find('%');
    const auto end = percent == std::string_view::npos ? percent : name.find('d', percent);
    if (end == std::string_view::npos) {
        return false;
    }
    before = name.substr(0, percent);
    after = name.substr(end + 1);
    return true;
}

}  // namespace

bool is_media_there(const fs::path& file) {
    std::error_code ignored;
    if (fs::exists(file, ignored)) {
        return true;
    }
    const std::string pattern = file.filename().string();
    std::string_view before;
    std::string_view after;
    if (!split_at_number(pattern, before, after)) {
        return false;
    }
    for (const auto& entry : fs::directory_iterator(file.parent_path(), ignored)) {
        const std::string name = entry.path().filename().string();
        if (name.size() > before.size() + after.size() && name.starts_with(before) && name.ends_with(after)) {
            return true;
        }
    }
    return false;
}

std::vector<MissingMedia> find_missing_media(const Project& project, const fs::path& media_folder) {
    std::vector<MissingMedia> missing;
    const auto look = [&](const MediaRef& media, const std::string& name, const std::string& file) {
        if (!is_media_there(media_folder / file)) {
            missing.push_back({media, name, file, !where_used(project, media).is_empty()});
        }
    };
    for (const Shared<Asset>& asset : *project.assets) {
        look(asset->id, asset->name, asset->file);
    }
    for (const Shared<Take>& take : *project.takes) {
        look(take->id, take->name, take->file);
    }
    return missing;
}

}  // namespace kinora

#include "core/render/missing_media.h"

#include <set>
#include <string_view>
#include <system_error>

#include "core/project/edits/generation_edits.h"
#include "core/project/edits/take_edits.h"
#include "core/render/exported_frames.h"
#include "core/render/shown_takes.h"
#include "core/render/timeline_sound.h"

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

// What the parts that are not all made are made from.
void add_conditions(const Project& project, const Generation& generation, std::set<MediaRef>& media) {
    for (const GenerationPart& part : generation.parts) {
        if (is_complete(generation, part)) {
            continue;
        }
        std::vector<Condition> given = part.conditions;
        if (part.restyled) {
            given.push_back(*part.restyled);
        }
        for (const Condition& condition : given) {
            if (!condition.part) {
                media.insert(condition.source.media);
            } else if (const GenerationPart& earlier = generation.parts[*condition.part]; !earlier.takes.empty()) {
                media.insert(continued_take(project, earlier));
            }
        }
    }
}

std::set<fs::path> files_for_export(const Project& project, const fs::path& media_folder, const ExportSettings& settings) {
    const FrameRange range = settings.range.is_empty() ? FrameRange{0, timeline_end(project)} : settings.range;
    std::set<MediaRef> media;
    for (const SeenClip& seen : seen_clips(project, range)) {
        media.insert(seen.clip->shown()->media);
    }
    for (const Shared<Generation>& generation : *project.generations) {
        add_conditions(project, *generation, media);
    }
    std::set<fs::path> files;
    for (const MediaRef& each : media) {
        if (const auto facts = media_facts(project, each)) {
            files.insert(media_folder / facts->file);
        }
    }
    if (exports_sound(settings)) {
        for (const auto& piece : timeline_sound(project, media_folder, range).pieces) {
            files.insert(piece.path);
        }
    }
    return files;
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

std::vector<MissingMedia> find_missing_for_export(const Project& project, const fs::path& media_folder, const ExportSettings& settings) {
    const std::set<fs::path> needed = files_for_export(project, media_folder, settings);
    std::vector<MissingMedia> missing = find_missing_media(project, media_folder);
    std::erase_if(missing, [&](const MissingMedia& each) { return !needed.contains(media_folder / each.file); });
    return missing;
}

}  // namespace kinora

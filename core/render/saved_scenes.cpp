#include "core/render/saved_scenes.h"

#include <algorithm>
#include <optional>
#include <system_error>
#include <variant>

#include <nlohmann/json.hpp>

#include "core/base/bounded_json.h"
#include "core/base/content_hash.h"
#include "core/base/error.h"
#include "core/base/file_io.h"
#include "core/base/make_folder.h"

namespace kinora {

namespace {

namespace fs = std::filesystem;
using nlohmann::json;

constexpr const char* format_name = "kinora-scenes";
constexpr int format_version = 1;
constexpr int detector = 1;  // to be counted up where scan_scenes() comes to find something else
constexpr std::int64_t max_frames = 1'000'000'000;
constexpr std::size_t max_bytes = 64'000'000;
constexpr JsonLimits limits = {.max_values = 8'000'000};

fs::path file_of(const fs::path& media_folder, const std::string& content_hash) {
    ContentHasher hasher;
    hasher.add(content_hash);
    return media_folder / "scenes" / (hasher.text() + ".json");
}

json to_json(const std::vector<SceneMark>& marks) {
    json list = json::array();
    for (const SceneMark& mark : marks) {
        list.push_back({mark.frame, mark.seconds});
    }
    return list;
}

json to_json(const SceneScan& scan) {
    return {{"frames", {scan.frames.start, scan.frames.length}},
            {"looked_at", scan.num_looked_at},
            {"ends_with_file", scan.ends_with_file},
            {"cuts", to_json(scan.cuts)},
            {"hard", to_json(scan.hard)},
            {"duplicates", scan.num_duplicates}};
}

// Throws json::exception, MalformedData.
std::int64_t frames_of(const json& number) {
    if (!number.is_number_integer() || number < 0 || number > max_frames) {
        throw MalformedData("is no number of frames");
    }
    return number;
}

// Throws json::exception, MalformedData.
std::vector<SceneMark> marks_of(const json& list) {
    std::vector<SceneMark> marks;
    for (const json& mark : list) {
        marks.push_back({frames_of(mark.at(0)), mark.at(1)});
    }
    if (!std::ranges::is_sorted(marks, {}, &SceneMark::frame)) {
        throw MalformedData("has marks that do not follow each other");
    }
    return marks;
}

// Nothing where the object is no scan.
std::optional<SceneScan> scan_of(const json& object) {
    try {
        SceneScan scan;
        scan.frames = {frames_of(object.at("frames").at(0)), frames_of(object.at("frames").at(1))};
        scan.num_looked_at = frames_of(object.at("looked_at"));
        scan.ends_with_file = object.at("ends_with_file");
        scan.cuts = marks_of(object.at("cuts"));
        scan.hard = marks_of(object.at("hard"));
        scan.num_duplicates = frames_of(object.at("duplicates"));
        return scan;
    } catch (const json::exception&) {
        return std::nullopt;
    } catch (const MalformedData&) {
        return std::nullopt;
    }
}

// Null where there is no such file, or none that can be read.
json read(const fs::path& file) {
    std::error_code ignored;
    if (!fs::exists(file, ignored)) {
        return {};
    }
    try {
        json object = read_bounded_json(file, max_bytes, limits);
        const bool is_ours = object.is_object() && object.value("format", json()) == format_name && object.value("version", json()).is_number_integer() &&
                             object.value("scans", json()).is_array();
        return is_ours ? object : json();
    } catch (const Error&) {
        return {};
    }
}

bool is_newer(const json& object) { return object.is_object() && object["version"] > format_version; }

bool is_of_today(const json& object) { return object.is_object() && !is_newer(object) && object.value("detector", json()) == detector; }

void add_marks(std::vector<SceneMark>& marks, const std::vector<SceneMark>& more) {
    marks.insert(marks.end(), more.begin(), more.end());
    std::ranges::sort(marks, {}, &SceneMark::frame);
    const auto again = std::ranges::unique(marks, {}, &SceneMark::frame);
    marks.erase(again.begin(), again.end());
}

}  // namespace

std::string content_hash_of(const Project& project, const MediaRef& media) {
    if (const auto* id = std::get_if<TakeId>(&media)) {
        const Take* take = find_take(project, *id);
        return take == nullptr ? std::string() : take->content_hash;
    }
    const auto* id = std::get_if<AssetId>(&media);
    const Asset* asset = id == nullptr ? nullptr : find_asset(project, *id);
    return asset == nullptr ? std::string() : asset->content_hash;
}

std::vector<SceneScan> load_scenes(const fs::path& media_folder, const std::string& content_hash) {
    const json object = read(file_of(media_folder, content_hash));
    std::vector<SceneScan> scans;
    if (!is_of_today(object)) {
        return scans;
    }
    for (const json& kept : object["scans"]) {
        if (auto scan = scan_of(kept)) {
            scans.push_back(*std::move(scan));
        }
    }
    return scans;
}

void save_scenes(const fs::path& media_folder, const std::string& content_hash, const SceneScan& scan) {
    const fs::path file = file_of(media_folder, content_hash);
    json object = read(file);
    if (is_newer(object)) {
        return;
    }
    json scans = json::array();
    if (is_of_today(object)) {
        for (const json& kept : object["scans"]) {
            const auto other = scan_of(kept);
            if (other && !covers(scan, other->frames)) {
                scans.push_back(kept);
            }
        }
    }
    scans.push_back(to_json(scan));
    if (!object.is_object()) {
        object = json::object();
    }
    object["format"] = format_name;
    object["version"] = format_version;
    object["detector"] = detector;
    object["content_hash"] = content_hash;
    object["scans"] = std::move(scans);
    make_folder(file.parent_path());
    write_file_atomically(file, object.dump(-1, ' ', false, json::error_handler_t::replace));
}

bool covers(const SceneScan& scan, const FrameRange& frames) {
    const bool reaches = frames.end() <= scan.frames.end() || (scan.ends_with_file && frames.start < scan.frames.end());
    return !scan.frames.is_empty() && scan.frames.start <= frames.start && reaches;
}

SceneScan merged(const std::vector<SceneScan>& scans) {
    SceneScan all;
    for (const SceneScan& scan : scans) {
        const std::int64_t end = all.frames.is_empty() ? scan.frames.end() : std::max(all.frames.end(), scan.frames.end());
        all.frames.start = all.frames.is_empty() ? scan.frames.start : std::min(all.frames.start, scan.frames.start);
        all.frames.length = end - all.frames.start;
        all.ends_with_file = all.ends_with_file || scan.ends_with_file;
        all.num_duplicates = std::max(all.num_duplicates, scan.num_duplicates);
        add_marks(all.cuts, scan.cuts);
        add_marks(all.hard, scan.hard);
    }
    all.num_looked_at = all.frames.length;
    return all;
}

SceneScan within(const SceneScan& scan, const FrameRange& frames) {
    SceneScan part = scan;
    part.frames.start = std::max(scan.frames.start, frames.start);
    part.frames.length = std::max<std::int64_t>(std::min(scan.frames.end(), frames.end()) - part.frames.start, 0);
    part.num_looked_at = std::clamp<std::int64_t>(scan.frames.start + scan.num_looked_at - part.frames.start, 0, part.frames.length);
    part.ends_with_file = scan.ends_with_file && part.frames.end() == scan.frames.end();
    // A mark is about the frame and the one before it.
    const auto is_outside = [&](const SceneMark& mark) { return mark.frame <= part.frames.start || mark.frame >= part.frames.end(); };
    std::erase_if(part.cuts, is_outside);
    std::erase_if(part.hard, is_outside);
    return part;
}

}  // namespace kinora

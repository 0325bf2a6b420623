#include "core/project/interchange/otio_media.h"

#include <cmath>
#include <string>

#include "core/project/interchange/file_url.h"
#include "core/project/interchange/otio_words.h"

namespace kinora::otio {

namespace {

using nlohmann::json;
namespace fs = std::filesystem;

std::string text_of(const json& object, const char* key) {
    const json& value = field(object, key);
    return value.is_string() ? value.get<std::string>() : "";
}

// A side of a picture; 0 for what is none.
int read_side(const json& object, const char* key) {
    const json& value = field(object, key);
    return value.is_number_unsigned() && value.get<std::uint64_t>() <= longest_side ? value.get<int>() : 0;
}

}  // namespace

bool is_schema(const json& object, const char* name) {
    return text_of(object, schema_key).starts_with(std::string(name) + ".");
}

const json& shown_reference(const json& clip) {
    const json& references = field(clip, "media_references");
    if (!references.is_object()) {
        return field(clip, "media_reference");
    }
    const std::string key = text_of(clip, "active_media_reference_key");
    return field(references, key.empty() ? default_media : key.c_str());
}

std::optional<fs::path> MediaReader::file_of(const json& reference) const {
    if (is_schema(reference, "ExternalReference")) {
        return file_of_url(folder_, text_of(reference, "target_url"));
    }
    if (!is_schema(reference, "ImageSequenceReference")) {
        return std::nullopt;
    }
    const json& padding = field(reference, "frame_zero_padding");
    const bool is_padded = padding.is_number_unsigned() && padding.get<std::uint64_t>() <= 20;
    const std::string number = is_padded ? "%0" + std::to_string(padding.get<std::uint64_t>()) + "d" : "%d";
    const auto base = file_of_url(folder_, text_of(reference, "target_url_base"));
    const std::string name = text_of(reference, "name_prefix") + number + text_of(reference, "name_suffix");
    if (!base || name.find('/') != std::string::npos || name.find('\0') != std::string::npos) {
        return std::nullopt;
    }
    return *base / name;
}

std::optional<std::size_t> MediaReader::read(const json& reference) {
    const auto file = file_of(reference);
    if (!file) {
        return std::nullopt;
    }
    const auto [entry, is_new] = numbers_.try_emplace(*file, media_.size());
    if (is_new) {
        const json& own = field(field(reference, metadata_key), kinora_key);
        CutMedia media;
        media.file = *file;
        media.name = text_of(reference, "name");
        if (media.name.empty()) {
            media.name = file->filename().string();
        }
        media.content_hash = text_of(own, "content_hash");
        const std::string kind = text_of(own, "kind");
        media.kind = kind == "image" ? AssetKind::image : kind == "video" ? AssetKind::video : AssetKind::unset;
        media.width = read_side(own, "width");
        media.height = read_side(own, "height");
        const json& available = field(reference, "available_range");
        const auto span = read_span(available);
        const auto rate = rate_of(available);
        if (span && rate) {
            media.frame_rate = *rate;
            media.num_frames = frame_at(span->duration, *rate);
        }
        media_.push_back(std::move(media));
    }
    return entry->second;
}

}  // namespace kinora::otio

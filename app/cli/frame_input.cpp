#include "app/cli/frame_input.h"

#include "core/base/content_hash.h"
#include "core/base/error.h"
#include "core/base/safetensors.h"
#ifdef KINORA_HAS_MEDIA
#include "core/media/frame_sequence.h"
#include "core/media/media_probe.h"
#endif

namespace kinora::cli {

namespace {

#ifndef KINORA_HAS_MEDIA
[[noreturn]] void throw_no_media(const std::filesystem::path& path) {
    throw MediaError(path, "cannot be read by this build, which has no FFmpeg");
}
#endif

std::string recipe_in_tensors(const std::filesystem::path& path) {
    const SafetensorsFile file(path);
    const auto found = file.metadata().find("kinora");
    return found == file.metadata().end() ? "" : found->second;
}

}  // namespace

#ifdef KINORA_HAS_MEDIA

InputClip open_clip(const std::filesystem::path& path, const std::stop_token& stop) {
    const MediaInfo info = probe_media(path, stop);
    InputClip clip = {.path = path, .width = info.width, .height = info.height, .num_frames = info.num_frames,
                      .is_variable_rate = info.is_variable_rate, .has_sound = info.has_sound,
                      .bit_depth = info.bit_depth, .has_alpha = info.has_alpha};
    if (info.num_frames > 1) {
        VideoReader reader(path, stop);
        clip.num_frames = reader.num_frames(stop);
        clip.frame_rate = info.frame_rate;
    }
    if (clip.num_frames < 1) {
        throw MediaError(path, "holds no frame");
    }
    return clip;
}

void read_stored_frames(const InputClip& clip, std::int64_t first, std::int64_t count, const std::function<void(const VideoFrame&)>& use,
                        const std::stop_token& stop) {
    VideoReader reader(clip.path, stop);
    if (first > 0) {
        reader.seek(first, stop);
    }
    for (std::int64_t i = 0; i < count; ++i) {
        const auto frame = reader.read_next(stop);
        if (!frame) {
            throw MediaError(clip.path, "ends after " + std::to_string(first + i) + " frames, before frame " +
                                            std::to_string(first + count - 1) + "; it may be damaged");
        }
        use(*frame);
    }
}

std::string hash_clip(const std::filesystem::path& path, const std::stop_token& stop) {
    std::error_code ignored;
    if (!std::filesystem::is_directory(path, ignored) && !SequencePattern::parse(path)) {
        return hash_file(path, stop);
    }
    ContentHasher hasher;
    for (const std::filesystem::path& picture : list_sequence(path)) {
        hasher.add(hash_file(picture, stop));
    }
    return "xxh3:" + hasher.text();
}

std::string read_stored_recipe(const std::filesystem::path& path, const std::stop_token& stop) {
    if (path.extension() == ".safetensors") {
        return recipe_in_tensors(path);
    }
    const MediaInfo info = probe_media(path, stop);
    const auto found = info.metadata.find(std::string(metadata_key_recipe));
    return found == info.metadata.end() ? "" : found->second;
}

std::vector<std::pair<std::string, std::string>> describe_media(const std::filesystem::path& path, const std::stop_token& stop) {
    if (path.extension() == ".safetensors") {
        return {};
    }
    const MediaInfo info = probe_media(path, stop);
    std::vector<std::pair<std::string, std::string>> lines = {
        {"format", info.container + ", " + info.video_codec},
        {"size", std::to_string(info.width) + "x" + std::to_string(info.height)},
        {"frames", std::to_string(info.num_frames)}};
    if (info.num_frames > 1) {
        lines.emplace_back("frame rate", to_string(info.frame_rate) + (info.is_variable_rate ? " on average" : ""));
        lines.emplace_back("duration", std::to_string(info.duration.seconds()) + " s");
    }
    if (info.has_sound) {
        lines.emplace_back("sound", info.sound_codec);
    }
    return lines;
}

#else

InputClip open_clip(const std::filesystem::path& path, const std::stop_token&) {
    throw_no_media(path);
}

void read_stored_frames(const InputClip& clip, std::int64_t, std::int64_t, const std::function<void(const VideoFrame&)>&,
                        const std::stop_token&) {
    throw_no_media(clip.path);
}

std::string hash_clip(const std::filesystem::path& path, const std::stop_token& stop) {
    return hash_file(path, stop);
}

std::string read_stored_recipe(const std::filesystem::path& path, const std::stop_token&) {
    if (path.extension() != ".safetensors") {
        throw_no_media(path);
    }
    return recipe_in_tensors(path);
}

std::vector<std::pair<std::string, std::string>> describe_media(const std::filesystem::path&, const std::stop_token&) {
    return {};
}

#endif

void read_frames(const InputClip& clip, std::int64_t first, std::int64_t count, const std::function<void(const Image&)>& use,
                 const std::stop_token& stop) {
    read_stored_frames(clip, first, count, [&use](const VideoFrame& frame) { use(frame.image); }, stop);
}

}  // namespace kinora::cli

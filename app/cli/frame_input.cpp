#include "app/cli/frame_input.h"

#include <algorithm>

#include "app/cli/progress.h"
#include "core/base/content_hash.h"
#include "core/base/error.h"
#include "core/base/file_ending.h"
#include "core/base/file_io.h"
#include "core/base/safetensors.h"
#ifdef KINORA_HAS_MEDIA
#include "core/media/frame_sequence.h"
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

// A recipe that lies in a file of its own, or among tensors; nothing for what may hold media.
std::optional<std::string> plain_recipe(const std::filesystem::path& path) {
    constexpr std::size_t max_recipe_bytes = 16'000'000;
    const std::string ending = ending_of(path);
    return ending == ".json"          ? std::optional(read_file(path, max_recipe_bytes))
           : ending == ".safetensors" ? std::optional(recipe_in_tensors(path))
                                      : std::nullopt;
}

#ifdef KINORA_HAS_MEDIA
// Kinora's own plain numbers look like videos to those who wrote them.
void refuse_tensors(const std::filesystem::path& path) {
    if (ending_of(path) != ".safetensors") {
        return;
    }
    const SafetensorsFile file(path);
    if (file.find("frames") != nullptr) {
        throw MediaError(path, "holds frames as plain numbers and is no clip; give a video, or make one of it with render --recipe");
    }
    if (file.find("latents") != nullptr) {
        throw MediaError(path, "holds latents and is no clip; make a video of them with render --latents-in");
    }
    throw MediaError(path, "holds tensors and is no clip; give a video, a picture or numbered pictures");
}

std::string stored_text(const std::filesystem::path& path, std::string_view key, const std::stop_token& stop) {
    const MediaInfo info = probe_media(path, stop);
    const auto found = info.metadata.find(std::string(key));
    return found == info.metadata.end() ? "" : found->second;
}
#endif

}  // namespace

#ifdef KINORA_HAS_MEDIA

MediaInfo probe_clip(const std::filesystem::path& path, const std::stop_token& stop) {
    refuse_tensors(path);
    return probe_media(path, stop);
}

InputClip open_clip(const std::filesystem::path& path, const std::stop_token& stop) {
    const MediaInfo info = probe_clip(path, stop);
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

ClipEnd read_to_end(const InputClip& clip, const std::stop_token& stop) {
    VideoReader reader(clip.path, stop);
    ClipEnd end;
    bool comes_as_stored = false;
    while (const auto frame = reader.skip_next(stop)) {
        comes_as_stored = comes_as_stored || (end.num_frames == 0 && frame->comes_as_stored);
        end.num_resized += comes_as_stored && !frame->comes_as_stored ? 1 : 0;
        ++end.num_frames;
    }
    end.is_whole = !reader.ended_early() && end.num_frames >= clip.num_frames;
    return end;
}

bool is_numbered_pictures(const std::filesystem::path& path) {
    const auto pattern = SequencePattern::parse(path);
    if (!pattern) {
        return false;
    }
    std::error_code failed;
    const std::filesystem::path folder = path.has_parent_path() ? path.parent_path() : ".";
    const std::filesystem::directory_iterator files(folder, failed);
    return !failed && std::ranges::any_of(files, [&](const auto& file) { return pattern->number_of(file.path().filename().string()).has_value(); });
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
    auto plain = plain_recipe(path);
    return plain ? std::move(*plain) : stored_text(path, metadata_key_recipe, stop);
}

std::string read_stored_takes(const std::filesystem::path& path, const std::stop_token& stop) {
    return plain_recipe(path) ? "" : stored_text(path, metadata_key_takes, stop);
}

std::vector<std::pair<std::string, std::string>> describe_media(const std::filesystem::path& path, const std::stop_token& stop) {
    if (const std::string ending = ending_of(path); ending == ".safetensors" || ending == ".json") {
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

ClipEnd read_to_end(const InputClip& clip, const std::stop_token&) {
    throw_no_media(clip.path);
}

bool is_numbered_pictures(const std::filesystem::path&) {
    return false;
}

std::string hash_clip(const std::filesystem::path& path, const std::stop_token& stop) {
    return hash_file(path, stop);
}

std::string read_stored_recipe(const std::filesystem::path& path, const std::stop_token&) {
    if (auto plain = plain_recipe(path)) {
        return std::move(*plain);
    }
    throw_no_media(path);
}

std::string read_stored_takes(const std::filesystem::path&, const std::stop_token&) {
    return "";
}

std::vector<std::pair<std::string, std::string>> describe_media(const std::filesystem::path&, const std::stop_token&) {
    return {};
}

#endif

std::string resizing_sentence(const std::filesystem::path& clip, std::int64_t num_resized, int width, int height) {
    return clip.string() + " changes its size: " + counted(num_resized, "frame") + (num_resized == 1 ? " was" : " were") +
           " brought to that of the first, " + std::to_string(width) + "x" + std::to_string(height);
}

void read_frames(const InputClip& clip, std::int64_t first, std::int64_t count, const std::function<void(const Image&)>& use,
                 const std::stop_token& stop) {
    read_stored_frames(clip, first, count, [&use](const VideoFrame& frame) { use(frame.image); }, stop);
}

}  // namespace kinora::cli

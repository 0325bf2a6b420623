#include "core/media/output_format.h"

#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include "core/base/error.h"
#include "core/base/file_ending.h"
#include "core/base/joined.h"

namespace kinora {

namespace {

struct ContainerRule {
    const char* ending;
    Container container;
    std::vector<VideoCodec> codecs;  // the usual one first
};

const std::vector<ContainerRule>& rules() {
    static const std::vector<ContainerRule> all = {
        {".mp4", Container::mp4, {VideoCodec::h264, VideoCodec::av1, VideoCodec::vp9}},
        {".mov", Container::mov, {VideoCodec::prores, VideoCodec::h264}},
        {".mkv",
         Container::mkv,
         {VideoCodec::ffv1, VideoCodec::h264, VideoCodec::prores, VideoCodec::vp9, VideoCodec::av1}},
        {".webm", Container::webm, {VideoCodec::vp9, VideoCodec::av1}},
        {".gif", Container::gif, {VideoCodec::gif}},
        {".png", Container::png_sequence, {VideoCodec::png}},
    };
    return all;
}

constexpr std::array<const char*, 8> codec_words = {"", "h264", "prores", "vp9", "av1", "ffv1", "gif", "png"};

}  // namespace

const char* to_string(VideoCodec codec) { return codec_words[static_cast<std::size_t>(codec)]; }

std::optional<VideoCodec> parse_video_codec(std::string_view word) {
    for (std::size_t i = 1; i < codec_words.size(); ++i) {
        if (word == codec_words[i]) {
            return static_cast<VideoCodec>(i);
        }
    }
    return std::nullopt;
}

OutputFormat output_format_for(const std::filesystem::path& path, VideoCodec codec) {
    const std::string ending = ending_of(path);
    const auto rule = std::ranges::find(rules(), ending, &ContainerRule::ending);
    if (rule == rules().end()) {
        throw MediaError(path, Sentence::of("has no ending that Kinora writes video for; choose .mp4, .mov, .mkv, .webm, .gif or .png"));
    }
    if (codec == VideoCodec::unset) {
        return {rule->codecs.front(), rule->container};
    }
    if (std::ranges::count(rule->codecs, codec) > 0) {
        return {codec, rule->container};
    }
    std::vector<std::string> fitting;
    for (const VideoCodec each : rule->codecs) {
        fitting.emplace_back(to_string(each));
    }
    throw MediaError(path, Sentence::of("cannot hold the codec %1; %2 files hold %3", to_string(codec), ending, joined(fitting)));
}

FrameSize encoded_size(VideoCodec codec, FrameSize size) {
    return codec == VideoCodec::h264 ? FrameSize{size.width + size.width % 2, size.height + size.height % 2} : size;
}

}  // namespace kinora

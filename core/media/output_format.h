// Which codec and which container a file gets: by the ending of its name, or by choice where they fit together.
//
//   .mp4   h264 (av1, vp9)              .webm  vp9 (av1)
//   .mov   prores (h264)                .gif   gif
//   .mkv   ffv1 (h264, prores, vp9, av1)   .png   numbered PNG pictures
#pragma once

#include <filesystem>
#include <optional>
#include <string_view>

namespace kinora {

// h264: visually lossless 4:2:0 that every player shows. prores: 422 HQ, 10 bits, for editing programs. ffv1: lossless RGB, or the
// samples of clips that are copied, as they are. vp9, av1: visually lossless 4:2:0 for the web. gif: 255 colours chosen for
// the clip. png: lossless RGB.
enum class VideoCodec { unset, h264, prores, vp9, av1, ffv1, gif, png };

enum class Container { unset, mp4, mov, mkv, webm, gif, png_sequence };

struct OutputFormat {
    VideoCodec codec = VideoCodec::unset;
    Container container = Container::unset;
};

const char* to_string(VideoCodec codec);
// Nothing for a word that is no codec.
std::optional<VideoCodec> parse_video_codec(std::string_view word);

// The format for a file of that name; `codec` overrides the usual one. Throws MediaError for an ending that Kinora does not
// write and for a codec that does not fit, naming those that do.
OutputFormat output_format_for(const std::filesystem::path& path, VideoCodec codec = VideoCodec::unset);

struct FrameSize {
    int width = 0;
    int height = 0;
    friend bool operator==(const FrameSize&, const FrameSize&) = default;
};

// The size that frames of width x height have in the file. H.264 has no odd sizes in the form that players show: there the
// last column and the last row are repeated to make them even. Every other codec keeps the size.
FrameSize encoded_size(VideoCodec codec, FrameSize size);

}  // namespace kinora

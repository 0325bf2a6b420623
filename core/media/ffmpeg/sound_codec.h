// Encoders for sound.
#pragma once

#include <cstdint>
#include <filesystem>
#include <span>

#include "core/media/ffmpeg/av_handles.h"

namespace kinora::ffmpeg {

// For 48 kHz and one or two channels: AAC (planar float samples), Opus (float) or 16-bit PCM. Throws MediaError naming `path`.
CodecContextPtr open_sound_encoder(AVCodecID codec, int num_channels, bool needs_global_headers, const std::filesystem::path& path);

// Samples of a frame that it wants.
int block_size(const AVCodecContext& encoder);

// A frame for such an encoder. In `samples` channels lie in turn; `pts` is the number of the first one. Throws MediaError naming `path`.
FramePtr make_sound_frame(const AVCodecContext& encoder, std::span<const float> samples, std::int64_t pts, const std::filesystem::path& path);

}  // namespace kinora::ffmpeg

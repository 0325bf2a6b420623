// Encoders for sound.
#pragma once

#include <filesystem>

#include "core/media/ffmpeg/av_handles.h"

namespace kinora::ffmpeg {

// For 48 kHz and one or two channels: AAC (planar float samples), Opus (float) or 16-bit PCM. Throws MediaError naming `path`.
CodecContextPtr open_sound_encoder(AVCodecID codec, int num_channels, bool needs_global_headers, const std::filesystem::path& path);

}  // namespace kinora::ffmpeg

// Sample formats in FFmpeg's terms.
#pragma once

#include <filesystem>

#include "core/base/sentence.h"
#include "core/media/ffmpeg/av_handles.h"
#include "core/media/output_format.h"
#include "core/media/stored_frame.h"

namespace kinora::ffmpeg {

// The pixel formats of JPEG say by their name alone that their range is full; here the range says it.
SampleFormat sample_format_of(const AVFrame& frame);

// What Kinora makes of its own pictures: BT.709, in limited range for YUV, chroma sited left as decoders assume.
SampleFormat own_samples(AVPixelFormat format, FrameSize size);

// What Kinora makes of pictures in such colours.
SampleFormat own_samples(AVPixelFormat format, FrameSize size, const Colours& colours);

// A frame with room for such samples. Throws MediaError, which says of the file that it `doing`.
FramePtr make_frame(AVPixelFormat format, FrameSize size, const std::filesystem::path& path, const Sentence& doing);
FramePtr make_frame(const SampleFormat& format, const std::filesystem::path& path, const Sentence& doing);  // with its tags

// True if FFV1 keeps such samples bit for bit.
bool can_store_losslessly(const SampleFormat& format);

// The matrix that players assume where the stream names none: BT.709 from 720 lines on, BT.601 below.
int assumed_matrix(int height);

// The position of chroma in 1/256 of a luma sample, as swscale takes it; -513 lets it choose.
struct ChromaPosition {
    int horizontal = -513;
    int vertical = -513;
};
ChromaPosition chroma_position(int location, const AVPixFmtDescriptor& format);

// For frames and encoders alike.
template <typename T>
void set_colour_tags(T& target, const SampleFormat& format) {
    target.color_primaries = static_cast<AVColorPrimaries>(format.primaries);
    target.color_trc = static_cast<AVColorTransferCharacteristic>(format.transfer);
    target.colorspace = static_cast<AVColorSpace>(format.matrix);
    target.color_range = static_cast<AVColorRange>(format.range);
}

}  // namespace kinora::ffmpeg

// How the pixels of a stream become the picture that is seen: stretched to square pixels, then turned upright.
#pragma once

#include "core/base/image.h"
#include "core/media/ffmpeg/av_handles.h"

namespace kinora::ffmpeg {

// One of the eight right-angled ways to hold a picture: first transposed (x and y exchanged), then mirrored.
struct Orientation {
    bool is_transposed = false;
    bool is_mirrored_x = false;
    bool is_mirrored_y = false;

    // 0, 90, 180 or 270, clockwise; a mirrored picture has the angle that it would have without the mirror.
    int clockwise_degrees() const;
};

// From a container's display matrix (9 numbers, 16.16 fixed point). Angles between are taken to the nearest right angle.
Orientation orientation_of(const std::int32_t* display_matrix);

Image turned(const Image& image, Orientation orientation);

struct FrameShape {
    AVRational sample_aspect = {1, 1};
    int scaled_width = 0;   // with square pixels, before turning
    int scaled_height = 0;
    Orientation orientation;

    // True if the picture that is seen is made of the stream's samples in their places.
    bool is_as_stored() const {
        return sample_aspect.num == sample_aspect.den && !orientation.is_transposed && !orientation.is_mirrored_x &&
               !orientation.is_mirrored_y;
    }

    int width() const { return orientation.is_transposed ? scaled_height : scaled_width; }
    int height() const { return orientation.is_transposed ? scaled_width : scaled_height; }
};

// Pixels that are not square are stretched in the direction that loses nothing: wide ones sideways, tall ones upwards.
// An aspect beyond 1:8 or a result beyond the limits on frames is a mistake in the file and is ignored.
FrameShape shape_of(AVFormatContext& format, AVStream& stream);

}  // namespace kinora::ffmpeg

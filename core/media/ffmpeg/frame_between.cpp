#include "core/media/ffmpeg/frame_between.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <utility>
#include <vector>

namespace kinora::ffmpeg {

namespace {

const AVPixFmtDescriptor& description_of(const SampleFormat& format) {
    return *av_pix_fmt_desc_get(static_cast<AVPixelFormat>(format.pixel_format));
}

const AVComponentDescriptor& alpha_of(const AVPixFmtDescriptor& format) { return format.comp[format.nb_components - 1]; }

std::ptrdiff_t position_of(const AVFrame& frame, const AVComponentDescriptor& component, int x, int y) {
    return std::ptrdiff_t{frame.linesize[component.plane]} * y + std::ptrdiff_t{component.step} * x + component.offset;
}

// FFV1's formats hold a sample in one byte, or two in the machine's order.
std::uint32_t read_sample(const AVFrame& frame, const AVComponentDescriptor& component, int x, int y) {
    const std::uint8_t* const at = frame.data[component.plane] + position_of(frame, component, x, y);
    if (component.depth <= 8) {
        return *at;
    }
    std::uint16_t sample = 0;
    std::memcpy(&sample, at, sizeof sample);
    return sample;
}

void write_sample(AVFrame& frame, const AVComponentDescriptor& component, int x, int y, std::uint32_t value) {
    std::uint8_t* const at = frame.data[component.plane] + position_of(frame, component, x, y);
    if (component.depth <= 8) {
        *at = static_cast<std::uint8_t>(value);
        return;
    }
    const auto sample = static_cast<std::uint16_t>(value);
    std::memcpy(at, &sample, sizeof sample);
}

std::vector<std::uint32_t> mixed_alpha(const AVFrame& first, const AVFrame& second, const AVComponentDescriptor& alpha, double fraction) {
    std::vector<std::uint32_t> mixed;
    mixed.reserve(static_cast<std::size_t>(first.width) * static_cast<std::size_t>(first.height));
    for (int y = 0; y < first.height; ++y) {
        for (int x = 0; x < first.width; ++x) {
            const double a = read_sample(first, alpha, x, y);
            const double b = read_sample(second, alpha, x, y);
            mixed.push_back(static_cast<std::uint32_t>(std::lround(a + fraction * (b - a))));
        }
    }
    return mixed;
}

// The colours as a file holds them: not yet darkened by the alpha.
Image undarkened(const Image& image, const std::vector<std::uint32_t>& alpha, std::uint32_t opaque) {
    std::vector<std::uint8_t> rgb(image.rgb().begin(), image.rgb().end());
    for (std::size_t i = 0; i < rgb.size(); ++i) {
        const std::uint32_t share = std::max(alpha[i / 3], 1u);
        rgb[i] = static_cast<std::uint8_t>(std::min((std::uint64_t{rgb[i]} * opaque + share / 2) / share, std::uint64_t{255}));
    }
    return Image(image.width(), image.height(), std::move(rgb));
}

}  // namespace

bool has_kept_alpha(const SampleFormat& format) {
    return can_store_losslessly(format) && (description_of(format).flags & AV_PIX_FMT_FLAG_ALPHA) != 0;
}

FrameBetween::FrameBetween(std::filesystem::path path, const SampleFormat& samples)
    : samples_(samples), converter_(std::move(path), samples) {}

StoredFrame FrameBetween::make(const Image& image, const StoredFrame& first, const StoredFrame& second, double fraction) {
    const AVComponentDescriptor& alpha = alpha_of(description_of(samples_));
    const auto mixed = mixed_alpha(first.av_frame(), second.av_frame(), alpha, fraction);
    AVFrame& frame = converter_.convert(undarkened(image, mixed, (1u << alpha.depth) - 1));
    auto sample = mixed.begin();
    for (int y = 0; y < frame.height; ++y) {
        for (int x = 0; x < frame.width; ++x) {
            write_sample(frame, alpha, x, y, *sample++);
        }
    }
    return StoredFrame(frame);
}

}  // namespace kinora::ffmpeg

#include "core/media/interpolation/patch_sampler.h"

#include <algorithm>
#include <cmath>

#include <opencv2/core/hal/intrin.hpp>
#include <opencv2/imgproc.hpp>

namespace kinora {

namespace {

constexpr int num_phases = 64;       // places between two pixels
constexpr int weight_bits = 6;       // a kernel's weights are sixty-fourths
constexpr int lanes = 8;
constexpr int num_taps = 4;
constexpr int source_rows = color_patch_size + num_taps - 1;

using Kernel = std::array<std::int16_t, num_taps>;

// Keys' kernel with a = -1/2 at the distances 1 + f, f, 1 - f and 2 - f.
std::array<double, num_taps> keys_weights(double f) {
    const double g = 1.0 - f;
    return {-0.5 * f * g * g, 1.0 + f * f * (1.5 * f - 2.5), 1.0 + g * g * (1.5 * g - 2.5), -0.5 * g * f * f};
}

const std::array<Kernel, num_phases> kernels = [] {
    std::array<Kernel, num_phases> made = {};
    for (int phase = 0; phase < num_phases; ++phase) {
        const auto exact = keys_weights(static_cast<double>(phase) / num_phases);
        Kernel& kernel = made[static_cast<std::size_t>(phase)];
        int sum = 0;
        for (std::size_t i = 0; i < kernel.size(); ++i) {
            kernel[i] = static_cast<std::int16_t>(std::lround(exact[i] * (1 << weight_bits)));
            sum += kernel[i];
        }
        // A picture of one colour keeps it: the weights' sum is exact.
        kernel[phase < num_phases / 2 ? 1 : 2] += static_cast<std::int16_t>((1 << weight_bits) - sum);
    }
    return made;
}();

cv::v_int16x8 load_pixels(const std::uint8_t* pixels) {
    return cv::v_reinterpret_as_s16(cv::v_load_expand(pixels));
}

// Eight pixels from `pixels` on, mixed along the row; in sixty-fourths.
cv::v_int16x8 mix_across(const std::uint8_t* pixels, const Kernel& kernel) {
    cv::v_int16x8 sum = cv::v_mul_wrap(load_pixels(pixels - 1), cv::v_setall_s16(kernel[0]));
    for (int tap = 1; tap < num_taps; ++tap) {
        sum = cv::v_add_wrap(sum, cv::v_mul_wrap(load_pixels(pixels - 1 + tap), cv::v_setall_s16(kernel[static_cast<std::size_t>(tap)])));
    }
    return sum;
}

// The weights of two rows, for sums of products of neighbouring 16-bit numbers.
cv::v_int16x8 weight_pair(std::int16_t upper, std::int16_t lower) {
    return {upper, lower, upper, lower, upper, lower, upper, lower};
}

// Four rows of eight numbers in sixty-fourths become one row in units of ColorPatch::one.
cv::v_int16x8 mix_down(const std::array<cv::v_int16x8, num_taps>& rows, const cv::v_int16x8& upper_pair, const cv::v_int16x8& lower_pair) {
    cv::v_int16x8 upper_low, upper_high, lower_low, lower_high;
    cv::v_zip(rows[0], rows[1], upper_low, upper_high);
    cv::v_zip(rows[2], rows[3], lower_low, lower_high);
    const cv::v_int32x4 low = cv::v_dotprod(upper_low, upper_pair) + cv::v_dotprod(lower_low, lower_pair);
    const cv::v_int32x4 high = cv::v_dotprod(upper_high, upper_pair) + cv::v_dotprod(lower_high, lower_pair);
    constexpr int surplus = 2 * weight_bits - 4;
    static_assert(ColorPatch::one == 1 << 4);
    return cv::v_rshr_pack<surplus>(low, high);
}

void copy_patch(const cv::Mat1b& plane, int left, int top, std::int16_t* out) {
    for (int y = 0; y < color_patch_size; ++y) {
        const std::uint8_t* row = plane.ptr(top + y) + left;
        for (int x = 0; x < color_patch_size; x += lanes) {
            cv::v_store(out + y * color_patch_size + x, load_pixels(row + x) << 4);
        }
    }
}

void mix_patch(const cv::Mat1b& plane, int left, int top, const Kernel& across, const Kernel& down, std::int16_t* out) {
    const cv::v_int16x8 upper_pair = weight_pair(down[0], down[1]);
    const cv::v_int16x8 lower_pair = weight_pair(down[2], down[3]);
    for (int x = 0; x < color_patch_size; x += lanes) {
        std::array<cv::v_int16x8, num_taps> rows;
        for (int y = 0; y < source_rows; ++y) {
            const cv::v_int16x8 row = mix_across(plane.ptr(top - 1 + y) + left + x, across);
            if (y < num_taps - 1) {
                rows[static_cast<std::size_t>(y)] = row;
                continue;
            }
            rows[3] = row;
            cv::v_store(out + (y - num_taps + 1) * color_patch_size + x, mix_down(rows, upper_pair, lower_pair));
            rows = {rows[1], rows[2], rows[3], rows[3]};
        }
    }
}

}  // namespace

PatchSampler::PatchSampler(const Image& image) {
    // OpenCV takes no const data; it is only read here.
    const cv::Mat3b rgb(image.height(), image.width(),
                        const_cast<cv::Vec3b*>(reinterpret_cast<const cv::Vec3b*>(image.rgb().data())));
    std::array<cv::Mat1b, num_colors> planes;
    cv::split(rgb, planes.data());
    for (std::size_t i = 0; i < planes.size(); ++i) {
        // Rows are read in eights: a few more pixels than are asked for.
        cv::copyMakeBorder(planes[i], planes_[i], border, border + 2, border, border + lanes, cv::BORDER_REPLICATE);
    }
}

void PatchSampler::sample(float x, float y, ColorPatch& patch) const {
    const auto to_phases = [](float position, int length) {
        const float inside = std::clamp(position, -static_cast<float>(color_patch_size + 1), static_cast<float>(length));
        return static_cast<int>(std::lround((inside + border) * num_phases));
    };
    const int width = planes_[0].cols - 2 * border - lanes;
    const int height = planes_[0].rows - 2 * border - 2;
    const int x64 = to_phases(x, width);
    const int y64 = to_phases(y, height);
    const bool is_whole = x64 % num_phases == 0 && y64 % num_phases == 0;
    for (std::size_t i = 0; i < planes_.size(); ++i) {
        std::int16_t* out = patch.values.data() + i * ColorPatch::area;
        if (is_whole) {
            copy_patch(planes_[i], x64 / num_phases, y64 / num_phases, out);
        } else {
            mix_patch(planes_[i], x64 / num_phases, y64 / num_phases, kernels[static_cast<std::size_t>(x64 % num_phases)],
                      kernels[static_cast<std::size_t>(y64 % num_phases)], out);
        }
    }
}

}  // namespace kinora

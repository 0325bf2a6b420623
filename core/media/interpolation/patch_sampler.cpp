#include "core/media/interpolation/patch_sampler.h"

#include <algorithm>
#include <cmath>

#include <opencv2/core/hal/intrin.hpp>
#include <opencv2/imgproc.hpp>

#include "core/media/rgb_matrix.h"

namespace kinora {

namespace {

constexpr int num_phases = 64;       // places between two pixels
constexpr int weight_bits = 6;       // a kernel's weights are sixty-fourths
constexpr int one_bits = 6;
static_assert(ColorPatch::one == 1 << one_bits);
constexpr int lanes = 8;
constexpr int num_taps = 4;

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
    constexpr int surplus = 2 * weight_bits - one_bits;
    return cv::v_rshr_pack<surplus>(low, high);
}

void copy_patch(const cv::Mat1b& plane, int left, int top, cv::Size patch, std::int16_t* out) {
    for (int y = 0; y < patch.height; ++y) {
        const std::uint8_t* row = plane.ptr(top + y) + left;
        for (int x = 0; x < patch.width; x += lanes) {
            cv::v_store(out + y * patch.width + x, load_pixels(row + x) << one_bits);
        }
    }
}

void mix_patch(const cv::Mat1b& plane, int left, int top, cv::Size patch, const Kernel& across, const Kernel& down, std::int16_t* out) {
    const cv::v_int16x8 upper_pair = weight_pair(down[0], down[1]);
    const cv::v_int16x8 lower_pair = weight_pair(down[2], down[3]);
    for (int x = 0; x < patch.width; x += lanes) {
        std::array<cv::v_int16x8, num_taps> rows;
        for (int y = 0; y < patch.height + num_taps - 1; ++y) {
            const cv::v_int16x8 row = mix_across(plane.ptr(top - 1 + y) + left + x, across);
            if (y < num_taps - 1) {
                rows[static_cast<std::size_t>(y)] = row;
                continue;
            }
            rows[3] = row;
            cv::v_store(out + (y - num_taps + 1) * patch.width + x, mix_down(rows, upper_pair, lower_pair));
            rows = {rows[1], rows[2], rows[3], rows[3]};
        }
    }
}

}  // namespace

PatchSampler::PatchSampler(const Image& image) {
    std::array<cv::Mat1b, num_colors> planes;
    cv::split(rgb_matrix(image), planes.data());
    for (std::size_t i = 0; i < planes.size(); ++i) {
        take_plane(i, planes[i]);
    }
}

PatchSampler::PatchSampler(const PlanarImage& image)
    : layout_{false, image.planes[1].width < image.planes[0].width ? 1 : 0, image.planes[1].height < image.planes[0].height ? 1 : 0} {
    for (std::size_t i = 0; i < planes_.size(); ++i) {
        const PlanarImage::Plane& plane = image.planes[i];
        // OpenCV knows no matrix of const samples; these are only read.
        take_plane(i, cv::Mat1b(plane.height, plane.width, const_cast<std::uint8_t*>(plane.samples), static_cast<std::size_t>(plane.stride)));
    }
}

void PatchSampler::take_plane(std::size_t index, const cv::Mat1b& plane) {
    // Rows are read in eights: a few more pixels than are asked for.
    cv::copyMakeBorder(plane, planes_[index], border, border + 2, border, border + lanes, cv::BORDER_REPLICATE);
}

cv::Size PatchSampler::size(std::size_t plane) const {
    return {planes_[plane].cols - 2 * border - lanes, planes_[plane].rows - 2 * border - 2};
}

void PatchSampler::sample(float x, float y, ColorPatch& patch) const {
    const auto to_phases = [](float position, int length) {
        const float inside = std::clamp(position, -static_cast<float>(color_patch_size + 1), static_cast<float>(length));
        return static_cast<int>(std::lround((inside + border) * num_phases));
    };
    for (std::size_t i = 0; i < planes_.size(); ++i) {
        const cv::Size extent = size(i);
        const cv::Size part = layout_.patch(i);
        const int x64 = to_phases(x * static_cast<float>(part.width) / color_patch_size, extent.width);
        const int y64 = to_phases(y * static_cast<float>(part.height) / color_patch_size, extent.height);
        std::int16_t* out = patch.values.data() + i * ColorPatch::area;
        if (x64 % num_phases == 0 && y64 % num_phases == 0) {
            copy_patch(planes_[i], x64 / num_phases, y64 / num_phases, part, out);
        } else {
            mix_patch(planes_[i], x64 / num_phases, y64 / num_phases, part, kernels[static_cast<std::size_t>(x64 % num_phases)],
                      kernels[static_cast<std::size_t>(y64 % num_phases)], out);
        }
    }
}

}  // namespace kinora

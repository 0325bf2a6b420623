#include "core/media/interpolation/patch_sampler.h"

#include <algorithm>
#include <cmath>
#include <type_traits>

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

// Four rows of eight numbers are mixed into one, by sums of products of neighbouring 16-bit numbers.
class RowMix {
 public:
    explicit RowMix(const Kernel& kernel) : upper_(pair(kernel[0], kernel[1])), lower_(pair(kernel[2], kernel[3])) {}

    cv::v_int16x8 operator()(const std::array<cv::v_int16x8, num_taps>& rows) const {
        cv::v_int16x8 upper_low, upper_high, lower_low, lower_high;
        cv::v_zip(rows[0], rows[1], upper_low, upper_high);
        cv::v_zip(rows[2], rows[3], lower_low, lower_high);
        const cv::v_int32x4 low = cv::v_dotprod(upper_low, upper_) + cv::v_dotprod(lower_low, lower_);
        const cv::v_int32x4 high = cv::v_dotprod(upper_high, upper_) + cv::v_dotprod(lower_high, lower_);
        return cv::v_rshr_pack<weight_bits>(low, high);
    }

 private:
    static cv::v_int16x8 pair(std::int16_t upper, std::int16_t lower) { return {upper, lower, upper, lower, upper, lower, upper, lower}; }

    cv::v_int16x8 upper_, lower_;
};

// Eight samples of eight bits at a time, in units of ColorPatch::one.
class ByteLoader {
 public:
    ByteLoader(const Kernel& kernel, int) : kernel_(kernel) {}

    static cv::v_int16x8 as_they_are(const std::uint8_t* samples, int) { return expand(samples) << one_bits; }

    // Mixed along the row: the sum of the samples times their weights is in these units already.
    cv::v_int16x8 mixed(const std::uint8_t* samples) const {
        static_assert(weight_bits == one_bits);
        cv::v_int16x8 sum = cv::v_mul_wrap(expand(samples - 1), cv::v_setall_s16(kernel_[0]));
        for (int tap = 1; tap < num_taps; ++tap) {
            sum = cv::v_add_wrap(sum, cv::v_mul_wrap(expand(samples - 1 + tap), cv::v_setall_s16(kernel_[static_cast<std::size_t>(tap)])));
        }
        return sum;
    }

 private:
    static cv::v_int16x8 expand(const std::uint8_t* samples) { return cv::v_reinterpret_as_s16(cv::v_load_expand(samples)); }

    const Kernel& kernel_;
};

// The same of samples with more bits.
class WordLoader {
 public:
    WordLoader(const Kernel& kernel, int bits) : mix_(kernel), bits_(bits) {}

    static cv::v_int16x8 as_they_are(const std::uint16_t* samples, int bits) {
        return cv::v_reinterpret_as_s16(cv::v_load(samples)) << (8 + one_bits - bits);
    }

    cv::v_int16x8 mixed(const std::uint16_t* samples) const {
        return mix_({as_they_are(samples - 1, bits_), as_they_are(samples, bits_), as_they_are(samples + 1, bits_), as_they_are(samples + 2, bits_)});
    }

 private:
    RowMix mix_;
    int bits_;
};

template <typename Sample>
using Loader = std::conditional_t<sizeof(Sample) == 1, ByteLoader, WordLoader>;

template <typename Sample>
void copy_patch(const cv::Mat& plane, cv::Point place, cv::Size patch, int bits, std::int16_t* out) {
    for (int y = 0; y < patch.height; ++y) {
        const Sample* row = plane.ptr<Sample>(place.y + y) + place.x;
        for (int x = 0; x < patch.width; x += lanes) {
            cv::v_store(out + y * patch.width + x, Loader<Sample>::as_they_are(row + x, bits));
        }
    }
}

template <typename Sample>
void mix_patch(const cv::Mat& plane, cv::Point place, cv::Size patch, const Loader<Sample>& across, const RowMix& down, std::int16_t* out) {
    for (int x = 0; x < patch.width; x += lanes) {
        std::array<cv::v_int16x8, num_taps> rows;
        for (int y = 0; y < patch.height + num_taps - 1; ++y) {
            const cv::v_int16x8 row = across.mixed(plane.ptr<Sample>(place.y - 1 + y) + place.x + x);
            if (y < num_taps - 1) {
                rows[static_cast<std::size_t>(y)] = row;
                continue;
            }
            rows[3] = row;
            cv::v_store(out + (y - num_taps + 1) * patch.width + x, down(rows));
            rows = {rows[1], rows[2], rows[3], rows[3]};
        }
    }
}

const Kernel& kernel_at(int place64) {
    return kernels[static_cast<std::size_t>(place64 % num_phases)];
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
    : layout_{false, image.planes[1].width < image.planes[0].width ? 1 : 0, image.planes[1].height < image.planes[0].height ? 1 : 0, image.bits} {
    for (std::size_t i = 0; i < planes_.size(); ++i) {
        const PlanarImage::Plane& plane = image.planes[i];
        // OpenCV knows no matrix of const samples; these are only read.
        take_plane(i, cv::Mat(plane.height, plane.width, layout_.matrix_type(), const_cast<std::uint8_t*>(plane.samples),
                              static_cast<std::size_t>(plane.stride)));
    }
}

void PatchSampler::take_plane(std::size_t index, const cv::Mat& plane) {
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
        const cv::Point place64(to_phases(x * static_cast<float>(part.width) / color_patch_size, extent.width),
                                to_phases(y * static_cast<float>(part.height) / color_patch_size, extent.height));
        std::int16_t* out = patch.values.data() + i * ColorPatch::area;
        if (layout_.bits == 8) {
            sample_plane<std::uint8_t>(i, place64, out);
        } else {
            sample_plane<std::uint16_t>(i, place64, out);
        }
    }
}

template <typename Sample>
void PatchSampler::sample_plane(std::size_t index, cv::Point place64, std::int16_t* out) const {
    const cv::Point place(place64.x / num_phases, place64.y / num_phases);
    if (place64 == place * num_phases) {
        copy_patch<Sample>(planes_[index], place, layout_.patch(index), layout_.bits, out);
    } else {
        const Loader<Sample> across(kernel_at(place64.x), layout_.bits);
        mix_patch<Sample>(planes_[index], place, layout_.patch(index), across, RowMix(kernel_at(place64.y)), out);
    }
}

}  // namespace kinora

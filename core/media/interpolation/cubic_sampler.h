// Colours between pixels. Private to core/media.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdlib>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

#include <opencv2/core.hpp>

#include "core/base/image.h"

namespace kinora {

// A picture laid out for cubic interpolation (Keys 1981, a = -1/2): four bytes a pixel, continued past its edges.
class CubicSampler {
 public:
    // One grey value in a sample. Samples may lie a little outside 0 … 255.
    static constexpr float one = 64.0f * 64.0f;

    explicit CubicSampler(const Image& image);

    int width() const { return width_; }
    int height() const { return height_; }

    // Red, green and blue at (x, y), and a fourth number without a meaning; places outside take the edge's colour.
    std::array<std::int32_t, 4> sample(float x, float y) const {
        const int x64 = to_phases(x, width_);
        const int y64 = to_phases(y, height_);
        const std::uint8_t* corner = padded_.ptr(y64 / num_phases + border - 1) + 4 * (x64 / num_phases + border - 1);
        return mix(corner, kernels[static_cast<std::size_t>(x64 % num_phases)], kernels[static_cast<std::size_t>(y64 % num_phases)]);
    }

 private:
    static constexpr int border = 3;
    static constexpr int num_phases = 64;  // places between two pixels
    using Kernel = std::array<std::int16_t, 4>;  // the weights of four pixels, in sixty-fourths
    static const std::array<Kernel, num_phases> kernels;

    static int to_phases(float position, int length) {
        const float inside = std::clamp(position, 0.0f, static_cast<float>(length - 1));
        return static_cast<int>(inside * num_phases + 0.5f);
    }

    // The 4x4 pixels from `corner` on, weighted.
    std::array<std::int32_t, 4> mix(const std::uint8_t* corner, const Kernel& across, const Kernel& down) const;

    cv::Mat4b padded_;
    int width_ = 0;
    int height_ = 0;
};

#if defined(__SSE2__)

inline std::array<std::int32_t, 4> CubicSampler::mix(const std::uint8_t* corner, const Kernel& across, const Kernel& down) const {
    // Neighbouring 16-bit numbers are multiplied and added in pairs: two pixels of a row, then two rows.
    const auto pair = [](std::int16_t a, std::int16_t b) {
        return _mm_set1_epi32(static_cast<std::uint16_t>(a) | static_cast<std::int32_t>(static_cast<std::uint32_t>(static_cast<std::uint16_t>(b)) << 16));
    };
    const __m128i left_pair = pair(across[0], across[1]);
    const __m128i right_pair = pair(across[2], across[3]);
    const __m128i zero = _mm_setzero_si128();
    const auto interleave = [](__m128i two_pixels) { return _mm_unpacklo_epi16(two_pixels, _mm_srli_si128(two_pixels, 8)); };
    __m128i rows[4];
    for (int i = 0; i < 4; ++i) {
        const __m128i pixels = _mm_loadu_si128(reinterpret_cast<const __m128i*>(corner + static_cast<std::ptrdiff_t>(padded_.step) * i));
        rows[i] = _mm_add_epi32(_mm_madd_epi16(interleave(_mm_unpacklo_epi8(pixels, zero)), left_pair),
                                _mm_madd_epi16(interleave(_mm_unpackhi_epi8(pixels, zero)), right_pair));
    }
    const __m128i upper = interleave(_mm_packs_epi32(rows[0], rows[1]));
    const __m128i lower = interleave(_mm_packs_epi32(rows[2], rows[3]));
    const __m128i sum = _mm_add_epi32(_mm_madd_epi16(upper, pair(down[0], down[1])), _mm_madd_epi16(lower, pair(down[2], down[3])));
    std::array<std::int32_t, 4> result;
    _mm_storeu_si128(reinterpret_cast<__m128i*>(result.data()), sum);
    return result;
}

#else

inline std::array<std::int32_t, 4> CubicSampler::mix(const std::uint8_t* corner, const Kernel& across, const Kernel& down) const {
    std::array<std::int32_t, 4> result = {};
    for (std::size_t row = 0; row < 4; ++row) {
        const std::uint8_t* pixels = corner + padded_.step * row;
        for (std::size_t channel = 0; channel < 4; ++channel) {
            std::int32_t sum = 0;
            for (std::size_t i = 0; i < 4; ++i) {
                sum += across[i] * pixels[4 * i + channel];
            }
            result[channel] += down[row] * sum;
        }
    }
    return result;
}

#endif

}  // namespace kinora

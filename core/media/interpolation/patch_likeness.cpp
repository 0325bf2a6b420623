#include "core/media/interpolation/patch_likeness.h"

#include <opencv2/core/hal/intrin.hpp>

namespace kinora {

namespace {

constexpr int lanes = 8;
constexpr float brightness_share = 255.0f / 219.0f;  // files mostly hold 219 steps from black to white
constexpr float color_share = 0.5f;

using Row = std::array<float, color_patch_size>;

cv::v_uint16x8 distance(const std::int16_t* a, const std::int16_t* b) {
    return cv::v_absdiff(cv::v_load(a), cv::v_load(b));
}

// What the two smaller planes add to the pixels of their row `row`.
void measure_color_row(const ColorPatch& a, const ColorPatch& b, PlaneLayout layout, int row, float unit, Row& sums) {
    const int columns = color_patch_size >> layout.halved_across;
    const cv::v_float32x4 units = cv::v_setall_f32(unit);
    for (int x = 0; x < columns; x += lanes) {
        const auto first = static_cast<std::size_t>(ColorPatch::area + row * columns + x);
        const std::size_t second = first + ColorPatch::area;
        const cv::v_uint16x8 sum = distance(&a.values[first], &b.values[first]) + distance(&a.values[second], &b.values[second]);
        cv::v_uint32x4 low, high;
        cv::v_expand(sum, low, high);
        const cv::v_float32x4 left = cv::v_cvt_f32(cv::v_reinterpret_as_s32(low)) * units;
        const cv::v_float32x4 right = cv::v_cvt_f32(cv::v_reinterpret_as_s32(high)) * units;
        if (layout.halved_across == 0) {
            cv::v_store(&sums[static_cast<std::size_t>(x)], left);
            cv::v_store(&sums[static_cast<std::size_t>(x + lanes / 2)], right);
            continue;
        }
        cv::v_float32x4 doubled, doubled_too;
        cv::v_zip(left, left, doubled, doubled_too);
        cv::v_store(sums.data(), doubled);
        cv::v_store(&sums[lanes / 2], doubled_too);
        cv::v_zip(right, right, doubled, doubled_too);
        cv::v_store(&sums[lanes], doubled);
        cv::v_store(&sums[lanes + lanes / 2], doubled_too);
    }
}

}  // namespace

float measure_differences(const ColorPatch& a, const ColorPatch& b, PlaneLayout layout, PatchPixels& differences) {
    constexpr float one = ColorPatch::one;
    const float color_unit = (layout.is_rgb ? 1.0f / num_colors : color_share) / one;
    const cv::v_float32x4 unit = cv::v_setall_f32((layout.is_rgb ? 1.0f / num_colors : brightness_share) / one);
    cv::v_float32x4 total = cv::v_setzero_f32();
    Row color;
    for (int y = 0; y < color_patch_size; ++y) {
        if (layout.halved_down == 0 || y % 2 == 0) {
            measure_color_row(a, b, layout, y >> layout.halved_down, color_unit, color);
        }
        for (int x = 0; x < color_patch_size; x += lanes) {
            const auto at = static_cast<std::size_t>(y * color_patch_size + x);
            cv::v_uint32x4 low, high;
            cv::v_expand(distance(&a.values[at], &b.values[at]), low, high);
            const float* const colors = &color[static_cast<std::size_t>(x)];
            const cv::v_float32x4 left = cv::v_muladd(cv::v_cvt_f32(cv::v_reinterpret_as_s32(low)), unit, cv::v_load(colors));
            const cv::v_float32x4 right = cv::v_muladd(cv::v_cvt_f32(cv::v_reinterpret_as_s32(high)), unit, cv::v_load(colors + lanes / 2));
            cv::v_store(&differences[at], left);
            cv::v_store(&differences[at + lanes / 2], right);
            total += left + right;
        }
    }
    return cv::v_reduce_sum(total) / ColorPatch::area;
}

void weigh_differences(PatchPixels& differences, float half) {
    const cv::v_float32x4 one = cv::v_setall_f32(1.0f);
    const cv::v_float32x4 unit = cv::v_setall_f32(1.0f / half);
    for (std::size_t i = 0; i < differences.size(); i += lanes / 2) {
        const cv::v_float32x4 halves = cv::v_load(&differences[i]) * unit;
        cv::v_store(&differences[i], one / cv::v_muladd(halves, halves, one));
    }
}

}  // namespace kinora

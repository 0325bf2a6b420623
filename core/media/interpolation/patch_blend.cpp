#include "core/media/interpolation/patch_blend.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <utility>
#include <vector>

#include <opencv2/core/hal/intrin.hpp>

#include "core/base/cancelled.h"

namespace kinora {

namespace {

constexpr int flow_scale = 2;  // pixels of the picture for one of the flow's
constexpr int lanes = 8;
constexpr int cell_size = color_patch_size / 2;  // pixels between patches
static_assert(color_patch_size == patch_size * flow_scale && cell_size == patch_stride * flow_scale);

constexpr float least_trust = 0.1f;       // what a patch weighs whose vector is not trusted at all
constexpr float difference_half = 20.0f;  // mean difference in grey values at which a patch weighs half
constexpr float pixel_half = 15.0f;       // the same for one pixel of a patch
constexpr float plain_weight = 0.01f;     // of both pictures as they lie, mixed: what remains where no patch is to be trusted
constexpr float hidden_weight = 0.15f;    // of patches that one picture hides, which show what is in sight in the other …
constexpr float explained_weight = 0.1f;  // … and the weight of the patches seen in both at which that is halved
constexpr float unseen_weight = 0.1f;     // of a pixel that a patch takes from where the other picture hides what is there

struct Sums {
    Sums(int width, int height) : weight(height, padded(width), 0.0f) {
        for (cv::Mat1f& plane : colors) {
            plane = cv::Mat1f(height, padded(width), 0.0f);
        }
    }
    // Rows are written in eights, and patches may begin left of the picture.
    static constexpr int margin = color_patch_size;
    static int padded(int width) { return width + 2 * margin; }

    std::array<cv::Mat1f, num_colors> colors;
    cv::Mat1f weight;
};

// How much a patch's pixels weigh by their place in it: most in the middle.
const std::array<float, color_patch_size> window = [] {
    std::array<float, color_patch_size> values = {};
    for (int i = 0; i < color_patch_size; ++i) {
        const float to_edge = static_cast<float>(std::min(i, color_patch_size - 1 - i)) + 0.5f;
        values[static_cast<std::size_t>(i)] = to_edge / cell_size;
    }
    return values;
}();

// In grey values a pixel and colour.
float mean_difference(const ColorPatch& a, const ColorPatch& b) {
    cv::v_uint32x4 sum = cv::v_setzero_u32();
    for (std::size_t i = 0; i < a.values.size(); i += lanes) {
        const cv::v_uint16x8 difference = cv::v_absdiff(cv::v_load_aligned(&a.values[i]), cv::v_load_aligned(&b.values[i]));
        cv::v_uint32x4 low, high;
        cv::v_expand(difference, low, high);
        sum += low + high;
    }
    return static_cast<float>(cv::v_reduce_sum(sum)) / (ColorPatch::one * static_cast<float>(a.values.size()));
}

using PixelWeights = std::array<float, ColorPatch::area>;

// How alike two patches are at each pixel: 1 where they are the same.
void weigh_pixels(const ColorPatch& a, const ColorPatch& b, PixelWeights& weights) {
    const cv::v_float32x4 one = cv::v_setall_f32(1.0f);
    const cv::v_float32x4 unit = cv::v_setall_f32(1.0f / (ColorPatch::one * num_colors * pixel_half));
    for (std::size_t i = 0; i < weights.size(); i += 4) {
        cv::v_int32x4 sum = cv::v_setzero_s32();
        for (std::size_t color = 0; color < num_colors; ++color) {
            const std::size_t at = color * ColorPatch::area + i;
            sum += cv::v_reinterpret_as_s32(cv::v_abs(cv::v_load_expand(&a.values[at]) - cv::v_load_expand(&b.values[at])));
        }
        const cv::v_float32x4 difference = cv::v_cvt_f32(sum) * unit;
        cv::v_store(&weights[i], one / cv::v_muladd(difference, difference, one));
    }
}

// own * own_share + other * (1 - own_share), into `own`; its values then are half as large.
void mix_into(ColorPatch& own, const ColorPatch& other, float own_share) {
    constexpr float most = 32767.0f;
    const auto share = static_cast<std::int16_t>(own_share * most);
    const cv::v_int16x8 own_factor = cv::v_setall_s16(share);
    const cv::v_int16x8 other_factor = cv::v_setall_s16(static_cast<std::int16_t>(most - static_cast<float>(share)));
    // Products are rounded down, both by half a unit on average.
    const cv::v_int16x8 rounding = cv::v_setall_s16(1);
    for (std::size_t i = 0; i < own.values.size(); i += lanes) {
        const cv::v_int16x8 mixed = cv::v_mul_hi(cv::v_load_aligned(&own.values[i]), own_factor) +
                                    cv::v_mul_hi(cv::v_load_aligned(&other.values[i]), other_factor) + rounding;
        cv::v_store_aligned(&own.values[i], mixed);
    }
}

// The rows of a picture from `begin` to `end`, in which patches of both directions are summed up.
class Band {
 public:
    Band(const BlendSource& source, float time, int begin, int end, Sums& sums)
        : source_(source), time_(time), begin_(begin), end_(end), sums_(sums) {}

    void add_moved(const std::stop_token& stop) {
        for_each_patch(stop, [&](const PatchFlow& flow, const Side& side, int column, int row) {
            const std::size_t index = flow.grid.index(column, row);
            if (flow.is_hidden[index] == 0) {
                add(flow, side, index, moved_place(flow, side, column, row));
            }
        });
    }

    // Adds what only one of the pictures shows wherever the patches seen in both do not explain what is there.
    void add_hidden(const std::stop_token& stop) {
        const cv::Mat1f explained = sums_.weight.rowRange(begin_, end_).clone();
        for_each_patch(stop, [&](const PatchFlow& flow, const Side& side, int column, int row) {
            const std::size_t index = flow.grid.index(column, row);
            if (flow.is_hidden[index] == 0) {
                return;
            }
            const cv::Point place = moved_place(flow, side, column, row);
            if (!is_in_sight(place.x, place.y)) {
                return;
            }
            const cv::Point2f from = cv::Point2f(place) - way(flow, side, index);
            side.own.sample(from.x, from.y, own_);
            weigh_unexplained(explained, place);
            mix_into(own_, own_, 1.0f);
            sum_up(place.x, place.y, hidden_weight);
        });
    }

 private:
    // One of the two pictures, and how far from it the new one lies.
    struct Side {
        const PatchSampler& own;
        const PatchSampler& other;
        const PatchFlow& own_flow;
        const PatchFlow& other_flow;
        const PatchPaths& paths;  // of own_flow
        float share;
    };

    template <typename Use>
    void for_each_patch(const std::stop_token& stop, const Use& use) const {
        const Side first = {source_.first, source_.second, source_.flows.forward, source_.flows.backward, source_.forward_paths, time_};
        const Side second = {source_.second, source_.first, source_.flows.backward, source_.flows.forward, source_.backward_paths, 1.0f - time_};
        for (const auto& [flow, side] : {std::pair(&source_.flows.forward, &first), std::pair(&source_.flows.backward, &second)}) {
            for (int row = 0; row < flow->grid.rows && !stop.stop_requested(); ++row) {
                for (int column = 0; column < flow->grid.columns; ++column) {
                    use(*flow, *side, column, row);
                }
            }
        }
    }

    // From where a patch is in its own picture to where it is at the wanted time, in pixels of the picture.
    cv::Point2f way(const PatchFlow& flow, const Side& side, std::size_t index) const {
        return (flow.vectors[index] * side.share + side.paths.deviation(index, time_)) * flow_scale;
    }

    cv::Point moved_place(const PatchFlow& flow, const Side& side, int column, int row) const {
        const cv::Point2f moved = way(flow, side, flow.grid.index(column, row));
        return {flow.grid.left(column) * flow_scale + static_cast<int>(std::lround(moved.x)),
                flow.grid.top(row) * flow_scale + static_cast<int>(std::lround(moved.y))};
    }

    bool is_in_sight(int left, int top) const {
        const int width = sums_.weight.cols - 2 * Sums::margin;
        return top + color_patch_size > begin_ && top < end_ && left + color_patch_size > 0 && left < width;
    }

    // Each pixel of the patch at `place` weighs less the more weight is there already.
    void weigh_unexplained(const cv::Mat1f& explained, cv::Point place) {
        for (int y = std::max(place.y, begin_); y < std::min(place.y + color_patch_size, end_); ++y) {
            const float* weights = explained[y - begin_] + Sums::margin + place.x;
            for (int x = 0; x < color_patch_size; ++x) {
                const float ratio = weights[x] / explained_weight;
                pixel_weights_[static_cast<std::size_t>((y - place.y) * color_patch_size + x)] = 1.0f / (1.0f + ratio * ratio);
            }
        }
    }

    void add(const PatchFlow& flow, const Side& side, std::size_t index, cv::Point place) {
        if (!is_in_sight(place.x, place.y)) {
            return;
        }
        const cv::Point2f from = cv::Point2f(place) - way(flow, side, index);
        const cv::Point2f to = from + flow.vectors[index] * flow_scale;
        side.own.sample(from.x, from.y, own_);
        side.other.sample(to.x, to.y, other_);
        const float trust = flow.trust[index];
        const float difference = mean_difference(own_, other_) / difference_half;
        weigh_pixels(own_, other_, pixel_weights_);
        leave_out_hidden(side.own_flow, from.x, from.y);
        leave_out_hidden(side.other_flow, to.x, to.y);
        mix_into(own_, other_, 1.0f - side.share);
        sum_up(place.x, place.y, (least_trust + (1.0f - least_trust) * trust) / (1.0f + difference * difference));
    }

    // Takes weight from the pixels of the patch that lie, in a picture with this flow, on what the other picture hides: what is
    // there moves along another vector, and the sample from the other picture is of something else.
    void leave_out_hidden(const PatchFlow& flow, float x, float y) {
        constexpr int inset = (color_patch_size - cell_size) / 2;  // from a patch's corner to the pixels that are its own
        const int left = static_cast<int>(std::lround(x)) - inset;
        const int top = static_cast<int>(std::lround(y)) - inset;
        const auto cell_at = [](int position) { return position < 0 ? 0 : position / cell_size; };
        const int last_row = std::min(cell_at(top + color_patch_size - 1), flow.grid.rows - 1);
        const int last_column = std::min(cell_at(left + color_patch_size - 1), flow.grid.columns - 1);
        for (int row = cell_at(top); row <= last_row; ++row) {
            for (int column = cell_at(left); column <= last_column; ++column) {
                if (flow.is_hidden[flow.grid.index(column, row)] != 0) {
                    leave_out_cell(column * cell_size - left, row * cell_size - top);
                }
            }
        }
    }

    void leave_out_cell(int left, int top) {
        for (int y = std::max(top, 0); y < std::min(top + cell_size, color_patch_size); ++y) {
            for (int x = std::max(left, 0); x < std::min(left + cell_size, color_patch_size); ++x) {
                pixel_weights_[static_cast<std::size_t>(y * color_patch_size + x)] *= unseen_weight;
            }
        }
    }

    void sum_up(int left, int top, float weight) {
        constexpr float unit = 2.0f / ColorPatch::one;
        for (int y = std::max(top, begin_); y < std::min(top + color_patch_size, end_); ++y) {
            const float row_weight = weight * window[static_cast<std::size_t>(y - top)];
            for (int x = 0; x < color_patch_size; x += 4) {
                const cv::v_float32x4 weights = cv::v_load(&window[static_cast<std::size_t>(x)]) * cv::v_setall_f32(row_weight) *
                                                cv::v_load(&pixel_weights_[static_cast<std::size_t>((y - top) * color_patch_size + x)]);
                float* sum = sums_.weight[y] + Sums::margin + left + x;
                cv::v_store(sum, cv::v_load(sum) + weights);
                const cv::v_float32x4 units = weights * cv::v_setall_f32(unit);
                for (std::size_t color = 0; color < num_colors; ++color) {
                    const std::int16_t* values = &own_.values[color * ColorPatch::area + static_cast<std::size_t>((y - top) * color_patch_size + x)];
                    float* out = sums_.colors[color][y] + Sums::margin + left + x;
                    cv::v_store(out, cv::v_muladd(cv::v_cvt_f32(cv::v_load_expand(values)), units, cv::v_load(out)));
                }
            }
        }
    }

    const BlendSource& source_;
    float time_;
    int begin_, end_;
    Sums& sums_;
    ColorPatch own_, other_;
    PixelWeights pixel_weights_;
};

void write_rows(const BlendSource& source, float time, const Sums& sums, int begin, int end, int width, std::uint8_t* rgb) {
    for (int y = begin; y < end; ++y) {
        std::array<const std::uint8_t*, num_colors> first, second;
        for (std::size_t color = 0; color < num_colors; ++color) {
            first[color] = source.first.row(color, y);
            second[color] = source.second.row(color, y);
        }
        const float* weights = sums.weight[y] + Sums::margin;
        std::uint8_t* out = rgb + static_cast<std::ptrdiff_t>(y) * width * num_colors;
        for (int x = 0; x < width; ++x) {
            const float factor = 1.0f / (weights[x] + plain_weight);
            for (std::size_t color = 0; color < num_colors; ++color) {
                const auto plain = static_cast<float>(first[color][x]) * (1.0f - time) + static_cast<float>(second[color][x]) * time;
                const float value = (sums.colors[color](y, Sums::margin + x) + plain_weight * plain) * factor + 0.5f;
                *out++ = static_cast<std::uint8_t>(std::clamp(value, 0.0f, 255.0f));
            }
        }
    }
}

}  // namespace

Image blend_patches(const BlendSource& source, int width, int height, float time, const std::stop_token& stop) {
    Sums sums(width, height);
    std::vector<std::uint8_t> rgb(static_cast<std::size_t>(width) * static_cast<std::size_t>(height) * num_colors);
    // A band for each thread: patches over the edge of two are made twice, so there are no more than are needed.
    const int num_bands = std::clamp(cv::getNumThreads(), 1, std::max(height / (4 * color_patch_size), 1));
    cv::parallel_for_({0, num_bands}, [&](const cv::Range& bands) {
        for (int i = bands.start; i < bands.end; ++i) {
            const int begin = height * i / num_bands;
            const int end = height * (i + 1) / num_bands;
            Band band(source, time, begin, end, sums);
            band.add_moved(stop);
            band.add_hidden(stop);
            write_rows(source, time, sums, begin, end, width, rgb.data());
        }
    });
    throw_if_stop_requested(stop);
    return Image(width, height, std::move(rgb));
}

}  // namespace kinora

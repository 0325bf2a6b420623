#include "core/media/interpolation/patch_blend.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <utility>
#include <vector>

#include <opencv2/core/hal/intrin.hpp>

#include "core/base/cancelled.h"
#include "core/media/interpolation/patch_likeness.h"

namespace kinora {

namespace {

constexpr int flow_scale = 2;  // pixels of the picture for one of the flow's
constexpr int lanes = 8;
constexpr int cell_size = color_patch_size / 2;  // pixels between patches
static_assert(color_patch_size == patch_size * flow_scale && cell_size == patch_stride * flow_scale);

constexpr float least_trust = 0.1f;       // what a patch weighs whose vector is not trusted at all
constexpr float difference_half = 20.0f;  // mean difference in grey values at which a patch weighs half
constexpr float pixel_half = 15.0f;       // the same for one pixel of a patch
constexpr float half_up = 0.53f;          // ties go up, as in the codecs that made the pictures, however the sums are rounded
constexpr float plain_weight = 0.01f;     // of both pictures as they lie, mixed: what remains where no patch is to be trusted
constexpr float hidden_weight = 0.15f;    // of patches that one picture hides, which show what is in sight in the other …
constexpr float explained_weight = 0.1f;  // … and the weight of the patches seen in both at which that is halved
constexpr float unseen_weight = 0.1f;     // of a pixel that a patch takes from where the other picture hides what is there

// Planes of one size, and in them the sums of the patches over each pixel.
struct Sums {
    Sums(cv::Size of_planes, std::size_t first, std::size_t count)
        : size(of_planes), first_plane(first), num_planes(count), weights(size.height, size.width + 2 * margin, 0.0f) {
        for (std::size_t i = 0; i < num_planes; ++i) {
            values[i] = cv::Mat1f(weights.size(), 0.0f);
        }
    }
    // Rows are written in fours, and patches may begin left of the picture.
    static constexpr int margin = color_patch_size;

    cv::Size size;
    std::size_t first_plane, num_planes;
    cv::Mat1f weights;
    std::array<cv::Mat1f, num_colors> values;  // weighted
};

std::vector<Sums> make_sums(const PatchSampler& picture) {
    const PlaneLayout layout = picture.layout();
    if (layout.halved_across == 0 && layout.halved_down == 0) {
        return {Sums(picture.size(0), 0, num_colors)};
    }
    return {Sums(picture.size(0), 0, 1), Sums(picture.size(1), 1, num_colors - 1)};
}

// How much the pixels of a row or column of a patch weigh by their place in it: most in the middle.
template <int length>
const std::array<float, length> window = [] {
    std::array<float, length> values = {};
    for (int i = 0; i < length; ++i) {
        const float to_edge = static_cast<float>(std::min(i, length - 1 - i)) + 0.5f;
        values[static_cast<std::size_t>(i)] = to_edge / (length / 2);
    }
    return values;
}();

const float* window_of(int length) {
    return length == color_patch_size ? window<color_patch_size>.data() : window<color_patch_size / 2>.data();
}

// own * own_share + other * (1 - own_share), into `own`; its values then are half as large.
void mix_into(ColorPatch& own, const ColorPatch& other, float own_share, PlaneLayout layout) {
    constexpr float most = 32767.0f;
    const auto share = static_cast<std::int16_t>(own_share * most);
    const cv::v_int16x8 own_factor = cv::v_setall_s16(share);
    const cv::v_int16x8 other_factor = cv::v_setall_s16(static_cast<std::int16_t>(most - static_cast<float>(share)));
    // Products are rounded down, both by half a unit on average.
    const cv::v_int16x8 rounding = cv::v_setall_s16(1);
    for (std::size_t plane = 0; plane < num_colors; ++plane) {
        const std::size_t begin = plane * ColorPatch::area;
        const std::size_t end = begin + static_cast<std::size_t>(layout.patch(plane).area());
        for (std::size_t i = begin; i < end; i += lanes) {
            const cv::v_int16x8 mixed = cv::v_mul_hi(cv::v_load_aligned(&own.values[i]), own_factor) +
                                        cv::v_mul_hi(cv::v_load_aligned(&other.values[i]), other_factor) + rounding;
            cv::v_store_aligned(&own.values[i], mixed);
        }
    }
}

// The rows of a picture from `begin` to `end`, in which patches of both directions are summed up.
class Band {
 public:
    Band(const BlendSource& source, float time, int begin, int end, std::vector<Sums>& sums)
        : source_(source), layout_(source.first.layout()), time_(time), begin_(begin), end_(end), sums_(sums) {}

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
        const cv::Mat1f explained = sums_[0].weights.rowRange(begin_, end_).clone();
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
            mix_into(own_, own_, 1.0f, layout_);
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
        // Even ones, so that a patch begins with a pixel in halved planes, too.
        return {flow.grid.left(column) * flow_scale + 2 * static_cast<int>(std::lround(moved.x / 2)),
                flow.grid.top(row) * flow_scale + 2 * static_cast<int>(std::lround(moved.y / 2))};
    }

    bool is_in_sight(int left, int top) const {
        return top + color_patch_size > begin_ && top < end_ && left + color_patch_size > 0 && left < sums_[0].size.width;
    }

    // Each pixel of the patch at `place` weighs less the more weight is there already.
    void weigh_unexplained(const cv::Mat1f& explained, cv::Point place) {
        for (int y = 0; y < color_patch_size; ++y) {
            // Outside the band too: a halved row at its end is half outside it.
            const float* weights = explained[std::clamp(place.y + y, begin_, end_ - 1) - begin_] + Sums::margin + place.x;
            for (int x = 0; x < color_patch_size; ++x) {
                const float ratio = weights[x] / explained_weight;
                pixel_weights_[static_cast<std::size_t>(y * color_patch_size + x)] = 1.0f / (1.0f + ratio * ratio);
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
        const float difference = measure_differences(own_, other_, layout_, pixel_weights_) / difference_half;
        weigh_differences(pixel_weights_, pixel_half);
        leave_out_hidden(side.own_flow, from.x, from.y);
        leave_out_hidden(side.other_flow, to.x, to.y);
        mix_into(own_, other_, 1.0f - side.share, layout_);
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
        add_to(sums_[0], {left, top}, {begin_, end_}, pixel_weights_, weight);
        if (sums_.size() > 1) {
            average_weights();
            add_to(sums_[1], {left >> layout_.halved_across, top >> layout_.halved_down}, layout_.rows(1, {begin_, end_}), color_weights_, weight);
        }
    }

    // The weights of the pixels of halved planes.
    void average_weights() {
        const cv::Size patch = layout_.patch(1);
        for (int y = 0; y < patch.height; ++y) {
            const float* row = &pixel_weights_[static_cast<std::size_t>(y << layout_.halved_down) * color_patch_size];
            const float* below = row + layout_.halved_down * color_patch_size;
            float* out = &color_weights_[static_cast<std::size_t>(y * patch.width)];
            for (int x = 0; x < patch.width; ++x) {
                const int left = x << layout_.halved_across;
                const int right = left + layout_.halved_across;
                out[x] = 0.25f * (row[left] + row[right] + below[left] + below[right]);
            }
        }
    }

    // The patch with its first pixel at `place`, in the given rows of the planes.
    void add_to(Sums& sums, cv::Point place, cv::Range rows, const PatchPixels& pixel_weights, float weight) {
        constexpr float unit = 2.0f / ColorPatch::one;
        const cv::Size patch = layout_.patch(sums.first_plane);
        const float* const across = window_of(patch.width);
        const float* const down = window_of(patch.height);
        for (int y = std::max(place.y, rows.start); y < std::min(place.y + patch.height, rows.end); ++y) {
            const cv::v_float32x4 row_weight = cv::v_setall_f32(weight * down[y - place.y]);
            const int row = (y - place.y) * patch.width;
            for (int x = 0; x < patch.width; x += 4) {
                const auto at = static_cast<std::size_t>(row + x);
                const cv::v_float32x4 weights = cv::v_load(across + x) * row_weight * cv::v_load(&pixel_weights[at]);
                const int column = Sums::margin + place.x + x;
                float* sum = sums.weights[y] + column;
                cv::v_store(sum, cv::v_load(sum) + weights);
                const cv::v_float32x4 units = weights * cv::v_setall_f32(unit);
                for (std::size_t plane = 0; plane < sums.num_planes; ++plane) {
                    const std::int16_t* values = &own_.values[(sums.first_plane + plane) * ColorPatch::area + at];
                    float* out = sums.values[plane][y] + column;
                    cv::v_store(out, cv::v_muladd(cv::v_cvt_f32(cv::v_load_expand(values)), units, cv::v_load(out)));
                }
            }
        }
    }

    const BlendSource& source_;
    PlaneLayout layout_;
    float time_;
    int begin_, end_;
    std::vector<Sums>& sums_;
    ColorPatch own_, other_;
    PatchPixels pixel_weights_;
    PatchPixels color_weights_;
};

template <typename Sample>
void write_rows(const BlendSource& source, float time, const Sums& sums, cv::Range rows, std::array<cv::Mat, num_colors>& planes) {
    const int bits = source.first.layout().bits;
    const auto grey_value = static_cast<float>(1 << (bits - 8));
    const auto white = static_cast<float>((1 << bits) - 1);
    for (std::size_t i = 0; i < sums.num_planes; ++i) {
        const std::size_t plane = sums.first_plane + i;
        for (int y = rows.start; y < rows.end; ++y) {
            const Sample* first = source.first.row<Sample>(plane, y);
            const Sample* second = source.second.row<Sample>(plane, y);
            const float* weights = sums.weights[y] + Sums::margin;
            const float* values = sums.values[i][y] + Sums::margin;
            Sample* out = planes[plane].ptr<Sample>(y);
            for (int x = 0; x < sums.size.width; ++x) {
                const float plain = static_cast<float>(first[x]) * (1.0f - time) + static_cast<float>(second[x]) * time;
                const float value = (values[x] * grey_value + plain_weight * plain) / (weights[x] + plain_weight) + half_up;
                out[x] = static_cast<Sample>(std::clamp(value, 0.0f, white));
            }
        }
    }
}

}  // namespace

std::array<cv::Mat, num_colors> blend_patches(const BlendSource& source, float time, const std::stop_token& stop) {
    std::vector<Sums> sums = make_sums(source.first);
    const PlaneLayout layout = source.first.layout();
    std::array<cv::Mat, num_colors> planes;
    for (std::size_t i = 0; i < planes.size(); ++i) {
        planes[i].create(source.first.size(i), layout.matrix_type());
    }
    const auto write = layout.bits == 8 ? write_rows<std::uint8_t> : write_rows<std::uint16_t>;
    const int height = source.first.size(0).height;
    // A band for each thread: patches over the edge of two are made twice, so there are no more than are needed.
    const int num_bands = std::clamp(cv::getNumThreads(), 1, std::max(height / (4 * color_patch_size), 1));
    const auto edge = [&](int band) { return band == num_bands ? height : height * band / num_bands / 2 * 2; };
    cv::parallel_for_({0, num_bands}, [&](const cv::Range& bands) {
        for (int i = bands.start; i < bands.end; ++i) {
            Band band(source, time, edge(i), edge(i + 1), sums);
            band.add_moved(stop);
            band.add_hidden(stop);
            for (const Sums& of_planes : sums) {
                write(source, time, of_planes, layout.rows(of_planes.first_plane, {edge(i), edge(i + 1)}), planes);
            }
        }
    });
    throw_if_stop_requested(stop);
    return planes;
}

}  // namespace kinora

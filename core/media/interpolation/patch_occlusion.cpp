#include "core/media/interpolation/patch_occlusion.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <limits>
#include <vector>

namespace kinora {

namespace {

constexpr float least_trusted = 0.5f;
constexpr float edge_of_a_step = 8.0f;  // grey values from pixel to pixel that count as far as one patch more
constexpr float most_steps = 6.0f;         // away from a trusted patch; what lies further is anybody's guess
constexpr float other_motion = 6.0f;        // pixels between the motions of two things; what slower ones hide is a strip thinner than a patch

// How sharp an edge lies between a patch and the next one, to the right or below: the largest step from a pixel to the next on
// the way from middle to middle, in grey values, averaged over the ways side by side.
float edge_between(const GrayLevel& level, cv::Point from, cv::Point to) {
    const bool is_across = from.y == to.y;
    const std::ptrdiff_t step = is_across ? 1 : level.stride();
    const int length = is_across ? to.x - from.x : to.y - from.y;
    constexpr int half = patch_stride / 2;
    int sum = 0;
    for (int side = -half; side < half; ++side) {
        const std::uint8_t* pixel = is_across ? level.at(from.x, from.y + side) : level.at(from.x + side, from.y);
        int largest = 0;
        for (int i = 0; i < length; ++i, pixel += step) {
            largest = std::max(largest, std::abs(pixel[step] - pixel[0]));
        }
        sum += largest;
    }
    return static_cast<float>(sum) / patch_stride;
}

// For every patch the trusted one that the shortest way leads to, where edges lengthen the way: things that move
// differently meet at edges.
class NearestTrusted {
 public:
    NearestTrusted(const PatchFlow& flow, const GrayLevel& from)
        : grid_(flow.grid), level_(from), ways_(flow.trust.size(), std::numeric_limits<float>::max()), sources_(ways_.size()) {
        for (std::size_t i = 0; i < ways_.size(); ++i) {
            sources_[i] = i;
            if (flow.trust[i] >= least_trusted) {
                ways_[i] = 0.0f;
            }
        }
        constexpr int num_sweeps = 2;
        for (int i = 0; i < num_sweeps; ++i) {
            sweep(1);
            sweep(-1);
        }
    }

    bool is_near(std::size_t index) const { return ways_[index] <= most_steps; }
    std::size_t source(std::size_t index) const { return sources_[index]; }

 private:
    void sweep(int direction) {
        const int count = grid_.columns * grid_.rows;
        for (int k = 0; k < count; ++k) {
            const int i = direction > 0 ? k : count - 1 - k;
            const auto index = static_cast<std::size_t>(i);
            if (ways_[index] == 0.0f) {
                continue;
            }
            const int column = i % grid_.columns;
            const int row = i / grid_.columns;
            if (column - direction >= 0 && column - direction < grid_.columns) {
                come_from(column - direction, row, column, row);
            }
            if (row - direction >= 0 && row - direction < grid_.rows) {
                come_from(column, row - direction, column, row);
            }
        }
    }

    void come_from(int column, int row, int here_column, int here_row) {
        const std::size_t there = grid_.index(column, row);
        const std::size_t here = grid_.index(here_column, here_row);
        if (ways_[there] + 1.0f >= ways_[here]) {
            return;
        }
        const cv::Point a(grid_.left(std::min(column, here_column)) + patch_size / 2, grid_.top(std::min(row, here_row)) + patch_size / 2);
        const cv::Point b(grid_.left(std::max(column, here_column)) + patch_size / 2, grid_.top(std::max(row, here_row)) + patch_size / 2);
        const float edge = edge_between(level_, a, b) / edge_of_a_step;
        const float way = ways_[there] + 1.0f + edge * edge;
        if (way < ways_[here]) {
            ways_[here] = way;
            sources_[here] = sources_[there];
        }
    }

    const PatchGrid& grid_;
    const GrayLevel& level_;
    std::vector<float> ways_;
    std::vector<std::size_t> sources_;
};

// Whether a patch whose middle comes to `place` in the other picture cannot be seen there.
bool is_hidden_at(const PatchFlow& back, cv::Point2f place, cv::Point2f vector) {
    const cv::Rect2f picture(0.0f, 0.0f, static_cast<float>(back.grid.width), static_cast<float>(back.grid.height));
    if (!picture.contains(place)) {
        return true;
    }
    const std::size_t there = nearest_patch(back.grid, place);
    const cv::Point2f sum = vector + back.vectors[there];
    return back.trust[there] >= least_trusted && sum.dot(sum) > other_motion * other_motion;
}

}  // namespace

void find_hidden(PatchFlow& flow, const PatchFlow& back, const GrayLevel& from) {
    flow.is_hidden.assign(flow.vectors.size(), 0);
    const NearestTrusted nearest(flow, from);
    for (int row = 0; row < flow.grid.rows; ++row) {
        for (int column = 0; column < flow.grid.columns; ++column) {
            const std::size_t index = flow.grid.index(column, row);
            if (flow.trust[index] >= least_trusted || !nearest.is_near(index)) {
                continue;
            }
            const cv::Point2f vector = flow.vectors[nearest.source(index)];
            if (is_hidden_at(back, patch_middle(flow.grid, column, row) + vector, vector)) {
                flow.is_hidden[index] = 1;
                flow.vectors[index] = vector;
            }
        }
    }
}

}  // namespace kinora

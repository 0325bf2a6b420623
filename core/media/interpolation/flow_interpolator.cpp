#include "core/media/interpolation/flow_interpolator.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <memory>
#include <utility>
#include <vector>

#include <opencv2/imgproc.hpp>

#include "core/base/cancelled.h"
#include "core/media/interpolation/blend_plan.h"
#include "core/media/interpolation/cubic_sampler.h"
#include "core/media/interpolation/gray_pyramid.h"
#include "core/media/interpolation/patch_flow.h"
#include "core/media/interpolation/patch_match.h"

namespace kinora {

namespace {

constexpr int min_search_side = 24;  // pixels of the coarsest size that is searched
constexpr int grid_scale = 2;        // pixels of the picture for one of the flow's grid
constexpr float same_motion = 0.01f;  // square of the pixels of the grid by which two motions may differ and count as one

// A picture with what is worked out of it alone.
struct PreparedImage {
    explicit PreparedImage(const Image& source) : image(source), sampler(source) {
        const cv::Mat3b rgb(source.height(), source.width(),
                            const_cast<cv::Vec3b*>(reinterpret_cast<const cv::Vec3b*>(source.rgb().data())));
        cv::Mat1b gray;
        cv::cvtColor(rgb, gray, cv::COLOR_RGB2GRAY);
        cv::Mat1b half;
        const cv::Size half_size((gray.cols + grid_scale - 1) / grid_scale, (gray.rows + grid_scale - 1) / grid_scale);
        cv::resize(gray, half, half_size, 0.0, 0.0, cv::INTER_AREA);
        // Patches have to fit into the smallest pictures too.
        const int right = std::max(patch_size - half.cols, 0);
        const int bottom = std::max(patch_size - half.rows, 0);
        cv::copyMakeBorder(half, half, 0, bottom, 0, right, cv::BORDER_REPLICATE);
        levels = gray_pyramid(half, min_search_side);
    }

    Image image;
    CubicSampler sampler;
    std::vector<GrayLevel> levels;
};

// A place on the flow's grid between two cells, for one pixel of the picture.
struct GridPlace {
    int before, after;
    float part;  // of the way from one to the other

    GridPlace(int pixel, int length) {
        const float at = (static_cast<float>(pixel) + 0.5f) / grid_scale - 0.5f;
        const float inside = std::clamp(at, 0.0f, static_cast<float>(length - 1));
        before = static_cast<int>(inside);
        after = std::min(before + 1, length - 1);
        part = inside - static_cast<float>(before);
    }
};

BlendCell mix(const BlendCell& a, const BlendCell& b, float part) {
    return {a.first_motion + part * (b.first_motion - a.first_motion), a.second_motion + part * (b.second_motion - a.second_motion),
            a.weights + part * (b.weights - a.weights)};
}

class FlowInterpolator : public FrameInterpolator {
 public:
    std::string_view name() const override { return "flow"; }

    void set_pair(const Image& first, const Image& second, const std::stop_token& stop) override {
        assert(first.width() == second.width() && first.height() == second.height());
        // Going through a clip, the second picture of a pair is the first of the next.
        std::shared_ptr<const PreparedImage> before = second_ && is_same(second_->image, first) ? second_ : std::make_shared<PreparedImage>(first);
        auto after = std::make_shared<const PreparedImage>(second);
        FlowFields flows = estimate_flows(before->levels, after->levels, stop);
        flows_ = pair_flows(std::move(flows.forward), std::move(flows.backward));
        first_ = std::move(before);
        second_ = std::move(after);
    }

    Image between(double time, const std::stop_token& stop) override {
        assert(first_ && time > 0.0 && time < 1.0);
        const auto t = static_cast<float>(time);
        const auto plan = plan_blend(flows_, first_->levels.front(), second_->levels.front(), t, stop);
        const int width = first_->image.width();
        const int height = first_->image.height();
        std::vector<std::uint8_t> rgb(static_cast<std::size_t>(width) * static_cast<std::size_t>(height) * 3);
        cv::parallel_for_({0, height}, [&](const cv::Range& rows) {
            for (int y = rows.start; y < rows.end && !stop.stop_requested(); ++y) {
                render_row(plan, t, y, rgb.data() + static_cast<std::ptrdiff_t>(y) * width * 3);
            }
        });
        throw_if_stop_requested(stop);
        return Image(width, height, std::move(rgb));
    }

 private:
    static bool is_same(const Image& a, const Image& b) { return a.rgb().data() == b.rgb().data() && a.width() == b.width(); }

    void render_row(const std::vector<BlendCell>& plan, float time, int y, std::uint8_t* out) const {
        const int columns = flows_.forward.cols;
        const GridPlace row(y, flows_.forward.rows);
        const BlendCell* above = plan.data() + static_cast<std::ptrdiff_t>(row.before) * columns;
        const BlendCell* below = plan.data() + static_cast<std::ptrdiff_t>(row.after) * columns;
        std::vector<BlendCell> cells(static_cast<std::size_t>(columns));
        for (std::size_t i = 0; i < cells.size(); ++i) {
            cells[i] = mix(above[i], below[i], row.part);
        }
        for (int x = 0; x < first_->image.width(); ++x) {
            const GridPlace column(x, columns);
            const BlendCell cell = mix(cells[static_cast<std::size_t>(column.before)], cells[static_cast<std::size_t>(column.after)], column.part);
            render_pixel(cell, time, x, y, out + 3 * x);
        }
    }

    void render_pixel(const BlendCell& cell, float time, int x, int y, std::uint8_t* out) const {
        const cv::Point2f place(static_cast<float>(x), static_cast<float>(y));
        std::array<float, 3> sum = {0.5f, 0.5f, 0.5f};  // rounds below
        const auto add = [&](const CubicSampler& sampler, cv::Point2f motion, float share, float weight) {
            const auto sample = sampler.sample(place.x + share * motion.x, place.y + share * motion.y);
            for (std::size_t i = 0; i < sum.size(); ++i) {
                sum[i] += static_cast<float>(sample[i]) * weight;
            }
        };
        const float before = -time * grid_scale;
        const float after = (1.0f - time) * grid_scale;
        const cv::Vec4f weights = cell.weights * (1.0f / CubicSampler::one);
        const cv::Point2f apart = cell.first_motion - cell.second_motion;
        if (apart.dot(apart) < same_motion) {
            const cv::Point2f motion = 0.5f * (cell.first_motion + cell.second_motion);
            add(first_->sampler, motion, before, weights[0] + weights[2]);
            add(second_->sampler, motion, after, weights[1] + weights[3]);
        } else {
            add(first_->sampler, cell.first_motion, before, weights[0]);
            add(second_->sampler, cell.first_motion, after, weights[1]);
            add(first_->sampler, cell.second_motion, before, weights[2]);
            add(second_->sampler, cell.second_motion, after, weights[3]);
        }
        for (std::size_t i = 0; i < sum.size(); ++i) {
            out[i] = static_cast<std::uint8_t>(std::clamp(sum[i], 0.0f, 255.0f));
        }
    }

    std::shared_ptr<const PreparedImage> first_, second_;
    FlowPair flows_;
};

}  // namespace

std::unique_ptr<FrameInterpolator> make_flow_interpolator() {
    return std::make_unique<FlowInterpolator>();
}

}  // namespace kinora

#include "core/media/interpolation/scene_cut.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>

#include <opencv2/imgproc.hpp>

#include "core/media/interpolation/gray_pyramid.h"
#include "core/media/interpolation/patch_match.h"
#include "core/media/rgb_matrix.h"

namespace kinora {

namespace {

constexpr int thumbnail_side = 96;       // pixels of the longer side
// Of 114 pairs of real footage, those between 0.2 and 0.23 still came out 4.8 dB better than a mix of both pictures, on average, and the one
// at 0.38 no better.
constexpr double hard_threshold = 0.3;
// scene_change() and layout_change() together, from which on it is another shot. Water, which is new in every detail from frame to frame, came to
// 1.07 at most, cuts to 1.25 and more.
constexpr double least_of_cut = 1.15;
constexpr double even_layout = 4.0;      // grey values, added to what the parts of a picture differ by
constexpr double noise = 2.0;            // grey values a pixel that never count as change
constexpr int duplicate_cell = 8;        // pixels of the picture to a side over which the noise of compression averages out
constexpr double duplicate_mean = 0.5;   // grey values by which duplicates may differ over all …
constexpr double duplicate_cell_most = 3.0;  // … and in one cell

cv::Mat1b thumbnail(const Image& image) {
    cv::Mat1b gray;
    cv::cvtColor(rgb_matrix(image), gray, cv::COLOR_RGB2GRAY);
    const double scale = std::min(1.0, static_cast<double>(thumbnail_side) / std::max(gray.cols, gray.rows));
    const auto side = [&](int length) { return std::max(static_cast<int>(std::lround(length * scale)), patch_size); };
    cv::Mat1b small;
    cv::resize(gray, small, {side(gray.cols), side(gray.rows)}, 0.0, 0.0, cv::INTER_AREA);
    return small;
}

// The differences between a patch and another, apart from their means, summed; and between the patch and its own mean.
struct PatchChange {
    double moved = 0.0;
    double flat = 0.0;
};

PatchChange patch_change(const GrayLevel& from, const GrayLevel& to, cv::Point corner, cv::Point vector) {
    double mean_from = 0.0;
    double mean_to = 0.0;
    const auto for_each_pixel = [&](const auto& use) {
        for (int y = 0; y < patch_size; ++y) {
            for (int x = 0; x < patch_size; ++x) {
                use(*from.at(corner.x + x, corner.y + y), *to.at(corner.x + vector.x + x, corner.y + vector.y + y));
            }
        }
    };
    for_each_pixel([&](std::uint8_t a, std::uint8_t b) {
        mean_from += a;
        mean_to += b;
    });
    mean_from /= patch_size * patch_size;
    mean_to /= patch_size * patch_size;
    PatchChange change;
    for_each_pixel([&](std::uint8_t a, std::uint8_t b) {
        change.moved += std::max(std::abs((a - mean_from) - (b - mean_to)) - noise, 0.0);
        change.flat += std::max(std::abs(a - mean_from), noise);
    });
    // Part of a difference in brightness is change, not light.
    change.moved += 0.25 * patch_size * patch_size * std::max(std::abs(mean_from - mean_to) - noise, 0.0);
    return change;
}

// How differently light and colours are spread over two pictures, as a share of how unevenly they are spread: motion hardly matters.
double layout_change(const Image& first, const Image& second) {
    const cv::Size parts(8, 6);
    const auto layout = [&](const Image& image) {
        cv::Mat3b spread;
        cv::resize(rgb_matrix(image), spread, parts, 0.0, 0.0, cv::INTER_AREA);
        return cv::Mat3f(spread);
    };
    const auto mean_of = [](const cv::Scalar& colors) { return (colors[0] + colors[1] + colors[2]) / 3.0; };
    const auto unevenness = [&](const cv::Mat3f& spread) {
        cv::Scalar mean, deviation;
        cv::meanStdDev(spread, mean, deviation);
        return mean_of(deviation);
    };
    const cv::Mat3f before = layout(first);
    const cv::Mat3f after = layout(second);
    cv::Mat3f difference;
    cv::absdiff(before, after, difference);
    return mean_of(cv::mean(difference)) / ((unevenness(before) + unevenness(after)) / 2.0 + even_layout);
}

}  // namespace

double scene_change(const Image& first, const Image& second) {
    const GrayLevel from(thumbnail(first));
    const GrayLevel to(thumbnail(second));
    const PatchGrid nothing_coarser;
    LevelSearch search(from, to, nothing_coarser, 0);
    search.search();
    const PatchGrid& grid = search.grid();
    PatchChange sum;
    for (int row = 0; row < grid.rows; ++row) {
        for (int column = 0; column < grid.columns; ++column) {
            const PatchChange change = patch_change(from, to, {grid.left(column), grid.top(row)},
                                                    grid.vectors[grid.index(column, row)]);
            sum.moved += change.moved;
            sum.flat += change.flat;
        }
    }
    const double change = sum.moved / sum.flat;
    const bool may_be_cut = change > scene_cut_threshold && change + layout_change(first, second) > least_of_cut;
    return may_be_cut ? change : std::min(change, scene_cut_threshold);
}

bool is_scene_cut(double change) {
    return change > scene_cut_threshold;
}

bool is_scene_cut(const Image& first, const Image& second) {
    return is_scene_cut(scene_change(first, second));
}

bool is_hard_to_bridge(double change) {
    return change > hard_threshold && !is_scene_cut(change);
}

bool is_duplicate_frame(const Image& first, const Image& second) {
    cv::Mat3b difference;
    cv::absdiff(rgb_matrix(first), rgb_matrix(second), difference);
    if (cv::mean(difference)[0] > duplicate_mean || cv::mean(difference)[1] > duplicate_mean || cv::mean(difference)[2] > duplicate_mean) {
        return false;
    }
    const auto cells = [](int length) { return std::max(length / duplicate_cell, 1); };
    cv::Mat3f by_cell;
    difference.convertTo(by_cell, CV_32FC3);
    cv::resize(by_cell, by_cell, {cells(difference.cols), cells(difference.rows)}, 0.0, 0.0, cv::INTER_AREA);
    double most = 0.0;
    cv::minMaxLoc(by_cell.reshape(1), nullptr, &most);
    return most <= duplicate_cell_most;
}

}  // namespace kinora

#include "ui/timeline/timeline_geometry.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace kinora {

namespace {

constexpr double leastPixelsPerFrame = 1e-7;
constexpr double roomBehindTheEnd = 1.08;

}  // namespace

void TimelineGeometry::setSize(int width, int height) {
    width_ = std::max(width, 1);
    height_ = std::max(height, 1);
}

void TimelineGeometry::setRows(std::vector<int> heights) {
    heights_ = std::move(heights);
}

void TimelineGeometry::scrollTo(double left, int top) {
    left_ = std::clamp(left, 0.0, static_cast<double>(last_possible_frame));
    top_ = std::clamp(top, 0, std::max(contentHeight() - height_, 0));
}

void TimelineGeometry::zoomAbout(double x, double factor) {
    const double frame = left_ + x / pixelsPerFrame_;
    pixelsPerFrame_ = std::clamp(pixelsPerFrame_ * factor, leastPixelsPerFrame, mostPixelsPerFrame);
    scrollTo(frame - x / pixelsPerFrame_, top_);
}

void TimelineGeometry::fit(std::int64_t end) {
    const double frames = static_cast<double>(std::max<std::int64_t>(end, 24)) * roomBehindTheEnd;
    pixelsPerFrame_ = end > 0 ? std::clamp(width_ / frames, leastPixelsPerFrame, mostPixelsPerFrame) : usualPixelsPerFrame;
    scrollTo(0.0, top_);
}

std::int64_t TimelineGeometry::frameAt(double x) const {
    return std::max<std::int64_t>(static_cast<std::int64_t>(std::floor(left_ + x / pixelsPerFrame_)), 0);
}

std::int64_t TimelineGeometry::edgeAt(double x) const {
    return std::max<std::int64_t>(std::llround(left_ + x / pixelsPerFrame_), 0);
}

std::int64_t TimelineGeometry::framesIn(double pixels) const {
    return std::llround(pixels / pixelsPerFrame_);
}

FrameRange TimelineGeometry::framesBetween(double left, double right) const {
    const std::int64_t first = frameAt(left);
    const auto end = static_cast<std::int64_t>(std::ceil(left_ + right / pixelsPerFrame_));
    return {first, std::max<std::int64_t>(end - first, 0)};
}

int TimelineGeometry::rowTop(std::size_t track) const {
    int y = -top_;
    for (std::size_t above = heights_.size(); above > track; --above) {
        y += rowHeight(above) + rowGap;
    }
    return y;
}

int TimelineGeometry::contentHeight() const {
    int height = rowAboveHeight + rowGap;
    for (const int row : heights_) {
        height += row + rowGap;
    }
    return height;
}

std::optional<std::size_t> TimelineGeometry::trackAt(double y) const {
    double bottom = rowAboveHeight + rowGap - top_;
    for (std::size_t track = heights_.size(); track-- > 0;) {
        const double row = bottom;
        bottom += heights_[track] + rowGap;
        if (y >= row && y < bottom) {
            return track;
        }
    }
    return std::nullopt;
}

QRectF TimelineGeometry::clipRect(std::size_t track, const FrameRange& range) const {
    return {xOf(range.start), static_cast<double>(rowTop(track)), widthOf(range.length), static_cast<double>(rowHeight(track))};
}

ClipSpan clipsIn(const Track& track, const FrameRange& range) {
    const auto& clips = track.clips;
    const auto first = std::ranges::partition_point(clips, [&](const Shared<Clip>& clip) { return clip->end() <= range.start; });
    const auto last = std::partition_point(first, clips.end(), [&](const Shared<Clip>& clip) { return clip->start < range.end(); });
    return {static_cast<std::size_t>(first - clips.begin()), static_cast<std::size_t>(last - clips.begin())};
}

}  // namespace kinora

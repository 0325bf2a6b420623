// Where frames and tracks are on the screen. No painting; places count from the corner of the view, in pixels. The lowest track,
// index 0, is the lowest row; above the topmost is a narrow row with the index of a track that is not there yet.
#pragma once

#include <QRectF>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "core/project/timeline.h"

namespace kinora {

class TimelineGeometry {
 public:
    static constexpr double mostPixelsPerFrame = 64.0;
    static constexpr double usualPixelsPerFrame = 4.0;
    static constexpr int rowGap = 2;
    static constexpr int rowAboveHeight = 22;

    double pixelsPerFrame() const { return pixelsPerFrame_; }
    double left() const { return left_; }  // the frame at the left border, with its fraction
    int top() const { return top_; }       // pixels that are scrolled away
    int width() const { return width_; }
    int height() const { return height_; }

    void setSize(int width, int height);
    void setRows(std::vector<int> heights);  // by the index of the track
    void scrollTo(double left, int top);
    // The frame that is at `x` stays there.
    void zoomAbout(double x, double factor);
    // All frames before `end`, with some room behind them; the usual scale where there are none.
    void fit(std::int64_t end);

    double xOf(std::int64_t frame) const { return (static_cast<double>(frame) - left_) * pixelsPerFrame_; }
    double widthOf(std::int64_t frames) const { return static_cast<double>(frames) * pixelsPerFrame_; }
    // The frame whose share holds x; 0 at least.
    std::int64_t frameAt(double x) const;
    // The nearest border between two frames; 0 at least.
    std::int64_t edgeAt(double x) const;
    std::int64_t framesIn(double pixels) const;

    // What is seen between two places: every frame that has a pixel there.
    FrameRange framesBetween(double left, double right) const;
    FrameRange visibleFrames() const { return framesBetween(0.0, width_); }

    int numRows() const { return static_cast<int>(heights_.size()); }
    int rowTop(std::size_t track) const;
    int rowHeight(std::size_t track) const { return track < heights_.size() ? heights_[track] : rowAboveHeight; }
    int contentHeight() const;
    std::optional<std::size_t> trackAt(double y) const;
    bool isAboveTracks(double y) const { return y < rowAboveHeight + rowGap - top_; }
    QRectF clipRect(std::size_t track, const FrameRange& range) const;

 private:
    double pixelsPerFrame_ = usualPixelsPerFrame;
    double left_ = 0.0;
    int top_ = 0;
    int width_ = 1;
    int height_ = 1;
    std::vector<int> heights_;
};

// The clips of a track that have a frame in `range`, as indices [first, last). By binary search.
struct ClipSpan {
    std::size_t first = 0;
    std::size_t last = 0;
};

ClipSpan clipsIn(const Track& track, const FrameRange& range);

}  // namespace kinora

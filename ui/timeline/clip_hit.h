// What is under the pointer.
#pragma once

#include <QPointF>

#include <cstddef>
#include <cstdint>
#include <optional>

#include "ui/timeline/timeline_geometry.h"

namespace kinora {

struct Project;

enum class ClipZone : std::uint8_t { none, body, startEdge, endEdge, takes };

struct ClipHit {
    ClipZone zone = ClipZone::none;
    std::optional<std::size_t> track;  // the row, also in a gap
    const Clip* clip = nullptr;        // lives as long as the project
    std::int64_t frame = 0;
    std::int64_t reach = 0;            // the frames in a few pixels, for snapping
};

ClipHit hitTest(const Project& project, const TimelineGeometry& geometry, const QPointF& at);

// The count of takes, in the upper right corner of a clip that has several and room for it.
QRectF takesBadge(const QRectF& clip, std::size_t numVersions);

}  // namespace kinora

#include "core/project/edits/marker_edits.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "core/base/error.h"
#include "core/project/edits/track_contents.h"

namespace kinora {

namespace {

void require_on_timeline(std::int64_t start, std::int64_t length) {
    if (start < 0 || length < 0) {
        throw EditError(Sentence::of("a marker cannot begin before the timeline"));
    }
    if (start > last_possible_frame || length > last_possible_frame) {
        throw EditError(Sentence::of("a marker cannot lie so far from the beginning of the timeline"));
    }
}

template <typename Change>
Project change_markers(const Project& project, Change&& change) {
    Project result = project;
    change_list(result.timeline.markers, [&](std::vector<Shared<Marker>>& markers) {
        change(markers);
        std::ranges::stable_sort(markers, {}, [](const Shared<Marker>& marker) { return marker->start; });
    });
    return result;
}

void require_marker(const Project& project, MarkerId id) {
    if (find_marker(project, id) == nullptr) {
        throw EditError(Sentence::of("the marker is no longer in the project"));
    }
}

}  // namespace

Project add_marker(const Project& project, Marker marker) {
    require_on_timeline(marker.start, marker.length);
    Project numbered = project;
    marker.id = new_id<MarkerId>(numbered);
    return change_markers(numbered, [&](std::vector<Shared<Marker>>& markers) { markers.emplace_back(std::move(marker)); });
}

Project change_marker(const Project& project, Marker marker) {
    require_on_timeline(marker.start, marker.length);
    require_marker(project, marker.id);
    return change_markers(project, [&](std::vector<Shared<Marker>>& markers) {
        *std::ranges::find_if(markers, [&](const Shared<Marker>& other) { return other->id == marker.id; }) = std::move(marker);
    });
}

Project remove_marker(const Project& project, MarkerId id) {
    require_marker(project, id);
    return change_markers(project, [&](std::vector<Shared<Marker>>& markers) {
        std::erase_if(markers, [&](const Shared<Marker>& marker) { return marker->id == id; });
    });
}

Project set_in_point(const Project& project, std::int64_t frame) {
    require_on_timeline(frame, 0);
    Project result = project;
    const auto& old = project.timeline.range;
    const std::int64_t end = old && old->end() > frame ? old->end() : std::max(timeline_end(project), frame + 1);
    result.timeline.range = FrameRange{frame, std::min(end - frame, last_possible_frame)};
    return result;
}

Project set_out_point(const Project& project, std::int64_t frame) {
    require_on_timeline(frame, 0);
    Project result = project;
    const auto& old = project.timeline.range;
    const std::int64_t start = old && old->start <= frame ? old->start : 0;
    result.timeline.range = FrameRange{start, std::min(frame + 1 - start, last_possible_frame)};
    return result;
}

Project clear_range_points(const Project& project) {
    Project result = project;
    result.timeline.range.reset();
    return result;
}

}  // namespace kinora

// Times of OpenTimelineIO: a number of units and how many of them a second has. Private to the format.
#pragma once

#include <cstdint>
#include <optional>

#include <nlohmann/json.hpp>

#include "core/base/frame_time.h"

namespace kinora::otio {

// Seconds; long, so that frame numbers of any rate come back exactly.
using Seconds = long double;

struct Span {
    Seconds start = 0;
    Seconds duration = 0;
};

// These give nothing where there is no time at all, and throw MalformedData for a time that no timeline has.
std::optional<Seconds> read_time(const nlohmann::json& time);
std::optional<Span> read_span(const nlohmann::json& range);

// The rate of a range's duration; nothing where that is no rate of pictures.
std::optional<FrameRate> rate_of(const nlohmann::json& range);

// The nearest frame.
std::int64_t frame_at(Seconds seconds, const FrameRate& rate);

// A field of an object; null where there is none.
const nlohmann::json& field(const nlohmann::json& object, const char* key);

}  // namespace kinora::otio

#include "core/project/interchange/otio_time.h"

#include <cmath>

#include "core/base/error.h"
#include "core/project/timeline.h"

namespace kinora::otio {

namespace {

using nlohmann::json;

// What last_possible_frame is at the slowest rate would be more than anybody means.
constexpr Seconds most_seconds = 1e9L;

}  // namespace

const json& field(const json& object, const char* key) {
    static const json none;
    if (!object.is_object()) {
        return none;
    }
    const auto found = object.find(key);
    return found == object.end() ? none : *found;
}

std::optional<Seconds> read_time(const json& time) {
    if (time.is_null()) {
        return std::nullopt;
    }
    const json& value = field(time, "value");
    const json& rate = field(time, "rate");
    if (!value.is_number() || !rate.is_number() || !(rate.get<double>() > 0.0)) {
        throw MalformedData(Sentence::of("holds a time without a value or a rate above 0"));
    }
    const Seconds seconds = static_cast<Seconds>(value.get<double>()) / static_cast<Seconds>(rate.get<double>());
    if (!(std::abs(seconds) <= most_seconds)) {
        throw MalformedData(Sentence::of("names a time that no timeline has"));
    }
    return seconds;
}

std::optional<Span> read_span(const json& range) {
    if (range.is_null()) {
        return std::nullopt;
    }
    const auto start = read_time(field(range, "start_time"));
    const auto duration = read_time(field(range, "duration"));
    if (!duration || *duration < 0) {
        throw MalformedData(Sentence::of("holds a range without a duration of 0 or more"));
    }
    return Span{start.value_or(0), *duration};
}

std::optional<FrameRate> rate_of(const json& range) {
    const json& rate = field(field(range, "duration"), "rate");
    try {
        return rate.is_number() ? std::optional(frame_rate_from_double(rate.get<double>())) : std::nullopt;
    } catch (const InvalidRequest&) {
        return std::nullopt;
    }
}

std::int64_t frame_at(Seconds seconds, const FrameRate& rate) {
    const Seconds frame = seconds * static_cast<Seconds>(rate.numerator) / static_cast<Seconds>(rate.denominator);
    if (!(std::abs(frame) <= static_cast<Seconds>(last_possible_frame))) {
        throw MalformedData(Sentence::of("names a time that no timeline has"));
    }
    return std::llround(frame);
}

}  // namespace kinora::otio

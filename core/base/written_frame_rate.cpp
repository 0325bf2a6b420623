#include "core/base/written_frame_rate.h"

#include <charconv>
#include <cstdint>
#include <numeric>
#include <optional>

namespace kinora {

namespace {

// What is reckoned with rates fits into 128 bits.
constexpr std::int64_t max_term = std::int64_t{1} << 53;

std::optional<std::int64_t> read_term(std::string_view text) {
    std::int64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    const bool is_term = error == std::errc() && end == text.data() + text.size() && value > 0 && value <= max_term;
    return is_term ? std::optional(value) : std::nullopt;
}

}  // namespace

FrameRate read_written_frame_rate(std::string_view text) {
    const auto slash = text.find('/');
    const auto numerator = read_term(text.substr(0, slash));
    const auto denominator = slash == std::string_view::npos ? std::optional<std::int64_t>(1) : read_term(text.substr(slash + 1));
    if (!numerator || !denominator) {
        return parse_frame_rate(text);  // as somebody wrote it by hand, such as 23.976
    }
    const std::int64_t divisor = std::gcd(*numerator, *denominator);
    return {*numerator / divisor, *denominator / divisor};
}

}  // namespace kinora

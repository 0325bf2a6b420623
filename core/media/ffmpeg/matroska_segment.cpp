#include "core/media/ffmpeg/matroska_segment.h"

#include <array>
#include <bit>
#include <cstdint>
#include <fstream>
#include <optional>
#include <string_view>
#include <system_error>

namespace kinora::ffmpeg {

namespace {

constexpr std::string_view header_id = "\x1A\x45\xDF\xA3";
constexpr std::string_view segment_id = "\x18\x53\x80\x67";

bool read_id(std::istream& in, std::string_view id) {
    std::array<char, 4> found = {};
    return in.read(found.data(), found.size()) && std::string_view(found.data(), found.size()) == id;
}

// EBML's numbers begin with as many zeros as bytes follow; with nothing but ones behind that, the size is not known.
std::optional<std::uint64_t> read_size(std::istream& in) {
    const int first = in.get();
    if (first <= 0) {
        return std::nullopt;
    }
    const int length = std::countl_zero(static_cast<std::uint8_t>(first)) + 1;
    std::uint64_t size = static_cast<std::uint64_t>(first) & (0xFFU >> length);
    for (int i = 1; i < length; ++i) {
        size = size << 8 | static_cast<std::uint8_t>(in.get());
    }
    const std::uint64_t unknown = (std::uint64_t{1} << 7 * length) - 1;
    return in && size != unknown ? std::optional(size) : std::nullopt;
}

}  // namespace

bool holds_whole_segment(const std::filesystem::path& path) {
    std::error_code failed;
    const std::uintmax_t file_size = std::filesystem::file_size(path, failed);
    std::ifstream in(path, std::ios::binary);
    const auto header = !failed && read_id(in, header_id) ? read_size(in) : std::nullopt;
    if (!header || *header > file_size || !in.seekg(static_cast<std::streamoff>(*header), std::ios::cur)) {
        return false;
    }
    const auto segment = read_id(in, segment_id) ? read_size(in) : std::nullopt;
    return segment && *segment <= file_size - static_cast<std::uintmax_t>(in.tellg());
}

}  // namespace kinora::ffmpeg

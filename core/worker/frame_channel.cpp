#include "core/worker/frame_channel.h"

#include <sys/socket.h>
#include <sys/uio.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <utility>

#include "core/base/bounded_json.h"
#include "core/base/error.h"

namespace kinora {

namespace {

constexpr std::array<char, 4> magic = {'K', 'N', 'R', 'A'};
constexpr std::size_t max_json_bytes = 32'000'000;
constexpr std::size_t max_buffers = 100'000;
constexpr std::size_t max_payload_bytes = std::size_t{8} << 30;
constexpr std::size_t growth_bytes = 1 << 20;
constexpr std::size_t max_vectors = 512;  // below every system's limit for one write

std::uint64_t read_little_endian(const std::byte* bytes, std::size_t count) {
    std::uint64_t value = 0;
    for (std::size_t i = 0; i < count; ++i) {
        value |= std::to_integer<std::uint64_t>(bytes[i]) << (8 * i);
    }
    return value;
}

void append_little_endian(std::string& text, std::uint64_t value, std::size_t count) {
    for (std::size_t i = 0; i < count; ++i) {
        text.push_back(static_cast<char>((value >> (8 * i)) & 0xff));
    }
}

}  // namespace

std::span<std::byte> ChannelReader::space() {
    if (received_ == bytes_.size()) {
        // A long part doubles what it has; one that only claims to be long never takes more than it sent.
        const std::size_t more = std::min(expected_ - received_, std::max(received_, growth_bytes));
        bytes_.resize(received_ + more);
    }
    return std::span(bytes_).subspan(received_);
}

std::optional<Frame> ChannelReader::filled(std::size_t count) {
    received_ += count;
    return received_ == expected_ ? advance() : std::nullopt;
}

void ChannelReader::begin_part(Part part, std::size_t size) {
    part_ = part;
    expected_ = size;
    received_ = 0;
    bytes_.clear();
}

std::optional<Frame> ChannelReader::advance() {
    if (part_ == Part::head) {
        read_head();
        return std::nullopt;
    }
    if (part_ == Part::json) {
        read_json();
        if (payload_bytes_ > 0) {
            begin_part(Part::payload, payload_bytes_);
            return std::nullopt;
        }
    } else {
        frame_.payload = std::move(bytes_);
        std::size_t position = 0;
        for (Buffer& buffer : frame_.buffers) {
            buffer = Buffer(frame_.payload).subspan(position, buffer.size());
            position += buffer.size();
        }
    }
    begin_part(Part::head, head_bytes);
    return std::exchange(frame_, Frame());
}

void ChannelReader::read_head() {
    if (std::memcmp(bytes_.data(), magic.data(), magic.size()) != 0) {
        throw MalformedData("what arrives is not Kinora's worker protocol");
    }
    const auto version = read_little_endian(bytes_.data() + 4, 2);
    if (version != protocol_version) {
        throw MalformedData("the other program speaks version " + std::to_string(version) + " of the worker protocol and this one version " +
                            std::to_string(protocol_version) + "; use the same version of Kinora for both");
    }
    frame_.type = static_cast<std::uint16_t>(read_little_endian(bytes_.data() + 6, 2));
    const auto json_bytes = read_little_endian(bytes_.data() + 8, 4);
    num_buffers_ = read_little_endian(bytes_.data() + 12, 4);
    payload_bytes_ = read_little_endian(bytes_.data() + 16, 8);
    if (json_bytes < 2 || json_bytes > max_json_bytes || num_buffers_ > max_buffers || payload_bytes_ > max_payload_bytes) {
        throw MalformedData("a frame has a size that is not allowed");
    }
    begin_part(Part::json, json_bytes);
}

void ChannelReader::read_json() {
    const JsonLimits limits = {.max_depth = 16, .max_values = 2'000'000, .max_string_bytes = max_json_bytes};
    const std::string_view text(reinterpret_cast<const char*>(bytes_.data()), bytes_.size());
    nlohmann::json header;
    try {
        header = parse_bounded_json(text, limits, "");
    } catch (const Error& error) {
        throw MalformedData(std::string("a frame's header ") + error.what());
    }
    std::size_t total = 0;
    for (const nlohmann::json& item : read_array(header, "buffers", num_buffers_)) {
        const auto size = static_cast<std::size_t>(
            read_integer({{"buffers", item}}, "buffers", 0, static_cast<std::int64_t>(max_payload_bytes)));
        // The place is filled in when the payload is there.
        frame_.buffers.push_back({static_cast<const std::byte*>(nullptr), size});
        total += size;
        if (total > payload_bytes_) {
            break;
        }
    }
    if (frame_.buffers.size() != num_buffers_ || total != payload_bytes_) {
        throw MalformedData("a frame's buffers do not fit its payload");
    }
    frame_.body = std::move(header["body"]);
}

OutgoingFrame::OutgoingFrame(std::uint16_t type, Serialized content) : buffers_(std::move(content.buffers)) {
    nlohmann::json sizes = nlohmann::json::array();
    std::size_t total = 0;
    for (const Buffer& buffer : buffers_) {
        sizes.push_back(buffer.size());
        total += buffer.size();
    }
    const nlohmann::json header = {{"body", std::move(content.json)}, {"buffers", std::move(sizes)}};
    const std::string text = header.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
    head_.assign(magic.data(), magic.size());
    append_little_endian(head_, protocol_version, 2);
    append_little_endian(head_, type, 2);
    append_little_endian(head_, text.size(), 4);
    append_little_endian(head_, buffers_.size(), 4);
    append_little_endian(head_, total, 8);
    head_ += text;
}

bool OutgoingFrame::send(int descriptor) {
    while (true) {
        std::vector<iovec> parts;
        std::size_t skip = sent_;
        const auto add = [&](const void* data, std::size_t size) {
            if (skip >= size) {
                skip -= size;
            } else if (parts.size() < max_vectors) {
                parts.push_back({const_cast<char*>(static_cast<const char*>(data)) + skip, size - skip});
                skip = 0;
            }
        };
        add(head_.data(), head_.size());
        for (const Buffer& buffer : buffers_) {
            add(buffer.data(), buffer.size());
        }
        if (parts.empty()) {
            return true;
        }
        msghdr message = {};
        message.msg_iov = parts.data();
        message.msg_iovlen = parts.size();
        ssize_t count = ::sendmsg(descriptor, &message, MSG_NOSIGNAL);
        if (count < 0 && errno == ENOTSOCK) {
            count = ::writev(descriptor, parts.data(), static_cast<int>(parts.size()));
        }
        if (count < 0 && errno == EINTR) {
            continue;
        }
        if (count < 0 && (errno == EAGAIN || errno == EWOULDBLOCK)) {
            return false;
        }
        if (count < 0) {
            throw StreamClosed();
        }
        sent_ += static_cast<std::size_t>(count);
    }
}

}  // namespace kinora

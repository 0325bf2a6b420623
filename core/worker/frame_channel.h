// Frames on a stream of bytes between two processes: a head of fixed size, JSON, raw payload.
//
//     0  magic "KNRA"      4  version (u16)      6  type (u16)
//     8  bytes of JSON (u32)   12  number of buffers (u32)   16  bytes of payload (u64)     all little-endian
//    24  JSON: {"body": …, "buffers": [bytes of each]}, then the buffers one after the other
//
// Sizes are checked against limits before anything is allocated, and memory grows with what has arrived, not with what was
// announced.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/generation/serialize.h"

namespace kinora {

constexpr std::uint16_t protocol_version = 1;

struct Frame {
    std::uint16_t type = 0;
    nlohmann::json body;
    std::vector<std::byte> payload;
    std::vector<Buffer> buffers;  // parts of the payload

    Frame() = default;
    Frame(Frame&&) = default;
    Frame& operator=(Frame&&) = default;
};

// Takes bytes as they come and gives frames.
class ChannelReader {
 public:
    // Where to put the next bytes; never empty.
    std::span<std::byte> space();

    // Says how many bytes were put there. Returns the frame that they completed, if any. Throws MalformedData; the stream is then of
    // no use any more.
    std::optional<Frame> filled(std::size_t count);

    // True if the stream may end here.
    bool is_between_frames() const { return part_ == Part::head && received_ == 0; }

 private:
    enum class Part : std::uint8_t { head, json, payload };

    std::optional<Frame> advance();
    void begin_part(Part part, std::size_t size);
    void read_head();
    void read_json();

    static constexpr std::size_t head_bytes = 24;

    Part part_ = Part::head;
    std::size_t expected_ = head_bytes;  // bytes of the current part
    std::size_t received_ = 0;
    std::vector<std::byte> bytes_;  // of the current part
    std::size_t num_buffers_ = 0;
    std::size_t payload_bytes_ = 0;
    Frame frame_;
};

// A frame on its way out. The buffers must live until it is sent.
class OutgoingFrame {
 public:
    OutgoingFrame(std::uint16_t type, Serialized content);

    // Writes as much as the descriptor takes. True when all is sent; false if a descriptor that does not block is full. Throws
    // StreamClosed if nobody reads any more.
    bool send(int descriptor);

    bool has_begun() const { return sent_ > 0; }

 private:
    std::string head_;  // with the JSON
    std::vector<Buffer> buffers_;
    std::size_t sent_ = 0;
};

class StreamClosed : public std::exception {
 public:
    const char* what() const noexcept override { return "the other end of the stream is closed"; }
};

}  // namespace kinora

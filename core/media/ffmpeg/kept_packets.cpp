#include "core/media/ffmpeg/kept_packets.h"

#include <fcntl.h>
#include <sys/types.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <string_view>

#include "core/base/cancelled.h"
#include "core/base/error.h"
#include "core/media/ffmpeg/av_error.h"

namespace kinora::ffmpeg {

namespace {

constexpr std::string_view magic = "KINORA KEPT PACKETS 2\n";
constexpr std::uint32_t packet_kind = 1;
constexpr std::uint32_t end_kind = 2;
constexpr std::uint32_t header_kind = 3;  // the codec's header, which AV1's encoder brings with a packet: the next one here

}  // namespace

// As it lies in the file, followed by `size` bytes. The file is read on the machine that wrote it.
struct KeptPackets::Record {
    std::uint32_t kind = 0;
    std::uint32_t size = 0;
    std::int64_t pts = 0;  // of the end of a segment, the number of frames so far
    std::int64_t dts = 0;
    std::int64_t flags = 0;

    std::string_view bytes() const { return {reinterpret_cast<const char*>(this), sizeof(Record)}; }
};

KeptPackets::KeptPackets(const std::filesystem::path& path, const std::filesystem::path& shown_path, const std::string& identity,
                         const std::stop_token& stop)
    : shown_path_(shown_path), hasher_(std::make_unique<ContentHasher>()) {
    const int descriptor = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0666);
    file_.reset(descriptor < 0 ? nullptr : ::fdopen(descriptor, "r+b"));
    if (file_ == nullptr) {
        fail();
    }
    const std::string head = std::string(magic) + std::to_string(identity.size()) + "\n" + identity;
    begin_ = end_ = static_cast<std::int64_t>(head.size());
    const bool is_ours = begins_with(head);
    if (is_ours) {
        ::fseeko(file_.get(), 0, SEEK_END);
        scan(::ftello(file_.get()), stop);
    }
    if (::ftruncate(::fileno(file_.get()), is_ours ? end_ : 0) != 0) {
        fail();
    }
    ::fseeko(file_.get(), 0, SEEK_END);
    if (!is_ours) {
        write_bytes(head.data(), head.size());
    }
}

void KeptPackets::fail() const {
    throw MediaError(shown_path_, Sentence::of("cannot be written: %1", system_message(errno)));
}

bool KeptPackets::begins_with(const std::string& head) {
    std::string found(head.size(), '\0');
    return std::fread(found.data(), 1, found.size(), file_.get()) == found.size() && found == head;
}

// False at the end, and where no record can be.
bool KeptPackets::read_record(Record& record, std::string& payload, std::int64_t end) {
    if (std::fread(&record, sizeof(record), 1, file_.get()) != 1) {
        return false;
    }
    if (record.kind < packet_kind || record.kind > header_kind || std::int64_t{record.size} > end - ::ftello(file_.get())) {
        return false;
    }
    payload.resize(record.size);
    return std::fread(payload.data(), 1, payload.size(), file_.get()) == payload.size();
}

void KeptPackets::scan(std::int64_t size, const std::stop_token& stop) {
    ::fseeko(file_.get(), begin_, SEEK_SET);
    Record record;
    std::string payload;
    auto segment = std::make_unique<ContentHasher>();
    while (read_record(record, payload, size)) {
        throw_if_stop_requested(stop);
        if (record.kind != end_kind) {
            segment->add(record.bytes());
            segment->add(payload);
            continue;
        }
        if (payload != segment->text() || record.pts <= num_frames_) {
            return;
        }
        num_frames_ = record.pts;
        end_ = ::ftello(file_.get());
        segment = std::make_unique<ContentHasher>();
    }
}

void KeptPackets::write_bytes(const void* bytes, std::size_t size) {
    if (size > 0 && std::fwrite(bytes, size, 1, file_.get()) != 1) {
        fail();
    }
}

void KeptPackets::append(const AVPacket& packet) {
    std::size_t header_size = 0;
    if (const std::uint8_t* header = av_packet_get_side_data(&packet, AV_PKT_DATA_NEW_EXTRADATA, &header_size)) {
        append({header_kind, static_cast<std::uint32_t>(header_size)}, {reinterpret_cast<const char*>(header), header_size});
    }
    append({packet_kind, static_cast<std::uint32_t>(packet.size), packet.pts, packet.dts, packet.flags},
           {reinterpret_cast<const char*>(packet.data), static_cast<std::size_t>(packet.size)});
}

void KeptPackets::append(const Record& record, std::string_view payload) {
    write_bytes(&record, sizeof(record));
    write_bytes(payload.data(), payload.size());
    hasher_->add(record.bytes());
    hasher_->add(payload);
}

void KeptPackets::end_segment(std::int64_t num_frames) {
    const std::string hash = hasher_->text();
    const Record record = {end_kind, static_cast<std::uint32_t>(hash.size()), num_frames, 0, 0};
    write_bytes(&record, sizeof(record));
    write_bytes(hash.data(), hash.size());
    if (std::fflush(file_.get()) != 0 || ::fdatasync(::fileno(file_.get())) != 0) {
        fail();
    }
    hasher_ = std::make_unique<ContentHasher>();
    num_frames_ = num_frames;
    end_ = ::ftello(file_.get());
}

void KeptPackets::read(const std::function<void(AVPacket&)>& receive) {
    ::fseeko(file_.get(), begin_, SEEK_SET);
    Record record;
    std::string payload;
    std::string header;
    const PacketPtr packet = make_packet();
    while (::ftello(file_.get()) < end_) {
        if (!read_record(record, payload, end_)) {
            throw MediaError(shown_path_, Sentence::of("cannot be written: the frames kept for it beside it were lost; export again"));
        }
        if (record.kind == end_kind) {
            continue;
        }
        if (record.kind == header_kind) {
            header = payload;
            continue;
        }
        check_av(av_new_packet(packet.get(), static_cast<int>(record.size)), shown_path_, Sentence::of("cannot be written"));
        std::memcpy(packet->data, payload.data(), payload.size());
        packet->pts = record.pts;
        packet->dts = record.dts;
        packet->flags = static_cast<int>(record.flags);
        packet->duration = 1;
        if (!header.empty()) {
            std::uint8_t* side_data = or_bad_alloc(av_packet_new_side_data(packet.get(), AV_PKT_DATA_NEW_EXTRADATA, header.size()));
            std::memcpy(side_data, header.data(), header.size());
            header.clear();
        }
        receive(*packet);
        av_packet_unref(packet.get());
    }
    ::fseeko(file_.get(), 0, SEEK_END);
}

}  // namespace kinora::ffmpeg

#include "core/worker/frame_channel.h"

#include <fcntl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cstring>
#include <random>

#include "core/base/error.h"
#include "tests/support/test_main.h"
#include "tests/support/throws_message.h"

using namespace kinora;
using kinora::test::contains;
using kinora::test::message_of;

class FrameChannelTest : public QObject {
    Q_OBJECT

 private Q_SLOTS:
    void frames_arrive_whole_however_they_are_cut();
    void a_full_stream_is_waited_for();
    void lying_heads_are_refused_data();
    void lying_heads_are_refused();
    void announced_sizes_allocate_nothing();
    void mutated_frames_never_crash();
    void a_closed_stream_is_said();
};

static std::vector<std::byte> bytes_of(const std::string& text) {
    const auto* data = reinterpret_cast<const std::byte*>(text.data());
    return {data, data + text.size()};
}

// The bytes of a frame, by sending it through a socket.
static std::vector<std::byte> wire(std::uint16_t type, Serialized content) {
    std::array<int, 2> sockets = {};
    if (::socketpair(AF_UNIX, SOCK_STREAM, 0, sockets.data()) != 0) {
        throw std::runtime_error("socketpair");
    }
    ::fcntl(sockets[0], F_SETFL, O_NONBLOCK);
    ::fcntl(sockets[1], F_SETFL, O_NONBLOCK);
    OutgoingFrame frame(type, std::move(content));
    std::vector<std::byte> all;
    std::array<std::byte, 65536> part = {};
    bool is_sent = false;
    while (true) {
        is_sent = is_sent || frame.send(sockets[0]);
        const ssize_t count = ::read(sockets[1], part.data(), part.size());
        if (count > 0) {
            all.insert(all.end(), part.begin(), part.begin() + count);
        } else if (is_sent) {
            break;
        }
    }
    ::close(sockets[0]);
    ::close(sockets[1]);
    return all;
}

// Feeds bytes in pieces of at most `piece`; returns the frames.
static std::vector<Frame> read_all(const std::vector<std::byte>& bytes, std::size_t piece) {
    ChannelReader reader;
    std::vector<Frame> frames;
    for (std::size_t position = 0; position < bytes.size();) {
        const auto space = reader.space();
        const std::size_t count = std::min({piece, space.size(), bytes.size() - position});
        std::memcpy(space.data(), bytes.data() + position, count);
        position += count;
        if (auto frame = reader.filled(count)) {
            frames.push_back(std::move(*frame));
        }
    }
    return frames;
}

void FrameChannelTest::frames_arrive_whole_however_they_are_cut() {
    const auto first = bytes_of("hello");
    const auto second = bytes_of(std::string(300'000, 'z'));
    std::vector<std::byte> stream = wire(7, {{{"text", "ä\n\"x"}, {"number", 0.1}}, {first, {}, second}});
    const std::vector<std::byte> empty = wire(8, {nlohmann::json::object(), {}});
    stream.insert(stream.end(), empty.begin(), empty.end());
    for (const std::size_t piece : {std::size_t{1}, std::size_t{7}, std::size_t{1000}, std::size_t{1 << 20}}) {
        const std::vector<Frame> frames = read_all(stream, piece);
        QCOMPARE(frames.size(), std::size_t{2});
        QCOMPARE(frames[0].type, std::uint16_t{7});
        QCOMPARE(frames[0].body["text"].get<std::string>(), std::string("ä\n\"x"));
        QCOMPARE(frames[0].body["number"].get<double>(), 0.1);
        QCOMPARE(frames[0].buffers.size(), std::size_t{3});
        QVERIFY(std::ranges::equal(frames[0].buffers[0], first));
        QVERIFY(frames[0].buffers[1].empty());
        QVERIFY(std::ranges::equal(frames[0].buffers[2], second));
        QCOMPARE(frames[1].type, std::uint16_t{8});
    }
}

void FrameChannelTest::a_full_stream_is_waited_for() {
    // wire() itself reads only when the socket is full; a megabyte does not fit into one.
    const auto large = bytes_of(std::string(5'000'000, 'q'));
    const auto frames = read_all(wire(1, {nlohmann::json::object(), {large}}), 1 << 20);
    QVERIFY(std::ranges::equal(frames.at(0).buffers.at(0), large));
}

static void put(std::vector<std::byte>& bytes, std::size_t at, std::uint64_t value, std::size_t count) {
    for (std::size_t i = 0; i < count; ++i) {
        bytes[at + i] = static_cast<std::byte>((value >> (8 * i)) & 0xff);
    }
}

void FrameChannelTest::lying_heads_are_refused_data() {
    QTest::addColumn<int>("at");
    QTest::addColumn<qulonglong>("value");
    QTest::addColumn<int>("count");
    QTest::addColumn<QString>("says");
    QTest::newRow("magic") << 0 << qulonglong{0x12345678} << 4 << "not Kinora's";
    QTest::newRow("version") << 4 << qulonglong{protocol_version + 1u} << 2 << "version 2";
    QTest::newRow("json of nothing") << 8 << qulonglong{0} << 4 << "not allowed";
    QTest::newRow("json of 4 GB") << 8 << qulonglong{0xffffffff} << 4 << "not allowed";
    QTest::newRow("many buffers") << 12 << qulonglong{0xffffffff} << 4 << "not allowed";
    QTest::newRow("payload beyond the limit") << 16 << ~qulonglong{0} << 8 << "not allowed";
    QTest::newRow("more payload than buffers") << 16 << qulonglong{6} << 8 << "do not fit";
    QTest::newRow("less payload than buffers") << 16 << qulonglong{4} << 8 << "do not fit";
    QTest::newRow("more buffers than listed") << 12 << qulonglong{2} << 4 << "do not fit";
    QTest::newRow("fewer buffers than listed") << 12 << qulonglong{0} << 4 << "too long";
    QTest::newRow("json cut short") << 8 << qulonglong{9} << 4 << "no JSON";
}

void FrameChannelTest::lying_heads_are_refused() {
    QFETCH(int, at);
    QFETCH(qulonglong, value);
    QFETCH(int, count);
    QFETCH(QString, says);
    const auto content = bytes_of("hello");
    std::vector<std::byte> bytes = wire(1, {{{"a", 1}}, {content}});
    QCOMPARE(read_all(bytes, 100).size(), std::size_t{1});
    put(bytes, static_cast<std::size_t>(at), value, static_cast<std::size_t>(count));
    const std::string message = message_of<MalformedData>([&] { read_all(bytes, 100); });
    QVERIFY2(contains(message, says.toStdString()), message.c_str());
}

void FrameChannelTest::announced_sizes_allocate_nothing() {
    // A frame that announces 7 GB and sends 5 bytes of them.
    const auto content = bytes_of("hello");
    std::vector<std::byte> bytes = wire(1, {nlohmann::json::object(), {content}});
    const std::string text(reinterpret_cast<const char*>(bytes.data()), bytes.size());
    const std::uint64_t announced = std::uint64_t{7} << 30;
    const std::string json = "{\"body\":{},\"buffers\":[" + std::to_string(announced) + "]}";
    std::string head = text.substr(0, 24);
    std::vector<std::byte> lying = bytes_of(head + json + "hello");
    put(lying, 8, json.size(), 4);
    put(lying, 16, announced, 8);
    ChannelReader reader;
    std::size_t largest = 0;
    for (std::size_t position = 0; position < lying.size();) {
        const auto space = reader.space();
        largest = std::max(largest, space.size());
        const std::size_t count = std::min(space.size(), lying.size() - position);
        std::memcpy(space.data(), lying.data() + position, count);
        position += count;
        QVERIFY(!reader.filled(count));
    }
    QVERIFY(!reader.is_between_frames());
    QVERIFY(largest <= (1u << 20));
    QVERIFY(reader.space().size() <= (1u << 20));
}

void FrameChannelTest::mutated_frames_never_crash() {
    const auto content = bytes_of("some payload");
    const std::vector<std::byte> good = wire(106, {{{"event", "notice"}, {"list", {1, 2, 3}}}, {content, content}});
    std::mt19937 random(1);
    int refused = 0;
    for (int i = 0; i < 20'000; ++i) {
        std::vector<std::byte> bytes = good;
        const unsigned changes = 1 + random() % 4;
        for (unsigned k = 0; k < changes; ++k) {
            bytes[random() % bytes.size()] = static_cast<std::byte>(random());
        }
        bytes.resize(random() % 3 == 0 ? random() % bytes.size() : bytes.size());
        try {
            read_all(bytes, 1 + random() % 64);
        } catch (const MalformedData&) {
            ++refused;
        }
    }
    QVERIFY(refused > 5'000);
}

void FrameChannelTest::a_closed_stream_is_said() {
    std::array<int, 2> sockets = {};
    QCOMPARE(::socketpair(AF_UNIX, SOCK_STREAM, 0, sockets.data()), 0);
    ::close(sockets[1]);
    OutgoingFrame frame(1, {nlohmann::json::object(), {}});
    QVERIFY_EXCEPTION_THROWN(frame.send(sockets[0]), StreamClosed);
    ::close(sockets[0]);
}

KINORA_TEST(FrameChannelTest)
#include "frame_channel_test.moc"

// The server alone, with a client made of raw bytes.
#include "core/worker/worker_server.h"

#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <random>
#include <thread>

#include "core/base/error.h"
#include "tests/support/fake_generator.h"
#include "tests/support/fake_interpolator.h"
#include "tests/support/test_main.h"

using namespace kinora;
using kinora::test::fake_model;
using kinora::test::fake_request;

class WorkerServerTest : public QObject {
    Q_OBJECT

 private Q_SLOTS:
    void refuses_what_is_no_protocol_data();
    void refuses_what_is_no_protocol();
    void ends_when_the_client_is_gone();
    void stops_a_generation_that_waits();
    void a_picture_between_none_is_refused();
    void frames_cut_anywhere_end_it_quietly();
};

// A server in a thread of its own, and the client's end of its socket.
class RunningServer {
 public:
    RunningServer() {
        if (::socketpair(AF_UNIX, SOCK_STREAM, 0, sockets_.data()) != 0) {
            throw std::runtime_error("socketpair");
        }
        thread_ = std::jthread([this] {
            WorkerServer server(sockets_[1], sockets_[1],
                                {.make_generator = [](const ModelInfo& model, const GeneratorOptions&) {
                                     return std::make_unique<test::FakeGenerator>(model);
                                 },
                                 .make_catalog = [](const auto&) { return std::make_unique<test::FakeCatalog>(); },
                                 .make_interpolator = [](const auto& folder, const auto&) {
                                     return std::make_unique<test::FakeInterpolator>(folder);
                                 }});
            try {
                server.run({});
                outcome_ = "ended";
            } catch (const MalformedData& error) {
                outcome_ = error.what();
            }
        });
    }
    ~RunningServer() { finish(); }

    void send(OutgoingFrame frame) { frame.send(sockets_[0]); }
    void send(const std::string& bytes) { QVERIFY(::write(sockets_[0], bytes.data(), bytes.size()) >= 0); }

    ServerMessage receive() {
        while (true) {
            const auto space = reader_.space();
            const ssize_t count = ::read(sockets_[0], space.data(), 1);
            if (count <= 0) {
                throw std::runtime_error("the server closed the stream");
            }
            if (auto frame = reader_.filled(1)) {
                return decode_server_message(*frame);
            }
        }
    }

    std::string finish() {
        if (thread_.joinable()) {
            ::shutdown(sockets_[0], SHUT_WR);
            thread_.join();
            ::close(sockets_[0]);
            ::close(sockets_[1]);
        }
        return outcome_;
    }

 private:
    std::array<int, 2> sockets_ = {};
    std::string outcome_;
    ChannelReader reader_;
    std::jthread thread_;
};

void WorkerServerTest::refuses_what_is_no_protocol_data() {
    QTest::addColumn<QByteArray>("bytes");
    QTest::newRow("text") << QByteArray("GET / HTTP/1.1\r\nHost: here\r\n\r\n");
    QTest::newRow("zeros") << QByteArray(64, '\0');
    QTest::newRow("another version") << QByteArray("KNRA\x63\x00\x01\x00", 8) + QByteArray(16, '\0');
    QTest::newRow("unknown type") << QByteArray("KNRA\x01\x00\x63\x00\x18\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00", 24) +
                                         QByteArray("{\"body\":1,\"buffers\":[] }");
}

void WorkerServerTest::refuses_what_is_no_protocol() {
    QFETCH(QByteArray, bytes);
    RunningServer server;
    server.send(bytes.toStdString());
    const std::string outcome = server.finish();
    QVERIFY2(outcome != "ended" && !outcome.empty(), outcome.c_str());
}

void WorkerServerTest::ends_when_the_client_is_gone() {
    RunningServer server;
    server.send(encode(Hello{"x"}));
    QVERIFY(std::holds_alternative<Ready>(server.receive()));
    server.send(encode_generate(1, fake_model(), {}, fake_request("delay=10", 1000)));
    QVERIFY(std::holds_alternative<Happened>(server.receive()));
    QCOMPARE(server.finish(), std::string("ended"));  // long before the thousandth step
}

void WorkerServerTest::stops_a_generation_that_waits() {
    RunningServer server;
    server.send(encode_generate(1, fake_model(), {}, fake_request("delay=10", 20)));
    server.send(encode_generate(2, fake_model(), {}, fake_request("delay=10", 1000)));
    server.send(encode(StopWork{2}));
    server.send(encode(StopWork{77}));
    bool has_finished = false;
    while (true) {
        const ServerMessage message = server.receive();
        if (const auto* finished = std::get_if<Finished>(&message)) {
            QCOMPARE(finished->id, std::int64_t{1});
            has_finished = true;
        }
        if (const auto* failed = std::get_if<Failed>(&message)) {
            QCOMPARE(failed->id, std::int64_t{2});
            QCOMPARE(failed->error.kind, std::string("cancelled"));
            break;
        }
    }
    QVERIFY(has_finished);
}

void WorkerServerTest::a_picture_between_none_is_refused() {
    RunningServer server;
    server.send(encode(MakeBetween{5, 0.5}));
    const ServerMessage message = server.receive();
    const auto* failed = std::get_if<Failed>(&message);
    QVERIFY(failed != nullptr);
    QCOMPARE(failed->id, std::int64_t{5});
    QVERIFY2(failed->error.message.find("before there is a pair") != std::string::npos, failed->error.message.c_str());
    QCOMPARE(server.finish(), std::string("ended"));
}

void WorkerServerTest::frames_cut_anywhere_end_it_quietly() {
    std::mt19937 random(4);
    std::array<int, 2> sockets = {};
    QCOMPARE(::socketpair(AF_UNIX, SOCK_STREAM, 0, sockets.data()), 0);
    OutgoingFrame whole = encode_generate(1, fake_model(), {}, fake_request("cut"));
    QVERIFY(whole.send(sockets[0]));
    std::string bytes(100'000, '\0');
    const ssize_t size = ::read(sockets[1], bytes.data(), bytes.size());
    QVERIFY(size > 500);
    ::close(sockets[0]);
    ::close(sockets[1]);
    for (int i = 0; i < 30; ++i) {
        RunningServer server;
        server.send(bytes.substr(0, random() % static_cast<unsigned>(size)));
        QCOMPARE(server.finish(), std::string("ended"));
    }
}

KINORA_TEST(WorkerServerTest)
#include "worker_server_test.moc"

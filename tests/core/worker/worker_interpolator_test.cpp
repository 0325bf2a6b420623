// Pictures between pictures from a real worker process, which dies and hangs.
#include "core/worker/worker_interpolator.h"

#include <unistd.h>

#include <csignal>
#include <fstream>
#include <string>
#include <thread>
#include <vector>

#include "core/base/cancelled.h"
#include "core/base/error.h"
#include "tests/support/fake_interpolator.h"
#include "tests/support/test_main.h"

using namespace kinora;
using namespace std::chrono_literals;

class WorkerInterpolatorTest : public QObject {
    Q_OBJECT

 private Q_SLOTS:
    void gives_what_the_interpolator_gives();
    void keeps_the_picture_that_two_pairs_share();
    void errors_come_typed();
    void stops_when_asked();
    void ends_a_worker_that_does_not_stop();
    void a_death_is_told_and_survived();
    void an_idle_death_goes_unnoticed();
};

namespace {

WorkerOptions options() {
    return {.command = {KINORA_FAKE_WORKER}};
}

Image gray(int level) {
    return {4, 2, std::vector<std::uint8_t>(24, static_cast<std::uint8_t>(level))};
}

// The worker that this thread started; 0 while there is none.
pid_t worker_of_mine() {
    std::ifstream children("/proc/self/task/" + std::to_string(::getpid()) + "/children");
    pid_t worker = 0;
    children >> worker;
    return worker;
}

}  // namespace

void WorkerInterpolatorTest::gives_what_the_interpolator_gives() {
    const auto interpolator = make_worker_interpolator(options(), "/weights", {});
    QCOMPARE(interpolator->name(), std::string_view("rife"));
    interpolator->set_pair(gray(0), gray(200), {});
    test::FakeInterpolator direct("/weights");
    direct.set_pair(gray(0), gray(200), {});
    for (const double time : {0.75, 0.25}) {
        QVERIFY(interpolator->between(time, {}) == direct.between(time, {}));
    }
    QCOMPARE(int(interpolator->between(0.25, {}).rgb()[1]), 50);
}

void WorkerInterpolatorTest::keeps_the_picture_that_two_pairs_share() {
    const auto interpolator = make_worker_interpolator(options(), "/weights", {});
    interpolator->set_pair(gray(0), gray(100), {});
    QCOMPARE(int(interpolator->between(0.5, {}).rgb()[0]), 0);
    interpolator->set_pair(gray(100), gray(200), {});
    QCOMPARE(int(interpolator->between(0.5, {}).rgb()[0]), 1);
    interpolator->set_pair(gray(7), gray(8), {});
    QCOMPARE(int(interpolator->between(0.5, {}).rgb()[0]), 1);
}

void WorkerInterpolatorTest::errors_come_typed() {
    const auto interpolator = make_worker_interpolator(options(), "/missing", {});
    try {
        interpolator->set_pair(gray(0), gray(1), {});
        QFAIL("nothing was thrown");
    } catch (const CheckpointError& error) {
        QCOMPARE(error.key(), std::string("block0.conv0.weight"));
    }
}

void WorkerInterpolatorTest::stops_when_asked() {
    const auto interpolator = make_worker_interpolator(options(), "/slow", {});
    interpolator->set_pair(gray(0), gray(1), {});
    const pid_t worker = worker_of_mine();
    for (int i = 0; i < 2; ++i) {
        std::stop_source stop;
        const std::jthread stopper([&] {
            std::this_thread::sleep_for(60ms);
            stop.request_stop();
        });
        QVERIFY_EXCEPTION_THROWN(interpolator->between(0.5, stop.get_token()), Cancelled);
        QCOMPARE(worker_of_mine(), worker);  // one that stops by itself is kept
    }
}

void WorkerInterpolatorTest::ends_a_worker_that_does_not_stop() {
    WorkerOptions settings = options();
    settings.stop_limit = 200ms;
    const auto interpolator = make_worker_interpolator(settings, "/hang", {});
    interpolator->set_pair(gray(0), gray(1), {});
    std::stop_source stop;
    const std::jthread stopper([&] {
        std::this_thread::sleep_for(60ms);
        stop.request_stop();
    });
    QVERIFY_EXCEPTION_THROWN(interpolator->between(0.5, stop.get_token()), Cancelled);
    QCOMPARE(worker_of_mine(), 0);
}

void WorkerInterpolatorTest::a_death_is_told_and_survived() {
    const auto interpolator = make_worker_interpolator(options(), "/crash", {});
    for (int i = 0; i < 2; ++i) {
        interpolator->set_pair(gray(0), gray(1), {});
        try {
            interpolator->between(0.5, {});
            QFAIL("nothing was thrown");
        } catch (const WorkerDied& death) {
            QCOMPARE(death.status(), SIGSEGV);
        }
    }
}

void WorkerInterpolatorTest::an_idle_death_goes_unnoticed() {
    const auto interpolator = make_worker_interpolator(options(), "/weights", {});
    interpolator->set_pair(gray(0), gray(200), {});
    const pid_t worker = worker_of_mine();
    QVERIFY(worker > 0);
    ::kill(worker, SIGKILL);
    std::this_thread::sleep_for(50ms);
    QCOMPARE(int(interpolator->between(0.5, {}).rgb()[1]), 100);  // the new worker got the pair
    QVERIFY(worker_of_mine() != worker);
}

KINORA_TEST(WorkerInterpolatorTest)
#include "worker_interpolator_test.moc"

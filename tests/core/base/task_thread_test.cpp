#include "core/base/task_thread.h"

#include <atomic>
#include <chrono>
#include <future>
#include <vector>

#include "tests/support/test_main.h"

using namespace kinora;
using namespace std::chrono_literals;

class TaskThreadTest : public QObject {
    Q_OBJECT

 private Q_SLOTS:
    void runs_in_order();
    void finish_runs_what_was_posted();
    void destruction_stops_and_drops();
    void tasks_may_post();
};

void TaskThreadTest::runs_in_order() {
    TaskThread thread("a name that is longer than the system keeps");
    std::vector<int> order;
    std::promise<void> done;
    const auto caller = std::this_thread::get_id();
    bool is_elsewhere = false;
    for (int i = 0; i < 100; ++i) {
        thread.post([&, i](const std::stop_token&) {
            order.push_back(i);
            is_elsewhere = std::this_thread::get_id() != caller;
            if (i == 99) {
                done.set_value();
            }
        });
    }
    done.get_future().wait();
    QCOMPARE(order.size(), std::size_t{100});
    QVERIFY(std::ranges::is_sorted(order));
    QVERIFY(is_elsewhere);
}

void TaskThreadTest::finish_runs_what_was_posted() {
    TaskThread thread("test");
    int count = 0;
    for (int i = 0; i < 50; ++i) {
        thread.post([&](const std::stop_token&) { ++count; });
    }
    thread.finish();
    QCOMPARE(count, 50);
    thread.post([&](const std::stop_token&) { ++count; });
    thread.finish();
    QCOMPARE(count, 50);
}

void TaskThreadTest::destruction_stops_and_drops() {
    std::atomic<bool> has_second_run = false;
    std::atomic<bool> was_stopped = false;
    std::promise<void> has_begun;
    {
        TaskThread thread("test");
        thread.post([&](const std::stop_token& stop) {
            has_begun.set_value();
            while (!stop.stop_requested()) {
                std::this_thread::sleep_for(1ms);
            }
            was_stopped = true;
        });
        thread.post([&](const std::stop_token&) { has_second_run = true; });
        has_begun.get_future().wait();
    }
    QVERIFY(was_stopped);
    QVERIFY(!has_second_run);
}

void TaskThreadTest::tasks_may_post() {
    TaskThread thread("test");
    std::promise<void> done;
    thread.post([&](const std::stop_token&) { thread.post([&](const std::stop_token&) { done.set_value(); }); });
    QVERIFY(done.get_future().wait_for(10s) == std::future_status::ready);
}

KINORA_TEST(TaskThreadTest)
#include "task_thread_test.moc"

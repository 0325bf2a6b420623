#include "core/engine/job_queue.h"

#include <algorithm>
#include <random>
#include <set>

#include "core/base/error.h"
#include "tests/support/test_main.h"

using namespace kinora;

class JobQueueTest : public QObject {
    Q_OBJECT

 private Q_SLOTS:
    void jobs_go_where_they_are_put();
    void jobs_are_moved();
    void a_move_changes_only_what_it_passes();
    void finished_ones_are_removed_together();
    void states_follow_the_rules();
    void finishing_early_comes_first();
    void copies_do_not_change();
    void random_walk_keeps_the_order_sound();
};

static Job job(std::int64_t id) {
    Job result;
    result.id = {id};
    return result;
}

static JobQueue queue_of(std::initializer_list<std::int64_t> ids) {
    JobQueue queue;
    for (const std::int64_t id : ids) {
        queue.add(job(id), QueuePlace::back);
    }
    return queue;
}

static std::vector<std::int64_t> order(const JobQueue& queue) {
    std::vector<std::int64_t> ids;
    for (const auto& pointer : queue.jobs()) {
        ids.push_back(pointer->id.value);
    }
    return ids;
}

using Ids = std::vector<std::int64_t>;

void JobQueueTest::jobs_go_where_they_are_put() {
    JobQueue queue = queue_of({1, 2});
    queue.add(job(3), QueuePlace::front);
    queue.add(job(4), QueuePlace::back);
    QCOMPARE(order(queue), (Ids{3, 1, 2, 4}));
    QCOMPARE(queue.next_waiting()->id.value, std::int64_t{3});
    QVERIFY_EXCEPTION_THROWN(queue.add(job(1), QueuePlace::back), InvalidRequest);
}

void JobQueueTest::jobs_are_moved() {
    JobQueue queue = queue_of({1, 2, 3, 4});
    queue.move({4}, JobId{2});
    QCOMPARE(order(queue), (Ids{1, 4, 2, 3}));
    queue.move({1}, std::nullopt);
    QCOMPARE(order(queue), (Ids{4, 2, 3, 1}));
    QVERIFY_EXCEPTION_THROWN(queue.move({1}, JobId{9}), InvalidRequest);
    QVERIFY_EXCEPTION_THROWN(queue.move({9}, std::nullopt), InvalidRequest);
    queue.cancel({2}, 7);
    QCOMPARE(queue.find({2})->ended_ms, std::int64_t{7});
    QVERIFY_EXCEPTION_THROWN(queue.move({2}, std::nullopt), InvalidRequest);
}

void JobQueueTest::a_move_changes_only_what_it_passes() {
    JobQueue queue;
    for (std::int64_t id = 1; id <= 1000; ++id) {
        queue.add(job(id), QueuePlace::back);
    }
    const auto changed_by = [&](JobId id, std::optional<JobId> before) {
        const JobQueue earlier = queue;
        queue.move(id, before);
        return queue.changed_since(earlier).size();
    };
    QCOMPARE(changed_by({900}, JobId{1}), std::size_t{1});        // to the front
    QCOMPARE(changed_by({500}, std::nullopt), std::size_t{1});    // to the end
    QCOMPARE(changed_by({501}, JobId{499}), std::size_t{2});      // one up
    QCOMPARE(changed_by({300}, JobId{304}), std::size_t{4});      // three down
    QCOMPARE(changed_by({305}, JobId{306}), std::size_t{0});      // where it is
    const Ids now = order(queue);
    QCOMPARE(now.front(), std::int64_t{900});
    QCOMPARE(now.back(), std::int64_t{500});
    QCOMPARE((Ids{now.begin() + 300, now.begin() + 304}), (Ids{301, 302, 303, 300}));
    std::vector<Job> stored;
    for (const auto& pointer : queue.jobs()) {
        stored.push_back(*pointer);
    }
    QCOMPARE(order(JobQueue(stored)), now);  // the ranks tell the same order
}

void JobQueueTest::finished_ones_are_removed_together() {
    JobQueue queue = queue_of({1, 2, 3, 4});
    queue.cancel({1}, 1);
    queue.cancel({3}, 2);
    queue.cancel({4}, 3);
    const std::vector<JobId> removed = queue.remove_finished([](const Job& job) { return job.id == JobId{3}; });
    QVERIFY(removed == (std::vector<JobId>{{1}, {4}}));
    QCOMPARE(order(queue), (Ids{2, 3}));
}

void JobQueueTest::states_follow_the_rules() {
    JobQueue queue = queue_of({1, 2, 3});
    queue.start({1});
    QVERIFY(queue.running() && queue.running()->id == JobId{1});
    QVERIFY_EXCEPTION_THROWN(queue.start({1}), InvalidRequest);
    QVERIFY_EXCEPTION_THROWN(queue.remove({1}), InvalidRequest);
    QVERIFY_EXCEPTION_THROWN(queue.replace(job(1)), InvalidRequest);
    queue.stop({1}, JobState::paused, 3);
    QCOMPARE(queue.find({1})->ended_ms, std::int64_t{0});  // it is not over
    QCOMPARE(queue.next_waiting()->id.value, std::int64_t{2});
    queue.resume({1});
    QCOMPARE(queue.next_waiting()->id.value, std::int64_t{1});  // a pause costs no place

    queue.start({1});
    queue.fail({1}, {"device", "gone", {}}, 5);
    QVERIFY(queue.find({1})->error->kind == "device" && queue.find({1})->ended_ms == 5);
    queue.resume({1});
    QVERIFY(!queue.find({1})->error);
    QCOMPARE(order(queue), (Ids{2, 3, 1}));  // a failure does

    queue.start({2});
    queue.complete({2}, "take.mp4", RecipeEarlyEnd{3, 8}, 6);
    QCOMPARE(queue.find({2})->output, std::string("take.mp4"));
    QVERIFY((queue.find({2})->recipe.early_end == RecipeEarlyEnd{3, 8}));
    QVERIFY_EXCEPTION_THROWN(queue.resume({2}), InvalidRequest);
    queue.remove({2});
    QVERIFY(!queue.find({2}));

    queue.start({1});
    queue.stop({1}, JobState::cancelled, 8);
    QCOMPARE(queue.find({1})->ended_ms, std::int64_t{8});

    queue.start({3});
    queue.recover();
    QVERIFY(queue.find({3})->state == JobState::waiting);
}

void JobQueueTest::finishing_early_comes_first() {
    JobQueue queue = queue_of({1, 2, 3});
    queue.pause({3});
    queue.finish_now({3});
    QCOMPARE(queue.next_waiting()->id.value, std::int64_t{3});
    QVERIFY(queue.next_waiting()->finishes_now);
}

void JobQueueTest::copies_do_not_change() {
    JobQueue queue = queue_of({1, 2});
    const JobQueue earlier = queue;
    queue.pause({2});
    QVERIFY(earlier.find({2})->state == JobState::waiting);
    const auto changed = queue.changed_since(earlier);
    QCOMPARE(changed.size(), std::size_t{1});
    QCOMPARE(changed[0]->id.value, std::int64_t{2});
}

void JobQueueTest::random_walk_keeps_the_order_sound() {
    std::mt19937 random(1);
    JobQueue queue;
    std::int64_t next_id = 1;
    int refused = 0;
    for (int i = 0; i < 5'000; ++i) {
        const JobId id = {1 + static_cast<std::int64_t>(random() % static_cast<unsigned>(next_id))};
        const JobId other = {1 + static_cast<std::int64_t>(random() % static_cast<unsigned>(next_id))};
        const JobQueue earlier = queue;
        try {
            switch (random() % 11) {
                case 0:
                    if (queue.jobs().size() < 30) {
                        queue.add(job(next_id++), random() % 2 == 0 ? QueuePlace::front : QueuePlace::back);
                    }
                    break;
                case 1: queue.move(id, other); break;
                case 2: queue.move(id, std::nullopt); break;
                case 3: queue.pause(id); break;
                case 4: queue.resume(id); break;
                case 5: queue.cancel(id, 1); break;
                case 6: queue.remove(id); break;
                case 7:
                    if (!queue.running()) {
                        queue.start(id);
                    }
                    break;
                case 8: queue.complete(id, "x", {}, i); break;
                case 9: queue.fail(id, {"error", "x", {}}, i); break;
                case 10: queue.finish_now(id); break;
            }
        } catch (const InvalidRequest&) {
            ++refused;
            QCOMPARE(order(queue), order(earlier));
        }
        std::set<JobId> ids;
        const Job* last = nullptr;
        int num_running = 0;
        for (const auto& pointer : queue.jobs()) {
            QVERIFY(ids.insert(pointer->id).second);
            QVERIFY(last == nullptr || last->rank <= pointer->rank);
            num_running += pointer->state == JobState::running ? 1 : 0;
            last = pointer.get();
        }
        QVERIFY(num_running <= 1);
    }
    QVERIFY(refused > 500);
}

KINORA_TEST(JobQueueTest)
#include "job_queue_test.moc"

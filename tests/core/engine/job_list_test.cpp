#include "core/engine/job_list.h"

#include "core/engine/job_queue.h"
#include "tests/support/test_main.h"

using namespace kinora;

class JobListTest : public QObject {
    Q_OBJECT

 private Q_SLOTS:
    void what_is_asked_often_is_known();
    void what_changed_is_told();
    void an_empty_list_has_nothing();
};

static JobList::JobPointer job(std::int64_t id, JobState state) {
    Job result;
    result.id = {id};
    result.state = state;
    return std::make_shared<const Job>(result);
}

void JobListTest::what_is_asked_often_is_known() {
    const JobList list({job(9, JobState::running), job(4, JobState::waiting), job(5, JobState::paused), job(2, JobState::waiting),
                        job(1, JobState::done)});
    QCOMPARE(list.running()->id.value, std::int64_t{9});
    QCOMPARE(list.num_waiting(), std::size_t{2});
    QCOMPARE(list.place_in_line({4}), std::size_t{1});
    QCOMPARE(list.place_in_line({2}), std::size_t{2});
    QCOMPARE(list.place_in_line({77}), std::size_t{3});
    QVERIFY(list.has_finished());
    QVERIFY(list.find({5}) == list[2]);
    QVERIFY(!list.find({77}));
}

void JobListTest::what_changed_is_told() {
    const auto first = job(1, JobState::waiting);
    const auto second = job(2, JobState::waiting);
    const JobList earlier({first, second});
    const auto begun = job(1, JobState::running);
    const auto third = job(3, JobState::waiting);
    const JobList later({begun, second, third});
    QVERIFY(later.changed_since(earlier) == (std::vector<JobList::JobPointer>{begun, third}));
    QVERIFY(JobList({second, first}).changed_since(earlier).empty());
    const JobList same = earlier;
    QVERIFY(same == earlier);
    QVERIFY(!(later == earlier));
}

void JobListTest::an_empty_list_has_nothing() {
    const JobList list;
    QVERIFY(list.empty() && !list.running() && !list.find({1}) && !list.has_finished());
    QCOMPARE(list.num_waiting(), std::size_t{0});
}

KINORA_TEST(JobListTest)
#include "job_list_test.moc"

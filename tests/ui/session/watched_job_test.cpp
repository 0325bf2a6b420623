#include "ui/session/watched_job.h"

#include "tests/support/test_main.h"
#include "tests/ui/studio_jobs.h"

using namespace kinora;
using namespace kinora::test;

class WatchedJobTest : public QObject {
    Q_OBJECT

 private Q_SLOTS:
    void nothing_before_the_first_job();
    void follows_what_runs();
    void a_chosen_job_stays_until_another_begins();
    void a_job_that_is_over_at_once_is_followed();
    void steps_of_earlier_jobs_are_remembered_with_one_preview();
};

void WatchedJobTest::nothing_before_the_first_job() {
    const TempFolder folder;
    Studio studio(folder.path());
    const WatchedJob watched(studio.bridge);
    QVERIFY(!watched.job());
    QVERIFY(!watched.progress());
    QVERIFY(!watched.isRunning());
}

void WatchedJobTest::follows_what_runs() {
    const TempFolder folder;
    Studio studio(folder.path());
    studio.open(folder / "film.kinora");
    const WatchedJob watched(studio.bridge);
    QSignalSpy started(&watched, &WatchedJob::started);
    run_until_step(studio, "a ball delay=60", 2);
    QVERIFY(watched.isRunning());
    QCOMPARE(watched.job()->recipe.settings.prompt, std::string("a ball delay=60"));
    QVERIFY(watched.progress()->steps.size() >= 2);
    QCOMPARE(started.count(), 1);
    QTRY_COMPARE_WITH_TIMEOUT(watched.job()->state, JobState::done, 20'000);
    QVERIFY(!watched.isRunning());
    QCOMPARE(watched.progress()->steps.size(), std::size_t{6});
}

void WatchedJobTest::a_chosen_job_stays_until_another_begins() {
    const TempFolder folder;
    Studio studio(folder.path());
    studio.open(folder / "film.kinora");
    WatchedJob watched(studio.bridge);
    make_takes(studio, "one", 1);
    make_takes(studio, "two", 2);
    QCOMPARE(watched.job()->recipe.settings.prompt, std::string("two"));
    QSignalSpy chosen(&watched, &WatchedJob::chosen);
    watched.choose(studio.job(0).id);
    QCOMPARE(chosen.count(), 1);
    QCOMPARE(watched.job()->recipe.settings.prompt, std::string("one"));
    make_takes(studio, "three", 3);
    QCOMPARE(watched.job()->recipe.settings.prompt, std::string("three"));
}

// What a busy machine shows: the job begins and ends between two snapshots.
void WatchedJobTest::a_job_that_is_over_at_once_is_followed() {
    const TempFolder folder;
    Studio studio(folder.path());
    studio.open(folder / "film.kinora");
    WatchedJob watched(studio.bridge);
    make_takes(studio, "one", 1);
    watched.choose(studio.job(0).id);
    QSignalSpy started(&watched, &WatchedJob::started);
    auto before = std::make_shared<EngineSnapshot>(*studio.bridge.snapshot());
    make_takes(studio, "two", 2);
    QCOMPARE(watched.job()->recipe.settings.prompt, std::string("two"));
    QCOMPARE(started.count(), 1);
    watched.choose(studio.job(0).id);
    // A second listener sees only the first and the last snapshot.
    WatchedJob late(studio.bridge);
    QSignalSpy lateStarted(&late, &WatchedJob::started);
    Q_EMIT studio.bridge.changed(*before);
    QCOMPARE(lateStarted.count(), 1);
    Q_EMIT studio.bridge.changed(*studio.bridge.snapshot());
    QCOMPARE(lateStarted.count(), 2);
}

void WatchedJobTest::steps_of_earlier_jobs_are_remembered_with_one_preview() {
    const TempFolder folder;
    Studio studio(folder.path());
    studio.settings.setPreviewSeconds(0.0);
    studio.open(folder / "film.kinora");
    WatchedJob watched(studio.bridge);
    make_takes(studio, "one", 1);
    make_takes(studio, "two", 2);
    watched.choose(studio.job(0).id);
    const auto progress = watched.progress();
    QVERIFY(progress);
    QCOMPARE(progress->job, studio.job(0).id);
    QCOMPARE(progress->steps.size(), std::size_t{6});
    QVERIFY(progress->steps.back().preview);
    QVERIFY(!progress->steps.front().preview);
    watched.choose({});
    QVERIFY(watched.progress()->steps.front().preview);
}

KINORA_TEST(WatchedJobTest)
#include "watched_job_test.moc"

// Interpolations that outlive the program, or are interrupted otherwise.
#include <QUndoStack>

#include <array>

#include "core/base/file_io.h"
#include "core/media/media_probe.h"
#include "tests/support/test_main.h"
#include "tests/ui/session/interpolation_fixture.h"

using namespace kinora;
using namespace kinora::test;

class InterpolationsResumeTest : public QObject, private InterpolationFixture {
    Q_OBJECT

 private Q_SLOTS:
    void init() { begin(); }
    void cleanup() { end(); }
    void goes_on_after_the_program_ended();
    void what_was_made_and_not_brought_in_comes_with_the_next_start();
    void a_clip_that_is_gone_at_the_next_start_loses_nothing();
    void is_paused_and_goes_on();
    void one_that_failed_is_tried_again();
    void giving_up_leaves_nothing();
    void a_damaged_list_stops_nothing();
};

void InterpolationsResumeTest::goes_on_after_the_program_ended() {
    constexpr qint64 segment = 384;  // eight seconds
    openFilm(300);
    finish(48);
    const std::string whole = read_file(madeFile(), 100'000'000);
    document_->undoStack()->undo();
    document_->apply(QStringLiteral("other"), [](const Project& p) { return set_timeline_size(p, 32, 32); });
    const Project before = document_->project();
    work_->start(clip(), wish(48));
    QTRY_VERIFY_WITH_TIMEOUT(work_->progress(clip()) && work_->progress(clip())->framesDone > segment, 30'000);
    endProgram();
    QCOMPARE(numIncoming(), std::size_t{1});

    startProgram();
    qint64 first = 0;
    connect(work_.get(), &Interpolations::changed, this, [&] {
        if (!work_->entries().empty() && only().state == InterpolationState::running && first == 0) {
            first = only().progress.secondsLeft ? only().progress.framesDone : 0;
        }
    });
    QSignalSpy landed(work_.get(), &Interpolations::landed);
    openAgain();
    QVERIFY(document_->project() == before);
    const int steps = document_->undoStack()->index();
    QVERIFY(landed.wait(60'000));
    QVERIFY2(first >= segment, qPrintable(QString::number(first)));
    QCOMPARE(document_->undoStack()->index(), steps + 1);
    QCOMPARE(track().clips.at(0)->versions.size(), std::size_t{2});
    QVERIFY(read_file(madeFile(), 100'000'000) == whole);
    QTRY_COMPARE(numIncoming(), std::size_t{0});
    QVERIFY(work_->entries().empty());
    endProgram();
    startProgram();
    QVERIFY(work_->entries().empty());
}

void InterpolationsResumeTest::what_was_made_and_not_brought_in_comes_with_the_next_start() {
    openFilm(6);
    document_->save();
    document_->apply(QStringLiteral("size"), [](const Project& p) { return set_timeline_size(p, 32, 32); });
    document_->undoStack()->undo();
    QSignalSpy held(work_.get(), &Interpolations::heldBack);
    work_->start(clip(), wish(48));
    QVERIFY(held.wait(20'000));
    QCOMPARE(only().state, InterpolationState::made);
    QCOMPARE(work_->entries().size(), std::size_t{1});
    endProgram();
    startProgram();
    QSignalSpy landed(work_.get(), &Interpolations::landed);
    openAgain();
    QVERIFY(landed.wait(20'000));
    QCOMPARE(probe_media(madeFile()).num_frames, 12);
    QCOMPARE(numFiles(), 1);
}

void InterpolationsResumeTest::a_clip_that_is_gone_at_the_next_start_loses_nothing() {
    openFilm(300);
    work_->start(clip(), wish(48));
    QTRY_VERIFY_WITH_TIMEOUT(work_->progress(clip())->framesDone > 0, 20'000);
    document_->apply(QStringLiteral("delete"), [&](const Project& p) { return lift_clips(p, std::array{clip()}); });
    endProgram();
    startProgram();
    QSignalSpy failed(work_.get(), &Interpolations::failed);
    openAgain();
    QVERIFY(failed.wait(60'000));
    QVERIFY2(failed[0][1].toString().contains(QStringLiteral("among the media")), qPrintable(failed[0][1].toString()));
    QCOMPARE(document_->project().assets->size(), std::size_t{2});
    QCOMPARE(probe_media(document_->mediaFolder() / document_->project().assets->back()->file).num_frames, 600);
}

void InterpolationsResumeTest::is_paused_and_goes_on() {
    openFilm(300);
    work_->start(clip(), wish(24 * 16));
    QTRY_VERIFY_WITH_TIMEOUT(work_->progress(clip())->framesDone > 1000, 30'000);
    const qint64 id = only().id;
    work_->pause(id);
    QCOMPARE(only().state, InterpolationState::paused);
    QVERIFY(describe(only()).startsWith(QStringLiteral("Paused at frame")));
    endProgram();
    startProgram();
    openAgain();
    QTest::qWait(200);
    QCOMPARE(only().state, InterpolationState::paused);  // until somebody says so
    qint64 first = 0;
    connect(work_.get(), &Interpolations::changed, this, [&] {
        first = first == 0 && only().progress.secondsLeft ? only().progress.framesDone : first;
    });
    work_->resume(id);
    QTRY_VERIFY_WITH_TIMEOUT(first > 0, 20'000);
    QVERIFY2(first >= 1000, qPrintable(QString::number(first)));
    disconnect(work_.get(), &Interpolations::changed, this, nullptr);
}

void InterpolationsResumeTest::one_that_failed_is_tried_again() {
    openFilm(6);
    const auto film = document_->mediaFolder() / "imported/film.mkv";
    std::filesystem::rename(film, *folder_ / "elsewhere.mkv");
    work_->start(clip(), wish(48));
    QTRY_COMPARE_WITH_TIMEOUT(only().state, InterpolationState::failed, 20'000);
    QVERIFY(describe(only()).contains(QStringLiteral("film.mkv")));
    endProgram();
    startProgram();
    QCOMPARE(only().state, InterpolationState::failed);
    openAgain();
    std::filesystem::rename(*folder_ / "elsewhere.mkv", film);
    QSignalSpy landed(work_.get(), &Interpolations::landed);
    work_->resume(only().id);
    QVERIFY(landed.wait(20'000));
    QVERIFY(work_->entries().empty());
}

void InterpolationsResumeTest::giving_up_leaves_nothing() {
    openFilm(240);
    work_->start(clip(), wish(24 * 16));
    QTRY_VERIFY_WITH_TIMEOUT(work_->progress(clip())->framesDone > 0, 20'000);
    QVERIFY(numIncoming() > 0);
    work_->remove(only().id);
    QVERIFY(work_->entries().empty());
    QTRY_COMPARE_WITH_TIMEOUT(numIncoming(), std::size_t{0}, 10'000);
    endProgram();
    std::size_t numKept = 0;
    for (const auto& entry : std::filesystem::directory_iterator(*folder_ / "interpolations")) {
        numKept += entry.path().extension() == ".kinora" ? 1 : 0;
    }
    QCOMPARE(numKept, std::size_t{0});
}

void InterpolationsResumeTest::a_damaged_list_stops_nothing() {
    endProgram();
    std::filesystem::create_directories(*folder_ / "interpolations");
    write_file_atomically(*folder_ / "interpolations/interpolations.json", R"([{"id": 1}])");
    startProgram();
    QVERIFY(work_->entries().empty());
    openFilm(6);
    finish(48);
    QCOMPARE(numFiles(), 1);
}

KINORA_TEST(InterpolationsResumeTest)
#include "interpolations_resume_test.moc"

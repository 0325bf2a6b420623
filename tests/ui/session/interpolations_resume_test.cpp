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
    void what_was_made_needs_its_source_no_more();
    void a_clip_that_is_gone_at_the_next_start_loses_nothing();
    void is_paused_and_goes_on();
    void one_that_failed_is_tried_again();
    void giving_up_leaves_nothing();
    void giving_up_leaves_what_the_project_uses();
    void a_copy_of_what_came_in_before_does_not_come_in_again();
    void what_could_not_come_in_leaves_no_file();
    void one_that_failed_waits_for_the_other_of_its_clip();
    void a_damaged_list_stops_nothing();
    void a_damaged_entry_takes_no_other_along();

 private:
    void endBeforeTheEntryDid(bool isCopied);
    // While its file is named and hashed: after that was begun, and before anything comes of it.
    template <typename Function>
    void whenMade(const Function& act) {
        connect(work_.get(), &Interpolations::changed, this, [this, act, isDone = std::make_shared<bool>(false)] {
            if (!*isDone && !work_->entries().empty() && only().state == InterpolationState::made) {
                *isDone = true;
                QMetaObject::invokeMethod(this, act, Qt::QueuedConnection);
            }
        });
    }
};

void InterpolationsResumeTest::goes_on_after_the_program_ended() {
    constexpr qint64 segment = 384;  // eight seconds
    openFilm(300);
    finish(heldWish(48));
    const std::string whole = read_file(madeFile(), 100'000'000);
    document_->undoStack()->undo();
    document_->apply(QStringLiteral("other"), [](const Project& p) { return set_timeline_size(p, 32, 32); });
    const Project before = document_->project();
    numLeft_ = 220;  // which makes 440 frames of 600
    work_->start(clip(), heldWish(48));
    QTRY_COMPARE_WITH_TIMEOUT(numLeft_.load(), 0, 30'000);
    endProgram();
    QCOMPARE(numIncoming(), std::size_t{1});
    numLeft_ = std::numeric_limits<int>::max();

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

void InterpolationsResumeTest::what_was_made_needs_its_source_no_more() {
    openFilm(6);
    document_->save();
    document_->apply(QStringLiteral("size"), [](const Project& p) { return set_timeline_size(p, 32, 32); });
    document_->undoStack()->undo();
    QSignalSpy held(work_.get(), &Interpolations::heldBack);
    work_->start(clip(), wish(72, true));
    QVERIFY(held.wait(20'000));
    endProgram();
    std::filesystem::remove(media_folder_of(file()) / "imported/film.mkv");
    startProgram();
    QSignalSpy landed(work_.get(), &Interpolations::landed);
    openAgain();
    QVERIFY(landed.wait(20'000));
    const auto facts = media_facts(document_->project(), track().clips.at(0)->shown()->media);
    QCOMPARE(facts->frame_rate, (FrameRate{24, 1}));
    QCOMPARE(facts->length, std::optional<std::int64_t>(18));
    QCOMPARE(track().clips.at(0)->length, 18);
    QCOMPARE(probe_media(madeFile()).num_frames, 18);
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
    QVERIFY2(failed[0][1].value<Saying>().text().contains(QStringLiteral("among the media")), qPrintable(failed[0][1].value<Saying>()));
    QCOMPARE(document_->project().assets->size(), std::size_t{2});
    QCOMPARE(probe_media(document_->mediaFolder() / document_->project().assets->back()->file).num_frames, 600);
}

void InterpolationsResumeTest::is_paused_and_goes_on() {
    openFilm(300);
    numLeft_ = 1200;  // a few more than are kept at a time
    work_->start(clip(), heldWish(24 * 16));
    QTRY_VERIFY_WITH_TIMEOUT(numLeft_ == 0 && only().progress.framesDone > 0, 30'000);
    const qint64 id = only().id;
    work_->pause(id);
    QCOMPARE(only().state, InterpolationState::paused);
    QVERIFY(describe(only()).startsWith(QStringLiteral("Paused at frame")));
    endProgram();
    startProgram();
    openAgain();
    QCoreApplication::sendPostedEvents();  // among which the next one begins
    QCOMPARE(only().state, InterpolationState::paused);  // until somebody says so
    numLeft_ = 1200;
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

// The project has what was made, and the list does not know it yet, as a crash between the two leaves it.
void InterpolationsResumeTest::endBeforeTheEntryDid(bool isCopied) {
    const auto list = *folder_ / "interpolations";
    openFilm(6);
    document_->apply(QStringLiteral("size"), [](const Project& p) { return set_timeline_size(p, 32, 32); });
    document_->undoStack()->undo();
    QSignalSpy held(work_.get(), &Interpolations::heldBack);
    work_->start(clip(), wish(48));
    QVERIFY(held.wait(20'000));
    const auto incoming = only().incomingFile();
    endProgram();
    std::filesystem::copy(list, *folder_ / "list");
    std::filesystem::create_hard_link(incoming, *folder_ / "made.mkv");
    startProgram();
    QSignalSpy landed(work_.get(), &Interpolations::landed);
    openAgain();
    QVERIFY(landed.wait(20'000));
    QSignalSpy saved(document_.get(), &Document::saved);
    document_->save();
    QVERIFY(saved.wait(20'000));
    endProgram();
    std::filesystem::remove_all(list);
    std::filesystem::rename(*folder_ / "list", list);
    if (isCopied) {
        std::filesystem::copy_file(*folder_ / "made.mkv", incoming);
    } else {
        std::filesystem::create_hard_link(*folder_ / "made.mkv", incoming);
    }
    startProgram();
}

void InterpolationsResumeTest::giving_up_leaves_what_the_project_uses() {
    endBeforeTheEntryDid(false);
    bool isGivenUp = false;
    whenMade([&] {
        work_->remove(only().id);
        isGivenUp = true;
    });
    openAgain();
    const auto used = madeFile();
    QTRY_VERIFY_WITH_TIMEOUT(isGivenUp, 20'000);
    finish(96);  // another one comes in, behind whatever became of the first
    QVERIFY(madeFile() != used);
    endProgram();
    QVERIFY(std::filesystem::exists(used));
}

void InterpolationsResumeTest::a_copy_of_what_came_in_before_does_not_come_in_again() {
    endBeforeTheEntryDid(true);
    openAgain();
    QTRY_VERIFY_WITH_TIMEOUT(work_->entries().empty(), 20'000);
    QCOMPARE(track().clips.at(0)->versions.size(), std::size_t{2});
    QCOMPARE(document_->project().assets->size(), std::size_t{2});
    QTRY_COMPARE_WITH_TIMEOUT(numFiles(), 1, 10'000);
    QVERIFY(std::filesystem::exists(madeFile()));
}

void InterpolationsResumeTest::what_could_not_come_in_leaves_no_file() {
    openFilm(6);
    document_->apply(QStringLiteral("size"), [](const Project& p) { return set_timeline_size(p, 32, 32); });
    QSignalSpy held(work_.get(), &Interpolations::heldBack);
    whenMade([this] { document_->undoStack()->undo(); });
    work_->start(clip(), wish(48));
    QVERIFY(held.wait(20'000));
    QTRY_COMPARE_WITH_TIMEOUT(numFiles(), 0, 10'000);
    work_->remove(only().id);
    QTRY_COMPARE_WITH_TIMEOUT(numIncoming(), std::size_t{0}, 10'000);
    QCOMPARE(numFiles(), 0);
}

void InterpolationsResumeTest::one_that_failed_waits_for_the_other_of_its_clip() {
    openFilm(240);
    const auto film = document_->mediaFolder() / "imported/film.mkv";
    std::filesystem::rename(film, *folder_ / "elsewhere.mkv");
    work_->start(clip(), wish(48));
    QTRY_COMPARE_WITH_TIMEOUT(only().state, InterpolationState::failed, 20'000);
    std::filesystem::rename(*folder_ / "elsewhere.mkv", film);
    const qint64 first = only().id;
    work_->start(clip(), wish(24 * 16));
    work_->resume(first);
    QCOMPARE(only().state, InterpolationState::failed);
    QVERIFY2(describe(only()).contains(QStringLiteral("already")), qPrintable(describe(only())));
    work_->stop(clip());
    work_->resume(first);
    QVERIFY(only().state != InterpolationState::failed);
}

void InterpolationsResumeTest::a_damaged_entry_takes_no_other_along() {
    openFilm(240);
    document_->apply(QStringLiteral("split"), [&](const Project& p) { return split_clip(p, clip(), 120); });
    work_->start(clip(), wish(24 * 16));
    work_->start(track().clips.at(1)->id, wish(24 * 16));
    work_->pause(work_->entries().at(1).id);
    const qint64 last = work_->entries().at(1).id;
    endProgram();
    const auto list = *folder_ / "interpolations/interpolations.json";
    nlohmann::json entries = nlohmann::json::parse(read_file(list, 1'000'000));
    entries.at(0).erase("clip");
    const std::string damaged = entries.dump();
    write_file_atomically(list, damaged);
    startProgram();
    QCOMPARE(work_->entries().size(), std::size_t{1});
    QCOMPARE(only().id, last);
    work_->resume(last);  // writes the list
    endProgram();
    QVERIFY(nlohmann::json::parse(read_file(list, 1'000'000)).size() == 1);
    QCOMPARE(read_file(*folder_ / "interpolations/interpolations.json.unreadable", 1'000'000), damaged);
}

void InterpolationsResumeTest::a_damaged_list_stops_nothing() {
    endProgram();
    std::filesystem::create_directories(*folder_ / "interpolations");
    write_file_atomically(*folder_ / "interpolations/interpolations.json", R"([{"id": 1}])");
    startProgram();
    QVERIFY(work_->entries().empty());
    QVERIFY(std::filesystem::exists(*folder_ / "interpolations/interpolations.json.unreadable"));
    openFilm(6);
    finish(48);
    QCOMPARE(numFiles(), 1);
}

KINORA_TEST(InterpolationsResumeTest)
#include "interpolations_resume_test.moc"

// Interpolating in the background: what comes in, what stays, and what is left behind by stops, undo and other projects.
#include "ui/session/interpolations.h"

#include <QSignalSpy>
#include <QUndoStack>

#include "core/base/error.h"
#include "core/base/file_io.h"
#include "core/media/media_probe.h"
#include "core/project/project_file.h"
#include "tests/support/fake_interpolator.h"
#include "tests/support/temp_folder.h"
#include "tests/support/test_main.h"
#include "tests/ui/film_project.h"
#include "ui/session/app_settings.h"
#include "ui/session/document.h"

using namespace kinora;
using namespace kinora::test;

class InterpolationsTest : public QObject {
    Q_OBJECT

 private Q_SLOTS:
    void init();
    void cleanup();
    void comes_in_as_a_version_in_one_step();
    void undo_keeps_the_file();
    void a_take_stays_a_take();
    void slow_motion_moves_what_follows();
    void says_how_far_it_is();
    void stops_and_leaves_no_file();
    void one_that_waits_can_be_stopped();
    void waits_while_there_is_something_to_redo();
    void comes_along_to_another_name();
    void another_project_gets_nothing();
    void goes_on_after_the_program_ended();
    void what_was_made_and_not_brought_in_comes_with_the_next_start();
    void a_clip_that_is_gone_at_the_next_start_loses_nothing();
    void is_paused_and_goes_on();
    void one_that_failed_is_tried_again();
    void giving_up_leaves_nothing();
    void a_damaged_list_stops_nothing();
    void stays_among_the_media_when_its_clip_is_gone();
    void a_failure_is_a_sentence();
    void refuses_what_cannot_be_interpolated();

 private:
    void openFilm(int numFrames) { document_->create(file(), film_project(media_folder_of(file()), numFrames)); }
    std::filesystem::path file() const { return *folder_ / "film.kinora"; }
    const Track& track() const { return *document_->project().timeline.tracks[0]; }
    ClipId clip() const { return track().clips.at(0)->id; }
    InterpolationWish wish(std::int64_t framesASecond, bool isSlow = false) const {
        return {.what = {.frame_rate = {framesASecond, 1}, .is_slow_motion = isSlow}, .engine = engines_->find(QStringLiteral("flow"), {})};
    }
    int numFiles() const {
        std::error_code ignored;
        int count = 0;
        for (const auto& entry : std::filesystem::directory_iterator(document_->mediaFolder() / "interpolated", ignored)) {
            count += entry.is_regular_file() ? 1 : 0;
        }
        return count;
    }
    std::filesystem::path madeFile() const {
        return document_->mediaFolder() / media_facts(document_->project(), track().clips.at(0)->shown()->media)->file;
    }
    std::size_t numIncoming() const {
        std::error_code ignored;
        std::size_t count = 0;
        for (const auto& entry : std::filesystem::directory_iterator(media_folder_of(file()) / "incoming", ignored)) {
            count += entry.is_regular_file() ? 1 : 0;
        }
        return count;
    }
    // As a quit or a crash ends it: nothing is asked for the project to be saved.
    void endProgram() {
        work_.reset();
        document_.reset();
    }
    void startProgram() {
        document_ = std::make_unique<Document>();
        work_ = std::make_unique<Interpolations>(*document_, *engines_, *folder_ / "interpolations");
    }
    void openAgain() {
        document_->open(file(), [](const RecoveredProject&) { return true; });
    }
    const InterpolationEntry& only() const { return work_->entries().at(0); }
    void finish(std::int64_t framesASecond, bool isSlow = false) {
        QSignalSpy landed(work_.get(), &Interpolations::landed);
        work_->start(clip(), wish(framesASecond, isSlow));
        QVERIFY(landed.wait(20'000));
    }

    std::unique_ptr<TempFolder> folder_;
    std::unique_ptr<AppSettings> settings_;
    std::unique_ptr<InterpolationEngines> engines_;
    std::unique_ptr<Document> document_;
    std::unique_ptr<Interpolations> work_;
};

void InterpolationsTest::init() {
    folder_ = std::make_unique<TempFolder>();
    settings_ = std::make_unique<AppSettings>(QString::fromStdString((*folder_ / "kinora.ini").string()), QString());
    engines_ = std::make_unique<InterpolationEngines>(*settings_, [](const auto& weights, const auto&) { return std::make_unique<FakeInterpolator>(weights); });
    startProgram();
}

void InterpolationsTest::cleanup() {
    endProgram();
    engines_.reset();
    settings_.reset();
    folder_.reset();
}

void InterpolationsTest::comes_in_as_a_version_in_one_step() {
    openFilm(12);
    finish(48);
    const Clip& shown = *track().clips.at(0);
    QCOMPARE(shown.versions.size(), std::size_t{2});
    QCOMPARE(shown.chosen, std::size_t{1});
    QCOMPARE(shown.length, 12);
    const auto facts = media_facts(document_->project(), shown.shown()->media);
    QCOMPARE(facts->frame_rate, (FrameRate{48, 1}));
    QCOMPARE(probe_media(document_->mediaFolder() / facts->file).num_frames, 24);
    QCOMPARE(facts->name, std::string("film · 48 fps"));
    QVERIFY(!document_->project().assets->back()->content_hash.empty());
    QCOMPARE(document_->undoStack()->index(), 1);
    QVERIFY(check_invariants(document_->project()).empty());
    QVERIFY(!work_->progress(clip()));
}

void InterpolationsTest::undo_keeps_the_file() {
    openFilm(6);
    finish(48);
    const auto after = document_->snapshot();
    document_->undoStack()->undo();
    QCOMPARE(track().clips.at(0)->versions.size(), std::size_t{1});
    QCOMPARE(document_->project().assets->size(), std::size_t{1});
    QCOMPARE(numFiles(), 1);
    document_->undoStack()->redo();
    QVERIFY(document_->project() == *after);
    document_->undoStack()->undo();
    document_->apply(QStringLiteral("other"), [](const Project& p) { return set_timeline_size(p, 32, 32); });
    finish(48);
    QCOMPARE(numFiles(), 2);  // another file, not the same one again
}

void InterpolationsTest::a_take_stays_a_take() {
    const auto media = media_folder_of(file());
    write_film(media / "takes/take-1.mkv", 8);
    Project project = set_timeline_size(add_track(Project(), 0, ""), film_width, film_height);
    project = add_take(project, {.name = "a red ball", .file = "takes/take-1.mkv", .width = film_width, .height = film_height, .num_frames = 8,
                                 .frame_rate = {24, 1}, .recipe = {{"prompt", "a red ball"}}});
    project = insert_clip(project, project.timeline.tracks[0]->id, clip_of(project, project.takes->at(0)->id, 0), EditMode::normal);
    document_->create(file(), project);
    finish(60);
    QCOMPARE(document_->project().takes->size(), std::size_t{2});
    const Take& made = *document_->project().takes->back();
    QVERIFY(track().clips.at(0)->shown()->media == MediaRef(made.id));
    QVERIFY(made.recipe.at("prompt") == "a red ball");
    QVERIFY(made.recipe.at("interpolation").at("frame_rate") == "60");
    QVERIFY(made.recipe.at("interpolation").at("engine") == "flow");
    const MediaInfo info = probe_media(document_->mediaFolder() / made.file);
    QVERIFY(nlohmann::json::parse(info.metadata.at("kinora")) == made.recipe);
}

void InterpolationsTest::slow_motion_moves_what_follows() {
    openFilm(10);
    document_->apply(QStringLiteral("second"), [](const Project& p) {
        Clip second = clip_of(p, p.assets->at(0)->id, 0);
        second.start = 10;
        return insert_clip(p, p.timeline.tracks[0]->id, second, EditMode::normal);
    });
    finish(72, true);
    QCOMPARE(track().clips.at(0)->length, 30);
    QCOMPARE(track().clips.at(1)->start, 30);
    QCOMPARE(document_->undoStack()->count(), 2);
}

void InterpolationsTest::says_how_far_it_is() {
    openFilm(40);
    QSignalSpy landed(work_.get(), &Interpolations::landed);
    qint64 last = 0;
    QStringList said;
    connect(work_.get(), &Interpolations::changed, this, [&] {
        if (const auto progress = work_->progress(clip()); progress && progress->numFrames > 0) {
            QCOMPARE(progress->numFrames, 80);
            QVERIFY(progress->framesDone > last);
            QVERIFY(progress->secondsLeft.has_value());
            last = progress->framesDone;
            said.append(work_->notes().at(clip()));
        }
    });
    work_->start(clip(), wish(48));
    QCOMPARE(describe(*work_->progress(clip())), QStringLiteral("Waits"));
    QVERIFY(landed.wait(20'000));
    disconnect(work_.get(), &Interpolations::changed, this, nullptr);
    QCOMPARE(last, 80);
    QVERIFY2(said.last().startsWith(QStringLiteral("Interpolating: Frame 80 of 80, 0:00")), qPrintable(said.last()));
}

void InterpolationsTest::stops_and_leaves_no_file() {
    openFilm(240);
    work_->start(clip(), wish(24 * 16));
    QTRY_VERIFY_WITH_TIMEOUT(work_->progress(clip())->framesDone > 0, 20'000);
    QSignalSpy stopped(work_.get(), &Interpolations::stopped);
    const ClipId id = clip();
    work_->stop(id);
    QCOMPARE(stopped.size(), 1);
    QVERIFY(!work_->progress(id));
    // The thread is free for the next at once.
    finish(48);
    QCOMPARE(numFiles(), 1);
    QCOMPARE(document_->undoStack()->count(), 1);
}

void InterpolationsTest::one_that_waits_can_be_stopped() {
    openFilm(240);
    document_->apply(QStringLiteral("split"), [&](const Project& p) { return split_clip(p, clip(), 120); });
    const ClipId second = track().clips.at(1)->id;
    work_->start(clip(), wish(24 * 16));
    work_->start(second, wish(48));
    work_->stop(second);
    QVERIFY(!work_->progress(second));
    QVERIFY(work_->progress(clip()));
    work_->stop(clip());
    QVERIFY(work_->notes().empty());
}

void InterpolationsTest::waits_while_there_is_something_to_redo() {
    openFilm(6);
    document_->apply(QStringLiteral("size"), [](const Project& p) { return set_timeline_size(p, 32, 32); });
    document_->undoStack()->undo();
    QSignalSpy held(work_.get(), &Interpolations::heldBack);
    QSignalSpy landed(work_.get(), &Interpolations::landed);
    work_->start(clip(), wish(48));
    QVERIFY(held.wait(20'000));
    QVERIFY(landed.empty());
    document_->undoStack()->redo();
    QVERIFY(landed.wait(20'000));
    QCOMPARE(document_->project().width, 32);
    QCOMPARE(track().clips.at(0)->versions.size(), std::size_t{2});
}

void InterpolationsTest::comes_along_to_another_name() {
    openFilm(240);
    QSignalSpy landed(work_.get(), &Interpolations::landed);
    QSignalSpy saved(document_.get(), &Document::saved);
    work_->start(clip(), wish(48));
    document_->saveAs(*folder_ / "elsewhere.kinora");
    QVERIFY(saved.wait(20'000));
    QVERIFY(landed.size() == 1 || landed.wait(60'000));
    const auto facts = media_facts(document_->project(), track().clips.at(0)->shown()->media);
    QVERIFY(document_->mediaFolder() == *folder_ / "elsewhere.media");
    QCOMPARE(probe_media(document_->mediaFolder() / facts->file).num_frames, 480);
}

void InterpolationsTest::another_project_gets_nothing() {
    openFilm(240);
    work_->start(clip(), wish(24 * 16));
    QTRY_VERIFY_WITH_TIMEOUT(work_->progress(clip())->framesDone > 0, 20'000);
    const auto other = *folder_ / "other.kinora";
    document_->create(other, film_project(media_folder_of(other), 6));
    QVERIFY(work_->notes().empty());
    QCOMPARE(work_->entries().size(), std::size_t{1});
    finish(48);  // and nothing of the other one comes before
    QCOMPARE(document_->project().assets->size(), std::size_t{2});
    QCOMPARE(numFiles(), 1);
    // It goes on, and its own project gets it.
    QTRY_COMPARE_WITH_TIMEOUT(only().state, InterpolationState::running, 20'000);
    QSignalSpy landed(work_.get(), &Interpolations::landed);
    openAgain();
    QVERIFY(landed.wait(60'000));
    QCOMPARE(probe_media(madeFile()).num_frames, 240 * 16);
    QCOMPARE(document_->project().assets->size(), std::size_t{2});
}

void InterpolationsTest::goes_on_after_the_program_ended() {
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

void InterpolationsTest::what_was_made_and_not_brought_in_comes_with_the_next_start() {
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

void InterpolationsTest::a_clip_that_is_gone_at_the_next_start_loses_nothing() {
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

void InterpolationsTest::is_paused_and_goes_on() {
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

void InterpolationsTest::one_that_failed_is_tried_again() {
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

void InterpolationsTest::giving_up_leaves_nothing() {
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

void InterpolationsTest::a_damaged_list_stops_nothing() {
    endProgram();
    std::filesystem::create_directories(*folder_ / "interpolations");
    write_file_atomically(*folder_ / "interpolations/interpolations.json", R"([{"id": 1}])");
    startProgram();
    QVERIFY(work_->entries().empty());
    openFilm(6);
    finish(48);
    QCOMPARE(numFiles(), 1);
}

void InterpolationsTest::stays_among_the_media_when_its_clip_is_gone() {
    openFilm(6);
    QSignalSpy failed(work_.get(), &Interpolations::failed);
    work_->start(clip(), wish(48));
    document_->apply(QStringLiteral("delete"), [&](const Project& p) { return lift_clips(p, std::array{clip()}); });
    QVERIFY(failed.wait(20'000));
    QVERIFY(failed[0][1].toString().contains(QStringLiteral("among the media")));
    QCOMPARE(document_->project().assets->size(), std::size_t{2});
    QVERIFY(check_invariants(document_->project()).empty());
}

void InterpolationsTest::a_failure_is_a_sentence() {
    openFilm(6);
    std::filesystem::remove(document_->mediaFolder() / "imported/film.mkv");
    QSignalSpy failed(work_.get(), &Interpolations::failed);
    work_->start(clip(), wish(48));
    QVERIFY(failed.wait(20'000));
    QVERIFY2(failed[0][1].toString().contains(QStringLiteral("film.mkv")), qPrintable(failed[0][1].toString()));
    QVERIFY(!work_->progress(clip()));
    QCOMPARE(document_->undoStack()->count(), 0);
    QCOMPARE(numFiles(), 0);
}

void InterpolationsTest::refuses_what_cannot_be_interpolated() {
    openFilm(240);
    work_->start(clip(), wish(48));
    QVERIFY_THROWS_EXCEPTION(EditError, work_->start(clip(), wish(48)));
    QVERIFY_THROWS_EXCEPTION(EditError, work_->start(ClipId{999}, wish(48)));
    QCOMPARE(work_->notes().size(), std::size_t{1});
}

KINORA_TEST(InterpolationsTest)
#include "interpolations_test.moc"

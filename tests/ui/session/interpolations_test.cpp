// Interpolating in the background: what comes in, what stays, and what is left behind by stops, undo and other projects.
#include "ui/session/interpolations.h"

#include <QUndoStack>

#include <array>

#include "core/base/error.h"
#include "core/media/media_probe.h"
#include "tests/support/test_main.h"
#include "tests/ui/session/interpolation_fixture.h"

using namespace kinora;
using namespace kinora::test;

class InterpolationsTest : public QObject, private InterpolationFixture {
    Q_OBJECT

 private Q_SLOTS:
    void init() { begin(); }
    void cleanup() { end(); }
    void comes_in_as_a_version_in_one_step();
    void undo_keeps_the_file();
    void a_take_stays_a_take();
    void slow_motion_moves_what_follows();
    void says_how_far_it_is();
    void stops_and_leaves_no_file();
    void one_that_waits_can_be_stopped();
    void waits_while_there_is_something_to_redo();
    void waits_while_another_project_is_opened();
    void comes_along_to_another_name();
    void another_project_gets_nothing();
    void stays_among_the_media_when_its_clip_is_gone();
    void a_failure_is_a_sentence();
    void refuses_what_cannot_be_interpolated();

};

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
        const auto progress = work_->progress(clip());
        if (progress && progress->numFrames > 0 && only().state == InterpolationState::running) {
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

void InterpolationsTest::waits_while_another_project_is_opened() {
    const auto other = *folder_ / "other.kinora";
    {
        Document unsaved;
        unsaved.create(other);
        unsaved.apply(QStringLiteral("size"), [](const Project& p) { return set_timeline_size(p, 64, 64); });
    }
    openFilm(6);
    document_->save();
    QTRY_VERIFY_WITH_TIMEOUT(!document_->isSaving(), 20'000);
    work_->start(clip(), wish(48));
    QSignalSpy landed(work_.get(), &Interpolations::landed);
    bool isAsked = false;
    document_->openInBackground(other, [&](const RecoveredProject&) {
        [&] { QTRY_COMPARE_WITH_TIMEOUT(only().state, InterpolationState::made, 20'000); }();
        QTest::qWait(200);  // longer than it takes to come in
        isAsked = true;
        return false;
    });
    QTRY_VERIFY_WITH_TIMEOUT(isAsked && document_->opening().empty(), 20'000);
    QVERIFY(document_->file() == other);
    QVERIFY(landed.empty());
    document_->openInBackground(file(), [](const RecoveredProject&) { return false; });
    QVERIFY(landed.wait(20'000));
    QVERIFY(document_->file() == file());
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
    openFilm(120);
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
    QCOMPARE(probe_media(madeFile()).num_frames, 120 * 16);
    QCOMPARE(document_->project().assets->size(), std::size_t{2});
}

void InterpolationsTest::stays_among_the_media_when_its_clip_is_gone() {
    openFilm(6);
    QSignalSpy failed(work_.get(), &Interpolations::failed);
    work_->start(clip(), wish(48));
    document_->apply(QStringLiteral("delete"), [&](const Project& p) { return lift_clips(p, std::array{clip()}); });
    QVERIFY(failed.wait(20'000));
    QVERIFY(failed[0][1].value<Saying>().text().contains(QStringLiteral("among the media")));
    QCOMPARE(document_->project().assets->size(), std::size_t{2});
    QVERIFY(check_invariants(document_->project()).empty());
}

void InterpolationsTest::a_failure_is_a_sentence() {
    openFilm(6);
    std::filesystem::remove(document_->mediaFolder() / "imported/film.mkv");
    QSignalSpy failed(work_.get(), &Interpolations::failed);
    work_->start(clip(), wish(48));
    QVERIFY(failed.wait(20'000));
    QVERIFY2(failed[0][1].value<Saying>().text().contains(QStringLiteral("film.mkv")), qPrintable(failed[0][1].value<Saying>()));
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

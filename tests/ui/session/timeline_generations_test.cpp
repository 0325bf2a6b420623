// What the timeline asks for goes through the queue and lands where it was asked for.
#include "ui/session/timeline_generations.h"

#include <algorithm>

#include "core/project/edits/clip_edits.h"
#include "core/project/edits/marker_edits.h"
#include "tests/support/test_main.h"
#include "tests/ui/studio_jobs.h"
#include "ui/session/generation_estimate.h"

using namespace kinora;
using namespace kinora::test;

class TimelineGenerationsTest : public QObject {
    Q_OBJECT

 private Q_SLOTS:
    void init();
    void cleanup();
    void an_extension_lands_as_one_step();
    void a_gap_and_a_range_are_made_from_their_neighbours();
    void a_loop_leads_back_to_the_beginning();
    void a_blend_takes_the_place_of_an_end_and_a_beginning();
    void variations_become_versions();
    void segments_follow_each_other();
    void what_was_done_since_is_a_step_of_its_own();
    void a_chain_goes_on_with_something_to_redo();
    void a_chain_goes_on_with_the_next_start();
    void what_was_cancelled_is_not_made_by_a_landing();
    void seeds_are_consecutive_also_for_what_is_made_again();
    void undoing_the_start_cancels_and_doing_it_again_begins_anew();
    void what_is_undone_and_done_again_at_once_is_made();
    void what_failed_is_made_again_when_it_is_asked_for();
    void what_is_given_up_leaves_no_clip();
    void what_nobody_waits_for_is_not_made();
    void a_restyling_gives_the_old_pictures();
    void a_restyled_clip_keeps_its_strength_when_it_is_made_again();
    void jobs_of_a_discarded_generation_are_cancelled();
    void the_take_of_a_discarded_generation_is_no_other_ones();
    void what_is_recovered_goes_on();
    void the_estimate_knows_what_was_measured();

 private:
    const Project& project() const { return studio_->document.project(); }
    const Track& track() const { return *project().timeline.tracks.front(); }
    const Clip& clip(std::size_t index) const { return *track().clips.at(index); }
    GenerationWish wish() const {
        GenerationWish wish;
        wish.model = "fake";
        wish.settings = fake_request("").settings;
        return wish;
    }
    GenerationAsk extend(const std::string& prompt, std::int64_t length = 8) const {
        GenerationAsk ask;
        ask.kind = GenerationKind::extend;
        ask.clip = clip(0).id;
        ask.range = {clip(0).end(), length};
        ask.prompt = prompt;
        return ask;
    }
    // The first clip, at a quarter.
    GenerationAsk restyleFirst() {
        GenerationAsk ask;
        ask.kind = GenerationKind::restyle;
        ask.clip = clip(0).id;
        ask.range = clip(0).range();
        ask.strength = 0.25;
        ask.prompt = "in oil";
        start(ask);
        waitForAll();
        return ask;
    }
    void start(const GenerationAsk& ask) { generations_->start(QStringLiteral("step"), ask, wish()); }
    void waitForAll() {
        QTRY_VERIFY_WITH_TIMEOUT(project().generations->empty(), 30'000);
        for (const Shared<Take>& take : *project().takes) {
            QCOMPARE(take->num_frames, take->origin->num_kept);  // none of what its neighbours gave
        }
    }
    void watch() {
        generations_ = std::make_unique<TimelineGenerations>(TimelineGenerations::Session{
            studio_->document, studio_->bridge, studio_->models, studio_->styles, studio_->settings, studio_->landing});
        connect(generations_.get(), &TimelineGenerations::failed, this, [this](const QString& message) { failures_.append(message); });
    }
    void save() {
        studio_->document.save();
        QTRY_VERIFY(!studio_->document.isModified());
    }
    void reopen() {
        studio_->document.open(*folder_ / "p.kinora", [](const RecoveredProject&) { return true; });
    }
    void addMarker(std::int64_t frame) {
        studio_->document.apply(QStringLiteral("marker"), [&](const Project& before) { return add_marker(before, {.start = frame}); });
    }
    int steps() const { return studio_->document.undoStack()->count(); }

    std::unique_ptr<TempFolder> folder_;
    std::unique_ptr<Studio> studio_;
    std::unique_ptr<TimelineGenerations> generations_;
    QStringList failures_;
};

void TimelineGenerationsTest::init() {
    folder_ = std::make_unique<TempFolder>();
    studio_ = std::make_unique<Studio>(folder_->path());
    studio_->open(*folder_ / "p.kinora");
    failures_.clear();
    watch();
    make_takes(*studio_, "a ball", 1);
    QCOMPARE(clip(0).length, std::int64_t{9});
}

void TimelineGenerationsTest::cleanup() {
    generations_.reset();
    studio_.reset();
    folder_.reset();
}

void TimelineGenerationsTest::an_extension_lands_as_one_step() {
    const int before = steps();
    start(extend("it rolls"));
    QCOMPARE(track().clips.size(), std::size_t{2});
    QVERIFY(clip(1).shown() == nullptr);
    QCOMPARE(generations_->notes().count(clip(1).id), std::size_t{1});
    waitForAll();
    QCOMPARE(steps(), before + 1);
    QCOMPARE(clip(1).range(), (FrameRange{9, 8}));
    QVERIFY(clip(1).shown() != nullptr);
    QVERIFY(!clip(1).generation.is_set());
    QCOMPARE(project().takes->back()->name, std::string("it rolls"));
    QVERIFY(project().takes->back()->origin.has_value());
    QCOMPARE(project().takes->back()->origin->conditions.size(), std::size_t{1});
    QVERIFY(generations_->notes().empty());
    studio_->document.undoStack()->undo();
    QCOMPARE(track().clips.size(), std::size_t{1});
    QCOMPARE(project().takes->size(), std::size_t{1});
    studio_->document.undoStack()->redo();
    QVERIFY(clip(1).shown() != nullptr);
    QVERIFY(failures_.isEmpty());
}

void TimelineGenerationsTest::a_gap_and_a_range_are_made_from_their_neighbours() {
    start(extend("it rolls", 16));
    waitForAll();
    const ClipId second = clip(1).id;
    studio_->document.apply({}, [&](const Project& before) { return move_clips(before, std::span(&second, 1), 7, 0, EditMode::normal); });
    GenerationAsk fill;
    fill.kind = GenerationKind::fill;
    fill.track = track().id;
    fill.range = {9, 7};
    fill.prompt = "between";
    start(fill);
    waitForAll();
    QCOMPARE(track().clips.size(), std::size_t{3});
    QCOMPARE(clip(1).end(), clip(2).start);
    QCOMPARE(project().takes->back()->origin->conditions.size(), std::size_t{2});
    GenerationAsk again;
    again.kind = GenerationKind::regenerate;
    again.clip = clip(2).id;
    again.range = {clip(2).start + 4, 7};
    again.prompt = "again";
    const MediaUse whole = *clip(2).shown();
    start(again);
    waitForAll();
    // Around the range the clip shows what it showed.
    const auto made = std::ranges::find_if(track().clips, [&](const Shared<Clip>& each) {
        return each->shown()->media == MediaRef(project().takes->back()->id);
    });
    QVERIFY(made != track().clips.end());
    QCOMPARE((*std::prev(made))->shown()->media, whole.media);
    QCOMPARE((*std::next(made))->shown()->media, whole.media);
    QCOMPARE((*std::next(made))->shown()->source_in, whole.source_in + (*std::next(made))->start - (*std::prev(made))->start);
    QVERIFY(failures_.isEmpty());
}

void TimelineGenerationsTest::a_loop_leads_back_to_the_beginning() {
    GenerationAsk loop;
    loop.kind = GenerationKind::loop;
    loop.clip = clip(0).id;
    loop.range = {clip(0).end(), 7};
    loop.prompt = "back again";
    const int before = steps();
    start(loop);
    waitForAll();
    QCOMPARE(steps(), before + 1);
    QCOMPARE(track().clips.size(), std::size_t{2});
    QCOMPARE(clip(1).range(), (FrameRange{9, 7}));
    QVERIFY(clip(1).shown()->media == MediaRef(project().takes->back()->id));
    // Given are the end of the clip, at the beginning, and its beginning, at the end.
    const std::vector<Condition> given = project().takes->back()->origin->conditions;
    QCOMPARE(given.size(), std::size_t{2});
    QCOMPARE(given[0].start_frame, std::int64_t{0});
    QVERIFY(given[1].start_frame > 0);
    QCOMPARE(given[0].source.source_in + given[0].num_frames, clip(0).length);
    QCOMPARE(given[1].source.source_in, std::int64_t{0});
    studio_->document.undoStack()->undo();
    QCOMPARE(track().clips.size(), std::size_t{1});
    QVERIFY(failures_.isEmpty());
}

void TimelineGenerationsTest::a_blend_takes_the_place_of_an_end_and_a_beginning() {
    start(extend("another", 16));
    waitForAll();
    const MediaUse left = *clip(0).shown();
    const MediaUse right = *clip(1).shown();
    const std::int64_t end = clip(1).end();
    GenerationAsk blend;
    blend.kind = GenerationKind::blend;
    blend.clip = clip(0).id;
    blend.other = clip(1).id;
    blend.range = {clip(0).end() - 3, 6};
    blend.prompt = "one becomes the other";
    start(blend);
    waitForAll();
    QCOMPARE(track().clips.size(), std::size_t{3});
    QVERIFY(clip(1).shown()->media == MediaRef(project().takes->back()->id));
    QCOMPARE(project().takes->back()->origin->conditions.size(), std::size_t{2});
    // Around it there is what there was, where it was.
    QCOMPARE(clip(0).shown()->media, left.media);
    QCOMPARE(clip(0).end(), clip(1).start);
    QCOMPARE(clip(1).end(), clip(2).start);
    QCOMPARE(clip(2).shown()->media, right.media);
    QCOMPARE(clip(2).shown()->source_in, right.source_in + clip(2).start - 9);
    QCOMPARE(clip(2).end(), end);
    QVERIFY(failures_.isEmpty());
}

void TimelineGenerationsTest::variations_become_versions() {
    write_prompt(*studio_, "p", 3);
    start(extend("it rolls"));
    waitForAll();
    QCOMPARE(clip(1).versions.size(), std::size_t{3});
    QCOMPARE(clip(1).chosen, std::size_t{0});
    QCOMPARE(project().takes->size(), std::size_t{4});
}

void TimelineGenerationsTest::segments_follow_each_other() {
    GenerationAsk ask;
    ask.kind = GenerationKind::segments;
    ask.track = track().id;
    ask.range = {9, 30};
    ask.segments = {{.prompt = "one delay=50", .length = 10}, {.prompt = "two", .length = 12}, {.prompt = "three", .length = 8}};
    const int before = steps();
    start(ask);
    QCOMPARE(track().clips.size(), std::size_t{4});
    QTRY_COMPARE(studio_->numJobs(), std::size_t{2});  // the later ones have nothing to go on from yet
    waitForAll();
    QCOMPARE(steps(), before + 1);
    QCOMPARE(track().clips.back()->end(), std::int64_t{39});
    for (std::size_t i = 1; i < 4; ++i) {
        QVERIFY(clip(i).shown() != nullptr);
    }
    const Take& last = *project().takes->back();
    QCOMPARE(last.name, std::string("three"));
    QCOMPARE(last.origin->conditions.front().source.media, MediaRef(project().takes->at(2)->id));
    QVERIFY(!last.origin->conditions.front().part.has_value());
}

void TimelineGenerationsTest::what_was_done_since_is_a_step_of_its_own() {
    const int before = steps();
    start(extend("it rolls delay=50"));
    addMarker(3);
    waitForAll();
    QCOMPARE(steps(), before + 2);
    QVERIFY(clip(1).shown() != nullptr);
    studio_->document.undoStack()->undo();  // the marker
    QVERIFY(project().timeline.markers->empty());
    QVERIFY(clip(1).shown() != nullptr);
    QVERIFY(project().generations->empty());
    studio_->document.undoStack()->undo();  // the extension, with what it brought
    QCOMPARE(track().clips.size(), std::size_t{1});
    QCOMPARE(project().takes->size(), std::size_t{1});
    studio_->document.undoStack()->redo();
    studio_->document.undoStack()->redo();
    QVERIFY(clip(1).shown() != nullptr);
    QCOMPARE(project().timeline.markers->size(), std::size_t{1});
    QCOMPARE(studio_->numJobs(), std::size_t{2});  // nothing is made twice
}

void TimelineGenerationsTest::a_chain_goes_on_with_something_to_redo() {
    GenerationAsk ask;
    ask.kind = GenerationKind::segments;
    ask.track = track().id;
    ask.range = {9, 24};
    ask.segments = {{.prompt = "one delay=50", .length = 8}, {.prompt = "two", .length = 8}, {.prompt = "three", .length = 8}};
    start(ask);
    addMarker(3);
    addMarker(5);
    studio_->document.undoStack()->undo();
    waitForAll();
    for (std::size_t i = 1; i < 4; ++i) {
        QVERIFY(clip(i).shown() != nullptr);
    }
    QCOMPARE(project().timeline.markers->size(), std::size_t{1});
    QVERIFY(studio_->document.undoStack()->canRedo());
    studio_->document.undoStack()->redo();
    QCOMPARE(project().timeline.markers->size(), std::size_t{2});
    QCOMPARE(project().takes->size(), std::size_t{4});
    QVERIFY(clip(3).shown() != nullptr && project().generations->empty());
}

void TimelineGenerationsTest::a_chain_goes_on_with_the_next_start() {
    GenerationAsk ask;
    ask.kind = GenerationKind::segments;
    ask.track = track().id;
    ask.range = {9, 16};
    ask.segments = {{.prompt = "one delay=30", .length = 8}, {.prompt = "two", .length = 8}};
    start(ask);
    QTRY_COMPARE(studio_->numJobs(), std::size_t{2});
    generations_.reset();  // the program ends before the first take is there
    QTRY_COMPARE_WITH_TIMEOUT(project().takes->size(), std::size_t{2}, 30'000);
    QTest::qWait(100);
    QCOMPARE(studio_->numJobs(), std::size_t{2});
    watch();
    studio_->models.refresh();
    waitForAll();
    QVERIFY(clip(2).shown() != nullptr);
    QCOMPARE(studio_->numJobs(), std::size_t{3});
}

void TimelineGenerationsTest::what_was_cancelled_is_not_made_by_a_landing() {
    write_prompt(*studio_, "p", 3);
    start(extend("it rolls delay=60"));
    QTRY_COMPARE(studio_->numJobs(), std::size_t{4});
    studio_->bridge.engine().cancel(studio_->job(3).id);
    QTRY_COMPARE_WITH_TIMEOUT(clip(1).versions.size(), std::size_t{2}, 30'000);
    QTest::qWait(200);
    QCOMPARE(studio_->numJobs(), std::size_t{4});
    QCOMPARE(project().generations->size(), std::size_t{1});
    // Nor when the project is opened again.
    save();
    studio_->document.create(*folder_ / "other.kinora");
    reopen();
    QTest::qWait(200);
    QCOMPARE(studio_->numJobs(), std::size_t{4});
    generations_->makeMissing(clip(1).generation);
    waitForAll();
    QCOMPARE(clip(1).versions.size(), std::size_t{3});
}

void TimelineGenerationsTest::seeds_are_consecutive_also_for_what_is_made_again() {
    write_prompt(*studio_, "p", 3);
    start(extend("it rolls delay=30"));
    QTRY_COMPARE(studio_->numJobs(), std::size_t{4});
    const std::uint64_t first = studio_->job(1).recipe.settings.seed;
    QCOMPARE(studio_->job(2).recipe.settings.seed, first + 1);
    QCOMPARE(studio_->job(3).recipe.settings.seed, first + 2);
    studio_->bridge.engine().cancel(studio_->job(2).id);
    QTRY_COMPARE_WITH_TIMEOUT(clip(1).versions.size(), std::size_t{2}, 30'000);
    generations_->makeMissing(clip(1).generation);
    waitForAll();
    QCOMPARE(studio_->job(4).recipe.settings.seed, first + 3);
}

void TimelineGenerationsTest::undoing_the_start_cancels_and_doing_it_again_begins_anew() {
    start(extend("it rolls delay=200"));
    QTRY_COMPARE(studio_->numJobs(), std::size_t{2});
    QTRY_COMPARE(studio_->job(1).state, JobState::running);
    studio_->document.undoStack()->undo();
    QCOMPARE(track().clips.size(), std::size_t{1});
    QTRY_COMPARE_WITH_TIMEOUT(studio_->job(1).state, JobState::cancelled, 20'000);
    studio_->document.undoStack()->redo();
    waitForAll();
    QVERIFY(clip(1).shown() != nullptr);
    QCOMPARE(studio_->numJobs(), std::size_t{3});
}

// The job that was asked to stop has not stopped yet.
void TimelineGenerationsTest::what_is_undone_and_done_again_at_once_is_made() {
    write_prompt(*studio_, "p", 2);
    start(extend("it rolls delay=100"));
    QTRY_COMPARE(studio_->numJobs(), std::size_t{3});
    QTRY_COMPARE(studio_->job(1).state, JobState::running);
    studio_->document.undoStack()->undo();
    studio_->document.undoStack()->redo();
    waitForAll();
    QCOMPARE(clip(1).versions.size(), std::size_t{2});
    QCOMPARE(studio_->numJobs(), std::size_t{5});
    QCOMPARE(studio_->job(4).recipe.settings.seed, studio_->job(3).recipe.settings.seed + 1);
}

void TimelineGenerationsTest::what_failed_is_made_again_when_it_is_asked_for() {
    start(extend("it rolls fail_at=2"));
    QTRY_VERIFY_WITH_TIMEOUT(studio_->numJobs() == 2 && studio_->job(1).state == JobState::failed, 20'000);
    QVERIFY(clip(1).generation.is_set());
    QVERIFY(!generations_->notes().at(clip(1).id).isEmpty());
    generations_->makeMissing(clip(1).generation);
    QTRY_COMPARE(studio_->numJobs(), std::size_t{3});
    generations_->makeMissing(clip(1).generation);  // it is under way
    QTRY_VERIFY_WITH_TIMEOUT(studio_->job(2).state == JobState::failed, 20'000);
    QCOMPARE(studio_->numJobs(), std::size_t{3});
}

void TimelineGenerationsTest::what_is_given_up_leaves_no_clip() {
    start(extend("it rolls delay=200"));
    QTRY_COMPARE(studio_->numJobs(), std::size_t{2});
    generations_->giveUp(clip(1).generation);
    QCOMPARE(track().clips.size(), std::size_t{1});
    QTRY_COMPARE_WITH_TIMEOUT(studio_->job(1).state, JobState::cancelled, 20'000);
}

void TimelineGenerationsTest::what_nobody_waits_for_is_not_made() {
    start(extend("it rolls delay=200"));
    QTRY_COMPARE(studio_->numJobs(), std::size_t{2});
    const ClipId waiting = clip(1).id;
    studio_->document.apply(QStringLiteral("delete"), [&](const Project& before) { return lift_clips(before, std::span(&waiting, 1)); });
    QVERIFY(project().generations->empty());
    QTRY_COMPARE_WITH_TIMEOUT(studio_->job(1).state, JobState::cancelled, 20'000);
    studio_->document.undoStack()->undo();
    QCOMPARE(clip(1).id, waiting);
    waitForAll();
    QVERIFY(clip(1).shown() != nullptr);
    QVERIFY(failures_.isEmpty());
}

void TimelineGenerationsTest::a_restyling_gives_the_old_pictures() {
    restyleFirst();
    QCOMPARE(clip(0).versions.size(), std::size_t{2});
    QCOMPARE(clip(0).chosen, std::size_t{1});
    QCOMPARE(studio_->job(1).recipe.conditions.size(), std::size_t{1});
    QCOMPARE(studio_->job(1).recipe.conditions.front().strength, 0.75);
    QCOMPARE(project().takes->back()->origin->settings.denoise_strength, 0.25);  // made again, it is a restyling still
}

void TimelineGenerationsTest::a_restyled_clip_keeps_its_strength_when_it_is_made_again() {
    GenerationAsk ask = restyleFirst();
    QCOMPARE(project().takes->back()->origin->settings.denoise_strength, 0.25);
    ask.kind = GenerationKind::clip;
    ask.prompt = "in chalk";
    start(ask);
    waitForAll();
    QCOMPARE(clip(0).versions.size(), std::size_t{3});
    QCOMPARE(studio_->job(2).recipe.conditions.front().strength, 0.75);
    QCOMPARE(project().takes->back()->origin->settings.denoise_strength, 0.25);
}

// A project that is left without being saved gives the same numbers out again when it is opened the next time.
void TimelineGenerationsTest::jobs_of_a_discarded_generation_are_cancelled() {
    save();
    studio_->bridge.engine().halt();
    start(extend("one"));
    const GenerationId discarded = clip(1).generation;
    QTRY_COMPARE(studio_->numJobs(), std::size_t{2});
    reopen();
    QCOMPARE(track().clips.size(), std::size_t{1});
    QTRY_COMPARE(studio_->job(1).state, JobState::cancelled);
    start(extend("two"));
    QCOMPARE(clip(1).generation, discarded);
    QTRY_COMPARE(studio_->numJobs(), std::size_t{3});
    studio_->bridge.engine().run();
    waitForAll();
    QCOMPARE(project().takes->back()->name, std::string("two"));
    QVERIFY(clip(1).shown() != nullptr && clip(1).shown()->media == MediaRef(project().takes->back()->id));
}

void TimelineGenerationsTest::the_take_of_a_discarded_generation_is_no_other_ones() {
    save();
    studio_->bridge.engine().halt();
    start(extend("one"));
    QTRY_COMPARE(studio_->numJobs(), std::size_t{2});
    studio_->document.create(*folder_ / "other.kinora");
    studio_->bridge.engine().run();
    QTRY_COMPARE_WITH_TIMEOUT(studio_->job(1).state, JobState::done, 20'000);
    studio_->bridge.engine().halt();
    reopen();
    start(extend("two"));
    QTRY_COMPARE_WITH_TIMEOUT(project().takes->size(), std::size_t{2}, 20'000);
    QCOMPARE(project().takes->back()->name, std::string("one"));
    QVERIFY(clip(1).shown() == nullptr);
    QTRY_COMPARE(studio_->numJobs(), std::size_t{3});
    studio_->bridge.engine().run();
    waitForAll();
    QCOMPARE(project().takes->back()->name, std::string("two"));
    QVERIFY(clip(1).shown()->media == MediaRef(project().takes->back()->id));
}

void TimelineGenerationsTest::what_is_recovered_goes_on() {
    save();
    studio_->bridge.engine().halt();
    start(extend("it rolls"));
    QTRY_COMPARE(studio_->numJobs(), std::size_t{2});
    generations_.reset();
    studio_.reset();  // with changes that are in the journal alone
    studio_ = std::make_unique<Studio>(folder_->path());
    studio_->bridge.engine().halt();
    watch();
    studio_->open(*folder_ / "p.kinora");
    QCOMPARE(track().clips.size(), std::size_t{2});
    QTest::qWait(200);
    studio_->bridge.engine().run();
    waitForAll();
    QVERIFY(clip(1).shown() != nullptr);
    QCOMPARE(studio_->numJobs(), std::size_t{2});
}

void TimelineGenerationsTest::the_estimate_knows_what_was_measured() {
    GenerationEstimate estimate(studio_->bridge, studio_->models, QString::fromStdString((*folder_ / "speeds.ini").string()));
    const Project planned = with_generation(project(), extend("p"), wish());
    const Generation& generation = *planned.generations->back();
    QVERIFY(estimate.memory(generation).has_value());
    QVERIFY(!estimate.seconds(generation).has_value());
    QVERIFY(estimate.describe(generation).contains(QStringLiteral("time not known yet")));
    start(extend("it rolls delay=20"));
    waitForAll();
    QVERIFY(estimate.seconds(generation).has_value());
    Generation twice = generation;
    twice.num_variations = 2;
    QCOMPARE(*estimate.seconds(twice), 2.0 * *estimate.seconds(generation));
}

KINORA_TEST(TimelineGenerationsTest)
#include "timeline_generations_test.moc"

// From the panel's state to a take on the timeline, with the fake generator.
#include "ui/session/generation_controller.h"

#include <QSemaphore>

#include <algorithm>
#include <fstream>

#include "core/media/media_probe.h"
#include "core/project/edits/keyframe_edits.h"
#include "core/project/edits/take_edits.h"
#include "core/media/image_file.h"
#include "core/project/project_file.h"
#include "tests/support/test_main.h"
#include "tests/ui/studio_fixture.h"

using namespace kinora;
using namespace kinora::test;

class GenerationControllerTest : public QObject {
    Q_OBJECT

 private Q_SLOTS:
    void a_generation_becomes_a_take_and_a_clip_in_one_step();
    void undo_keeps_the_media_and_redo_computes_nothing();
    void variations_become_versions_of_one_clip();
    void variations_stay_together_when_the_studio_is_closed_between_them();
    void an_empty_prompt_is_refused();
    void a_missing_model_is_refused();
    void a_generation_waits_while_models_are_looked_for();
    void a_generation_that_waits_is_not_asked_of_another_project();
    void what_was_undone_can_be_redone_after_another_generation();
    void a_locked_seed_stays_and_an_open_one_changes();
    void keyframes_reach_the_request_at_the_generations_rate();
    void a_job_that_ended_without_its_project_lands_when_that_opens();
    void a_take_follows_a_project_that_was_saved_under_another_name();
    void cancelling_stops_the_running_job();
    void a_branch_goes_on_from_its_step_with_other_words();
    void a_branch_keeps_the_keyframes_of_its_job();
    void a_branch_in_another_project_has_the_jobs_pictures_or_none();
    void a_branch_of_another_size_is_refused_and_stays();
    void previews_can_be_switched_off_for_waiting_jobs();
    void a_branch_can_be_left();
    void a_branch_stays_when_the_project_gets_another_name();
};

static void write(Studio& studio, const std::string& prompt, int variations = 1, bool locksSeed = true) {
    GenerateState state = *studio.document.project().generate;
    state.settings.prompt = prompt;
    state.num_variations = variations;
    state.is_seed_locked = locksSeed;
    studio.document.apply(QStringLiteral("write"), [&](const Project& project) { return set_generate_state(project, state); });
}

static std::size_t numTakes(const Studio& studio) {
    return studio.document.project().takes->size();
}

static std::size_t numClips(const Studio& studio) {
    std::size_t count = 0;
    for (const auto& track : studio.document.project().timeline.tracks) {
        count += track->clips.size();
    }
    return count;
}

void GenerationControllerTest::a_generation_becomes_a_take_and_a_clip_in_one_step() {
    const TempFolder folder;
    Studio studio(folder.path());
    studio.open(folder / "film.kinora");
    write(studio, "a red ball");
    const int steps = studio.document.undoStack()->count();
    QSignalSpy landed(&studio.landing, &TakeLanding::landed);
    studio.controller.generate(QueuePlace::back);
    QVERIFY(landed.wait(20'000));
    QCOMPARE(studio.document.undoStack()->count(), steps + 1);
    const Project& project = studio.document.project();
    QCOMPARE(numTakes(studio), std::size_t{1});
    QCOMPARE(numClips(studio), std::size_t{1});
    const Take& take = *project.takes->front();
    QCOMPARE(take.num_frames, std::int64_t{9});
    QCOMPARE(take.recipe["settings"]["prompt"].get<std::string>(), std::string("a red ball"));
    QVERIFY(take.origin && take.origin->settings.prompt == "a red ball");
    const std::filesystem::path file = studio.document.mediaFolder() / take.file;
    const MediaInfo info = probe_media(file);
    QCOMPARE(info.num_frames, std::int64_t{9});
    QVERIFY(info.metadata.at(std::string(metadata_key_recipe)).find("a red ball") != std::string::npos);
    // The empty timeline took on the clip's size and rate.
    QCOMPARE(project.width, 16);
    QVERIFY(project.frame_rate == take.frame_rate);
    QCOMPARE(project.timeline.tracks[0]->clips[0]->length, std::int64_t{9});
    QVERIFY(std::filesystem::is_empty(studio.document.mediaFolder() / "incoming"));
    QVERIFY(check_invariants(project).empty());
    QVERIFY(!studio.catalog.isOnMainThread);
}

void GenerationControllerTest::undo_keeps_the_media_and_redo_computes_nothing() {
    const TempFolder folder;
    Studio studio(folder.path());
    studio.open(folder / "film.kinora");
    write(studio, "a red ball");
    QSignalSpy landed(&studio.landing, &TakeLanding::landed);
    studio.controller.generate(QueuePlace::back);
    QVERIFY(landed.wait(20'000));
    const std::filesystem::path file = studio.document.mediaFolder() / studio.document.project().takes->front()->file;
    studio.document.undoStack()->undo();
    QCOMPARE(numTakes(studio), std::size_t{0});
    QCOMPARE(numClips(studio), std::size_t{0});
    QVERIFY(std::filesystem::exists(file));
    const std::size_t jobs = studio.numJobs();
    studio.document.undoStack()->redo();
    QCOMPARE(numClips(studio), std::size_t{1});
    QCOMPARE(studio.numJobs(), jobs);
    QVERIFY(!landed.wait(200));
    QCOMPARE(landed.count(), 1);
}

void GenerationControllerTest::variations_become_versions_of_one_clip() {
    const TempFolder folder;
    Studio studio(folder.path());
    studio.open(folder / "film.kinora");
    write(studio, "a red ball", 3);
    studio.controller.generate(QueuePlace::back);
    QTRY_COMPARE_WITH_TIMEOUT(numTakes(studio), std::size_t{3}, 20'000);
    QCOMPARE(numClips(studio), std::size_t{1});
    QCOMPARE(studio.document.project().timeline.tracks[0]->clips[0]->versions.size(), std::size_t{3});
    std::set<std::uint64_t> seeds;
    for (const auto& take : *studio.document.project().takes) {
        seeds.insert(take->recipe["settings"]["seed"].get<std::uint64_t>());
        QVERIFY(take->origin);
        QCOMPARE(take->origin->settings.seed, take->recipe["settings"]["seed"].get<std::uint64_t>());
    }
    QCOMPARE(seeds.size(), std::size_t{3});
}

void GenerationControllerTest::variations_stay_together_when_the_studio_is_closed_between_them() {
    const TempFolder folder;
    {
        Studio studio(folder.path());
        studio.open(folder / "film.kinora");
        write(studio, "a red ball delay=60", 3);
        studio.controller.generate(QueuePlace::back);
        QTRY_COMPARE_WITH_TIMEOUT(numTakes(studio), std::size_t{1}, 30'000);
        studio.document.save();
        QTRY_VERIFY(!studio.document.isSaving());
        QVERIFY(numTakes(studio) < 3);
    }
    Studio studio(folder.path());
    studio.open(folder / "film.kinora");
    QTRY_COMPARE_WITH_TIMEOUT(numTakes(studio), std::size_t{3}, 60'000);
    QCOMPARE(numClips(studio), std::size_t{1});
    QCOMPARE(studio.document.project().timeline.tracks[0]->clips[0]->versions.size(), std::size_t{3});
}

void GenerationControllerTest::an_empty_prompt_is_refused() {
    const TempFolder folder;
    Studio studio(folder.path());
    studio.open(folder / "film.kinora");
    write(studio, "  ");
    QSignalSpy refused(&studio.controller, &GenerationController::refused);
    studio.controller.generate(QueuePlace::back);
    QTRY_COMPARE(refused.count(), 1);
    QCOMPARE(refused[0][0].value<ErrorRecord>().fields.at("field"), std::string("prompt"));
    QCOMPARE(studio.numJobs(), std::size_t{0});
}

void GenerationControllerTest::a_missing_model_is_refused() {
    const TempFolder folder;
    Studio studio(folder.path());
    studio.document.create(folder / "film.kinora");
    write(studio, "a red ball");
    QSignalSpy refused(&studio.controller, &GenerationController::refused);
    studio.controller.generate(QueuePlace::back);  // no model was found yet
    QTRY_COMPARE(refused.count(), 1);
    QCOMPARE(refused[0][0].value<ErrorRecord>().fields.at("field"), std::string("no_model"));
}

void GenerationControllerTest::a_locked_seed_stays_and_an_open_one_changes() {
    const TempFolder folder;
    Studio studio(folder.path());
    studio.open(folder / "film.kinora");
    write(studio, "a red ball", 1, true);
    studio.controller.generate(QueuePlace::back);
    QTRY_COMPARE_WITH_TIMEOUT(numTakes(studio), std::size_t{1}, 20'000);
    const std::uint64_t seed = studio.document.project().generate->settings.seed;
    write(studio, "a blue ball", 1, false);
    studio.controller.generate(QueuePlace::back);
    QVERIFY(studio.document.project().generate->settings.seed != seed);
    QTRY_COMPARE_WITH_TIMEOUT(numTakes(studio), std::size_t{2}, 20'000);
    const auto seedOf = [&](std::size_t i) { return (*studio.document.project().takes)[i]->recipe["settings"]["seed"].get<std::uint64_t>(); };
    QCOMPARE(seedOf(0), seed);
    QCOMPARE(seedOf(1), studio.document.project().generate->settings.seed);
}

void GenerationControllerTest::keyframes_reach_the_request_at_the_generations_rate() {
    const TempFolder folder;
    Studio studio(folder.path());
    studio.open(folder / "film.kinora");
    std::filesystem::create_directories(studio.document.mediaFolder());
    write_image(studio.document.mediaFolder() / "photo.png", Image(20, 20, std::vector<std::uint8_t>(1200, 90)), false);
    studio.document.apply(QStringLiteral("add"), [](const Project& project) {
        const Project with = add_asset(project, {.kind = AssetKind::image, .name = "photo", .file = "photo.png", .content_hash = "xxh3:1",
                                                 .width = 20, .height = 20});
        Keyframe keyframe;
        keyframe.source.media = with.assets->back()->id;
        keyframe.frame = 8;
        keyframe.strength = 0.5;
        return add_keyframe(with, keyframe);
    });
    write(studio, "a red ball delay=30");
    studio.controller.generate(QueuePlace::back);
    QTRY_COMPARE_WITH_TIMEOUT(numTakes(studio), std::size_t{1}, 20'000);
    const Take& take = *studio.document.project().takes->front();
    QCOMPARE(take.recipe["conditions"].size(), std::size_t{1});
    QCOMPARE(take.recipe["conditions"][0]["file"].get<std::string>(), std::string("photo.png"));
    QCOMPARE(take.recipe["conditions"][0]["frame"].get<int>(), 8);
    QVERIFY(take.origin);
    QCOMPARE(take.origin->conditions.front().strength, 0.5);
}

void GenerationControllerTest::a_job_that_ended_without_its_project_lands_when_that_opens() {
    const TempFolder folder;
    {
        Studio studio(folder.path());
        studio.open(folder / "film.kinora");
        write(studio, "a red ball delay=40");
        studio.controller.generate(QueuePlace::back);
        QTRY_COMPARE_WITH_TIMEOUT(studio.numJobs(), std::size_t{1}, 5'000);
        studio.document.save();
        QTRY_VERIFY(!studio.document.isSaving());
        studio.document.create(folder / "other.kinora");
        QTRY_COMPARE_WITH_TIMEOUT(studio.job().state, JobState::done, 20'000);
        QTest::qWait(100);
        QCOMPARE(numTakes(studio), std::size_t{0});
    }
    Studio studio(folder.path());
    studio.open(folder / "film.kinora");
    QTRY_COMPARE_WITH_TIMEOUT(numTakes(studio), std::size_t{1}, 20'000);
    studio.document.undoStack()->undo();
    studio.document.save();
    QTRY_VERIFY(!studio.document.isSaving());
    studio.document.create(folder / "third.kinora");
    studio.document.open(folder / "film.kinora", [](const RecoveredProject&) { return true; });
    QTest::qWait(200);
    QCOMPARE(numTakes(studio), std::size_t{0});  // what was undone stays undone
}

void GenerationControllerTest::a_take_follows_a_project_that_was_saved_under_another_name() {
    const TempFolder folder;
    Studio studio(folder.path());
    studio.open(folder / "film.kinora");
    write(studio, "a red ball delay=60");
    studio.controller.generate(QueuePlace::back);
    QTRY_COMPARE_WITH_TIMEOUT(studio.numJobs(), std::size_t{1}, 5'000);
    studio.document.saveAs(folder / "renamed.kinora");
    QTRY_COMPARE(studio.document.file(), folder / "renamed.kinora");
    QTRY_COMPARE_WITH_TIMEOUT(numTakes(studio), std::size_t{1}, 20'000);
    QVERIFY(std::filesystem::exists(folder / "renamed.media" / studio.document.project().takes->front()->file));
}

void GenerationControllerTest::cancelling_stops_the_running_job() {
    const TempFolder folder;
    Studio studio(folder.path());
    studio.open(folder / "film.kinora");
    write(studio, "a red ball delay=100");
    studio.controller.generate(QueuePlace::back);
    QTRY_VERIFY_WITH_TIMEOUT(studio.numJobs() == 1 && studio.job().state == JobState::running, 5'000);
    studio.controller.cancelRunning();
    QTRY_COMPARE_WITH_TIMEOUT(studio.job().state, JobState::cancelled, 5'000);
}

void GenerationControllerTest::a_branch_goes_on_from_its_step_with_other_words() {
    const TempFolder folder;
    Studio studio(folder.path());
    studio.open(folder / "film.kinora");
    write(studio, "a red ball");
    studio.controller.generate(QueuePlace::back);
    QTRY_COMPARE_WITH_TIMEOUT(numTakes(studio), std::size_t{1}, 20'000);
    write(studio, "something else", 4, false);
    const Job job = studio.job();
    QSignalSpy changed(&studio.controller, &GenerationController::branchChanged);
    studio.controller.startBranch(job, 3);
    QCOMPARE(changed.count(), 1);
    QCOMPARE(studio.document.project().generate->settings.prompt, std::string("a red ball"));
    QCOMPARE(studio.document.project().generate->model, std::string("fake"));
    write(studio, "a blue ball", 4, false);
    const std::uint64_t seed = studio.document.project().generate->settings.seed;
    studio.controller.generate(QueuePlace::front);
    QTRY_COMPARE_WITH_TIMEOUT(numTakes(studio), std::size_t{2}, 20'000);
    QCOMPARE(studio.numJobs(), std::size_t{2});  // one, whatever the number of variations
    QCOMPARE(studio.document.project().generate->settings.seed, seed);
    QVERIFY(!studio.controller.branch());
    const auto isBranch = [](const JobQueue::JobPointer& made) { return made->branch.has_value(); };
    const auto& jobs = studio.bridge.snapshot()->jobs;
    const auto branched = std::ranges::find_if(jobs, isBranch);
    QVERIFY(branched != jobs.end());
    QCOMPARE(*(*branched)->branch, (BranchPoint{job.id, 3}));
    QCOMPARE((*branched)->recipe.settings.prompt, std::string("a blue ball"));
    QCOMPARE(studio.bridge.snapshot()->progress->steps.front().step, 4);
}

void GenerationControllerTest::a_branch_keeps_the_keyframes_of_its_job() {
    const TempFolder folder;
    Studio studio(folder.path());
    studio.open(folder / "film.kinora");
    std::filesystem::create_directories(studio.document.mediaFolder());
    write_image(studio.document.mediaFolder() / "photo.png", Image(20, 20, std::vector<std::uint8_t>(1200, 90)), false);
    studio.document.apply(QStringLiteral("add"), [](const Project& project) {
        const Project with = add_asset(project, {.kind = AssetKind::image, .name = "photo", .file = "photo.png", .content_hash = "xxh3:1",
                                                 .width = 20, .height = 20});
        return add_keyframe(with, {.source = {.media = with.assets->back()->id}, .frame = 8, .strength = 0.5});
    });
    write(studio, "a red ball");
    studio.controller.generate(QueuePlace::back);
    QTRY_COMPARE_WITH_TIMEOUT(numTakes(studio), std::size_t{1}, 20'000);
    const AssetId photo = studio.document.project().assets->front()->id;
    studio.document.apply(QStringLiteral("other keyframes"), [&](const Project& project) {
        const Project without = remove_keyframe(project, project.generate->keyframes.front().id);
        return add_keyframe(without, {.source = {.media = photo}, .frame = 0});
    });
    studio.controller.startBranch(studio.job(), 3);
    const std::vector<Keyframe>& keyframes = studio.document.project().generate->keyframes;
    QCOMPARE(keyframes.size(), std::size_t{1});
    QCOMPARE(keyframes.front().frame, std::int64_t{8});
    studio.controller.generate(QueuePlace::back);
    QTRY_COMPARE_WITH_TIMEOUT(numTakes(studio), std::size_t{2}, 20'000);
    const nlohmann::json conditions = studio.document.project().takes->at(1)->recipe["conditions"];
    QCOMPARE(conditions.size(), std::size_t{1});
    QCOMPARE(conditions[0]["frame"].get<int>(), 8);
    QCOMPARE(conditions[0]["strength"].get<double>(), 0.5);
}

void GenerationControllerTest::a_branch_in_another_project_has_the_jobs_pictures_or_none() {
    const TempFolder folder;
    Studio studio(folder.path());
    studio.open(folder / "film.kinora");
    const auto addPhoto = [&](const std::string& name, const std::string& hash) {
        std::filesystem::create_directories(studio.document.mediaFolder());
        write_image(studio.document.mediaFolder() / name, Image(20, 20, std::vector<std::uint8_t>(1200, 90)), false);
        studio.document.apply(QStringLiteral("add"), [&](const Project& project) {
            return add_asset(project, {.kind = AssetKind::image, .name = name, .file = name, .content_hash = hash, .width = 20, .height = 20});
        });
        return studio.document.project().assets->back()->id;
    };
    const AssetId photo = addPhoto("photo.png", "xxh3:1");
    studio.document.apply(QStringLiteral("keyframe"), [&](const Project& project) {
        return add_keyframe(project, {.source = {.media = photo}, .frame = 8, .strength = 0.5});
    });
    write(studio, "a red ball");
    studio.controller.generate(QueuePlace::back);
    QTRY_COMPARE_WITH_TIMEOUT(numTakes(studio), std::size_t{1}, 20'000);
    const Job job = studio.job();

    studio.document.create(folder / "other.kinora");
    QCOMPARE(addPhoto("stranger.png", "xxh3:2"), photo);  // another picture with the same number
    QSignalSpy refused(&studio.controller, &GenerationController::refused);
    studio.controller.startBranch(job, 3);
    QCOMPARE(refused.count(), 1);
    QVERIFY(QString::fromStdString(refused[0][0].value<ErrorRecord>().message).contains(QStringLiteral("photo.png")));
    QVERIFY(!studio.controller.branch());
    QVERIFY(studio.document.project().generate->keyframes.empty());

    const AssetId imported = addPhoto("photo.png", "xxh3:1");
    QVERIFY(imported != photo);
    studio.controller.startBranch(job, 3);
    QVERIFY(studio.controller.branch());
    const std::vector<Keyframe>& keyframes = studio.document.project().generate->keyframes;
    QCOMPARE(keyframes.size(), std::size_t{1});
    QVERIFY(keyframes.front().source.media == MediaRef(imported));
    QCOMPARE(keyframes.front().frame, std::int64_t{8});
}

void GenerationControllerTest::previews_can_be_switched_off_for_waiting_jobs() {
    const TempFolder folder;
    Studio studio(folder.path());
    studio.open(folder / "film.kinora");
    studio.bridge.engine().halt();
    write(studio, "a red ball");
    studio.controller.generate(QueuePlace::back);
    QTRY_COMPARE_WITH_TIMEOUT(studio.numJobs(), std::size_t{1}, 5'000);
    studio.settings.setPreviewsEnabled(false);
    studio.bridge.engine().run();
    QTRY_COMPARE_WITH_TIMEOUT(studio.job().state, JobState::done, 20'000);
    for (const StepRecord& step : studio.bridge.snapshot()->progress->steps) {
        QVERIFY(!step.preview);
    }
}

void GenerationControllerTest::a_branch_of_another_size_is_refused_and_stays() {
    const TempFolder folder;
    Studio studio(folder.path());
    studio.open(folder / "film.kinora");
    write(studio, "a red ball");
    studio.controller.generate(QueuePlace::back);
    QTRY_COMPARE_WITH_TIMEOUT(numTakes(studio), std::size_t{1}, 20'000);
    studio.controller.startBranch(studio.job(), 3);
    GenerateState state = *studio.document.project().generate;
    state.settings.width = 32;
    studio.document.apply(QStringLiteral("wider"), [&](const Project& project) { return set_generate_state(project, state); });
    QSignalSpy refused(&studio.controller, &GenerationController::refused);
    studio.controller.generate(QueuePlace::back);
    QTRY_COMPARE(refused.count(), 1);
    QCOMPARE(refused[0][0].value<ErrorRecord>().fields.at("field"), std::string("branch_shape"));
    QVERIFY(studio.controller.branch());
    QCOMPARE(studio.numJobs(), std::size_t{1});
}

void GenerationControllerTest::a_branch_can_be_left() {
    const TempFolder folder;
    Studio studio(folder.path());
    studio.open(folder / "film.kinora");
    write(studio, "a red ball");
    studio.controller.generate(QueuePlace::back);
    QTRY_COMPARE_WITH_TIMEOUT(numTakes(studio), std::size_t{1}, 20'000);
    studio.controller.startBranch(studio.job(), 3);
    studio.controller.cancelBranch();
    QVERIFY(!studio.controller.branch());
    studio.controller.generate(QueuePlace::back);
    QTRY_COMPARE_WITH_TIMEOUT(studio.numJobs(), std::size_t{2}, 20'000);
    QVERIFY(!studio.job(1).branch);
    studio.controller.startBranch(studio.job(), 3);
    studio.document.create(folder / "other.kinora");
    QVERIFY(!studio.controller.branch());  // it belonged to the other project
}

void GenerationControllerTest::a_generation_waits_while_models_are_looked_for() {
    const TempFolder folder;
    Studio studio(folder.path());
    studio.document.create(folder / "film.kinora");
    write(studio, "a ball");
    QSignalSpy delayed(&studio.controller, &GenerationController::delayed);
    QSignalSpy refused(&studio.controller, &GenerationController::refused);
    studio.models.refresh();
    studio.controller.generate(QueuePlace::back);
    studio.controller.generate(QueuePlace::back);  // somebody who clicks twice wants one
    QCOMPARE(delayed.count(), 2);
    QTRY_COMPARE(studio.numJobs(), std::size_t{1});
    QCOMPARE(refused.count(), 0);
    QCOMPARE(studio.job().recipe.settings.prompt, std::string("a ball"));
}

void GenerationControllerTest::a_generation_that_waits_is_not_asked_of_another_project() {
    const TempFolder folder;
    Studio studio(folder.path());
    QSemaphore looks;
    studio.catalog.change = [&](auto&) { looks.acquire(); };
    studio.document.create(folder / "film.kinora");
    write(studio, "a ball");
    const Project other = studio.document.project();
    studio.models.refresh();
    studio.controller.generate(QueuePlace::back);
    studio.document.saveAs(folder / "renamed.kinora");  // which is the same project
    QTRY_COMPARE(studio.document.file(), folder / "renamed.kinora");
    looks.release();
    QTRY_COMPARE(studio.numJobs(), std::size_t{1});
    GenerateState state = *studio.document.project().generate;
    state.model = "another";  // which is not known yet
    studio.document.apply(QStringLiteral("model"), [&](const Project& project) { return set_generate_state(project, state); });
    QSignalSpy delayed(&studio.controller, &GenerationController::delayed);
    studio.models.refresh();
    studio.controller.generate(QueuePlace::back);
    QCOMPARE(delayed.count(), 1);
    studio.document.create(folder / "other.kinora", other);
    looks.release();
    QTRY_VERIFY(!studio.models.isLooking());
    QTest::qWait(100);
    QCOMPARE(studio.numJobs(), std::size_t{1});
}

void GenerationControllerTest::what_was_undone_can_be_redone_after_another_generation() {
    const TempFolder folder;
    Studio studio(folder.path());
    studio.open(folder / "film.kinora");
    write(studio, "a red ball", 1, false);
    studio.controller.generate(QueuePlace::back);
    QTRY_COMPARE_WITH_TIMEOUT(numTakes(studio), std::size_t{1}, 20'000);
    studio.document.undoStack()->undo();
    QCOMPARE(numTakes(studio), std::size_t{0});
    studio.controller.generate(QueuePlace::back);
    QTRY_COMPARE_WITH_TIMEOUT(studio.numJobs(), std::size_t{2}, 20'000);
    QVERIFY(studio.job(1).recipe.settings.seed != studio.job(0).recipe.settings.seed);
    QVERIFY(studio.document.undoStack()->canRedo());
    studio.document.undoStack()->redo();
    QTRY_COMPARE_WITH_TIMEOUT(numTakes(studio), std::size_t{2}, 20'000);
    QCOMPARE(studio.document.project().takes->back()->recipe["settings"]["seed"].get<std::uint64_t>(), studio.job(1).recipe.settings.seed);
}

void GenerationControllerTest::a_branch_stays_when_the_project_gets_another_name() {
    const TempFolder folder;
    Studio studio(folder.path());
    studio.open(folder / "film.kinora");
    write(studio, "a red ball");
    studio.controller.generate(QueuePlace::back);
    QTRY_COMPARE_WITH_TIMEOUT(numTakes(studio), std::size_t{1}, 20'000);
    studio.controller.startBranch(studio.job(), 3);
    studio.document.saveAs(folder / "renamed.kinora");
    QTRY_COMPARE(studio.document.file(), folder / "renamed.kinora");
    QVERIFY(studio.controller.branch().has_value());
    studio.controller.generate(QueuePlace::back);
    QTRY_COMPARE_WITH_TIMEOUT(studio.numJobs(), std::size_t{2}, 20'000);
    QVERIFY(studio.job(0).branch || studio.job(1).branch);
}

KINORA_TEST(GenerationControllerTest)
#include "generation_controller_test.moc"

// The part of the engine that adds jobs and changes what they are asked for, with the fake generator in its own process.
#include "core/engine/engine.h"

#include "core/base/error.h"
#include "tests/core/engine/engine_fixture.h"
#include "tests/core/engine/watched_generator.h"

using namespace kinora;
using namespace kinora::test;

class EngineJobsTest : public QObject {
    Q_OBJECT

 private Q_SLOTS:
    void waiting_jobs_can_be_edited();
    void settings_alone_can_be_edited();
    void a_job_made_shorter_keeps_its_last_picture();
    void variations_get_seeds_of_their_own();
    void branches_from_a_step();
    void an_edited_branch_stays_one();
};

void EngineJobsTest::waiting_jobs_can_be_edited() {
    const TempFolder folder;
    Takes takes;
    EngineOptions options = engine_options(folder.path(), takes);
    options.starts_halted = true;
    Engine engine(options);
    const JobId a = engine.submit(fake_job("first"));
    engine.edit(a, fake_job("second"));
    const JobId b = engine.submit(fake_job("second"));
    engine.run();
    QVERIFY(wait_for_state(engine, b, JobState::done));
    QCOMPARE(engine.snapshot()->find(a)->recipe.settings.prompt, std::string("second"));
    QVERIFY(takes.of(a) == takes.of(b));
}

void EngineJobsTest::settings_alone_can_be_edited() {
    const TempFolder folder;
    Takes takes;
    Engine engine(engine_options(folder.path(), takes));
    JobSpec spec = fake_job("one memory_at=4");
    spec.request.conditioning.push_back({.images = {Image(16, 16, std::vector<std::uint8_t>(16 * 16 * 3, 7))}});
    const JobId id = engine.submit(spec);
    QVERIFY(wait_for_state(engine, id, JobState::failed));
    GenerationSettings settings = spec.request.settings;
    settings.prompt = "another";
    settings.width = 32;
    engine.edit_settings(id, settings);
    QVERIFY(wait_for_state(engine, id, JobState::done));
    QCOMPARE(engine.snapshot()->progress->steps.front().step, 1);  // what it had made was dropped
    QCOMPARE(takes.of(id).front().width(), 32);
    QCOMPARE(engine.snapshot()->find(id)->recipe.settings.prompt, std::string("another"));
    // Done is done.
    engine.edit_settings(id, settings);
    QVERIFY(wait_for(engine, [](const EngineSnapshot& snapshot) { return snapshot.problem.has_value(); }));
    QCOMPARE(engine.snapshot()->find(id)->state, JobState::done);
}

void EngineJobsTest::a_job_made_shorter_keeps_its_last_picture() {
    const TempFolder folder;
    Takes takes;
    WatchedGenerator::Watch watch;
    Engine engine(watched_options(folder.path(), takes, watch));
    JobSpec spec = fake_job("memory_at=2");
    spec.request.settings.num_frames = 25;
    for (const std::int64_t frame : {0, 24}) {
        spec.request.conditioning.push_back({.images = {Image(16, 16, std::vector<std::uint8_t>(16 * 16 * 3, 7))}, .start_frame = frame});
        spec.recipe.conditions.push_back({.file = "a.png", .frame = frame, .num_frames = 1});
    }
    const JobId id = engine.submit(spec);
    QVERIFY(wait_for_state(engine, id, JobState::failed));
    GenerationSettings settings = spec.request.settings;
    settings.prompt = "shorter";
    settings.num_frames = 17;
    engine.edit_settings(id, settings);
    QVERIFY(wait_for(engine, [&](const auto& s) { return is_finished(s.find(id)->state) && s.find(id)->recipe.settings.num_frames == 17; }));
    QVERIFY2(engine.snapshot()->find(id)->state == JobState::done, engine.snapshot()->find(id)->error.value_or(ErrorRecord()).message.c_str());
    QCOMPARE(takes.of(id).size(), std::size_t{17});
    QVERIFY((watch.starts == std::vector<std::int64_t>{0, 16}));
    const std::vector<RecipeCondition> conditions = takes.recipe_of(id).conditions;
    QCOMPARE(conditions.size(), std::size_t{2});
    QCOMPARE(conditions[0].frame, std::int64_t{0});
    QCOMPARE(conditions[1].frame, std::int64_t{16});
}

void EngineJobsTest::variations_get_seeds_of_their_own() {
    const TempFolder folder;
    Takes takes;
    Engine engine(engine_options(folder.path(), takes));
    const JobId first = engine.submit(fake_job("x"), QueuePlace::back, 3);
    const JobId copies = engine.duplicate(first, 2);
    QVERIFY(wait_for_state(engine, {copies.value + 1}, JobState::done));
    std::set<std::uint64_t> seeds;
    const auto snapshot = engine.snapshot();
    for (const auto& job : snapshot->jobs) {
        seeds.insert(job->recipe.settings.seed);
        QVERIFY(job->id == first || takes.of(job->id) != takes.of(first));
    }
    QCOMPARE(seeds.size(), std::size_t{5});
    QCOMPARE(snapshot->find(first)->recipe.settings.seed, std::uint64_t{5});
    QCOMPARE(snapshot->find({first.value + 2})->recipe.settings.seed, std::uint64_t{7});
    QCOMPARE(snapshot->find({copies.value + 1})->recipe.settings.seed, snapshot->find(copies)->recipe.settings.seed + 1);
}

void EngineJobsTest::branches_from_a_step() {
    const TempFolder folder;
    Takes takes;
    Engine engine(engine_options(folder.path(), takes));
    const JobId trunk = engine.submit(fake_job("trunk", 10));
    QVERIFY(wait_for_state(engine, trunk, JobState::done));
    QCOMPARE(engine.kept_steps(trunk).size(), std::size_t{10});
    const JobId same = engine.branch({trunk, 4}, fake_job("trunk", 10));
    const JobId other = engine.branch({trunk, 4}, fake_job("another prompt", 10));
    JobSpec guided = fake_job("trunk", 10);
    guided.request.settings.guidance_scale = 9.0;
    const JobId stronger = engine.branch({trunk, 4}, guided);
    const JobId gone = engine.branch({trunk, 11}, fake_job("trunk", 10));
    QVERIFY(wait_for(engine, [&](const auto& s) {
        return s.find(same) && s.find(same)->state == JobState::done && s.find(other)->state == JobState::done && s.find(stronger) &&
               s.find(stronger)->state == JobState::done && s.problem;
    }));
    QVERIFY(takes.of(same) == takes.of(trunk));
    QVERIFY(takes.of(other) != takes.of(trunk));
    QVERIFY(takes.of(stronger) != takes.of(trunk));
    QVERIFY(!engine.snapshot()->find(gone));
    QVERIFY((engine.snapshot()->find(other)->branch == BranchPoint{trunk, 4}));
    const std::uint64_t seed = engine.snapshot()->find(trunk)->recipe.settings.seed;
    QVERIFY((takes.recipe_of(other).branch == RecipeBranch{trunk.value, seed, 4, 10}));
    QVERIFY(!takes.recipe_of(trunk).branch && !takes.recipe_of(trunk).early_end);
    const JobId anew = engine.duplicate(other, 1);
    QVERIFY(wait_for_state(engine, anew, JobState::done));
    QVERIFY(!takes.recipe_of(anew).branch);
    QCOMPARE(engine.kept_steps(other).front(), 4);
}

void EngineJobsTest::an_edited_branch_stays_one() {
    const TempFolder folder;
    Takes takes;
    Engine engine(engine_options(folder.path(), takes));
    const JobId trunk = engine.submit(fake_job("trunk", 10));
    QVERIFY(wait_for_state(engine, trunk, JobState::done));
    const JobId before = engine.submit(fake_job("something else delay=30", 30));
    const JobId worded = engine.branch({trunk, 4}, fake_job("trunk", 10), QueuePlace::back);
    const JobId longer = engine.branch({trunk, 4}, fake_job("trunk", 10), QueuePlace::back);
    GenerationSettings settings = fake_job("other words", 10).request.settings;
    engine.edit_settings(worded, settings);
    settings.num_frames = 17;
    engine.edit_settings(longer, settings);
    QVERIFY(wait_for_state(engine, longer, JobState::done));
    QCOMPARE(engine.snapshot()->find(before)->state, JobState::done);
    QVERIFY(takes.recipe_of(worded).branch.has_value());
    QCOMPARE(engine.kept_steps(worded).front(), 4);
    QVERIFY(!takes.recipe_of(longer).branch.has_value());
    QCOMPARE(engine.kept_steps(longer).front(), 1);
}

KINORA_TEST(EngineJobsTest)
#include "engine_jobs_test.moc"

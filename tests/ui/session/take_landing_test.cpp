// Takes that find their project late.
#include "ui/session/take_landing.h"

#include <QListView>

#include "core/project/edits/marker_edits.h"
#include "core/project/edits/take_edits.h"
#include "core/project/journal.h"
#include "core/project/project_file.h"
#include "tests/support/test_main.h"
#include "tests/ui/studio_jobs.h"
#include "ui/queue/queue_panel.h"
#include "ui/session/error_text.h"

using namespace kinora;
using namespace kinora::test;

class TakeLandingTest : public QObject {
    Q_OBJECT

 private Q_SLOTS:
    void a_reopened_original_gets_its_takes_again();
    void a_take_follows_to_where_its_project_went_first();
    void takes_that_have_not_landed_are_not_removed_with_the_finished();
    void files_of_forgotten_jobs_land();
    void files_of_cancelled_jobs_go();
    void a_take_leaves_a_missing_one_its_name();
    void what_was_undone_can_be_redone();
    void a_held_take_comes_in_with_the_next_edit();
    void a_take_of_another_rate_lands_beside_a_marker();
    void takes_wait_while_another_project_is_opened();
    void a_take_lands_where_no_other_project_could_be_opened();
    void a_take_finds_its_project_under_another_name();
    void a_job_whose_take_has_not_landed_is_not_removed_by_its_key();
    void a_job_of_a_deleted_project_is_removed_by_its_key();
    void a_job_whose_project_is_gone_fails_and_can_be_retried();
    void a_take_follows_a_save_as_also_where_the_first_file_is_gone();
};

static std::size_t numTakes(const Studio& studio) {
    return studio.document.project().takes->size();
}

static void reopen(Studio& studio, const std::filesystem::path& file) {
    studio.document.save();
    QTRY_VERIFY(!studio.document.isSaving());
    studio.document.open(file, [](const RecoveredProject&) { return true; });
}

static void saveAs(Studio& studio, const std::filesystem::path& file) {
    studio.document.saveAs(file);
    QTRY_COMPARE(studio.document.file(), file);
}

static void addMarker(Studio& studio) {
    studio.document.apply(QStringLiteral("marker"), [](const Project& project) { return add_marker(project, {.start = 3}); });
}

void TakeLandingTest::a_reopened_original_gets_its_takes_again() {
    const TempFolder folder;
    Studio studio(folder.path());
    studio.open(folder / "film.kinora");
    saveAs(studio, folder / "film-v2.kinora");
    make_takes(studio, "for the second", 1);
    reopen(studio, folder / "film.kinora");
    QCOMPARE(numTakes(studio), std::size_t{0});
    make_takes(studio, "for the first", 1);
    QCOMPARE(numTakes(studio), std::size_t{1});
    QCOMPARE(studio.document.project().takes->front()->name, std::string("for the first"));
}

void TakeLandingTest::a_take_follows_to_where_its_project_went_first() {
    const TempFolder folder;
    Studio studio(folder.path());
    studio.open(folder / "film.kinora");
    studio.bridge.engine().halt();
    write_prompt(studio, "a red ball");
    studio.controller.generate(QueuePlace::back);
    QTRY_COMPARE_WITH_TIMEOUT(studio.numJobs(), std::size_t{1}, 5'000);
    saveAs(studio, folder / "film-v2.kinora");
    reopen(studio, folder / "film.kinora");
    studio.bridge.engine().run();
    QTRY_COMPARE_WITH_TIMEOUT(studio.job().state, JobState::done, 20'000);
    QTest::qWait(100);
    QCOMPARE(numTakes(studio), std::size_t{0});
    reopen(studio, folder / "film-v2.kinora");
    QTRY_COMPARE_WITH_TIMEOUT(numTakes(studio), std::size_t{1}, 20'000);
}

// A job of "film" that is done while "other" is open.
static void finishElsewhere(Studio& studio, const TempFolder& folder, const std::string& prompt) {
    studio.open(folder / "film.kinora");
    studio.bridge.engine().halt();
    write_prompt(studio, prompt);
    studio.controller.generate(QueuePlace::back);
    QTRY_COMPARE_WITH_TIMEOUT(studio.numJobs(), std::size_t{1}, 5'000);
    studio.document.save();
    QTRY_VERIFY(!studio.document.isSaving());
    studio.document.create(folder / "other.kinora");
    studio.bridge.engine().run();
    QTRY_COMPARE_WITH_TIMEOUT(studio.job().state, JobState::done, 20'000);
}

void TakeLandingTest::takes_that_have_not_landed_are_not_removed_with_the_finished() {
    const TempFolder folder;
    Studio studio(folder.path());
    const QueuePanel panel(studio.bridge, studio.actions);
    finishElsewhere(studio, folder, "a red ball");
    make_takes(studio, "another", 1);
    QTRY_VERIFY(std::filesystem::is_empty(studio.document.mediaFolder() / "incoming"));
    QCOMPARE(studio.numJobs(), std::size_t{2});
    studio.actions.action(QStringLiteral("queue.clear"))->trigger();
    QTRY_COMPARE(studio.numJobs(), std::size_t{1});
    QTest::qWait(100);
    QCOMPARE(studio.numJobs(), std::size_t{1});
    QCOMPARE(studio.job().recipe.settings.prompt, std::string("a red ball"));
    reopen(studio, folder / "film.kinora");
    QTRY_COMPARE_WITH_TIMEOUT(numTakes(studio), std::size_t{1}, 20'000);
    QTRY_VERIFY(std::filesystem::is_empty(studio.document.mediaFolder() / "incoming"));
    studio.actions.action(QStringLiteral("queue.clear"))->trigger();
    QTRY_COMPARE(studio.numJobs(), std::size_t{0});
}

void TakeLandingTest::files_of_forgotten_jobs_land() {
    const TempFolder folder;
    Studio studio(folder.path());
    finishElsewhere(studio, folder, "a red ball");
    studio.bridge.engine().remove(studio.job().id);
    QTRY_COMPARE(studio.numJobs(), std::size_t{0});
    reopen(studio, folder / "film.kinora");
    QTRY_COMPARE_WITH_TIMEOUT(numTakes(studio), std::size_t{1}, 20'000);
    const Take& take = *studio.document.project().takes->front();
    QCOMPARE(take.name, std::string("a red ball"));
    QCOMPARE(take.recipe["settings"]["prompt"].get<std::string>(), std::string("a red ball"));
    QCOMPARE(take.num_frames, std::int64_t{9});
    QTRY_VERIFY(std::filesystem::is_empty(studio.document.mediaFolder() / "incoming"));
}

// Killed before it was noted that the job was done, then made again and cancelled.
void TakeLandingTest::files_of_cancelled_jobs_go() {
    const TempFolder folder;
    Studio studio(folder.path());
    finishElsewhere(studio, folder, "a red ball");
    const std::filesystem::path made = studio.job().output;
    const std::filesystem::path incoming = made.parent_path();
    studio.bridge.engine().halt();
    JobSpec again;
    again.model = studio.job().model;
    again.recipe = studio.job().recipe;
    again.request.settings = again.recipe.settings;
    again.context = studio.job().context;
    const JobId cancelled = studio.bridge.engine().submit(again);
    QTRY_COMPARE(studio.numJobs(), std::size_t{2});
    studio.bridge.engine().cancel(cancelled);
    QTRY_COMPARE(studio.job(1).state, JobState::cancelled);
    std::filesystem::copy_file(made, incoming / ("job-" + std::to_string(cancelled.value) + ".mkv"));
    std::filesystem::copy_file(made, incoming / ("." + made.filename().string() + ".99999999-3.part"));
    // Another queue's job of that number is not this one.
    std::filesystem::rename(made, incoming / "job-1000.mkv");
    reopen(studio, folder / "film.kinora");
    QTRY_VERIFY(std::filesystem::is_empty(incoming));
    QCOMPARE(numTakes(studio), std::size_t{1});
}

void TakeLandingTest::a_take_leaves_a_missing_one_its_name() {
    const TempFolder folder;
    Studio studio(folder.path());
    studio.open(folder / "film.kinora");
    studio.document.apply(QStringLiteral("Add"), [](const Project& project) {
        return add_take(project, {.name = "missing", .file = "takes/take-1.mkv", .content_hash = "xxh3:0", .num_frames = 9, .frame_rate = {24, 1}});
    });
    make_takes(studio, "a red ball", 2);
    QCOMPARE(studio.job().id.value, std::int64_t{1});
    QCOMPARE(studio.document.project().takes->back()->file, std::string("takes/take-1-2.mkv"));
    QVERIFY(!std::filesystem::exists(studio.document.mediaFolder() / "takes/take-1.mkv"));
}

void TakeLandingTest::what_was_undone_can_be_redone() {
    const TempFolder folder;
    Studio studio(folder.path());
    studio.open(folder / "film.kinora");
    QSignalSpy held(&studio.landing, &TakeLanding::heldBack);
    write_prompt(studio, "a red ball delay=20");
    studio.controller.generate(QueuePlace::back);
    addMarker(studio);
    studio.document.undoStack()->undo();
    QVERIFY(held.wait(20'000));
    QVERIFY(studio.document.undoStack()->canRedo());
    QCOMPARE(numTakes(studio), std::size_t{0});
    studio.document.undoStack()->redo();
    QCOMPARE(studio.document.project().timeline.markers->size(), std::size_t{1});
    QTRY_COMPARE_WITH_TIMEOUT(numTakes(studio), std::size_t{1}, 20'000);
}

void TakeLandingTest::a_held_take_comes_in_with_the_next_edit() {
    const TempFolder folder;
    Studio studio(folder.path());
    studio.open(folder / "film.kinora");
    QSignalSpy held(&studio.landing, &TakeLanding::heldBack);
    write_prompt(studio, "a red ball delay=20");
    studio.controller.generate(QueuePlace::back);
    addMarker(studio);
    studio.document.undoStack()->undo();
    QVERIFY(held.wait(20'000));
    // Also in the folder that the project went to meanwhile, and once.
    saveAs(studio, folder / "film-v2.kinora");
    QTest::qWait(100);
    QCOMPARE(numTakes(studio), std::size_t{0});
    addMarker(studio);
    QTRY_COMPARE_WITH_TIMEOUT(numTakes(studio), std::size_t{1}, 20'000);
    QVERIFY(std::filesystem::exists(folder / "film-v2.media" / studio.document.project().takes->front()->file));
    QTest::qWait(100);
    QCOMPARE(numTakes(studio), std::size_t{1});
}

void TakeLandingTest::a_take_of_another_rate_lands_beside_a_marker() {
    const TempFolder folder;
    Studio studio(folder.path());
    studio.open(folder / "film.kinora");
    GenerateState state = *studio.document.project().generate;
    state.settings = fake_request("").settings;
    state.settings.frame_rate = {8, 1};
    studio.document.apply(QStringLiteral("slow"), [&](const Project& project) { return set_generate_state(project, state); });
    addMarker(studio);
    make_takes(studio, "a red ball", 1);
    QCOMPARE(numTakes(studio), std::size_t{1});
    const Project& project = studio.document.project();
    QCOMPARE(project.frame_rate, (FrameRate{24, 1}));
    QCOMPARE(project.takes->front()->frame_rate, (FrameRate{8, 1}));
    QCOMPARE(project.timeline.tracks.front()->clips.size(), std::size_t{1});
    QCOMPARE(project.timeline.tracks.front()->clips.front()->length, std::int64_t{27});
}

// A project with changes that were not saved, as after a crash: it is asked about when it is opened.
static void leaveUnsaved(const std::filesystem::path& file) {
    Document document;
    document.create(file);
    document.apply(QStringLiteral("marker"), [](const Project& project) { return add_marker(project, {.start = 3}); });
}

// Opens it while "film" is open, whose job ends before the question is answered with no.
static void openWhileAJobEnds(Studio& studio, const TempFolder& folder, const std::filesystem::path& file) {
    studio.open(folder / "film.kinora");
    studio.bridge.engine().halt();
    write_prompt(studio, "a red ball");
    studio.controller.generate(QueuePlace::back);
    QTRY_COMPARE_WITH_TIMEOUT(studio.numJobs(), std::size_t{1}, 5'000);
    studio.document.save();
    QTRY_VERIFY(!studio.document.isSaving());
    bool isAsked = false;
    studio.document.openInBackground(file, [&](const RecoveredProject&) {
        studio.bridge.engine().run();
        [&] { QTRY_COMPARE_WITH_TIMEOUT(studio.job().state, JobState::done, 20'000); }();
        QTest::qWait(200);
        isAsked = true;
        return false;
    });
    QTRY_VERIFY_WITH_TIMEOUT(isAsked && studio.document.opening().empty(), 30'000);
}

void TakeLandingTest::takes_wait_while_another_project_is_opened() {
    const TempFolder folder;
    leaveUnsaved(folder / "other.kinora");
    Studio studio(folder.path());
    openWhileAJobEnds(studio, folder, folder / "other.kinora");
    QCOMPARE(studio.document.file(), folder / "other.kinora");
    QTest::qWait(100);
    QCOMPARE(numTakes(studio), std::size_t{0});
    studio.document.openInBackground(folder / "film.kinora", [](const RecoveredProject&) { return false; });
    QTRY_COMPARE_WITH_TIMEOUT(numTakes(studio), std::size_t{1}, 20'000);
    QCOMPARE(studio.document.file(), folder / "film.kinora");
}

void TakeLandingTest::a_take_lands_where_no_other_project_could_be_opened() {
    const TempFolder folder;
    leaveUnsaved(folder / "other.kinora");
    std::filesystem::resize_file(folder / "other.kinora", 1);
    Studio studio(folder.path());
    openWhileAJobEnds(studio, folder, folder / "other.kinora");
    QCOMPARE(studio.document.file(), folder / "film.kinora");
    QTRY_COMPARE_WITH_TIMEOUT(numTakes(studio), std::size_t{1}, 20'000);
}

void TakeLandingTest::a_take_finds_its_project_under_another_name() {
    const TempFolder folder;
    Studio studio(folder.path());
    finishElsewhere(studio, folder, "a red ball");
    std::filesystem::rename(folder / "film.kinora", folder / "renamed.kinora");
    std::filesystem::rename(folder / "film.media", folder / "renamed.media");
    reopen(studio, folder / "renamed.kinora");
    QTRY_COMPARE_WITH_TIMEOUT(numTakes(studio), std::size_t{1}, 20'000);
    QVERIFY(studio.document.project().takes->front()->origin.has_value());  // the queue knows more than the file
    QTRY_VERIFY(std::filesystem::is_empty(studio.document.mediaFolder() / "incoming"));
}

static void show(QueuePanel& panel) {
    panel.resize(420, 600);
    panel.show();
    QVERIFY(QTest::qWaitForWindowExposed(&panel));
    QApplication::setActiveWindow(&panel);
}

static void delete_first_by_key(const QueuePanel& panel) {
    QListView* list = panel.list();
    list->setFocus();
    QTest::mouseClick(list->viewport(), Qt::LeftButton, {}, list->visualRect(list->model()->index(0, 0)).center());
    QTest::keyClick(list, Qt::Key_Delete);
}

void TakeLandingTest::a_job_whose_take_has_not_landed_is_not_removed_by_its_key() {
    const TempFolder folder;
    Studio studio(folder.path());
    QueuePanel panel(studio.bridge, studio.actions);
    show(panel);
    finishElsewhere(studio, folder, "a red ball");
    QSignalSpy refused(&studio.bridge, &EngineBridge::problemOccurred);
    delete_first_by_key(panel);
    QTRY_COMPARE(refused.count(), 1);
    QVERIFY2(messageOf(refused[0][0].value<ErrorRecord>()).contains(QStringLiteral("has not come into its project yet")),
             qPrintable(messageOf(refused[0][0].value<ErrorRecord>())));
    QCOMPARE(studio.numJobs(), std::size_t{1});
    reopen(studio, folder / "film.kinora");
    QTRY_COMPARE_WITH_TIMEOUT(numTakes(studio), std::size_t{1}, 20'000);
    QTRY_VERIFY(std::filesystem::is_empty(studio.document.mediaFolder() / "incoming"));
    QTest::keyClick(panel.list(), Qt::Key_Delete);
    QTRY_COMPARE(studio.numJobs(), std::size_t{0});
}

void TakeLandingTest::a_job_of_a_deleted_project_is_removed_by_its_key() {
    const TempFolder folder;
    Studio studio(folder.path());
    QueuePanel panel(studio.bridge, studio.actions);
    show(panel);
    finishElsewhere(studio, folder, "a red ball");
    std::filesystem::remove(folder / "film.kinora");
    std::filesystem::remove(journal_of(folder / "film.kinora"));
    delete_first_by_key(panel);
    QTRY_COMPARE(studio.numJobs(), std::size_t{0});
}

void TakeLandingTest::a_job_whose_project_is_gone_fails_and_can_be_retried() {
    const TempFolder folder;
    Studio studio(folder.path());
    studio.open(folder / "film.kinora");
    studio.bridge.engine().halt();
    write_prompt(studio, "a red ball");
    studio.controller.generate(QueuePlace::back);
    QTRY_COMPARE_WITH_TIMEOUT(studio.numJobs(), std::size_t{1}, 5'000);
    studio.document.save();
    QTRY_VERIFY(!studio.document.isSaving());
    studio.document.create(folder / "other.kinora");
    std::filesystem::create_directories(folder / "elsewhere");
    for (const char* name : {"film.kinora", "film.media"}) {
        std::filesystem::rename(folder / name, folder / "elsewhere" / name);
    }
    studio.bridge.engine().run();
    QTRY_COMPARE_WITH_TIMEOUT(studio.job().state, JobState::failed, 20'000);
    QVERIFY2(messageOf(*studio.job().error).contains(QStringLiteral("is not there any more")), qPrintable(messageOf(*studio.job().error)));
    QVERIFY(!std::filesystem::exists(folder / "film.media"));
    for (const char* name : {"film.kinora", "film.media"}) {
        std::filesystem::rename(folder / "elsewhere" / name, folder / name);
    }
    studio.bridge.engine().retry(studio.job().id);
    QTRY_COMPARE_WITH_TIMEOUT(studio.job().state, JobState::done, 20'000);
    reopen(studio, folder / "film.kinora");
    QTRY_COMPARE_WITH_TIMEOUT(numTakes(studio), std::size_t{1}, 20'000);
}

void TakeLandingTest::a_take_follows_a_save_as_also_where_the_first_file_is_gone() {
    const TempFolder folder;
    Studio studio(folder.path());
    studio.open(folder / "film.kinora");
    studio.bridge.engine().halt();
    write_prompt(studio, "a red ball");
    studio.controller.generate(QueuePlace::back);
    QTRY_COMPARE_WITH_TIMEOUT(studio.numJobs(), std::size_t{1}, 5'000);
    saveAs(studio, folder / "film-v2.kinora");
    std::filesystem::remove(folder / "film.kinora");
    std::filesystem::remove_all(folder / "film.media");
    studio.bridge.engine().run();
    QTRY_COMPARE_WITH_TIMEOUT(numTakes(studio), std::size_t{1}, 20'000);
    QVERIFY(!std::filesystem::exists(folder / "film.media"));
}

KINORA_TEST(TakeLandingTest)
#include "take_landing_test.moc"

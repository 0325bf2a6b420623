// What the queue says of jobs that failed, and the ways out that it offers, with mouse and keys.
#include <QClipboard>
#include <QLabel>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSignalSpy>

#include "tests/support/test_main.h"
#include "tests/ui/queue/queue_fixture.h"
#include "ui/queue/job_card_delegate.h"
#include "ui/queue/job_text.h"
#include "ui/session/error_text.h"

using namespace kinora;
using namespace kinora::test;

class FailedJobsTest : public QObject, private QueueFixture {
    Q_OBJECT

 private Q_SLOTS:
    void init() { begin(); }
    void cleanup() { end(); }
    void a_failed_job_is_tried_again_from_its_card();
    void too_little_memory_is_retried_smaller();
    void too_little_memory_is_retried_shorter();
    void decoding_without_memory_is_tiled_from_its_card();
    void a_failed_job_tells_all_of_its_problem();
    void the_details_of_a_problem_unfold_and_are_copied_by_keys();
    void what_does_not_fit_runs_if_the_user_says_so();
    void what_is_held_counts_for_what_would_fit();
    void the_offer_of_a_card_has_a_key();
};

void FailedJobsTest::a_failed_job_is_tried_again_from_its_card() {
    const JobId id = submit("device_at=3");
    QVERIFY(becomes(id, JobState::failed));
    QCOMPARE(indexOf(id).data(QueueModel::fixRole).toString(), QStringLiteral("Try again"));
    QStyleOptionViewItem option;
    option.initFrom(list_);
    option.rect = list_->visualRect(indexOf(id));
    option.font = list_->font();
    const QRect button = JobCardDelegate::fixRect(option, indexOf(id));
    QVERIFY(option.rect.contains(button));
    const std::int64_t ended = bridge_->snapshot()->find(id)->ended_ms;
    QTest::mouseClick(list_->viewport(), Qt::LeftButton, {}, button.center());
    QTRY_VERIFY_WITH_TIMEOUT(stateOf(id) == JobState::failed && bridge_->snapshot()->find(id)->ended_ms > ended, 10'000);
}

void FailedJobsTest::too_little_memory_is_retried_smaller() {
    JobSpec spec = fake_job("memory_at=2");
    spec.request.settings.width = 64;
    spec.request.settings.height = 64;
    const JobId id = bridge_->engine().submit(spec);
    QVERIFY(becomes(id, JobState::failed));
    QStyleOptionViewItem option;
    option.initFrom(list_);
    option.rect = list_->visualRect(indexOf(id));
    option.font = list_->font();
    QTest::mouseClick(list_->viewport(), Qt::LeftButton, {}, JobCardDelegate::fixRect(option, indexOf(id)).center());
    QTRY_VERIFY(bridge_->snapshot()->find(id)->recipe.settings.width < 64);
    QVERIFY(bridge_->snapshot()->find(id)->recipe.settings.width % 16 == 0);
    QVERIFY(becomes(id, JobState::failed));
}

void FailedJobsTest::too_little_memory_is_retried_shorter() {
    const JobId id = submit("memory_at=2");
    QVERIFY(becomes(id, JobState::failed));
    const std::int64_t frames = bridge_->snapshot()->find(id)->recipe.settings.num_frames;
    select(id);
    QTRY_VERIFY(shown<QPushButton>("Other ways out") != nullptr);
    chooseOther(QStringLiteral("Retry shorter"));
    QTRY_VERIFY(bridge_->snapshot()->find(id)->recipe.settings.num_frames < frames);
    QCOMPARE((bridge_->snapshot()->find(id)->recipe.settings.num_frames - 1) % fake_model().frame_multiple, std::int64_t{0});
    QVERIFY(becomes(id, JobState::failed));
}

void FailedJobsTest::decoding_without_memory_is_tiled_from_its_card() {
    const JobId id = submit("a memory_in_decode");
    QVERIFY(becomes(id, JobState::failed));
    QCOMPARE(indexOf(id).data(QueueModel::fixRole).toString(), QStringLiteral("Tile the decode"));
    select(id);
    press(Qt::Key_Return);
    QVERIFY(becomes(id, JobState::done));
    QVERIFY(bridge_->snapshot()->find(id)->tiles_decode);
    QVERIFY(bridge_->snapshot()->progress->steps.empty() || bridge_->snapshot()->progress->steps.front().step == 1);
    QCOMPARE(takes_->of(id).size(), std::size_t{9});
}

void FailedJobsTest::a_failed_job_tells_all_of_its_problem() {
    const JobId id = submit("device_at=3");
    const JobId other = submit("goes well");
    QVERIFY(becomes(id, JobState::failed));
    QVERIFY(becomes(other, JobState::done));
    QVERIFY(shown<QLabel>("Problem") == nullptr);
    select(id);
    const ErrorText problem = job_text::problem(*bridge_->snapshot()->find(id));
    QTRY_VERIFY(shown<QLabel>("Problem") != nullptr);
    QCOMPARE(shown<QLabel>("Problem")->text(), problem.sentence);
    QVERIFY(shown<QLabel>("Problem")->wordWrap());  // no end is cut off
    QCOMPARE(shown<QLabel>("What to do")->text(), problem.hint);
    select(other);
    QTRY_VERIFY(shown<QLabel>("Problem") == nullptr);
    select(id);
    QTRY_VERIFY(shown<QLabel>("Problem") != nullptr);
    QPushButton* fix = nullptr;
    for (QPushButton* button : panel_->findChildren<QPushButton*>()) {
        fix = button->isVisible() && button->text() == problem.fixText ? button : fix;
    }
    QVERIFY(fix != nullptr);
    const std::int64_t ended = bridge_->snapshot()->find(id)->ended_ms;
    QTest::mouseClick(fix, Qt::LeftButton);
    QTRY_VERIFY_WITH_TIMEOUT(stateOf(id) == JobState::failed && bridge_->snapshot()->find(id)->ended_ms > ended, 10'000);
}

void FailedJobsTest::the_details_of_a_problem_unfold_and_are_copied_by_keys() {
    const JobId id = submit("device_at=3");
    QVERIFY(becomes(id, JobState::failed));
    select(id);
    const auto tabTo = [&](const char* name) {
        for (int i = 0; i < 12; ++i) {
            QTest::keyClick(QApplication::focusWidget(), Qt::Key_Tab);
            if (QApplication::focusWidget()->accessibleName() == QString::fromLatin1(name)) {
                return true;
            }
        }
        return false;
    };
    QVERIFY(shown<QPlainTextEdit>("Details") == nullptr);
    QVERIFY(tabTo("Show the details"));
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_Space);
    QVERIFY(shown<QPlainTextEdit>("Details") != nullptr);
    const QString details = messageOf(*bridge_->snapshot()->find(id)->error);
    QVERIFY(!details.isEmpty() && shown<QPlainTextEdit>("Details")->toPlainText().contains(details));
    QVERIFY(tabTo("Copy the details"));
    QGuiApplication::clipboard()->clear();
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_Space);
    QVERIFY(QGuiApplication::clipboard()->text().contains(details));
    // It stays open while the queue changes.
    QVERIFY(becomes(submit("another"), JobState::done));
    QVERIFY(shown<QPlainTextEdit>("Details") != nullptr);
}

void FailedJobsTest::what_does_not_fit_runs_if_the_user_says_so() {
    EngineOptions options = engine_options(folder_->path() / "small", *takes_);
    options.assess_memory = [](const Job& job, const auto&) { return assess_memory(job.model, job.recipe.settings, "fp32", 1); };
    showWith(std::move(options));
    const JobId id = submit("a ball");
    QVERIFY(becomes(id, JobState::failed));
    select(id);
    QTRY_VERIFY(shown<QPushButton>("Other ways out") != nullptr);
    chooseOther(QStringLiteral("Run although memory is short"));
    QVERIFY(becomes(id, JobState::done));
}

// Without what the worker holds, no size of the model would fit.
void FailedJobsTest::what_is_held_counts_for_what_would_fit() {
    constexpr std::int64_t half = 3'000'000;
    EngineOptions options = engine_options(folder_->path() / "held", *takes_);
    options.assess_memory = [](const Job& job, const auto&) { return assess_memory(job.model, job.recipe.settings, "fp32", half, half); };
    showWith(std::move(options));
    JobSpec spec = fake_job("a ball");
    spec.request.settings.width = 320;
    spec.request.settings.height = 320;
    const MemoryAssessment expected = assess_memory(spec.model, spec.request.settings, "fp32", half, half);
    QVERIFY(!expected.fits && expected.smaller);
    const JobId id = bridge_->engine().submit(spec);
    QVERIFY(becomes(id, JobState::failed));
    select(id);
    QCOMPARE(indexOf(id).data(QueueModel::fixRole).toString(), QStringLiteral("Retry smaller"));
    press(Qt::Key_Return);
    QVERIFY(becomes(id, JobState::done));
    QCOMPARE(bridge_->snapshot()->find(id)->recipe.settings.width, expected.smaller->width);
}

void FailedJobsTest::the_offer_of_a_card_has_a_key() {
    const JobId good = submit("good");
    const JobId bad = submit("fail_at=2");
    QVERIFY(becomes(bad, JobState::failed));
    select(good);
    QVERIFY(!actions_->action(QStringLiteral("queue.fix"))->isEnabled());
    select(bad);
    QSignalSpy wanted(panel_.get(), &QueuePanel::fixWanted);
    press(Qt::Key_Return);
    QCOMPARE(wanted.count(), 1);
    QCOMPARE(wanted[0][0].value<Fix>(), Fix::models);
    QVERIFY(indexOf(bad).data(Qt::AccessibleTextRole).toString().contains(QStringLiteral("Open models")));
}

KINORA_TEST(FailedJobsTest)
#include "failed_jobs_test.moc"

// The queue with mouse and keys.
#include "ui/queue/queue_panel.h"

#include <QAccessible>
#include <QClipboard>
#include <QDialogButtonBox>
#include <QDoubleSpinBox>
#include <QInputDialog>
#include <QLabel>
#include <QListView>
#include <QMenu>
#include <QMimeData>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QRegularExpression>
#include <QSignalSpy>
#include <QSpinBox>
#include <QTimer>
#include <QToolButton>
#include <QVBoxLayout>

#include "tests/core/engine/engine_fixture.h"
#include "tests/support/test_main.h"
#include "tests/ui/screenshot.h"
#include "ui/actions/action_registry.h"
#include "ui/queue/job_card_delegate.h"
#include "ui/queue/job_editor.h"
#include "ui/queue/job_text.h"
#include "ui/queue/queue_model.h"
#include "ui/session/error_text.h"
#include "ui/session/app_settings.h"
#include "ui/session/engine_bridge.h"

using namespace kinora;
using namespace kinora::test;

class QueuePanelTest : public QObject {
    Q_OBJECT

 private Q_SLOTS:
    void init();
    void cleanup();
    void a_running_job_shows_stage_step_and_preview();
    void much_other_work_leaves_room_for_the_jobs();
    void a_job_put_in_above_chooses_nothing();
    void jobs_are_paused_resumed_and_cancelled();
    void jobs_finish_early();
    void jobs_are_duplicated_and_varied();
    void jobs_are_reordered_by_keys_and_by_dragging();
    void several_jobs_move_together();
    void several_jobs_are_dragged_together();
    void a_waiting_job_is_edited();
    void keyframes_of_a_waiting_job_are_edited();
    void a_job_does_not_start_while_it_is_edited();
    void a_failed_job_is_tried_again_from_its_card();
    void too_little_memory_is_retried_smaller();
    void decoding_without_memory_is_tiled_from_its_card();
    void a_failed_job_tells_all_of_its_problem();
    void the_details_of_a_problem_unfold_and_are_copied_by_keys();
    void too_little_memory_is_retried_shorter();
    void what_does_not_fit_runs_if_the_user_says_so();
    void what_is_held_counts_for_what_would_fit();
    void a_long_queue_changes_in_few_steps();
    void the_offer_of_a_card_has_a_key();
    void finished_jobs_are_removed();
    void the_queue_is_held();
    void keys_work_in_the_queue_alone();
    void other_work_counts_as_something_being_made();

 private:
    // What the selected card's problem offers besides its first fix.
    void chooseOther(const QString& words) {
        auto* more = shown<QPushButton>("Other ways out");
        QTimer::singleShot(200, this, [more, words] {
            for (QAction* action : more->menu()->actions()) {
                if (action->text() == words) {
                    QTest::mouseClick(more->menu(), Qt::LeftButton, {}, more->menu()->actionGeometry(action).center());
                    return;
                }
            }
            more->menu()->close();
        });
        QTest::mouseClick(more, Qt::LeftButton);
    }
    void showWith(EngineOptions options);
    // The control of that name, which has to be seen.
    template <typename T>
    T* shown(const char* name) {
        for (T* widget : panel_->findChildren<T*>()) {
            if (widget->accessibleName() == QString::fromLatin1(name) && widget->isVisible()) {
                return widget;
            }
        }
        return nullptr;
    }
    JobId submit(const std::string& prompt, int steps = 6) {
        JobSpec spec = fake_job(prompt, steps);
        spec.request.preview.is_enabled = true;
        const JobId id = bridge_->engine().submit(spec);
        [&] { QTRY_VERIFY_WITH_TIMEOUT(bridge_->snapshot()->find(id) != nullptr, 10'000); }();
        return id;
    }
    JobState stateOf(JobId id) const { return bridge_->snapshot()->find(id)->state; }
    bool becomes(JobId id, JobState state) {
        return QTest::qWaitFor([&] { return bridge_->snapshot()->find(id) && stateOf(id) == state; }, 15'000);
    }
    QModelIndex indexOf(JobId id) const { return list_->model()->index(static_cast<QueueModel*>(list_->model())->rowOf(id), 0); }
    void select(JobId id) {
        list_->setFocus();
        list_->scrollTo(indexOf(id));
        QTest::mouseClick(list_->viewport(), Qt::LeftButton, {}, list_->visualRect(indexOf(id)).center());
        QCOMPARE(list_->currentIndex(), indexOf(id));
    }
    void press(Qt::Key key, Qt::KeyboardModifiers modifiers = {}) { QTest::keyClick(list_, key, modifiers); }
    std::vector<std::int64_t> order() const {
        std::vector<std::int64_t> ids;
        for (int row = 0; row < list_->model()->rowCount(); ++row) {
            ids.push_back(list_->model()->index(row, 0).data(QueueModel::idRole).toLongLong());
        }
        return ids;
    }

    std::unique_ptr<TempFolder> folder_;
    std::unique_ptr<Takes> takes_;
    std::unique_ptr<EngineBridge> bridge_;
    std::unique_ptr<AppSettings> settings_;
    std::unique_ptr<ActionRegistry> actions_;
    std::unique_ptr<QueuePanel> panel_;
    QListView* list_ = nullptr;
};

void QueuePanelTest::init() {
    folder_ = std::make_unique<TempFolder>();
    takes_ = std::make_unique<Takes>();
    bridge_ = std::make_unique<EngineBridge>(engine_options(folder_->path(), *takes_));
    settings_ = std::make_unique<AppSettings>(QString::fromStdString((*folder_ / "kinora.ini").string()), QString());
    actions_ = std::make_unique<ActionRegistry>(*settings_);
    panel_ = std::make_unique<QueuePanel>(*bridge_, *actions_);
    panel_->resize(420, 600);
    panel_->show();
    QVERIFY(QTest::qWaitForWindowExposed(panel_.get()));
    QApplication::setActiveWindow(panel_.get());
    list_ = panel_->list();
}

void QueuePanelTest::cleanup() {
    panel_.reset();
    actions_.reset();
    settings_.reset();
    bridge_.reset();
    takes_.reset();
    folder_.reset();
}

void QueuePanelTest::other_work_counts_as_something_being_made() {
    const auto isSaidToBeEmpty = [&] {
        for (const QLabel* label : list_->findChildren<QLabel*>()) {
            if (label->isVisible() && label->text().startsWith(QStringLiteral("Nothing is being made"))) {
                return true;
            }
        }
        return false;
    };
    QVERIFY(isSaidToBeEmpty());
    auto* work = new QLabel(QStringLiteral("work"));
    work->hide();
    panel_->addOtherWork(work);
    QVERIFY(isSaidToBeEmpty());
    work->show();
    QVERIFY(work->isVisible() && work->mapTo(panel_.get(), work->rect().bottomLeft()).y() < list_->geometry().top() + 1);
    QVERIFY(!isSaidToBeEmpty());
    work->hide();
    QVERIFY(isSaidToBeEmpty());
}

void QueuePanelTest::much_other_work_leaves_room_for_the_jobs() {
    const int before = panel_->minimumSizeHint().height();
    auto* work = new QWidget;
    auto* rows = new QVBoxLayout(work);
    for (int i = 0; i < 100; ++i) {
        rows->addWidget(new QLabel(QStringLiteral("a row of work")));
    }
    panel_->addOtherWork(work);
    QVERIFY(work->isVisible());
    QVERIFY(work->sizeHint().height() > 1000);
    QVERIFY2(panel_->minimumSizeHint().height() <= before + 200, qPrintable(QString::number(panel_->minimumSizeHint().height())));
    while (rows->count() > 1) {
        delete rows->itemAt(0)->widget();
    }
    QVERIFY(work->sizeHint().height() < 100);
    QTRY_COMPARE(work->parentWidget()->height(), work->sizeHint().height());  // no more than it needs
    work->hide();
    QCOMPARE(panel_->minimumSizeHint().height(), before);
}

void QueuePanelTest::a_job_put_in_above_chooses_nothing() {
    const JobId first = submit("first", 2);
    QTRY_COMPARE_WITH_TIMEOUT(panel_->list()->model()->rowCount(), 1, 10'000);
    QSignalSpy selected(panel_.get(), &QueuePanel::jobSelected);
    panel_->list()->setCurrentIndex(indexOf(first));
    QCOMPARE(selected.count(), 1);
    QCOMPARE(selected.front().front().toLongLong(), static_cast<qlonglong>(first.value));
    submit("second", 2);
    QTRY_COMPARE_WITH_TIMEOUT(panel_->list()->model()->rowCount(), 2, 10'000);
    QTest::qWait(100);
    QCOMPARE(selected.count(), 1);
}

void QueuePanelTest::a_running_job_shows_stage_step_and_preview() {
    const JobId id = submit("slow delay=150", 20);
    static const QRegularExpression someStep(QStringLiteral("step ([2-9]|1[0-9]) of 20"));
    QTRY_VERIFY_WITH_TIMEOUT(indexOf(id).data(QueueModel::statusRole).toString().contains(someStep), 10'000);
    const QString status = indexOf(id).data(QueueModel::statusRole).toString();
    QVERIFY2(status.startsWith(QStringLiteral("Denoising")) && status.contains(QStringLiteral("left")), qPrintable(status));
    QVERIFY(!indexOf(id).data(QueueModel::thumbnailRole).value<QPixmap>().isNull());
    QVERIFY(indexOf(id).data(QueueModel::progressRole).toDouble() > 0.0);
    const JobId next = submit("waits");
    QVERIFY(indexOf(next).data(QueueModel::statusRole).toString().contains(QStringLiteral("number 1 in line")));
    // What a screen reader says.
    QAccessibleInterface* access = QAccessible::queryAccessibleInterface(list_);
    QVERIFY(access->child(0)->text(QAccessible::Name).contains(QStringLiteral("slow")));
}

void QueuePanelTest::jobs_are_paused_resumed_and_cancelled() {
    const JobId id = submit("slow delay=100", 20);
    QVERIFY(becomes(id, JobState::running));
    select(id);
    press(Qt::Key_P);
    QVERIFY(becomes(id, JobState::paused));
    QVERIFY(!actions_->action(QStringLiteral("queue.pause"))->isEnabled());
    press(Qt::Key_R);
    QVERIFY(becomes(id, JobState::running));
    press(Qt::Key_X);
    QVERIFY(becomes(id, JobState::cancelled));
}

void QueuePanelTest::jobs_finish_early() {
    const JobId id = submit("slow delay=60", 400);
    QTRY_VERIFY_WITH_TIMEOUT(bridge_->snapshot()->progress && bridge_->snapshot()->progress->step >= 2, 10'000);
    select(id);
    press(Qt::Key_F);
    QVERIFY(becomes(id, JobState::done));
    QCOMPARE(takes_->of(id).size(), std::size_t{9});
}

void QueuePanelTest::jobs_are_duplicated_and_varied() {
    const JobId id = submit("one");
    QVERIFY(becomes(id, JobState::done));
    select(id);
    press(Qt::Key_D);
    QTRY_COMPARE(bridge_->snapshot()->jobs.size(), std::size_t{2});
    select(id);
    press(Qt::Key_V);
    auto* dialog = panel_->findChild<QInputDialog*>();
    QVERIFY(dialog != nullptr);
    auto* count = dialog->findChild<QSpinBox*>();
    QTest::keyClick(count, Qt::Key_A, Qt::ControlModifier);
    QTest::keyClicks(count, QStringLiteral("3"));
    QTest::keyClick(dialog, Qt::Key_Return);
    QTRY_COMPARE(bridge_->snapshot()->jobs.size(), std::size_t{5});
    std::set<std::uint64_t> seeds;
    for (const auto& job : bridge_->snapshot()->jobs) {
        seeds.insert(job->recipe.settings.seed);
    }
    QCOMPARE(seeds.size(), std::size_t{5});
}

void QueuePanelTest::jobs_are_reordered_by_keys_and_by_dragging() {
    bridge_->engine().halt();
    const std::int64_t a = submit("a").value;
    const std::int64_t b = submit("b").value;
    const std::int64_t c = submit("c").value;
    QCOMPARE(order(), (std::vector{a, b, c}));
    select({c});
    press(Qt::Key_Up, Qt::ControlModifier);
    QTRY_COMPARE(order(), (std::vector{a, c, b}));
    QCOMPARE(list_->currentIndex(), indexOf({c}));  // the selection goes along
    press(Qt::Key_Home, Qt::ControlModifier);
    QTRY_COMPARE(order(), (std::vector{c, a, b}));
    press(Qt::Key_Down, Qt::ControlModifier);
    QTRY_COMPARE(order(), (std::vector{a, c, b}));
    // Dragging ends in the model: "a" is dropped behind the last.
    auto* model = list_->model();
    const std::unique_ptr<QMimeData> data(model->mimeData({indexOf({a})}));
    model->dropMimeData(data.get(), Qt::MoveAction, 3, 0, {});
    QTRY_COMPARE(order(), (std::vector{c, b, a}));
    model->dropMimeData(data.get(), Qt::MoveAction, -1, -1, indexOf({c}));
    QTRY_COMPARE(order(), (std::vector{a, c, b}));
}

void QueuePanelTest::several_jobs_move_together() {
    bridge_->engine().halt();
    const std::int64_t a = submit("a").value;
    const std::int64_t b = submit("b").value;
    const std::int64_t c = submit("c").value;
    const std::int64_t d = submit("d").value;
    select({c});
    QTest::mouseClick(list_->viewport(), Qt::LeftButton, Qt::ControlModifier, list_->visualRect(indexOf({b})).center());
    press(Qt::Key_Down, Qt::ControlModifier);
    QTRY_COMPARE(order(), (std::vector{a, d, b, c}));
    press(Qt::Key_Up, Qt::ControlModifier);
    QTRY_COMPARE(order(), (std::vector{a, b, c, d}));
    press(Qt::Key_Up, Qt::ControlModifier);
    QTRY_COMPARE(order(), (std::vector{b, c, a, d}));
    press(Qt::Key_Up, Qt::ControlModifier);  // they are in front already
    QTest::qWait(100);
    QCOMPARE(order(), (std::vector{b, c, a, d}));
}

void QueuePanelTest::a_waiting_job_is_edited() {
    bridge_->engine().halt();
    const JobId id = submit("before");
    select(id);
    press(Qt::Key_F2);
    auto* editor = panel_->findChild<JobEditor*>();
    QVERIFY(editor != nullptr && editor->isVisible());
    auto* prompt = editor->findChild<QPlainTextEdit*>();
    prompt->setFocus();
    QTest::keyClick(prompt, Qt::Key_A, Qt::ControlModifier);
    QTest::keyClicks(prompt, QStringLiteral("after"));
    QTest::mouseClick(editor->findChild<QDialogButtonBox*>()->button(QDialogButtonBox::Ok), Qt::LeftButton);
    QTRY_COMPARE(bridge_->snapshot()->find(id)->recipe.settings.prompt, std::string("after"));
    QTRY_COMPARE(stateOf(id), JobState::waiting);  // it was held while it was edited
    bridge_->engine().run();
    QVERIFY(becomes(id, JobState::done));
}

void QueuePanelTest::keyframes_of_a_waiting_job_are_edited() {
    bridge_->engine().halt();
    JobSpec spec = fake_job("with keyframes");
    spec.request.settings.num_frames = 17;
    for (const std::int64_t frame : {0, 8, 16}) {
        const std::string file = "/pictures/at" + std::to_string(frame) + ".png";
        spec.request.conditioning.push_back({.images = {Image(16, 16, std::vector<std::uint8_t>(16 * 16 * 3, 7))}, .start_frame = frame});
        spec.recipe.conditions.push_back({.file = file, .frame = frame, .num_frames = 1});
    }
    const JobId id = bridge_->engine().submit(spec);
    QTRY_VERIFY(bridge_->snapshot()->find(id) != nullptr);
    select(id);
    press(Qt::Key_F2);
    auto* editor = panel_->findChild<JobEditor*>();
    QVERIFY(editor != nullptr && QTest::qWaitForWindowExposed(editor));
    auto* frame = shown<QSpinBox>("Frame of at8.png");
    frame->setFocus();
    frame->selectAll();
    QTest::keyClicks(frame, QStringLiteral("12"));
    auto* strength = shown<QDoubleSpinBox>("Strength of at8.png");
    strength->setFocus();
    strength->selectAll();
    QTest::keyClicks(strength, QStringLiteral("0.6"));
    save_screenshots(*editor, QStringLiteral("job_editor"));
    QTest::mouseClick(shown<QToolButton>("Leave out at16.png"), Qt::LeftButton);
    QTest::mouseClick(editor->findChild<QDialogButtonBox*>()->button(QDialogButtonBox::Ok), Qt::LeftButton);
    QTRY_COMPARE(bridge_->snapshot()->find(id)->recipe.conditions.size(), std::size_t{2});
    const std::vector<RecipeCondition> conditions = bridge_->snapshot()->find(id)->recipe.conditions;
    QVERIFY(conditions[0].frame == 0 && conditions[0].strength == 1.0);
    QVERIFY(conditions[1].frame == 12 && conditions[1].strength == 0.6 && conditions[1].file == "/pictures/at8.png");
    bridge_->engine().run();
    QVERIFY(becomes(id, JobState::done));
}

void QueuePanelTest::a_failed_job_is_tried_again_from_its_card() {
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

void QueuePanelTest::too_little_memory_is_retried_smaller() {
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

void QueuePanelTest::decoding_without_memory_is_tiled_from_its_card() {
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

void QueuePanelTest::a_failed_job_tells_all_of_its_problem() {
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

void QueuePanelTest::the_details_of_a_problem_unfold_and_are_copied_by_keys() {
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

void QueuePanelTest::too_little_memory_is_retried_shorter() {
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

void QueuePanelTest::showWith(EngineOptions options) {
    panel_.reset();
    bridge_.reset();
    bridge_ = std::make_unique<EngineBridge>(std::move(options));
    panel_ = std::make_unique<QueuePanel>(*bridge_, *actions_);
    panel_->resize(420, 600);
    panel_->show();
    QVERIFY(QTest::qWaitForWindowExposed(panel_.get()));
    QApplication::setActiveWindow(panel_.get());
    list_ = panel_->list();
}

// Without what the worker holds, no size of the model would fit.
void QueuePanelTest::what_is_held_counts_for_what_would_fit() {
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

void QueuePanelTest::what_does_not_fit_runs_if_the_user_says_so() {
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

void QueuePanelTest::a_long_queue_changes_in_few_steps() {
    bridge_->engine().halt();
    const JobId first = bridge_->engine().submit(fake_job("many"), QueuePlace::back, 300);
    QTRY_COMPARE_WITH_TIMEOUT(list_->model()->rowCount(), 300, 10'000);
    const JobId chosen = {first.value + 200};
    select(chosen);
    QSignalSpy inserted(list_->model(), &QAbstractItemModel::rowsInserted);
    QSignalSpy removed(list_->model(), &QAbstractItemModel::rowsRemoved);
    QSignalSpy selected(panel_.get(), &QueuePanel::jobSelected);
    press(Qt::Key_Home, Qt::ControlModifier);
    QTRY_COMPARE(order().front(), chosen.value);
    QCOMPARE(order().at(1), first.value);
    press(Qt::Key_X);
    QVERIFY(becomes(chosen, JobState::cancelled));
    QTRY_COMPARE(order().back(), chosen.value);  // behind those that wait
    QCOMPARE(order().front(), first.value);
    QCOMPARE(list_->currentIndex(), indexOf(chosen));
    QCOMPARE(inserted.count() + removed.count() + selected.count(), 0);
    bridge_->engine().submit(fake_job("more"), QueuePlace::back, 20);
    QTRY_COMPARE_WITH_TIMEOUT(list_->model()->rowCount(), 320, 10'000);
    QCOMPARE(inserted.count(), 1);
    QCOMPARE(order().back(), chosen.value);
    press(Qt::Key_Delete);
    QTRY_COMPARE(list_->model()->rowCount(), 319);
    QCOMPARE(removed.count(), 1);
}

void QueuePanelTest::the_offer_of_a_card_has_a_key() {
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

void QueuePanelTest::finished_jobs_are_removed() {
    const JobId id = submit("one");
    submit("two");
    QTRY_VERIFY(std::ranges::all_of(bridge_->snapshot()->jobs, [](const auto& job) { return job->state == JobState::done; }));
    select(id);
    press(Qt::Key_Delete);
    QTRY_COMPARE(list_->model()->rowCount(), 1);
    actions_->action(QStringLiteral("queue.clear"))->trigger();
    QTRY_COMPARE(list_->model()->rowCount(), 0);
}

void QueuePanelTest::the_queue_is_held() {
    QAction* hold = actions_->action(QStringLiteral("queue.halt"));
    hold->trigger();
    QVERIFY(!hold->isChecked());  // nothing is shown that a crash would take back
    QTRY_VERIFY(hold->isChecked());
    QVERIFY(bridge_->snapshot()->is_halted);
    const JobId id = submit("one");
    QTest::qWait(100);
    QCOMPARE(stateOf(id), JobState::waiting);
    QVERIFY(indexOf(id).data(QueueModel::statusRole).toString().contains(QStringLiteral("held")));
    hold->trigger();
    QVERIFY(becomes(id, JobState::done));
}

void QueuePanelTest::keys_work_in_the_queue_alone() {
    bridge_->engine().halt();
    const JobId id = submit("one");
    select(id);
    QPlainTextEdit elsewhere;
    elsewhere.show();
    elsewhere.setFocus();
    QTest::keyClicks(&elsewhere, QStringLiteral("px"));
    QCOMPARE(elsewhere.toPlainText(), QStringLiteral("px"));
    QTest::qWait(50);
    QCOMPARE(stateOf(id), JobState::waiting);
}

void QueuePanelTest::a_job_does_not_start_while_it_is_edited() {
    bridge_->engine().halt();
    const JobId first = submit("first");
    const JobId id = submit("before");
    select(id);
    press(Qt::Key_F2);
    auto* editor = panel_->findChild<JobEditor*>();
    QVERIFY(editor != nullptr);
    bridge_->engine().run();
    QVERIFY(becomes(first, JobState::done));
    QTest::qWait(100);
    QCOMPARE(stateOf(id), JobState::paused);
    auto* prompt = editor->findChild<QPlainTextEdit*>();
    QTest::keyClick(prompt, Qt::Key_A, Qt::ControlModifier);
    QTest::keyClicks(prompt, QStringLiteral("after"));
    QTest::mouseClick(editor->findChild<QDialogButtonBox*>()->button(QDialogButtonBox::Ok), Qt::LeftButton);
    QVERIFY(becomes(id, JobState::done));
    QCOMPARE(bridge_->snapshot()->find(id)->recipe.settings.prompt, std::string("after"));
}

void QueuePanelTest::several_jobs_are_dragged_together() {
    bridge_->engine().halt();
    const std::int64_t a = submit("a").value;
    const std::int64_t b = submit("b").value;
    const std::int64_t c = submit("c").value;
    const std::int64_t d = submit("d").value;
    auto* model = list_->model();
    const std::unique_ptr<QMimeData> data(model->mimeData({indexOf({c}), indexOf({a})}));
    model->dropMimeData(data.get(), Qt::MoveAction, 4, 0, {});
    QTRY_COMPARE(order(), (std::vector{b, d, a, c}));
    model->dropMimeData(data.get(), Qt::MoveAction, 0, 0, {});
    QTRY_COMPARE(order(), (std::vector{a, c, b, d}));
}

KINORA_TEST(QueuePanelTest)
#include "queue_panel_test.moc"

// The queue with mouse and keys.
#include "ui/queue/queue_panel.h"

#include <QAccessible>
#include <QInputDialog>
#include <QLabel>
#include <QMimeData>
#include <QPlainTextEdit>
#include <QRegularExpression>
#include <QSignalSpy>
#include <QSpinBox>
#include <QVBoxLayout>

#include "tests/support/test_main.h"
#include "tests/ui/queue/queue_fixture.h"

using namespace kinora;
using namespace kinora::test;

class QueuePanelTest : public QObject, private QueueFixture {
    Q_OBJECT

 private Q_SLOTS:
    void init() { begin(); }
    void cleanup() { end(); }
    void a_running_job_shows_stage_step_and_preview();
    void much_other_work_leaves_room_for_the_jobs();
    void a_job_put_in_above_chooses_nothing();
    void jobs_are_paused_resumed_and_cancelled();
    void jobs_finish_early();
    void jobs_are_duplicated_and_varied();
    void jobs_are_reordered_by_keys_and_by_dragging();
    void several_jobs_move_together();
    void several_jobs_are_dragged_together();
    void a_long_queue_changes_in_few_steps();
    void finished_jobs_are_removed();
    void the_queue_is_held();
    void keys_work_in_the_queue_alone();
    void other_work_counts_as_something_being_made();
    void several_jobs_go_to_the_front_in_their_order();
};

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

void QueuePanelTest::several_jobs_go_to_the_front_in_their_order() {
    bridge_->engine().halt();
    const std::int64_t a = submit("a").value;
    const std::int64_t b = submit("b").value;
    const std::int64_t c = submit("c").value;
    const std::int64_t d = submit("d").value;
    select({d});
    QTest::mouseClick(list_->viewport(), Qt::LeftButton, Qt::ControlModifier, list_->visualRect(indexOf({b})).center());
    QTest::mouseClick(list_->viewport(), Qt::LeftButton, Qt::ControlModifier, list_->visualRect(indexOf({c})).center());
    press(Qt::Key_Home, Qt::ControlModifier);
    QTRY_COMPARE(order(), (std::vector{b, c, d, a}));
}

KINORA_TEST(QueuePanelTest)
#include "queue_panel_test.moc"

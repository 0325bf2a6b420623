// What panels have buttons for, by its command.
#include "ui/main_window/panel_commands.h"

#include <QAbstractButton>
#include <QClipboard>
#include <QFileDialog>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QPushButton>

#include "core/project/edits/keyframe_edits.h"
#include "tests/support/test_main.h"
#include "tests/ui/studio_jobs.h"
#include "ui/actions/command_palette.h"
#include "ui/generate/style_editor.h"
#include "ui/keyframes/keyframe_panel.h"
#include "ui/keyframes/keyframe_tile.h"
#include "ui/log/log_panel.h"
#include "ui/queue/queue_model.h"
#include "ui/queue/queue_panel.h"
#include "ui/viewer/compare_canvas.h"
#include "ui/viewer/compare_view.h"
#include "ui/viewer/live_preview.h"
#include "ui/viewer/monitor.h"

using namespace kinora;
using namespace kinora::test;

class PanelCommandsTest : public QObject {
    Q_OBJECT

 private Q_SLOTS:
    void init();
    void cleanup();
    void the_palette_changes_the_monitors_page();
    void comparing_by_commands();
    void the_preview_is_switched_and_followed();
    void a_step_is_branched_from_by_its_command();
    void the_running_job_is_finished_by_its_command();
    void keyframes_by_commands();
    void models_and_styles_by_commands();
    void commands_say_why_not_in_the_language();
    void fixes_of_a_failed_job_lead_to_their_places();

 private:
    MainWindow* window() const { return studio_->window.get(); }
    Monitor& monitor() const { return *window()->findChild<Monitor*>(); }
    QAction* action(const char* id) const { return studio_->actions.action(QString::fromLatin1(id)); }
    // As a user without a mouse does.
    void give(const QString& command) {
        QApplication::setActiveWindow(window());
        QTest::keyClick(window(), Qt::Key_K, Qt::ControlModifier);
        auto* palette = window()->findChild<CommandPalette*>();
        QVERIFY(palette != nullptr);
        auto* search = palette->findChild<QLineEdit*>();
        QTest::keyClicks(search, command);
        QCOMPARE(palette->findChild<QListView*>()->currentIndex().data().toString(), command);
        QTest::keyClick(search, Qt::Key_Return);
        QTRY_VERIFY(window()->findChild<CommandPalette*>() == nullptr);
        QTest::qWait(20);  // the command comes once the palette is gone
    }

    std::unique_ptr<TempFolder> folder_;
    std::unique_ptr<Studio> studio_;
};

void PanelCommandsTest::init() {
    folder_ = std::make_unique<TempFolder>();
    studio_ = std::make_unique<Studio>(folder_->path());
    studio_->open(*folder_ / "film.kinora");
    studio_->showWindow();
    QApplication::setActiveWindow(window());
}

void PanelCommandsTest::cleanup() {
    studio_.reset();
    folder_.reset();
}

void PanelCommandsTest::the_palette_changes_the_monitors_page() {
    give(QStringLiteral("Monitor: Timeline"));
    QTRY_COMPARE(monitor().mode(), Monitor::Mode::timeline);
    QVERIFY(action("monitor.timeline")->isChecked() && !action("monitor.clip")->isChecked());
    give(QStringLiteral("Monitor: Timeline"));  // again: it stays the one
    QCOMPARE(monitor().mode(), Monitor::Mode::timeline);
    QVERIFY(action("monitor.timeline")->isChecked());
    monitor().setMode(Monitor::Mode::compare);
    QVERIFY(action("monitor.compare")->isChecked() && !action("monitor.timeline")->isChecked());
}

void PanelCommandsTest::comparing_by_commands() {
    QVERIFY(!action("compare.exchange")->isEnabled());
    QVERIFY(!action("compare.exchange")->statusTip().isEmpty());
    make_takes(*studio_, "a ball", 2, 2);
    give(QStringLiteral("Compare: Difference"));
    QTRY_COMPARE(monitor().mode(), Monitor::Mode::compare);
    QCOMPARE(monitor().compareView().canvas().mode(), CompareMode::difference);
    QVERIFY(action("compare.difference")->isChecked() && !action("compare.wipe")->isChecked());
    give(QStringLiteral("Compare: Side by Side"));
    QTRY_COMPARE(monitor().compareView().canvas().mode(), CompareMode::sideBySide);
    QVERIFY(action("compare.exchange")->isEnabled());
    QVERIFY(action("compare.exchange")->statusTip().isEmpty());
    const auto names = [&] {
        for (const QLabel* label : monitor().compareView().findChildren<QLabel*>()) {
            if (label->text().startsWith(QStringLiteral("A: "))) {
                return label->text();
            }
        }
        return QString();
    };
    const QString before = names();
    QVERIFY(!before.isEmpty());
    give(QStringLiteral("Compare: Exchange A and B"));
    QTRY_VERIFY(names() != before);
    // In another language A stays B.
    studio_->settings.setLanguage(QStringLiteral("zh_CN"));
    studio_->settings.setLanguage(QStringLiteral("en"));
    QTRY_VERIFY(names() != before && names().startsWith(QStringLiteral("A: Take")));
}

void PanelCommandsTest::the_preview_is_switched_and_followed() {
    QVERIFY(action("preview.on")->isChecked());
    give(QStringLiteral("Preview While It Is Made"));
    QTRY_VERIFY(!studio_->settings.previewsEnabled());
    QVERIFY(!action("preview.on")->isChecked());
    auto* button = control<QAbstractButton>(&monitor().livePreview(), "Preview while it is made");
    QVERIFY(!button->isChecked());
    studio_->settings.setPreviewsEnabled(true);
    QVERIFY(action("preview.on")->isChecked() && button->isChecked());
    QVERIFY(!action("preview.newest")->isEnabled());
    run_until_step(*studio_, "a ball delay=60", 3);
    QTRY_VERIFY(action("preview.newest")->isEnabled());
    give(QStringLiteral("Preview: one step back"));
    QTRY_VERIFY(!action("preview.newest")->isChecked());
    give(QStringLiteral("Follow the Newest Step"));
    QTRY_VERIFY(action("preview.newest")->isChecked());
}

void PanelCommandsTest::a_step_is_branched_from_by_its_command() {
    QVERIFY(!action("preview.branch")->isEnabled());
    QVERIFY(!action("preview.branch")->statusTip().isEmpty());
    make_takes(*studio_, "a ball", 1);
    give(QStringLiteral("Monitor: Live Preview"));
    give(QStringLiteral("Preview: one step back"));  // behind the last one nothing is left to be made
    QTRY_VERIFY(action("preview.branch")->isEnabled());
    give(QStringLiteral("Branch From the Shown Step"));
    QTRY_VERIFY(studio_->controller.branch().has_value());
    QCOMPARE(studio_->controller.branch()->job, studio_->job().id);
}

void PanelCommandsTest::the_running_job_is_finished_by_its_command() {
    QVERIFY(!action("generate.finish")->isEnabled());
    QVERIFY(!action("generate.finish")->statusTip().isEmpty());
    GenerateState state = *studio_->document.project().generate;
    state.settings.num_inference_steps = 200;
    studio_->document.apply(QStringLiteral("many"), [&](const Project& project) { return set_generate_state(project, state); });
    run_until_step(*studio_, "a ball delay=40", 2);
    QTRY_VERIFY(action("generate.finish")->isEnabled());
    give(QStringLiteral("Stop Running Job and Keep"));
    QTRY_COMPARE_WITH_TIMEOUT(studio_->document.project().takes->size(), std::size_t{1}, 20'000);
    QVERIFY(studio_->bridge.snapshot()->progress->step < 200);
}

void PanelCommandsTest::keyframes_by_commands() {
    QGuiApplication::clipboard()->clear();
    QTRY_VERIFY(!action("keyframe.paste")->isEnabled());
    QVERIFY(!action("keyframe.paste")->statusTip().isEmpty());
    QVERIFY(!action("keyframe.remove")->isEnabled());
    QImage picture(32, 32, QImage::Format_RGB888);
    picture.fill(Qt::red);
    QGuiApplication::clipboard()->setImage(picture);
    QTRY_VERIFY(action("keyframe.paste")->isEnabled());
    give(QStringLiteral("Paste as Keyframe"));
    const auto keyframes = [&]() -> const std::vector<Keyframe>& { return studio_->document.project().generate->keyframes; };
    QTRY_COMPARE(keyframes().size(), std::size_t{1});
    auto* panel = window()->findChild<KeyframePanel*>();
    QTRY_VERIFY(panel->strip().tile(keyframes().front().id) != nullptr);
    panel->strip().select(keyframes().front().id);
    QVERIFY(action("keyframe.remove")->isEnabled());
    QVERIFY(action("keyframe.snap")->isChecked());
    give(QStringLiteral("Snap Keyframes to the Latent Grid"));
    QTRY_VERIFY(!action("keyframe.snap")->isChecked());
    QVERIFY(!control<QAbstractButton>(panel, "Snap to the latent grid")->isChecked());
    give(QStringLiteral("Remove Keyframe"));
    QTRY_COMPARE(keyframes().size(), std::size_t{0});
    QVERIFY(!action("keyframe.remove")->isEnabled());
}

void PanelCommandsTest::models_and_styles_by_commands() {
    QVERIFY(action("models.use")->isEnabled());
    QVERIFY(!action("models.licence")->isEnabled());  // the fake one has none
    QVERIFY(!action("models.licence")->statusTip().isEmpty());
    give(QStringLiteral("Use Model"));
    QTRY_COMPARE(studio_->document.project().generate->model, std::string("fake"));
    give(QStringLiteral("Verify Model"));
    QTRY_VERIFY(window()->findChild<QFileDialog*>() != nullptr);
    delete window()->findChild<QFileDialog*>();
    give(QStringLiteral("Edit Styles"));
    QTRY_VERIFY(window()->findChild<StyleEditor*>() != nullptr);
}

void PanelCommandsTest::commands_say_why_not_in_the_language() {
    const QString english = action("keyframe.remove")->statusTip();
    QVERIFY(!english.isEmpty());
    studio_->settings.setLanguage(QStringLiteral("zh_CN"));
    QTRY_VERIFY(action("keyframe.remove")->statusTip() != english);
    QVERIFY(!action("keyframe.remove")->statusTip().isEmpty());
}

void PanelCommandsTest::fixes_of_a_failed_job_lead_to_their_places() {
    const auto fail = [&](const std::string& prompt, const QString& fix) {
        write_prompt(*studio_, prompt);
        const std::size_t before = studio_->numJobs();
        studio_->controller.generate(QueuePlace::back);
        QTRY_COMPARE_WITH_TIMEOUT(studio_->numJobs(), before + 1, 10'000);
        auto* queue = window()->findChild<QueuePanel*>();
        const QAbstractItemModel* model = queue->list()->model();
        QTRY_VERIFY_WITH_TIMEOUT(model->index(0, 0).data(QueueModel::fixRole).toString() == fix, 10'000);
        QTest::mouseClick(queue->list()->viewport(), Qt::LeftButton, {}, queue->list()->visualRect(model->index(0, 0)).center());
        for (QPushButton* button : queue->findChildren<QPushButton*>()) {
            if (button->isVisible() && button->text() == fix) {
                QTest::mouseClick(button, Qt::LeftButton);
                return;
            }
        }
        QFAIL("the problem of the chosen job has no such button");
    };
    auto* log = window()->findChild<LogPanel*>();
    QVERIFY(!log->isVisible());
    fail("oddly_at=2", QStringLiteral("Show log"));
    QTRY_VERIFY(log->isVisible());
    fail("file_at=2", QStringLiteral("Choose another folder\u2026"));
    QTRY_VERIFY(window()->findChild<QFileDialog*>() != nullptr);
    QCOMPARE(window()->findChild<QFileDialog*>()->fileMode(), QFileDialog::Directory);
}

KINORA_TEST(PanelCommandsTest)
#include "panel_commands_test.moc"

// The window as a whole, with mouse and keys.
#include "ui/main_window/main_window.h"

#include <QClipboard>
#include <QComboBox>
#include <QDockWidget>
#include <QFileDialog>
#include <QInputDialog>
#include <QKeySequenceEdit>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QMenu>
#include <QMenuBar>
#include <QMessageBox>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSlider>
#include <QTimer>
#include <QTreeWidget>

#include <algorithm>

#include "core/project/edits/marker_edits.h"
#include "core/project/journal.h"
#include "core/project/project_file.h"
#include "tests/support/test_main.h"
#include "tests/ui/studio_fixture.h"
#include "ui/actions/command_palette.h"
#include "ui/actions/shortcut_editor.h"
#include "ui/dialogs/preferences_dialog.h"
#include "ui/generate/branch_banner.h"
#include "ui/log/log_panel.h"
#include "ui/main_window/project_files.h"
#include "ui/theme/theme.h"
#include "ui/viewer/frame_canvas.h"
#include "ui/viewer/monitor.h"
#include "ui/viewer/viewer.h"

using namespace kinora;
using namespace kinora::test;

class MainWindowTest : public QObject {
    Q_OBJECT

 private Q_SLOTS:
    void init();
    void cleanup();
    void the_first_start_needs_two_clicks();
    void every_command_does_something();
    void the_palette_finds_and_runs_commands();
    void shortcuts_are_changed_and_conflicts_shown();
    void the_title_shows_the_progress();
    void menus_name_what_is_undone();
    void closing_saves_an_untitled_project();
    void closing_asks_for_a_named_project();
    void what_was_discarded_is_not_offered_again();
    void a_project_that_cannot_be_saved_can_be_left();
    void a_project_is_saved_under_a_name_and_listed();
    void unsaved_changes_are_recovered_if_wanted();
    void layouts_are_saved_restored_and_reset();
    void the_window_remembers_its_docks();
    void themes_change_at_once();
    void languages_change_at_once();
    void the_log_is_copied();
    void a_tabbed_dock_says_its_name_once();
    void the_monitor_dominates();
    void a_branch_is_announced_and_left();
    void keys_of_the_monitor_stay_its_own();
    void nothing_is_done_while_a_project_is_opened();

 private:
    void open(bool isFirstStart = false) {
        studio_ = std::make_unique<Studio>(folder_->path());
        QSignalSpy changed(&studio_->models, &AvailableModels::changed);
        studio_->models.refresh();
        QVERIFY(changed.wait());
        studio_->showWindow();
        QApplication::setActiveWindow(window());
        if (isFirstStart) {
            window()->files().openLast();
            QTRY_VERIFY(studio_->document.hasFile());
        } else {
            studio_->document.create(*folder_ / "film.kinora");
        }
    }
    MainWindow* window() const { return studio_->window.get(); }
    void edit() {
        studio_->document.apply(QStringLiteral("Add marker"), [](const Project& project) {
            return add_marker(project, {.start = static_cast<std::int64_t>(project.timeline.markers->size())});
        });
    }

    std::unique_ptr<TempFolder> folder_;
    std::unique_ptr<Studio> studio_;
};

void MainWindowTest::init() {
    folder_ = std::make_unique<TempFolder>();
}

void MainWindowTest::cleanup() {
    studio_.reset();
    folder_.reset();
}

// One click into the window would already do: the sample prompt and the first model are there.
void MainWindowTest::the_first_start_needs_two_clicks() {
    open(true);
    QVERIFY(window()->files().isUntitled());
    QVERIFY(!studio_->document.project().generate->settings.prompt.empty());
    QSignalSpy landed(&studio_->landing, &TakeLanding::landed);
    for (auto* button : window()->findChildren<QPushButton*>()) {
        if (button->text() == QStringLiteral("Generate")) {
            QTest::mouseClick(button, Qt::LeftButton);
        }
    }
    QVERIFY(landed.wait(20'000));
    QCOMPARE(studio_->document.project().takes->size(), std::size_t{1});
}

void MainWindowTest::every_command_does_something() {
    open();
    QCOMPARE(studio_->actions.withoutWork(), QStringList());
    // And every command is in the menu bar.
    QList<QAction*> inMenus;
    for (QMenu* menu : window()->menuBar()->findChildren<QMenu*>()) {
        inMenus += menu->actions();
    }
    for (QAction* action : studio_->actions.actions()) {
        QVERIFY2(inMenus.contains(action), qPrintable(ActionRegistry::idOf(action)));
    }
}

void MainWindowTest::the_palette_finds_and_runs_commands() {
    open();
    QTest::keyClick(window(), Qt::Key_K, Qt::ControlModifier);
    auto* palette = window()->findChild<CommandPalette*>();
    QVERIFY(palette != nullptr && palette->isVisible());
    auto* search = palette->findChild<QLineEdit*>();
    QTest::keyClicks(search, QStringLiteral("light"));
    auto* list = palette->findChild<QListView*>();
    QCOMPARE(list->currentIndex().data().toString(), QStringLiteral("Light"));
    QTest::keyClick(search, Qt::Key_Return);
    QTRY_COMPARE(studio_->settings.theme(), QStringLiteral("light"));
    QVERIFY(CommandPalette::score(QStringLiteral("Save As"), QStringLiteral("sa")) >
            CommandPalette::score(QStringLiteral("Keyboard Shortcuts"), QStringLiteral("sa")));
    QCOMPARE(CommandPalette::score(QStringLiteral("Save As"), QStringLiteral("xyz")), 0);
    studio_->settings.setTheme(QStringLiteral("dark"));
}

void MainWindowTest::shortcuts_are_changed_and_conflicts_shown() {
    open();
    studio_->actions.action(QStringLiteral("edit.shortcuts"))->trigger();
    auto* editor = window()->findChild<ShortcutEditor*>();
    QVERIFY(editor != nullptr);
    auto* list = editor->findChild<QTreeWidget*>();
    list->setCurrentItem(list->findItems(QStringLiteral("Open Project"), Qt::MatchExactly).at(0));
    auto* keys = editor->findChild<QKeySequenceEdit*>();
    keys->setFocus();
    QTest::keyClick(keys, Qt::Key_S, Qt::ControlModifier);
    const auto isConflictShown = [&] {
        return std::ranges::any_of(editor->findChildren<QLabel*>(),
                                   [](const QLabel* label) { return label->text().contains(QStringLiteral("\"Save\"")); });
    };
    QTRY_VERIFY(isConflictShown());
    for (auto* button : editor->findChildren<QPushButton*>()) {
        if (button->text() == QStringLiteral("Assign")) {
            QTest::mouseClick(button, Qt::LeftButton);
        }
    }
    QCOMPARE(studio_->actions.action(QStringLiteral("file.open"))->shortcut(), QKeySequence(QStringLiteral("Ctrl+S")));
    QVERIFY(studio_->actions.action(QStringLiteral("file.save"))->shortcuts().isEmpty());
    // "Default" takes its keys back from whoever has them: two commands with the same keys would both do nothing.
    list->setCurrentItem(list->findItems(QStringLiteral("Save"), Qt::MatchExactly).at(0));
    for (auto* button : editor->findChildren<QPushButton*>()) {
        if (button->text() == QStringLiteral("Default")) {
            QTest::mouseClick(button, Qt::LeftButton);
        }
    }
    QCOMPARE(studio_->actions.action(QStringLiteral("file.save"))->shortcut(), QKeySequence(QStringLiteral("Ctrl+S")));
    QVERIFY(studio_->actions.action(QStringLiteral("file.open"))->shortcuts().isEmpty());
    editor->close();
}

void MainWindowTest::the_title_shows_the_progress() {
    open(true);
    auto* prompt = control<QPlainTextEdit>(window(), "Prompt");
    prompt->setPlainText(QStringLiteral("slow delay=150"));
    QTest::keyClick(prompt, Qt::Key_Return, Qt::ControlModifier);
    QTRY_VERIFY_WITH_TIMEOUT(window()->windowTitle().contains(QStringLiteral(" % - Untitled")), 10'000);
    QVERIFY(window()->windowTitle().endsWith(QStringLiteral("Kinora")));
    QTRY_VERIFY_WITH_TIMEOUT(!window()->windowTitle().contains(QLatin1Char('%')), 20'000);
}

void MainWindowTest::menus_name_what_is_undone() {
    open();
    QAction* undo = studio_->actions.action(QStringLiteral("edit.undo"));
    QVERIFY(!undo->isEnabled());
    edit();
    QCOMPARE(undo->text(), QStringLiteral("&Undo Add marker"));
    QTest::keyClick(window(), Qt::Key_Z, Qt::ControlModifier);
    QCOMPARE(studio_->document.project().timeline.markers->size(), std::size_t{0});
    QCOMPARE(studio_->actions.action(QStringLiteral("edit.redo"))->text(), QStringLiteral("&Redo Add marker"));
    QTest::keyClick(window(), Qt::Key_Y, Qt::ControlModifier);
    QCOMPARE(studio_->document.project().timeline.markers->size(), std::size_t{1});
}

void MainWindowTest::closing_saves_an_untitled_project() {
    open(true);
    edit();
    const auto file = studio_->document.file();
    QTest::keyClick(window(), Qt::Key_Q, Qt::ControlModifier);
    QTRY_VERIFY(!window()->isVisible());
    QCOMPARE(load_project(file).timeline.markers->size(), std::size_t{1});
    studio_.reset();
    open(true);
    QCOMPARE(studio_->document.file(), file);
    QCOMPARE(studio_->document.project().timeline.markers->size(), std::size_t{1});
}

void MainWindowTest::closing_asks_for_a_named_project() {
    open();
    edit();
    window()->close();
    QVERIFY(window()->isVisible());
    auto* question = window()->findChild<QMessageBox*>();
    QVERIFY(question != nullptr);
    QTest::mouseClick(question->button(QMessageBox::Cancel), Qt::LeftButton);
    QTest::qWait(50);
    QVERIFY(window()->isVisible());
    window()->close();
    question = window()->findChild<QMessageBox*>();
    QTest::mouseClick(question->button(QMessageBox::Save), Qt::LeftButton);
    QTRY_VERIFY(!window()->isVisible());
    QCOMPARE(load_project(*folder_ / "film.kinora").timeline.markers->size(), std::size_t{1});
}

void MainWindowTest::what_was_discarded_is_not_offered_again() {
    open();
    edit();
    window()->close();
    auto* question = window()->findChild<QMessageBox*>();
    QVERIFY(question != nullptr);
    QTest::mouseClick(question->button(QMessageBox::Discard), Qt::LeftButton);
    QTRY_VERIFY(!window()->isVisible());
    studio_.reset();
    const auto file = *folder_ / "film.kinora";
    QVERIFY(!read_journal(file));
    QCOMPARE(load_project(file).timeline.markers->size(), std::size_t{0});
    const auto versions = list_versions(file);
    QVERIFY(std::ranges::any_of(versions, [](const ProjectVersion& version) {
        return load_project(version.file).timeline.markers->size() == 1;
    }));
}

void MainWindowTest::a_project_that_cannot_be_saved_can_be_left() {
    open(true);
    edit();
    const auto file = studio_->document.file();
    std::filesystem::remove(file);
    std::filesystem::create_directories(file / "in the way");
    QTest::keyClick(window(), Qt::Key_Q, Qt::ControlModifier);
    QTRY_VERIFY(window()->findChild<QMessageBox*>() != nullptr);
    auto* question = window()->findChild<QMessageBox*>();
    QVERIFY2(question->text().contains(QStringLiteral("Untitled.kinora")), qPrintable(question->text()));
    QVERIFY(window()->isVisible());
    QTest::mouseClick(question->button(QMessageBox::Retry), Qt::LeftButton);
    QTRY_VERIFY(window()->findChild<QMessageBox*>() != nullptr && window()->findChild<QMessageBox*>() != question);
    question = window()->findChild<QMessageBox*>();
    for (QAbstractButton* button : question->buttons()) {
        if (question->buttonRole(button) == QMessageBox::DestructiveRole) {
            QTest::mouseClick(button, Qt::LeftButton);
        }
    }
    QTRY_VERIFY(!window()->isVisible());
    studio_.reset();
    const auto kept = read_journal(file);
    QVERIFY(kept && kept->project.timeline.markers->size() == 1);
}

void MainWindowTest::a_project_is_saved_under_a_name_and_listed() {
    open(true);
    edit();
    QTest::keyClick(window(), Qt::Key_S, Qt::ControlModifier);
    auto* dialog = window()->findChild<QFileDialog*>();
    QVERIFY(dialog != nullptr);
    const QString name = QString::fromStdString((*folder_ / "named.kinora").string());
    auto* edit = dialog->findChild<QLineEdit*>(QStringLiteral("fileNameEdit"));
    edit->setText(name);
    QTest::keyClick(edit, Qt::Key_Return);
    QTRY_COMPARE(studio_->document.file(), *folder_ / "named.kinora");
    QVERIFY(!window()->files().isUntitled());
    QVERIFY(window()->windowTitle().startsWith(QStringLiteral("named")));
    QCOMPARE(studio_->settings.recentProjects(), QStringList{name});
}

void MainWindowTest::unsaved_changes_are_recovered_if_wanted() {
    const auto file = *folder_ / "crashed.kinora";
    {
        Document document;
        document.create(file);
        document.apply(QStringLiteral("Add marker"), [](const Project& project) { return add_marker(project, {.start = 4}); });
    }  // as after a crash: the journal stays
    open();
    // The question is asked when the files have been read.
    QTimer answer;
    connect(&answer, &QTimer::timeout, this, [&] {
        if (auto* question = qobject_cast<QMessageBox*>(QApplication::activeModalWidget())) {
            answer.stop();
            QTest::keyClick(question, Qt::Key_Return);
        }
    });
    answer.start(50);
    window()->files().open(QString::fromStdString(file.string()));
    QTRY_COMPARE(studio_->document.file(), file);
    QCOMPARE(studio_->document.project().timeline.markers->size(), std::size_t{1});
    QVERIFY(studio_->document.isModified());
}

void MainWindowTest::layouts_are_saved_restored_and_reset() {
    open();
    auto* plots = window()->findChild<QDockWidget*>(QStringLiteral("plots"));
    auto* log = window()->findChild<QDockWidget*>(QStringLiteral("log"));
    log->show();
    plots->hide();
    studio_->actions.action(QStringLiteral("layout.save"))->trigger();
    auto* dialog = window()->findChild<QInputDialog*>();
    QTest::keyClicks(dialog->findChild<QLineEdit*>(), QStringLiteral("Mine"));
    QTest::keyClick(dialog, Qt::Key_Return);
    QCOMPARE(studio_->settings.layoutNames(), QStringList{QStringLiteral("Mine")});
    studio_->actions.action(QStringLiteral("layout.reset"))->trigger();
    QVERIFY(plots->isVisible() || !plots->isHidden());
    QVERIFY(log->isHidden());
    for (QMenu* menu : window()->menuBar()->findChildren<QMenu*>()) {
        if (menu->title() == QStringLiteral("&Layout")) {
            Q_EMIT menu->aboutToShow();
            menu->findChildren<QMenu*>().last()->actions().at(0)->trigger();
        }
    }
    QVERIFY(plots->isHidden());
    QVERIFY(!log->isHidden());
    for (const char* name : {"layout.edit", "layout.render", "layout.inspect", "layout.write"}) {
        studio_->actions.action(QString::fromLatin1(name))->trigger();
        QVERIFY(!window()->findChild<QDockWidget*>(QStringLiteral("generate"))->isHidden());
    }
}

void MainWindowTest::the_window_remembers_its_docks() {
    open(true);
    window()->findChild<QDockWidget*>(QStringLiteral("models"))->hide();
    window()->close();
    QTRY_VERIFY(!window()->isVisible());
    studio_.reset();
    open(true);
    QVERIFY(window()->findChild<QDockWidget*>(QStringLiteral("models"))->isHidden());
    QVERIFY(!window()->findChild<QDockWidget*>(QStringLiteral("queue"))->isHidden());
}

void MainWindowTest::themes_change_at_once() {
    open();
    studio_->actions.action(QStringLiteral("view.light"))->trigger();
    QVERIFY(!theme::isDark(QApplication::palette()));
    QVERIFY(studio_->actions.action(QStringLiteral("view.light"))->isChecked());
    QVERIFY(!studio_->actions.action(QStringLiteral("view.dark"))->isChecked());
    studio_->actions.action(QStringLiteral("view.dark"))->trigger();
    QVERIFY(theme::isDark(window()->palette()));
}

void MainWindowTest::languages_change_at_once() {
    open();
    const QString english = window()->findChild<QDockWidget*>(QStringLiteral("queue"))->windowTitle();
    studio_->actions.action(QStringLiteral("edit.preferences"))->trigger();
    auto* language = control<QComboBox>(window()->findChild<PreferencesDialog*>(), "Language");
    language->setFocus();
    QTest::keyClick(language, Qt::Key_Down);
    QTest::keyClick(language, Qt::Key_Down);
    QCOMPARE(studio_->settings.language(), QStringLiteral("zh_CN"));
    const auto title = [&] { return window()->findChild<QDockWidget*>(QStringLiteral("queue"))->windowTitle(); };
    QTRY_VERIFY(title() != english);
    QVERIFY(studio_->actions.action(QStringLiteral("file.open"))->text().contains(QStringLiteral("(&O)")));
    QVERIFY(!ActionRegistry::plainText(studio_->actions.action(QStringLiteral("file.open"))).contains(QLatin1Char('O')));
    studio_->settings.setLanguage(QStringLiteral("en"));
    QTRY_COMPARE(title(), english);
}

void MainWindowTest::the_log_is_copied() {
    open();
    studio_->log.add(QStringLiteral("something happened"));
    studio_->actions.action(QStringLiteral("help.log"))->trigger();
    auto* panel = window()->findChild<LogPanel*>();
    QTRY_VERIFY(panel->isVisible());
    for (auto* button : panel->findChildren<QPushButton*>()) {
        if (button->text() == QStringLiteral("Copy")) {
            QTest::mouseClick(button, Qt::LeftButton);
        }
    }
    QVERIFY(QApplication::clipboard()->text().contains(QStringLiteral("something happened")));
}

void MainWindowTest::a_tabbed_dock_says_its_name_once() {
    open();
    auto* keyframes = window()->findChild<QDockWidget*>(QStringLiteral("keyframes"));
    auto* generate = window()->findChild<QDockWidget*>(QStringLiteral("generate"));
    QTRY_VERIFY(keyframes->titleBarWidget() != nullptr);
    QVERIFY(generate->titleBarWidget() == nullptr);
    window()->findChild<QDockWidget*>(QStringLiteral("plots"))->hide();
    QTRY_VERIFY(keyframes->titleBarWidget() == nullptr);
}

void MainWindowTest::the_monitor_dominates() {
    open();
    window()->resize(1440, 900);
    studio_->actions.action(QStringLiteral("layout.write"))->trigger();
    const auto area = [&](const char* name) {
        const QSize size = window()->findChild<QDockWidget*>(QString::fromLatin1(name))->size();
        return size.width() * size.height();
    };
    QTest::qWait(50);
    for (const char* other : {"generate", "queue", "keyframes"}) {
        QVERIFY2(area("monitor") > area(other), other);
    }
}

void MainWindowTest::a_branch_is_announced_and_left() {
    open();
    auto* prompt = control<QPlainTextEdit>(window(), "Prompt");
    prompt->setPlainText(QStringLiteral("a red ball"));
    QSignalSpy landed(&studio_->landing, &TakeLanding::landed);
    QTest::keyClick(window(), Qt::Key_Return, Qt::ControlModifier);
    QVERIFY(landed.wait(20'000));
    auto* monitor = window()->findChild<Monitor*>();
    monitor->setMode(Monitor::Mode::live);
    QTest::keyClick(control<QSlider>(window(), "Step"), Qt::Key_Left);
    QTest::mouseClick(control<QPushButton>(window(), "Branch from here"), Qt::LeftButton);
    auto* banner = control<BranchBanner>(window(), "Branch");
    QVERIFY(banner->isVisible());
    QVERIFY(banner->findChild<QLabel*>()->text().contains(QStringLiteral("step 5")));
    QTest::mouseClick(banner->findChild<QPushButton*>(), Qt::LeftButton);
    QVERIFY(!banner->isVisible());
    QVERIFY(!studio_->controller.branch());
}

// Space, J, K, L, arrows, I and O are the monitor's while it has the focus, and no command of the window takes them.
void MainWindowTest::keys_of_the_monitor_stay_its_own() {
    open();
    for (QAction* action : studio_->actions.actions()) {
        for (const QKeySequence& keys : action->shortcuts()) {
            const bool isSingle = keys.count() == 1 && (keys[0].keyboardModifiers() == Qt::NoModifier ||
                                                        keys[0].keyboardModifiers() == Qt::ShiftModifier);
            const bool isTransport = isSingle && QList<Qt::Key>{Qt::Key_Space, Qt::Key_J, Qt::Key_K, Qt::Key_L, Qt::Key_Left, Qt::Key_Right,
                                                                Qt::Key_Home, Qt::Key_End, Qt::Key_I, Qt::Key_O}
                                                     .contains(keys[0].key());
            const bool isOfTheWindow = window()->actions().contains(action);
            QVERIFY2(!isTransport || !isOfTheWindow, qPrintable(keys.toString()));
        }
    }
    QSignalSpy landed(&studio_->landing, &TakeLanding::landed);
    control<QPlainTextEdit>(window(), "Prompt")->setPlainText(QStringLiteral("a red ball"));
    QTest::keyClick(window(), Qt::Key_Return, Qt::ControlModifier);
    QVERIFY(landed.wait(20'000));
    Viewer& viewer = window()->findChild<Monitor*>()->viewer();
    QTRY_COMPARE(viewer.controller().numFrames(), std::int64_t{9});
    viewer.controller().pause();
    viewer.canvas().setFocus();
    QTest::keyClick(&viewer.canvas(), Qt::Key_Home);
    QTest::keyClick(&viewer.canvas(), Qt::Key_Right);
    QCOMPARE(viewer.controller().playhead(), std::int64_t{1});
    QTest::keyClick(&viewer.canvas(), Qt::Key_L);
    QVERIFY(viewer.controller().isPlaying());
}

void MainWindowTest::nothing_is_done_while_a_project_is_opened() {
    open();
    QVERIFY(window()->windowTitle().contains(QStringLiteral("film")));
    auto* prompt = control<QPlainTextEdit>(window(), "Prompt");
    prompt->setFocus();
    const auto before = studio_->document.snapshot();
    studio_->document.createInBackground(*folder_ / "other.kinora");
    QTest::keyClicks(prompt, QStringLiteral("lost"));
    QTest::keyClick(window(), Qt::Key_Return, Qt::ControlModifier);
    QCOMPARE(studio_->document.snapshot(), before);
    QTRY_COMPARE(studio_->document.file(), *folder_ / "other.kinora");
    QTRY_VERIFY(window()->windowTitle().contains(QStringLiteral("other")));
    QCOMPARE(studio_->numJobs(), std::size_t{0});
    QTest::keyClicks(prompt, QStringLiteral("kept"));
    QCOMPARE(studio_->document.project().generate->settings.prompt, std::string("kept"));
}

KINORA_TEST(MainWindowTest)
#include "main_window_test.moc"

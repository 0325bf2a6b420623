#include "ui/main_window/main_window.h"

#include <QApplication>
#include <QCloseEvent>
#include <QDockWidget>
#include <QInputDialog>
#include <QMessageBox>
#include <QStatusBar>

#include "core/project/edits/keyframe_edits.h"
#include "ui/actions/action_registry.h"
#include "ui/actions/command_palette.h"
#include "ui/actions/shortcut_editor.h"
#include "ui/dialogs/preferences_dialog.h"
#include "ui/generate/generate_panel.h"
#include "ui/language/language.h"
#include "ui/log/log_buffer.h"
#include "ui/log/log_panel.h"
#include "ui/main_window/dock_layouts.h"
#include "ui/main_window/menus.h"
#include "ui/main_window/placeholder_panel.h"
#include "ui/main_window/project_files.h"
#include "ui/main_window/status_line.h"
#include "ui/models/models_panel.h"
#include "ui/queue/job_text.h"
#include "ui/queue/queue_panel.h"
#include "ui/session/app_settings.h"
#include "ui/session/document.h"
#include "ui/session/engine_bridge.h"
#include "ui/session/generation_controller.h"
#include "ui/session/available_models.h"
#include "ui/session/take_landing.h"
#include "ui/theme/icons.h"
#include "ui/theme/theme.h"

namespace kinora {

namespace {

constexpr int messageMs = 8000;
const QSize firstSize(1440, 900);

}  // namespace

MainWindow::MainWindow(const Session& session, QWidget* parent)
    : QMainWindow(parent), session_(session), files_(new ProjectFiles(session.document, session.settings, *this)) {
    setWindowIcon(icons::icon(QStringLiteral("kinora")));
    setDockNestingEnabled(true);
    setTabPosition(Qt::AllDockWidgetAreas, QTabWidget::North);
    setAcceptDrops(false);
    buildDocks();
    layouts_ = std::make_unique<DockLayouts>(*this, session_.settings);
    menus_ = new Menus(*this, session_.actions, session_.settings);
    statusBar()->addWidget(new StatusLine(session_.bridge, session_.models, session_.document, this), 1);
    statusBar()->setSizeGripEnabled(false);
    connectFileActions();
    connectViewActions();
    connectSession();
    session_.actions.addTo(this, ActionScope::window);
    resize(firstSize);
    restoreGeometry(session_.settings.windowGeometry());
    layouts_->restoreLast();
    retranslate();
}

MainWindow::~MainWindow() = default;

QDockWidget* MainWindow::addDock(const char* name, const char* icon, QWidget* content) {
    auto* dock = new QDockWidget(this);
    dock->setObjectName(QString::fromLatin1(name));
    dock->setWidget(content);
    dock->toggleViewAction()->setIcon(icons::icon(QString::fromLatin1(icon)));
    addDockWidget(Qt::LeftDockWidgetArea, dock);
    session_.actions.adopt(QStringLiteral("panel.%1").arg(QString::fromLatin1(name)), dock->toggleViewAction());
    return dock;
}

void MainWindow::buildDocks() {
    generate_ = new GeneratePanel({session_.document, session_.models, session_.tokens, session_.styles, session_.history,
                                   session_.controller, session_.actions},
                                  this);
    queue_ = new QueuePanel(session_.bridge, session_.actions, this);
    models_ = new ModelsPanel(session_.models, session_.settings, session_.actions, this);
    addDock("generate", "generate", generate_);
    addDock("monitor", "monitor", new PreviewStill(session_.bridge, this));
    addDock("keyframes", "keyframes", new EmptyPanel(QStringLiteral("keyframes"), this));
    addDock("plots", "plots", new EmptyPanel(QStringLiteral("plots"), this));
    addDock("queue", "queue", queue_);
    addDock("models", "model", models_);
    addDock("log", "log", new LogPanel(session_.log, this));
}

void MainWindow::connectFileActions() {
    ActionRegistry& actions = session_.actions;
    actions.on(QStringLiteral("file.new"), this, [this] { files_->askForNew(); });
    actions.on(QStringLiteral("file.open"), this, [this] { files_->askForOpen(); });
    actions.on(QStringLiteral("file.save"), this, [this] { files_->save(); });
    actions.on(QStringLiteral("file.saveAs"), this, [this] { files_->askForSaveAs(); });
    actions.on(QStringLiteral("file.quit"), this, [this] { close(); });
    QUndoStack* stack = session_.document.undoStack();
    actions.on(QStringLiteral("edit.undo"), this, [this, stack] {
        session_.document.endMerging();
        stack->undo();
    });
    actions.on(QStringLiteral("edit.redo"), this, [stack] { stack->redo(); });
    connect(stack, &QUndoStack::indexChanged, this, &MainWindow::refreshUndo);
    connect(stack, &QUndoStack::cleanChanged, this, &MainWindow::refreshUndo);
    actions.on(QStringLiteral("edit.shortcuts"), this, [this] {
        auto* editor = new ShortcutEditor(session_.actions, this);
        editor->setAttribute(Qt::WA_DeleteOnClose);
        editor->open();
    });
    actions.on(QStringLiteral("edit.preferences"), this, [this] {
        auto* dialog = new PreferencesDialog(session_.settings, this);
        dialog->setAttribute(Qt::WA_DeleteOnClose);
        dialog->open();
    });
    actions.on(QStringLiteral("generate.queue"), this, [this] { session_.controller.generate(QueuePlace::back); });
    actions.on(QStringLiteral("generate.front"), this, [this] { session_.controller.generate(QueuePlace::front); });
    actions.on(QStringLiteral("generate.cancel"), this, [this] { session_.controller.cancelRunning(); });
    actions.on(QStringLiteral("generate.prompt"), this, [this] {
        showDock("generate");
        generate_->focusPrompt();
    });
    actions.on(QStringLiteral("generate.seed"), this, [this] { session_.controller.drawSeed(); });
    actions.on(QStringLiteral("generate.lockSeed"), this, [] {});  // the panel listens to its state
    actions.on(QStringLiteral("models.addFolder"), this, [this] { models_->askForFolder(); });
    actions.on(QStringLiteral("models.refresh"), this,
               [this] { session_.models.refresh({.device = session_.settings.device().toStdString()}); });
}

void MainWindow::connectViewActions() {
    ActionRegistry& actions = session_.actions;
    actions.on(QStringLiteral("view.palette"), this, [this] {
        auto* palette = new CommandPalette(session_.actions, this);
        palette->move(mapToGlobal(QPoint((width() - palette->width()) / 2, height() / 8)));
        palette->show();
    });
    actions.on(QStringLiteral("view.fullscreen"), this, [this] { setWindowState(windowState() ^ Qt::WindowFullScreen); });
    for (const char* theme : {"dark", "light"}) {
        const QString name = QString::fromLatin1(theme);
        actions.on(QStringLiteral("view.") + name, this, [this, name] { session_.settings.setTheme(name); });
    }
    for (const char* layout : {"write", "edit", "render", "inspect"}) {
        const QString name = QString::fromLatin1(layout);
        actions.on(QStringLiteral("layout.") + name, this, [this, name] { layouts_->arrange(name); });
    }
    actions.on(QStringLiteral("layout.save"), this, [this] { askForLayoutName(); });
    actions.on(QStringLiteral("layout.reset"), this, [this] { layouts_->arrange(QStringLiteral("write")); });
    actions.on(QStringLiteral("help.log"), this, [this] { showDock("log"); });
    actions.on(QStringLiteral("help.about"), this, [this] { about(); });
    connect(menus_, &Menus::recentChosen, files_, &ProjectFiles::open);
    connect(menus_, &Menus::layoutChosen, this, [this](const QString& name) { layouts_->restore(name); });
    connect(menus_, &Menus::layoutRemoved, this, [this](const QString& name) { session_.settings.removeLayout(name); });
    connect(&session_.settings, &AppSettings::themeChanged, this, &MainWindow::applyTheme);
    connect(&session_.settings, &AppSettings::languageChanged, this,
            [this](const QString& language) { session_.language.set(language); });
    applyTheme(session_.settings.theme());
}

void MainWindow::connectSession() {
    connect(generate_, &GeneratePanel::fixWanted, this, &MainWindow::fix);
    connect(queue_, &QueuePanel::fixWanted, this, &MainWindow::fix);
    connect(models_, &ModelsPanel::useWanted, this, [this](const QString& model) {
        GenerateState state = *session_.document.project().generate;
        state.model = model.toStdString();
        session_.document.apply(tr("Choose model"), [&](const Project& project) { return set_generate_state(project, state); });
        showDock("generate");
    });
    connect(&session_.bridge, &EngineBridge::changed, this, &MainWindow::refreshTitle);
    connect(&session_.bridge, &EngineBridge::problemOccurred, this,
            [this](const ErrorRecord& problem) { say(QString::fromStdString(problem.message)); });
    connect(&session_.document, &Document::fileChanged, this, &MainWindow::refreshTitle);
    connect(&session_.document, &Document::modifiedChanged, this, &MainWindow::refreshTitle);
    connect(&session_.document, &Document::journalFailed, this, &MainWindow::say);
    connect(files_, &ProjectFiles::failed, this, [this](const QString& message) {
        say(message);
        auto* box = new QMessageBox(QMessageBox::Warning, tr("Project"), message, QMessageBox::Ok, this);
        box->setAttribute(Qt::WA_DeleteOnClose);
        box->open();
    });
    connect(&session_.landing, &TakeLanding::failed, this, &MainWindow::say);
}

void MainWindow::say(const QString& message) {
    session_.log.add(message);
    statusBar()->showMessage(message, messageMs);
}

void MainWindow::applyTheme(const QString& theme) {
    theme::apply(*qApp, theme);
    session_.actions.action(QStringLiteral("view.dark"))->setChecked(theme == QStringLiteral("dark"));
    session_.actions.action(QStringLiteral("view.light"))->setChecked(theme == QStringLiteral("light"));
}

void MainWindow::refreshTitle() {
    const EngineSnapshot& snapshot = *session_.bridge.snapshot();
    QString progress;
    for (const JobQueue::JobPointer& job : snapshot.jobs) {
        if (job->state == JobState::running && snapshot.progress && snapshot.progress->job == job->id) {
            const auto share = job_text::progress(*snapshot.progress);
            progress = share ? tr("%1 %").arg(qRound(*share * 100)) + QStringLiteral(" - ") : QString();
        }
    }
    setWindowTitle(progress + files_->title() + QStringLiteral("[*] - Kinora"));
    setWindowModified(session_.document.isModified() && !files_->isUntitled());
}

void MainWindow::refreshUndo() {
    const QUndoStack& stack = *session_.document.undoStack();
    QAction* undo = session_.actions.action(QStringLiteral("edit.undo"));
    QAction* redo = session_.actions.action(QStringLiteral("edit.redo"));
    undo->setEnabled(stack.canUndo());
    redo->setEnabled(stack.canRedo());
    undo->setText(stack.canUndo() ? tr("&Undo %1").arg(stack.undoText()) : tr("&Undo"));
    redo->setText(stack.canRedo() ? tr("&Redo %1").arg(stack.redoText()) : tr("&Redo"));
}

void MainWindow::showDock(const char* name) {
    auto* dock = findChild<QDockWidget*>(QString::fromLatin1(name));
    dock->show();
    dock->raise();
}

void MainWindow::fix(Fix fix) {
    switch (fix) {
        case Fix::models:
            showDock("models");
            break;
        case Fix::chooseFolder:
            models_->askForFolder();
            break;
        case Fix::log:
            showDock("log");
            break;
        default:
            break;
    }
}

void MainWindow::about() {
    auto* box = new QMessageBox(this);
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->setWindowTitle(tr("About Kinora"));
    box->setIconPixmap(icons::pixmap(QStringLiteral("kinora"), 64, palette().color(QPalette::ButtonText), devicePixelRatioF()));
    box->setText(tr("<b>Kinora %1</b>").arg(QStringLiteral(KINORA_VERSION)));
    box->setInformativeText(tr("A studio that turns prompts into video, on this computer. It asks nothing of the network and tells nobody "
                               "anything.\n\nBuilt with Qt %1, FFmpeg, OpenCV and libtorch.")
                                .arg(QString::fromLatin1(qVersion())));
    box->open();
}

void MainWindow::askForLayoutName() {
    auto* dialog = new QInputDialog(this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setWindowTitle(tr("Save Layout"));
    dialog->setLabelText(tr("Name of the layout:"));
    connect(dialog, &QInputDialog::textValueSelected, this, [this](const QString& name) {
        if (!name.trimmed().isEmpty()) {
            layouts_->save(name.trimmed());
        }
    });
    dialog->open();
}

void MainWindow::closeEvent(QCloseEvent* event) {
    if (mayClose_) {
        session_.settings.setWindowGeometry(saveGeometry());
        layouts_->rememberLast();
        event->accept();
        return;
    }
    event->ignore();
    files_->leaveThen([this] {
        mayClose_ = true;
        close();
    });
}

void MainWindow::changeEvent(QEvent* event) {
    if (event->type() == QEvent::LanguageChange && menus_ != nullptr) {
        retranslate();
    }
    QMainWindow::changeEvent(event);
}

void MainWindow::retranslate() {
    session_.actions.retranslate();
    menus_->retranslate();
    const auto name = [this](const char* dock, const QString& title) {
        findChild<QDockWidget*>(QString::fromLatin1(dock))->setWindowTitle(title);
    };
    name("generate", tr("Generate"));
    name("monitor", tr("Monitor"));
    name("keyframes", tr("Keyframes"));
    name("plots", tr("Plots"));
    name("queue", tr("Queue"));
    name("models", tr("Models"));
    name("log", tr("Log"));
    refreshTitle();
    refreshUndo();
}

}  // namespace kinora

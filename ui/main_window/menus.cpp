#include "ui/main_window/menus.h"

#include <QActionGroup>
#include <QDateTime>
#include <QDockWidget>
#include <QFileInfo>
#include <QLocale>
#include <QMainWindow>
#include <QMenu>
#include <QMenuBar>

#include "ui/actions/action_registry.h"
#include "ui/language/language.h"
#include "ui/main_window/project_files.h"
#include "ui/session/app_settings.h"
#include "ui/theme/icons.h"

namespace kinora {

Menus::Menus(QMainWindow& window, ActionRegistry& actions, AppSettings& settings)
    : QObject(&window), window_(window), actions_(actions), settings_(settings), files_(std::make_unique<TaskThread>("recent projects")) {
    build();
    retranslate();
    connect(recent_, &QMenu::aboutToShow, this, &Menus::fillRecent);
    connect(layouts_, &QMenu::aboutToShow, this, &Menus::fillLayouts);
}

QMenu* Menus::add(QMenu* parent, const char* title) {
    QMenu* menu = parent == nullptr ? window_.menuBar()->addMenu(QString()) : parent->addMenu(QString());
    titles_.emplace_back(menu, title);
    return menu;
}

void Menus::fill(QMenu* menu, std::initializer_list<const char*> ids) {
    for (const char* id : ids) {
        *id == '\0' ? static_cast<void>(menu->addSeparator()) : menu->addAction(actions_.action(QString::fromLatin1(id)));
    }
}

void Menus::build() {
    QMenu* file = add(nullptr, QT_TR_NOOP("&File"));
    fill(file, {"file.new", "file.open"});
    recent_ = add(file, QT_TR_NOOP("Open &Recent"));
    fill(file, {"file.sample", "", "file.save", "file.saveAs", "file.versions", "", "file.export", "file.exportCut", "file.importCut", "file.takeSettings", "", "file.quit"});
    QMenu* edit = add(nullptr, QT_TR_NOOP("&Edit"));
    fill(edit, {"edit.undo", "edit.redo", "", "edit.shortcuts", "edit.preferences"});
    QMenu* generate = add(nullptr, QT_TR_NOOP("&Generate"));
    fill(generate, {"generate.queue", "generate.front", "generate.cancel", "generate.finish", "", "generate.prompt", "generate.seed", "generate.lockSeed",
                    "styles.edit", "", "models.use", "models.licence", "models.verify", "models.addFolder", "models.refresh"});
    QMenu* media = add(nullptr, QT_TR_NOOP("&Media"));
    fill(media, {"assets.import", "assets.toTimeline", "", "assets.relink", "assets.find", "assets.merge", "", "assets.remove"});
    buildMonitor();
    buildTimeline();
    QMenu* queue = add(nullptr, QT_TR_NOOP("&Queue"));
    fill(queue, {"queue.halt", "", "queue.pause", "queue.resume", "queue.cancel", "queue.finish", "queue.retry", "queue.fix", "", "queue.edit",
                 "queue.duplicate", "queue.variations", "", "queue.up", "queue.down", "queue.front", "", "queue.remove", "queue.clear"});
    QMenu* view = add(nullptr, QT_TR_NOOP("&View"));
    fill(view, {"view.palette", "view.fullscreen", ""});
    QMenu* docks = add(view, QT_TR_NOOP("&Panels"));
    for (QDockWidget* dock : window_.findChildren<QDockWidget*>(QString(), Qt::FindDirectChildrenOnly)) {
        docks->addAction(dock->toggleViewAction());
    }
    layouts_ = add(view, QT_TR_NOOP("&Layout"));
    QMenu* theme = add(view, QT_TR_NOOP("&Theme"));
    fill(theme, {"view.dark", "view.light"});
    languages_ = add(view, QT_TR_NOOP("La&nguage"));
    fillLanguages();
    fillLayouts();
    QMenu* help = add(nullptr, QT_TR_NOOP("&Help"));
    fill(help, {"help.welcome", "help.log", "help.about"});
}

void Menus::buildMonitor() {
    QMenu* monitor = add(nullptr, QT_TR_NOOP("Mo&nitor"));
    fill(monitor, {"viewer.play", "viewer.shuttleBackward", "viewer.stop", "viewer.shuttleForward", "viewer.loop", "viewer.mute", "", "viewer.frameBack",
                   "viewer.frameOn", "viewer.secondBack", "viewer.secondOn", "viewer.toStart", "viewer.toEnd", ""});
    QMenu* pages = add(monitor, QT_TR_NOOP("P&age"));
    fill(pages, {"monitor.clip", "monitor.timeline", "monitor.live", "monitor.compare"});
    QMenu* preview = add(monitor, QT_TR_NOOP("Li&ve Preview"));
    fill(preview, {"preview.on", "preview.newest", "preview.branch", "", "viewer.previousStep", "viewer.nextStep"});
    QMenu* compare = add(monitor, QT_TR_NOOP("&Comparison"));
    fill(compare, {"compare.wipe", "compare.difference", "compare.sideBySide", "", "compare.exchange", "", "viewer.wipeLeft", "viewer.wipeRight"});
    QMenu* keyframes = add(monitor, QT_TR_NOOP("&Keyframes"));
    fill(keyframes, {"keyframe.paste", "keyframe.remove", "", "keyframe.snap"});
    QMenu* marks = add(monitor, QT_TR_NOOP("&In and Out"));
    fill(marks, {"viewer.setIn", "viewer.setOut", "viewer.toIn", "viewer.toOut", "", "viewer.clearIn", "viewer.clearOut", "viewer.clearRange"});
    QMenu* view = add(monitor, QT_TR_NOOP("&Picture"));
    fill(view, {"viewer.fit", "viewer.actualSize", "viewer.zoomIn", "viewer.zoomOut", "viewer.fullScreen"});
    QMenu* curve = add(monitor, QT_TR_NOOP("&Strength Curve"));
    fill(curve, {"curve.add", "curve.remove", "", "curve.frameBack", "curve.frameOn", "curve.tenBack", "curve.tenOn", "curve.stronger",
                 "curve.weaker", "curve.muchStronger", "curve.muchWeaker", "", "curve.hold", "curve.linear", "curve.smooth"});
}

void Menus::buildTimeline() {
    QMenu* timeline = add(nullptr, QT_TR_NOOP("&Timeline"));
    timeline->setToolTipsVisible(true);
    fill(timeline, {"timeline.extendForwards", "timeline.extendBackwards", "timeline.fillGap", "timeline.regenerate", "timeline.loop",
                    "timeline.blend", "timeline.restyle", "timeline.segments", "timeline.holdKeyframe", "",
                    "timeline.interpolate", "timeline.stopInterpolating", "", "timeline.takes",
                    "timeline.relink", "timeline.remake", "timeline.makeMissing", "timeline.giveUp", ""});
    QMenu* edit = add(timeline, QT_TR_NOOP("&Edit"));
    fill(edit, {"timeline.split", "timeline.splitAll", "", "timeline.cut", "timeline.copy", "timeline.paste", "timeline.lift",
                "timeline.rippleDelete", "timeline.closeGap", "", "timeline.selectAll", "timeline.group", "timeline.ungroup",
                "timeline.muteSound"});
    QMenu* trim = add(timeline, QT_TR_NOOP("Move and T&rim"));
    fill(trim, {"timeline.nudgeLeft", "timeline.nudgeRight", "timeline.nudgeSecondLeft", "timeline.nudgeSecondRight", "timeline.trackUp",
                "timeline.trackDown", "", "timeline.startToPlayhead", "timeline.endToPlayhead", "timeline.startEarlier",
                "timeline.startLater", "timeline.endEarlier", "timeline.endLater", "", "timeline.slipLeft", "timeline.slipRight",
                "timeline.rollLeft", "timeline.rollRight", "timeline.slideLeft", "timeline.slideRight"});
    QMenu* tracks = add(timeline, QT_TR_NOOP("Trac&ks"));
    fill(tracks, {"timeline.addTrack", "timeline.removeTrack", "", "timeline.moveTrackUp", "timeline.moveTrackDown"});
    QMenu* tools = add(timeline, QT_TR_NOOP("&Tools"));
    fill(tools, {"timeline.selectTool", "timeline.bladeTool", "timeline.rippleTool", "timeline.rollTool", "timeline.slipTool",
                 "timeline.slideTool", "", "timeline.normalMode", "timeline.overwriteMode", "timeline.insertMode", "",
                 "timeline.snapping"});
    QMenu* markers = add(timeline, QT_TR_NOOP("&Markers and Range"));
    fill(markers, {"timeline.marker", "timeline.removeMarker", "timeline.previousMarker", "timeline.nextMarker", "", "timeline.setIn",
                   "timeline.setOut", "timeline.clearRange"});
    QMenu* playhead = add(timeline, QT_TR_NOOP("&Playhead"));
    fill(playhead, {"timeline.play", "timeline.shuttleBackward", "timeline.stop", "timeline.shuttleForward", "", "timeline.frameLeft",
                    "timeline.frameRight", "timeline.secondLeft", "timeline.secondRight", "timeline.previousCut", "timeline.nextCut",
                    "timeline.toStart", "timeline.toEnd"});
    QMenu* view = add(timeline, QT_TR_NOOP("Selection and &View"));
    fill(view, {"timeline.nextClip", "timeline.previousClip", "timeline.clipAbove", "timeline.clipBelow", "",
                "timeline.alsoNextClip", "timeline.alsoPreviousClip", "timeline.alsoClipAbove", "timeline.alsoClipBelow", "", "timeline.follow",
                "timeline.zoomIn", "timeline.zoomOut", "timeline.fit"});
}

void Menus::fillRecent() {
    recent_->clear();
    const QStringList files = settings_.recentProjects();
    for (const QString& file : files) {
        QAction* action = recent_->addAction(ProjectFiles::titleOf(file, settings_).replace(QLatin1Char('&'), QStringLiteral("&&")));
        action->setToolTip(file);
        connect(action, &QAction::triggered, this, [this, file] { Q_EMIT recentChosen(file); });
    }
    lookForRecent(files);
    if (recent_->isEmpty()) {
        recent_->addAction(tr("None yet"))->setEnabled(false);
    }
    recent_->setToolTipsVisible(true);
}

// A disk that does not answer, as of a network that is gone, must not hold up the window.
void Menus::lookForRecent(const QStringList& files) {
    ++numLooks_;
    for (const QString& file : files) {
        files_->post([this, file, look = numLooks_](const std::stop_token& stop) {
            if (stop.stop_requested()) {
                return;
            }
            const QFileInfo info(file);
            QMetaObject::invokeMethod(
                this,
                [this, file, look, isThere = info.exists(), changed = info.lastModified()] {
                    if (look == numLooks_) {
                        showRecent(file, isThere, changed);
                    }
                },
                Qt::QueuedConnection);
        });
    }
}

void Menus::showRecent(const QString& file, bool isThere, const QDateTime& changed) {
    for (QAction* action : recent_->actions()) {
        if (action->toolTip() != file) {
            continue;
        }
        action->setEnabled(isThere);
        if (isThere && ProjectFiles::isUntitled(file, settings_)) {
            action->setText(tr("%1, %2").arg(ProjectFiles::titleOf(file, settings_), QLocale().toString(changed, QLocale::ShortFormat)));
        }
    }
}

void Menus::fillLayouts() {
    layouts_->clear();
    qDeleteAll(layouts_->findChildren<QMenu*>(QString(), Qt::FindDirectChildrenOnly));
    fill(layouts_, {"layout.write", "layout.edit", "layout.render", "layout.inspect", ""});
    for (const QString& name : settings_.layoutNames()) {
        QMenu* own = layouts_->addMenu(name);
        connect(own->addAction(tr("Use")), &QAction::triggered, this, [this, name] { Q_EMIT layoutChosen(name); });
        connect(own->addAction(tr("Remove")), &QAction::triggered, this, [this, name] { Q_EMIT layoutRemoved(name); });
    }
    fill(layouts_, {"", "layout.save", "layout.reset"});
}

void Menus::fillLanguages() {
    auto* group = new QActionGroup(this);
    QAction* system = actions_.action(QStringLiteral("language.system"));
    group->addAction(system);
    languages_->addAction(system);
    system->setChecked(settings_.language().isEmpty());
    connect(&settings_, &AppSettings::languageChanged, system, [system](const QString& chosen) { system->setChecked(chosen.isEmpty()); });
    actions_.on(QStringLiteral("language.system"), this, [this] { settings_.setLanguage({}); });
    for (const Language::Choice& choice : Language::choices()) {
        auto* action = new QAction(choice.name, this);  // in its own language, whatever the program's is
        action->setIcon(icons::icon(QStringLiteral("language")));
        action->setCheckable(true);
        action->setChecked(settings_.language() == choice.code);
        group->addAction(action);
        languages_->addAction(action);
        actions_.adopt(QStringLiteral("language.") + choice.code, action);
        connect(action, &QAction::triggered, this, [this, code = choice.code] { settings_.setLanguage(code); });
        // Preferences choose it, too.
        connect(&settings_, &AppSettings::languageChanged, action,
                [action, code = choice.code](const QString& chosen) { action->setChecked(chosen == code); });
    }
}

void Menus::retranslate() {
    for (const auto& [menu, title] : titles_) {
        menu->setTitle(tr(title));
    }
}

}  // namespace kinora

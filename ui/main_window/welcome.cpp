#include "ui/main_window/welcome.h"

#include <QDir>
#include <QFileInfo>
#include <QLocale>
#include <QTimer>

#include <algorithm>
#include <utility>

#include "ui/actions/action_registry.h"
#include "ui/main_window/project_files.h"
#include "ui/session/app_settings.h"
#include "ui/session/document.h"
#include "ui/session/engine_bridge.h"
#include "ui/session/watched_job.h"
#include "ui/viewer/monitor.h"
#include "ui/welcome/project_pictures.h"
#include "ui/welcome/welcome_page.h"

namespace kinora {

namespace {

constexpr int mostShown = 6;
constexpr int patienceMs = 250;  // the window comes first

QString openedText(const QDateTime& opened) {
    if (!opened.isValid()) {
        return {};
    }
    const qint64 days = opened.date().daysTo(QDate::currentDate());
    const QString time = QLocale().toString(opened.time(), QLocale::ShortFormat);
    return days == 0   ? Welcome::tr("Opened today, %1").arg(time)
           : days == 1 ? Welcome::tr("Opened yesterday, %1").arg(time)
                       : Welcome::tr("Opened on %1").arg(QLocale().toString(opened.date(), QLocale::ShortFormat));
}

QString placeText(const QString& file) {
    const QString folder = QFileInfo(file).path();
    const QString home = QDir::homePath();
    return folder == home || folder.startsWith(home + QLatin1Char('/')) ? QStringLiteral("~") + folder.mid(home.size()) : folder;
}

bool holdsNothing(const Project& project) {
    return project.assets->empty() && project.takes->empty() && project.generations->empty() &&
           std::ranges::all_of(project.timeline.tracks, [](const Shared<Track>& track) { return track->clips.empty(); });
}

}  // namespace

Welcome::Welcome(const Session& session, QObject* parent)
    : QObject(parent),
      session_(session),
      page_(new WelcomePage(session.actions.action(QStringLiteral("generate.queue"))->shortcut().toString(QKeySequence::NativeText))),
      pictures_(new ProjectPictures(this)) {
    session_.monitor.setCover(page_);
    connectPage();
    connectSession();
}

void Welcome::connectPage() {
    const auto trigger = [this](const char* id) { return [this, id] { session_.actions.action(QString::fromLatin1(id))->trigger(); }; };
    connect(page_, &WelcomePage::newWanted, this, trigger("file.new"));
    connect(page_, &WelcomePage::openWanted, this, trigger("file.open"));
    connect(page_, &WelcomePage::sampleWanted, this, trigger("file.sample"));
    connect(page_, &WelcomePage::projectWanted, this, [this](const QString& file) {
        if (file.toStdString() == session_.document.file().string()) {
            setShown(false);  // it is there already
        } else {
            session_.files.open(file);
        }
    });
    connect(page_, &WelcomePage::projectRemoved, &session_.settings, &AppSettings::removeRecentProject);
    connect(page_, &WelcomePage::filesDropped, this, &Welcome::filesDropped);
    connect(page_, &WelcomePage::shownAtStartChanged, this, [this](bool isShown) { session_.settings.setShowsWelcome(isShown); });
    connect(page_, &WelcomePage::closed, this, [this] { setShown(false); });
    connect(page_, &WelcomePage::languageChanged, this, &Welcome::showRecent);
    connect(pictures_, &ProjectPictures::looked, this, [this](const QString& file, const QString& problem, const QImage& picture) {
        page_->setPicture(file, picture);
        if (!file.isEmpty()) {
            page_->setProblem(file, problem);
        }
    });
}

void Welcome::connectSession() {
    session_.actions.on(QStringLiteral("help.welcome"), this, [this] {
        setShown(true);
        page_->focusFirst();
    });
    connect(&session_.monitor, &Monitor::coveredChanged, this, [this](bool isCovered) {
        if (!isCovered) {
            pictures_->stop();
        }
    });
    connect(&session_.settings, &AppSettings::recentProjectsChanged, this, &Welcome::showRecent);
    connect(&session_.document, &Document::fileChanged, this, [this] {
        if (!isStarting_) {
            setShown(false);
        }
    });
    connect(&session_.document, &Document::openingChanged, this, [this] {
        const bool isOpen = session_.document.opening().empty() && session_.document.hasFile();
        if (isStarting_ && isOpen) {
            isStarting_ = false;
            // Work that goes on, or was recovered, is what somebody wants to see.
            setShown(session_.monitor.isCovered() && !session_.document.isModified() && holdsNothing(session_.document.project()));
        }
    });
    connect(&session_.document, &Document::changed, this, [this](const Change& change) {
        const bool isWork = change.touches_timeline() || !change.takes.is_empty() || !change.assets.is_empty() || !change.keyframes.is_empty();
        if (isWork && !isStarting_) {
            setShown(false);
        }
    });
    connect(&session_.watched, &WatchedJob::started, this, [this] { setShown(false); });
    connect(&session_.watched, &WatchedJob::chosen, this, [this] { setShown(false); });
    numJobs_ = session_.bridge.snapshot()->jobs.size();
    connect(&session_.bridge, &EngineBridge::changed, this, [this](const EngineSnapshot& snapshot) {
        if (snapshot.jobs.size() > std::exchange(numJobs_, snapshot.jobs.size())) {
            setShown(false);
        }
    });
}

void Welcome::showAtStart() {
    if (session_.settings.showsWelcome()) {
        isStarting_ = true;
        setShown(true);
    }
}

void Welcome::setShown(bool isShown) {
    const bool wasShown = session_.monitor.isCovered();
    session_.monitor.setCovered(isShown);
    if (isShown && !wasShown) {
        page_->setShownAtStart(session_.settings.showsWelcome());
        listRecent();
        QTimer::singleShot(patienceMs, this, &Welcome::lookAtPictures);
    }
}

void Welcome::listRecent() {
    std::vector<RecentProject> projects;
    for (const QString& file : session_.settings.recentProjects().mid(0, mostShown)) {
        const bool isUntitled = ProjectFiles::isUntitled(file, session_.settings);
        projects.push_back({.file = file,
                            .title = ProjectFiles::titleOf(file, session_.settings),
                            .place = isUntitled ? tr("Without a name so far") : placeText(file),
                            .opened = openedText(session_.settings.lastOpened(file))});
    }
    page_->setRecent(projects);
}

void Welcome::showRecent() {
    if (session_.monitor.isCovered()) {
        listRecent();
        lookAtPictures();
    }
}

void Welcome::lookAtPictures() {
    if (session_.monitor.isCovered()) {
        pictures_->look(session_.settings.recentProjects().mid(0, mostShown));
        pictures_->lookAtSample();
    }
}

}  // namespace kinora

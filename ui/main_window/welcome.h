// When the welcome page covers the monitor, and what its buttons do. It is there at the start and when it is called for, and goes as soon
// as there is something to work on.
#pragma once

#include <QObject>
#include <QStringList>

#include <cstddef>

namespace kinora {

class ActionRegistry;
class AppSettings;
class Document;
class EngineBridge;
class Monitor;
class ProjectFiles;
class ProjectPictures;
class WatchedJob;
class WelcomePage;

class Welcome : public QObject {
    Q_OBJECT

 public:
    // All outlive this object.
    struct Session {
        Monitor& monitor;
        Document& document;
        EngineBridge& bridge;
        AppSettings& settings;
        ProjectFiles& files;
        ActionRegistry& actions;
        WatchedJob& watched;
    };

    Welcome(const Session& session, QObject* parent);

    // Before the first project is open. Not where the user does not want it; work that is recovered takes its place.
    void showAtStart();

 Q_SIGNALS:
    // Onto the page.
    void filesDropped(const QStringList& files);

 private:
    void connectPage();
    void connectSession();
    void setShown(bool isShown);
    void listRecent();
    void showRecent();
    void lookAtPictures();

    Session session_;
    WelcomePage* page_;
    ProjectPictures* pictures_;
    std::size_t numJobs_ = 0;
    bool isStarting_ = false;
};

}  // namespace kinora

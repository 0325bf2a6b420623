// The menu bar, from the registry.
#pragma once

#include <QObject>

#include <functional>
#include <memory>
#include <vector>

#include "core/base/task_thread.h"

class QDateTime;
class QMainWindow;
class QMenu;

namespace kinora {

class ActionRegistry;
class AppSettings;

class Menus : public QObject {
    Q_OBJECT

 public:
    // All outlive this object. The docks are in the window already.
    Menus(QMainWindow& window, ActionRegistry& actions, AppSettings& settings);

    void retranslate();

 Q_SIGNALS:
    void recentChosen(const QString& file);
    void layoutChosen(const QString& name);
    void layoutRemoved(const QString& name);

 private:
    QMenu* add(QMenu* parent, const char* title);  // for translation, in this class's context
    void fill(QMenu* menu, std::initializer_list<const char*> ids);  // "" is a separator
    void build();
    void buildMonitor();
    void buildTimeline();
    void fillRecent();
    void lookForRecent(const QStringList& files);
    void showRecent(const QString& file, bool isThere, const QDateTime& changed);
    void fillLayouts();
    void fillLanguages();

    QMainWindow& window_;
    ActionRegistry& actions_;
    AppSettings& settings_;
    std::vector<std::pair<QMenu*, const char*>> titles_;
    QMenu* recent_ = nullptr;
    QMenu* layouts_ = nullptr;
    QMenu* languages_ = nullptr;
    int numLooks_ = 0;  // for recent projects
    std::unique_ptr<TaskThread> files_;
};

}  // namespace kinora

// Where the docks are: arrangements that come with the program, and the user's own by name.
#pragma once

#include <QString>

#include <functional>

class QDockWidget;
class QMainWindow;

namespace kinora {

class AppSettings;

class DockLayouts {
 public:
    static constexpr int stateVersion = 2;

    // Both outlive this object. The docks are found by their object names.
    DockLayouts(QMainWindow& window, AppSettings& settings) : window_(window), settings_(settings) {}

    // "write", "edit", "render" or "inspect".
    void arrange(const QString& name);

    // The last session's, or "write".
    void restoreLast();
    void rememberLast();

    void save(const QString& name);
    void restore(const QString& name);

 private:
    QDockWidget* dock(const char* name) const;
    void place(const char* first, const char* second, Qt::Orientation orientation);

    QMainWindow& window_;
    AppSettings& settings_;
};

}  // namespace kinora

// Where the docks are: arrangements that come with the program, and the user's own by name. None of them changes the window's size.
#pragma once

#include <QObject>
#include <QString>

#include <span>

class QDockWidget;
class QMainWindow;

namespace kinora {

class AppSettings;

class DockLayouts : public QObject {
    Q_OBJECT

 public:
    static constexpr int stateVersion = 2;

    // Both outlive this object. The docks are found by their object names.
    DockLayouts(QMainWindow& window, AppSettings& settings) : window_(window), settings_(settings) {}

    // "write", "edit", "render" or "inspect".
    void arrange(const QString& name);

    // The last session's, or "write". Before the window is given its place and shown.
    void restoreLast();
    void rememberLast();

    void save(const QString& name);
    void restore(const QString& name);

 protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

 private:
    QDockWidget* dock(const char* name) const;
    void place(const char* first, const char* second, Qt::Orientation orientation);
    void placeAll();
    void show(std::span<const char* const> names);

    QMainWindow& window_;
    AppSettings& settings_;
};

}  // namespace kinora

// What the program remembers about its user, typed; what belongs to a project is in the document.
#pragma once

#include <QByteArray>
#include <QDateTime>
#include <QHash>
#include <QObject>
#include <QStringList>
#include <QVariantList>

#include <filesystem>
#include <mutex>
#include <vector>

#include "ui/session/settings_file.h"

namespace kinora {

class AppSettings : public QObject {
    Q_OBJECT

 public:
    // Kept in `file`; other data of the program go into `dataFolder`.
    AppSettings(const QString& file, const QString& dataFolder, QObject* parent = nullptr);

    const QString& dataFolder() const { return dataFolder_; }

    QString theme() const;  // "dark" or "light"
    void setTheme(const QString& theme);
    QString language() const;  // "en", "zh_CN"; empty follows the system
    void setLanguage(const QString& language);

    QString keyMap() const;  // the id of a key map
    void setKeyMap(const QString& keyMap);
    QHash<QString, QStringList> shortcuts() const;  // by action: those that differ from the key map, of which each has its own
    void setShortcuts(const QHash<QString, QStringList>& shortcuts);

    QStringList modelFolders() const;
    void setModelFolders(const QStringList& folders);
    QString device() const;  // "cpu", "cuda", …; empty chooses
    void setDevice(const QString& device);
    QString rifeWeights() const;  // the folder that they are in; empty where there are none
    void setRifeWeights(const QString& folder);
    int journalGigabytes() const;
    void setJournalGigabytes(int gigabytes);
    bool previewsEnabled() const;
    void setPreviewsEnabled(bool areEnabled);
    double previewSeconds() const;  // between two previews at least
    void setPreviewSeconds(double seconds);
    int previewPixels() const;  // for each latent, on each side
    void setPreviewPixels(int pixels);

    double soundVolume() const;  // of the monitor, 0 to 1
    void setSoundVolume(double volume);
    bool isSoundMuted() const;
    void setSoundMuted(bool isMuted);

    QStringList recentProjects() const;
    void addRecentProject(const QString& file);
    void removeRecentProject(const QString& file);
    QDateTime lastOpened(const QString& recentProject) const;  // not valid where that is not known
    QString lastProject() const;
    void setLastProject(const QString& file);

    // Where the take of a job belongs whose project was saved under another name meanwhile. May be asked on any thread.
    QString movedTo(const QString& project, qint64 job) const;
    void addMove(const QString& from, const QString& to);
    // The project is one of its own again: only jobs up to that one still follow where it went.
    void endMove(const QString& from, qint64 lastJob);

    bool showsWelcome() const;  // when the program starts
    void setShowsWelcome(bool isShown);
    QByteArray windowGeometry() const;
    void setWindowGeometry(const QByteArray& geometry);
    QByteArray windowState() const;
    void setWindowState(const QByteArray& state);
    QStringList layoutNames() const;
    QByteArray layout(const QString& name) const;
    void setLayout(const QString& name, const QByteArray& state);
    void removeLayout(const QString& name);

 Q_SIGNALS:
    void themeChanged(const QString& theme);
    void languageChanged(const QString& language);
    void modelFoldersChanged(const QStringList& folders);
    void deviceChanged();
    void recentProjectsChanged();
    void previewsChanged();

 private:
    SettingsFile settings_;
    QString dataFolder_;
    mutable std::mutex movesMutex_;
    QVariantList moves_;  // guarded; the same as in the file
};

}  // namespace kinora

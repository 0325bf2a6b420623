#include "ui/session/app_settings.h"

#include <QVariantMap>

#include <algorithm>

namespace kinora {

namespace {

constexpr int mostRecentProjects = 12;

const QString themeKey = QStringLiteral("appearance/theme");
const QString languageKey = QStringLiteral("appearance/language");
const QString keyMapKey = QStringLiteral("keys/map");
const QString ownKeysKey = QStringLiteral("keys/own/");              // and the map that they belong to
const QString earlierOwnKeysKey = QStringLiteral("keys/shortcuts");  // of versions that forgot them when the map changed
const QString modelFoldersKey = QStringLiteral("models/folders");
const QString deviceKey = QStringLiteral("generation/device");
const QString rifeWeightsKey = QStringLiteral("interpolation/rifeWeights");
const QString journalKey = QStringLiteral("generation/journal_gigabytes");
const QString previewsKey = QStringLiteral("generation/previews");
const QString previewPixelsKey = QStringLiteral("generation/preview_pixels");
const QString previewSecondsKey = QStringLiteral("generation/preview_seconds");
const QString volumeKey = QStringLiteral("sound/volume");
const QString mutedKey = QStringLiteral("sound/muted");
const QString recentKey = QStringLiteral("projects/recent");
const QString recentTimesKey = QStringLiteral("projects/recent_times");
const QString welcomeKey = QStringLiteral("window/welcome");
const QString lastProjectKey = QStringLiteral("projects/last");
const QString movesKey = QStringLiteral("projects/moves");
const QString moveFrom = QStringLiteral("from");
const QString moveTo = QStringLiteral("to");
const QString moveLastJob = QStringLiteral("last_job");  // not there: jobs to come follow as well
const QString geometryKey = QStringLiteral("window/geometry");
const QString stateKey = QStringLiteral("window/state");
const QString layoutsKey = QStringLiteral("layouts");

}  // namespace

AppSettings::AppSettings(const QString& file, const QString& dataFolder, QObject* parent)
    : QObject(parent), settings_(file), dataFolder_(dataFolder), moves_(settings_.value(movesKey).toList()) {}

QString AppSettings::theme() const {
    return settings_.value(themeKey, QStringLiteral("dark")).toString();
}

void AppSettings::setTheme(const QString& theme) {
    settings_.setValue(themeKey, theme);
    Q_EMIT themeChanged(theme);
}

QString AppSettings::language() const {
    return settings_.value(languageKey).toString();
}

void AppSettings::setLanguage(const QString& language) {
    settings_.setValue(languageKey, language);
    Q_EMIT languageChanged(language);
}

QString AppSettings::keyMap() const {
    return settings_.value(keyMapKey, QStringLiteral("kinora")).toString();
}

void AppSettings::setKeyMap(const QString& keyMap) {
    setShortcuts(shortcuts());  // those of an earlier version stay with their map
    settings_.setValue(keyMapKey, keyMap);
}

QHash<QString, QStringList> AppSettings::shortcuts() const {
    QHash<QString, QStringList> shortcuts;
    const QVariantMap stored = settings_.value(ownKeysKey + keyMap(), settings_.value(earlierOwnKeysKey)).toMap();
    for (auto entry = stored.begin(); entry != stored.end(); ++entry) {
        shortcuts.insert(entry.key(), entry.value().toStringList());
    }
    return shortcuts;
}

void AppSettings::setShortcuts(const QHash<QString, QStringList>& shortcuts) {
    QVariantMap stored;
    for (auto entry = shortcuts.begin(); entry != shortcuts.end(); ++entry) {
        stored.insert(entry.key(), entry.value());
    }
    settings_.setValue(ownKeysKey + keyMap(), stored);
    settings_.setValue(earlierOwnKeysKey, QVariantMap());
}

QStringList AppSettings::modelFolders() const {
    return settings_.value(modelFoldersKey).toStringList();
}

void AppSettings::setModelFolders(const QStringList& folders) {
    settings_.setValue(modelFoldersKey, folders);
    Q_EMIT modelFoldersChanged(folders);
}

QString AppSettings::device() const {
    return settings_.value(deviceKey).toString();
}

void AppSettings::setDevice(const QString& device) {
    settings_.setValue(deviceKey, device);
    Q_EMIT deviceChanged();
}

QString AppSettings::rifeWeights() const {
    return settings_.value(rifeWeightsKey).toString();
}

void AppSettings::setRifeWeights(const QString& folder) {
    settings_.setValue(rifeWeightsKey, folder);
}

int AppSettings::journalGigabytes() const {
    return settings_.value(journalKey, 8).toInt();
}

void AppSettings::setJournalGigabytes(int gigabytes) {
    settings_.setValue(journalKey, gigabytes);
}

bool AppSettings::previewsEnabled() const {
    return settings_.value(previewsKey, true).toBool();
}

void AppSettings::setPreviewsEnabled(bool areEnabled) {
    settings_.setValue(previewsKey, areEnabled);
    Q_EMIT previewsChanged();
}

double AppSettings::previewSeconds() const {
    const double seconds = settings_.value(previewSecondsKey, 0.5).toDouble();
    return seconds >= 0.0 && seconds < 3600.0 ? seconds : 0.5;
}

void AppSettings::setPreviewSeconds(double seconds) {
    settings_.setValue(previewSecondsKey, seconds);
    Q_EMIT previewsChanged();
}

int AppSettings::previewPixels() const {
    return std::clamp(settings_.value(previewPixelsKey, 1).toInt(), 1, 4);
}

void AppSettings::setPreviewPixels(int pixels) {
    settings_.setValue(previewPixelsKey, pixels);
    Q_EMIT previewsChanged();
}

double AppSettings::soundVolume() const {
    const double volume = settings_.value(volumeKey, 1.0).toDouble();
    return volume >= 0.0 && volume <= 1.0 ? volume : 1.0;
}

void AppSettings::setSoundVolume(double volume) {
    settings_.setValue(volumeKey, volume);
}

bool AppSettings::isSoundMuted() const {
    return settings_.value(mutedKey, false).toBool();
}

void AppSettings::setSoundMuted(bool isMuted) {
    settings_.setValue(mutedKey, isMuted);
}

QStringList AppSettings::recentProjects() const {
    return settings_.value(recentKey).toStringList();
}

void AppSettings::addRecentProject(const QString& file) {
    QStringList recent = recentProjects();
    recent.removeAll(file);
    recent.prepend(file);
    recent = recent.mid(0, mostRecentProjects);
    QVariantMap times;
    const QVariantMap known = settings_.value(recentTimesKey).toMap();
    for (const QString& each : recent) {
        if (each == file || known.contains(each)) {
            times.insert(each, each == file ? QDateTime::currentDateTime() : known.value(each));
        }
    }
    settings_.setValue(recentKey, recent);
    settings_.setValue(recentTimesKey, times);
    Q_EMIT recentProjectsChanged();
}

void AppSettings::removeRecentProject(const QString& file) {
    QStringList recent = recentProjects();
    recent.removeAll(file);
    settings_.setValue(recentKey, recent);
    Q_EMIT recentProjectsChanged();
}

QDateTime AppSettings::lastOpened(const QString& recentProject) const {
    return settings_.value(recentTimesKey).toMap().value(recentProject).toDateTime();
}

QString AppSettings::lastProject() const {
    return settings_.value(lastProjectKey).toString();
}

void AppSettings::setLastProject(const QString& file) {
    settings_.setValue(lastProjectKey, file);
}

QString AppSettings::movedTo(const QString& project, qint64 job) const {
    const std::scoped_lock lock(movesMutex_);
    QString place = project;
    for (const QVariant& stored : moves_) {  // in the order in which they happened
        const QVariantMap move = stored.toMap();
        if (move.value(moveFrom).toString() == place && (!move.contains(moveLastJob) || job <= move.value(moveLastJob).toLongLong())) {
            place = move.value(moveTo).toString();
        }
    }
    return place;
}

void AppSettings::addMove(const QString& from, const QString& to) {
    const std::scoped_lock lock(movesMutex_);
    moves_.append(QVariantMap{{moveFrom, from}, {moveTo, to}});
    settings_.setValue(movesKey, moves_);
}

void AppSettings::endMove(const QString& from, qint64 lastJob) {
    const std::scoped_lock lock(movesMutex_);
    for (QVariant& stored : moves_) {
        QVariantMap move = stored.toMap();
        if (move.value(moveFrom).toString() == from && !move.contains(moveLastJob)) {
            move.insert(moveLastJob, lastJob);
            stored = move;
        }
    }
    settings_.setValue(movesKey, moves_);
}

bool AppSettings::showsWelcome() const {
    return settings_.value(welcomeKey, true).toBool();
}

void AppSettings::setShowsWelcome(bool isShown) {
    settings_.setValue(welcomeKey, isShown);
}

QByteArray AppSettings::windowGeometry() const {
    return settings_.value(geometryKey).toByteArray();
}

void AppSettings::setWindowGeometry(const QByteArray& geometry) {
    settings_.setValue(geometryKey, geometry);
}

QByteArray AppSettings::windowState() const {
    return settings_.value(stateKey).toByteArray();
}

void AppSettings::setWindowState(const QByteArray& state) {
    settings_.setValue(stateKey, state);
}

QStringList AppSettings::layoutNames() const {
    return settings_.value(layoutsKey).toMap().keys();
}

QByteArray AppSettings::layout(const QString& name) const {
    return settings_.value(layoutsKey).toMap().value(name).toByteArray();
}

void AppSettings::setLayout(const QString& name, const QByteArray& state) {
    QVariantMap layouts = settings_.value(layoutsKey).toMap();
    layouts.insert(name, state);
    settings_.setValue(layoutsKey, layouts);
}

void AppSettings::removeLayout(const QString& name) {
    QVariantMap layouts = settings_.value(layoutsKey).toMap();
    layouts.remove(name);
    settings_.setValue(layoutsKey, layouts);
}

}  // namespace kinora

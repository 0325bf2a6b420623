#include "ui/session/settings_file.h"

#include <QSettings>

#include <utility>

namespace kinora {

SettingsFile::SettingsFile(const QString& file) : file_(file), thread_("settings") {
    const QSettings stored(file, QSettings::IniFormat);
    for (const QString& key : stored.allKeys()) {
        values_.insert(key, stored.value(key));
    }
}

SettingsFile::~SettingsFile() {
    thread_.finish();
}

void SettingsFile::setValue(const QString& key, const QVariant& value) {
    values_.insert(key, value);
    const std::scoped_lock lock(mutex_);
    if (unwritten_.empty()) {
        thread_.post([this](const std::stop_token&) { write(); });
    }
    unwritten_.insert_or_assign(key, value);
}

void SettingsFile::write() {
    std::map<QString, QVariant> values;
    {
        const std::scoped_lock lock(mutex_);
        values.swap(unwritten_);
    }
    // These alone: another running Kinora may have changed others.
    QSettings stored(file_, QSettings::IniFormat);
    for (const auto& [key, value] : values) {
        stored.setValue(key, value);
    }
    stored.sync();
}

}  // namespace kinora

// Keys and values in an INI file. Read once; written on a thread of its own, so that nobody waits for the disk.
#pragma once

#include <QHash>
#include <QString>
#include <QVariant>

#include <map>
#include <mutex>

#include "core/base/task_thread.h"

namespace kinora {

// Belongs to one thread.
class SettingsFile {
 public:
    explicit SettingsFile(const QString& file);
    ~SettingsFile();  // everything that was set is on the disk
    SettingsFile(const SettingsFile&) = delete;
    SettingsFile& operator=(const SettingsFile&) = delete;

    QVariant value(const QString& key, const QVariant& otherwise = {}) const { return values_.value(key, otherwise); }
    // The last value of a key is the one that stays. What cannot be written is known as long as the program runs.
    void setValue(const QString& key, const QVariant& value);

 private:
    void write();

    const QString file_;
    QHash<QString, QVariant> values_;
    std::mutex mutex_;
    std::map<QString, QVariant> unwritten_;  // a task to write them is posted where there are any
    TaskThread thread_;
};

}  // namespace kinora

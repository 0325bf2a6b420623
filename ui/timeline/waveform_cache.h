// How loud the sound of media files is, decoded whole on a thread of its own and kept for a bounded number of files.
#pragma once

#include <QCache>
#include <QObject>
#include <QString>

#include <filesystem>
#include <memory>
#include <set>
#include <vector>

#include "core/base/task_thread.h"

namespace kinora {

class WaveformCache : public QObject {
    Q_OBJECT

 public:
    static constexpr int peaksPerSecond = 100;

    explicit WaveformCache(QObject* parent = nullptr);
    ~WaveformCache() override;  // gives up what is being read

    // The greatest amplitude, 0 to 1, of each hundredth of a second. Null until it is read, which arrived() tells, and for what cannot
    // be read. The pointer lives until the next call.
    const std::vector<float>* peaks(const std::filesystem::path& file);
    void clear();

 Q_SIGNALS:
    void arrived();

 private:
    QCache<QString, std::vector<float>> peaks_;
    std::set<QString> asked_;
    std::unique_ptr<TaskThread> thread_;
};

}  // namespace kinora

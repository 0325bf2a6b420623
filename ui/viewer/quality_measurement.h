// Measures how alike two clips are, frame by frame, on a thread of its own.
#pragma once

#include <QObject>
#include <QString>

#include <memory>
#include <mutex>
#include <stop_token>
#include <vector>

#include "core/base/task_thread.h"
#include "ui/plots/quality_plot.h"
#include "ui/viewer/frame_reader.h"

namespace kinora {

class QualityMeasurement : public QObject {
    Q_OBJECT

 public:
    // Begins at once and ends by itself; the destructor ends it early.
    QualityMeasurement(OpenFrames first, OpenFrames second, QObject* parent = nullptr);
    ~QualityMeasurement() override;

    // Ends it early without waiting: done() follows when nothing runs any more, and then it can be destroyed at once.
    void retire();

 Q_SIGNALS:
    void started(qint64 numFrames);  // the length of the shorter clip
    void measured(const std::vector<kinora::FrameQuality>& frames);
    void finished();
    void done();
    // There will be no figures, or no more, and why.
    void failed(const QString& message);

 private:
    void run(const OpenFrames& first, const OpenFrames& second, const std::stop_token& stop);
    void deliver(const FrameQuality& quality);

    std::stop_source retired_;
    std::mutex mutex_;
    std::vector<FrameQuality> undelivered_;  // guarded
    TaskThread thread_;                      // the first to go, since its task refers to this
};

}  // namespace kinora

// Estimates exports in the background, the newest wish alone: one that is overtaken by another is given up.
#pragma once

#include <QObject>
#include <QString>

#include <filesystem>
#include <memory>
#include <stop_token>

#include "core/base/task_thread.h"
#include "core/render/export_estimate.h"

namespace kinora {

class ExportEstimator : public QObject {
    Q_OBJECT

 public:
    explicit ExportEstimator(QObject* parent = nullptr);
    ~ExportEstimator() override;  // gives up what is under way

    // missingFound(), and then estimated() or failed() follow, unless something else is asked for before.
    void estimate(std::shared_ptr<const Project> project, const std::filesystem::path& mediaFolder, const ExportSettings& settings);
    void giveUp();

 Q_SIGNALS:
    void estimated(const kinora::ExportEstimate& estimate);
    void failed();
    void missingFound(int numFiles);  // that the export needs

 private:
    // On the thread.
    void lookForMissing(const Project& project, const std::filesystem::path& mediaFolder, const ExportSettings& settings,
                        const std::stop_token& wanted);

    std::stop_source stop_;
    std::unique_ptr<TaskThread> thread_;
};

// "about 12 MB, about 40 s"; what is not known to the last digit is not said as if it were.
QString estimateText(const ExportEstimate& estimate);

}  // namespace kinora

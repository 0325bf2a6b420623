#include "ui/session/export_estimator.h"

#include <QCoreApplication>
#include <QLocale>

#include <cmath>
#include <exception>
#include <optional>
#include <utility>

#include "core/render/missing_media.h"

namespace kinora {

namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(kinora::ExportEstimate)
};

// Two digits that count: 12, 1.2, 120.
double rounded(double number) {
    if (number <= 0.0) {
        return 0.0;
    }
    const double step = std::pow(10.0, std::floor(std::log10(number)) - 1.0);
    return std::round(number / step) * step;
}

QString durationText(double seconds) {
    if (seconds < 1.0) {
        return Words::tr("less than a second");
    }
    if (seconds < 100.0) {
        return Words::tr("about %1 s").arg(std::llround(seconds < 10.0 ? seconds : rounded(seconds)));
    }
    const qint64 minutes = std::llround(seconds / 60.0);
    return minutes < 100 ? Words::tr("about %1 min").arg(minutes)
                         : Words::tr("about %1 h").arg(QLocale().toString(static_cast<double>(minutes) / 60.0, 'f', 1));
}

}  // namespace

QString estimateText(const ExportEstimate& estimate) {
    const auto bytes = static_cast<qint64>(rounded(static_cast<double>(estimate.bytes)));
    const QString size = QLocale().formattedDataSize(bytes, bytes < 10'000'000 ? 1 : 0, QLocale::DataSizeSIFormat);
    return Words::tr("about %1, %2").arg(size, durationText(estimate.seconds));
}

ExportEstimator::ExportEstimator(QObject* parent) : QObject(parent), thread_(std::make_unique<TaskThread>("estimate")) {}

ExportEstimator::~ExportEstimator() {
    giveUp();
    thread_.reset();
}

void ExportEstimator::giveUp() {
    stop_.request_stop();
    stop_ = std::stop_source();
}

void ExportEstimator::lookForMissing(const Project& project, const std::filesystem::path& mediaFolder, const ExportSettings& settings,
                                     const std::stop_token& wanted) {
    const auto num = static_cast<int>(find_missing_for_export(project, mediaFolder, settings).size());
    QMetaObject::invokeMethod(
        this,
        [this, num, wanted] {
            if (!wanted.stop_requested()) {
                Q_EMIT missingFound(num);
            }
        },
        Qt::QueuedConnection);
}

void ExportEstimator::estimate(std::shared_ptr<const Project> project, const std::filesystem::path& mediaFolder,
                               const ExportSettings& settings) {
    giveUp();
    thread_->post([this, project = std::move(project), mediaFolder, settings, wanted = stop_.get_token()](const std::stop_token&) {
        std::optional<ExportEstimate> found;
        try {
            if (!wanted.stop_requested()) {
                lookForMissing(*project, mediaFolder, settings, wanted);
                found = estimate_export(*project, mediaFolder, settings, wanted);
            }
        } catch (const std::exception&) {
            // The export itself says what is wrong.
        }
        QMetaObject::invokeMethod(
            this,
            [this, found, wanted] {
                if (!wanted.stop_requested()) {
                    found ? estimated(*found) : failed();
                }
            },
            Qt::QueuedConnection);
    });
}

}  // namespace kinora

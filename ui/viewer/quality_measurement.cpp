#include "ui/viewer/quality_measurement.h"

#include <algorithm>
#include <utility>

#include "core/base/cancelled.h"
#include "core/base/picture_similarity.h"
#include "ui/session/error_text.h"

namespace kinora {

QualityMeasurement::QualityMeasurement(OpenFrames first, OpenFrames second, QObject* parent)
    : QObject(parent), thread_("clip quality") {
    thread_.post([this, first = std::move(first), second = std::move(second)](const std::stop_token&) {
        try {
            run(first, second, retired_.get_token());
        } catch (const Cancelled&) {
            return;
        } catch (const std::exception& error) {
            QMetaObject::invokeMethod(this, [this, text = lineFor(error)] { Q_EMIT failed(text); });
        }
    });
}

QualityMeasurement::~QualityMeasurement() {
    retired_.request_stop();
}

void QualityMeasurement::retire() {
    retired_.request_stop();
    thread_.post([this](const std::stop_token&) { QMetaObject::invokeMethod(this, &QualityMeasurement::done, Qt::QueuedConnection); });
}

void QualityMeasurement::run(const OpenFrames& first, const OpenFrames& second, const std::stop_token& stop) {
    const auto a = first(stop);
    const auto b = second(stop);
    const std::int64_t num_frames = std::min(a->format().num_frames, b->format().num_frames);
    if (a->format().width != b->format().width || a->format().height != b->format().height) {
        QMetaObject::invokeMethod(this, [this] { Q_EMIT failed(tr("The clips have different sizes, so there are no figures")); });
        return;
    }
    QMetaObject::invokeMethod(this, [this, num_frames] { Q_EMIT started(num_frames); });
    for (std::int64_t i = 0; i < num_frames; ++i) {
        throw_if_stop_requested(stop);
        const Image one = a->frame(i, stop);
        const Image other = b->frame(i, stop);
        deliver({i, psnr(one, other), ssim(one, other)});
    }
    QMetaObject::invokeMethod(this, [this] { Q_EMIT finished(); });
}

void QualityMeasurement::deliver(const FrameQuality& quality) {
    const std::scoped_lock lock(mutex_);
    undelivered_.push_back(quality);
    if (undelivered_.size() > 1) {
        return;  // a delivery is on its way and will take this one along
    }
    QMetaObject::invokeMethod(this, [this] {
        std::vector<FrameQuality> frames;
        {
            const std::scoped_lock inner(mutex_);
            frames.swap(undelivered_);
        }
        Q_EMIT measured(frames);
    });
}

}  // namespace kinora

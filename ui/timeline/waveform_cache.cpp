#include "ui/timeline/waveform_cache.h"

#include <QMetaObject>

#include <exception>
#include <utility>

#include "core/base/cancelled.h"
#include "core/media/sound_peaks.h"

namespace kinora {

namespace {

constexpr qsizetype mostPeaks = 8'000'000;  // of all files together: a day of sound, 32 MB

}  // namespace

WaveformCache::WaveformCache(QObject* parent) : QObject(parent), peaks_(mostPeaks), thread_(std::make_unique<TaskThread>("waveforms")) {}

WaveformCache::~WaveformCache() {
    thread_.reset();
}

const std::vector<float>* WaveformCache::peaks(const std::filesystem::path& file) {
    const QString key = QString::fromStdString(file.string());
    if (const std::vector<float>* known = peaks_.object(key)) {
        return known->empty() ? nullptr : known;
    }
    if (!asked_.insert(key).second) {
        return nullptr;
    }
    thread_->post([this, file, key](const std::stop_token& stop) {
        std::vector<float> peaks;
        try {
            peaks = read_sound_peaks(file, peaksPerSecond, stop);
        } catch (const Cancelled&) {
            return;
        } catch (const std::exception&) {
            // Drawn as sound of an unknown shape; whoever plays it is told why.
        }
        QMetaObject::invokeMethod(
            this,
            [this, key, peaks = std::move(peaks)] {
                asked_.erase(key);
                const auto cost = static_cast<qsizetype>(peaks.size()) + 1;
                peaks_.insert(key, new std::vector<float>(peaks), cost);
                Q_EMIT arrived();
            },
            Qt::QueuedConnection);
    });
    return nullptr;
}

void WaveformCache::clear() {
    peaks_.clear();
}

}  // namespace kinora

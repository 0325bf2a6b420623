#include "ui/viewer/monitor_sound.h"

#include <algorithm>
#include <cmath>

namespace kinora {

float MonitorSound::amplitude() const {
    // Half the volume is felt as about half as loud where it is an eighth of the amplitude, 18 dB less.
    return isMuted_ ? 0.0F : static_cast<float>(std::pow(volume_, 3.0));
}

void MonitorSound::setVolume(double volume) {
    volume = std::isfinite(volume) ? std::clamp(volume, 0.0, 1.0) : 1.0;
    if (volume != volume_) {
        volume_ = volume;
        Q_EMIT levelChanged();
    }
}

void MonitorSound::setMuted(bool isMuted) {
    if (isMuted != isMuted_) {
        isMuted_ = isMuted;
        Q_EMIT levelChanged();
    }
}

void MonitorSound::setProblem(const QString& problem) {
    if (problem == problem_) {
        return;
    }
    problem_ = problem;
    Q_EMIT problemChanged(problem);
    if (!problem.isEmpty()) {
        report(problem);
    }
}

void MonitorSound::report(const QString& message) {
    if (message != lastReport_) {
        lastReport_ = message;
        Q_EMIT reported(message);
    }
}

}  // namespace kinora

#include "ui/viewer/timecode.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>

namespace kinora {

QString timecode(std::int64_t frame, const FrameRate& rate) {
    const std::int64_t per_second = rate.is_valid() ? std::max<std::int64_t>(std::llround(rate.per_second()), 1) : 1;
    const std::int64_t place = std::abs(frame);
    const std::int64_t seconds = place / per_second;
    const auto padded = [](std::int64_t value) { return QStringLiteral("%1").arg(value, 2, 10, QLatin1Char('0')); };
    const QString text = padded(seconds / 3600) + QLatin1Char(':') + padded(seconds / 60 % 60) + QLatin1Char(':') +
                         padded(seconds % 60) + QLatin1Char(':') + padded(place % per_second);
    return frame < 0 ? QLatin1Char('-') + text : text;
}

}  // namespace kinora

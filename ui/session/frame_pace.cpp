#include "ui/session/frame_pace.h"

#include <cmath>

namespace kinora {

namespace {

constexpr auto betweenReports = std::chrono::milliseconds(100);

}  // namespace

std::optional<double> FramePace::report(std::int64_t done, std::int64_t total) {
    const Clock::time_point now = Clock::now();
    if (!earlier_) {
        earlier_ = done > 1 ? done : 0;
        begin_ = done > 1 ? now : begin_;
    }
    if (now - lastReport_ < betweenReports && done != total) {
        return std::nullopt;
    }
    lastReport_ = now;
    const std::int64_t own = done - *earlier_;
    return own > 0 ? std::chrono::duration<double>(now - begin_).count() / static_cast<double>(own) * static_cast<double>(total - done) : 0.0;
}

QString clockText(double seconds) {
    const qint64 whole = std::llround(std::ceil(seconds));
    return QStringLiteral("%1:%2").arg(whole / 60).arg(whole % 60, 2, 10, QLatin1Char('0'));
}

}  // namespace kinora

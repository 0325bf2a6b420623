#include "ui/timeline/clip_painter.h"

#include <QCoreApplication>
#include <QFontMetricsF>

#include <algorithm>
#include <bit>
#include <cmath>

#include "core/media/sound_mix.h"
#include "ui/theme/icons.h"
#include "ui/theme/theme.h"
#include "ui/timeline/clip_hit.h"

namespace kinora {

namespace {

constexpr double nameHeight = 18.0;
constexpr double soundHeight = 12.0;
constexpr double leastForText = 28.0;     // pixels of width
constexpr double leastForPictures = 20.0;
constexpr double radius = 3.0;
constexpr double flagWidth = 5.0;  // half of it
constexpr double iconSize = 16.0;

double gainAt(const Clip& clip, const ClipSound& sound, double frame) {
    if (!clip.crossfade) {
        return 1.0;
    }
    const double part = (frame - static_cast<double>(clip.crossfade->start)) / static_cast<double>(clip.crossfade->length);
    return is_incoming(clip, sound) ? fade_in_gain(part) : fade_out_gain(part);
}

}  // namespace

ClipPainter::ClipPainter(const Project& project, const TimelineGeometry& geometry, const QPalette& palette, const QFont& font,
                         FilmstripCache& filmstrips, WaveformCache& waveforms, const std::filesystem::path& mediaFolder)
    : project_(project),
      geometry_(geometry),
      palette_(palette),
      font_(theme::smallFont(font)),
      filmstrips_(filmstrips),
      waveforms_(waveforms),
      mediaFolder_(mediaFolder) {}

QColor ClipPainter::bodyColour(const Clip& clip, const ClipLook& look) const {
    const bool isDark = theme::isDark(palette_);
    if (look.isOffline) {
        return isDark ? QColor(0x6e, 0x2f, 0x34) : QColor(0xf2, 0xc4, 0xc6);
    }
    if (clip.shown() == nullptr) {
        return isDark ? QColor(0x6b, 0x54, 0x22) : QColor(0xf0, 0xdc, 0xab);
    }
    if (std::holds_alternative<TakeId>(clip.shown()->media)) {
        return isDark ? QColor(0x4a, 0x46, 0x78) : QColor(0xcf, 0xcb, 0xef);
    }
    return isDark ? QColor(0x2f, 0x55, 0x74) : QColor(0xbc, 0xd8, 0xec);
}

int ClipPainter::paint(QPainter& painter, const Clip& clip, const QRectF& rect, const QRectF& exposed, const ClipLook& look) const {
    const QColor body = bodyColour(clip, look);
    if (rect.width() < 4.0) {
        painter.fillRect(rect, look.isSelected ? palette_.color(QPalette::Highlight) : body);
        return 0;
    }
    painter.setOpacity(look.isDimmed ? 0.35 : look.isGhost ? 0.8 : 1.0);
    const QRectF inside = rect.adjusted(0.0, 0.0, -1.0, 0.0);
    painter.fillRect(inside.intersected(exposed), body);
    QRectF strip = inside.adjusted(0.0, nameHeight, 0.0, 0.0);
    if (!sounds_of(clip).empty()) {
        strip.setBottom(strip.bottom() - soundHeight);
        paintSound(painter, clip, QRectF(inside.left(), strip.bottom(), inside.width(), soundHeight), exposed);
    }
    int pictures = 0;
    if (clip.generation.is_set()) {
        paintWaiting(painter, strip.intersected(exposed));
    }
    if (look.isOffline) {
        paintOffline(painter, strip, exposed);
    } else if (strip.height() >= 10.0 && rect.width() >= leastForPictures && clip.shown() != nullptr) {
        pictures = paintFilmstrip(painter, clip, strip, exposed);
    }
    if (look.scenes != nullptr) {
        paintScenes(painter, clip, *look.scenes, strip, exposed);
    }
    paintName(painter, clip, inside, look);
    paintFrame(painter, inside, look);
    painter.setOpacity(1.0);
    return pictures;
}

int ClipPainter::paintFilmstrip(QPainter& painter, const Clip& clip, const QRectF& strip, const QRectF& exposed) const {
    const auto facts = media_facts(project_, clip.shown()->media);
    if (!facts || facts->file.empty() || facts->width <= 0 || facts->height <= 0 || !is_inside_media_folder(facts->file)) {
        return 0;
    }
    const std::filesystem::path file = mediaFolder_ / facts->file;
    const double slot = std::max(strip.height() * facts->width / facts->height, 8.0);
    const auto frames = std::max<std::int64_t>(static_cast<std::int64_t>(slot / geometry_.pixelsPerFrame()), 1);
    const auto step = static_cast<std::int64_t>(std::bit_floor(static_cast<std::uint64_t>(frames)));
    const QRectF seen = strip.intersected(exposed);
    const auto first = static_cast<std::int64_t>(std::floor((seen.left() - strip.left()) / slot));
    int painted = 0;
    for (std::int64_t i = first; strip.left() + static_cast<double>(i) * slot < seen.right(); ++i) {
        const double x = strip.left() + static_cast<double>(i) * slot;
        const std::int64_t offset = static_cast<std::int64_t>(static_cast<double>(i) * slot / geometry_.pixelsPerFrame());
        const std::int64_t frame = std::max<std::int64_t>((clip.shown()->source_in + offset) / step * step, 0);
        const std::int64_t inFile = facts->length && facts->frame_rate.is_valid()
                                        ? convert_frame(frame, project_.frame_rate, facts->frame_rate)
                                        : 0;
        if (const QPixmap* picture = filmstrips_.picture(file, inFile)) {
            const double width = std::min(slot, strip.right() - x);
            painter.drawPixmap(QRectF(x, strip.top(), width, strip.height()), *picture,
                               QRectF(0.0, 0.0, picture->width() * width / slot, picture->height()));
            ++painted;
        }
    }
    return painted;
}

void ClipPainter::paintSound(QPainter& painter, const Clip& clip, const QRectF& strip, const QRectF& exposed) const {
    const bool isDark = theme::isDark(palette_);
    QColor colour = isDark ? QColor(0x1f, 0x45, 0x36) : QColor(0xc4, 0xe6, 0xd5);
    const std::vector<const ClipSound*> sounds = sounds_of(clip);
    if (std::ranges::all_of(sounds, [](const ClipSound* sound) { return sound->is_muted; })) {
        colour = theme::outline(palette_);
    }
    const QRectF seen = strip.intersected(exposed);
    painter.fillRect(seen, colour);
    for (const ClipSound* sound : sounds) {
        paintWaveform(painter, clip, *sound, strip, seen);
    }
}

// A column of pixels is as high as the loudest moment in it. Sounds that fade into each other lie over each other.
void ClipPainter::paintWaveform(QPainter& painter, const Clip& clip, const ClipSound& sound, const QRectF& strip, const QRectF& seen) const {
    const auto facts = media_facts(project_, sound.media);
    const bool isThere = facts && facts->has_sound && is_inside_media_folder(facts->file);
    const std::vector<float>* peaks = isThere ? waveforms_.peaks(mediaFolder_ / facts->file) : nullptr;
    QColor line = theme::isDark(palette_) ? QColor(0x6f, 0xc7, 0x9f) : QColor(0x2b, 0x7d, 0x57);
    if (sound.is_muted) {
        line = palette_.color(QPalette::Text);
        line.setAlphaF(0.35F);
    }
    painter.fillRect(QRectF(seen.left(), strip.center().y(), seen.width(), 1.0), line);
    if (peaks == nullptr) {
        return;
    }
    const double perFrame = WaveformCache::peaksPerSecond / project_.frame_rate.per_second();
    const double perPixel = perFrame / geometry_.pixelsPerFrame();
    const double first = static_cast<double>(sound.source_in) * perFrame;
    for (double x = std::floor(seen.left()); x < seen.right(); x += 1.0) {
        const double from = first + (x - strip.left()) * perPixel;
        const auto begin = static_cast<std::int64_t>(std::max(from, 0.0));
        const auto end = std::min(std::max(static_cast<std::int64_t>(from + perPixel), begin + 1), static_cast<std::int64_t>(peaks->size()));
        if (from < 0.0 || begin >= end) {
            continue;
        }
        const double gain = gainAt(clip, sound, (x - strip.left()) / geometry_.pixelsPerFrame());
        const double height = gain * *std::max_element(peaks->begin() + begin, peaks->begin() + end) * strip.height();
        painter.fillRect(QRectF(x, strip.center().y() - height / 2.0, 1.0, height), line);
    }
}

// A cut is a line through the pictures with a flag, a place that is hard to bridge a broken line: not told by colour alone.
void ClipPainter::paintScenes(QPainter& painter, const Clip& clip, const SceneScan& scenes, const QRectF& strip, const QRectF& exposed) const {
    const auto each = [&](const std::vector<SceneMark>& marks, const auto& paint) {
        for (const SceneMark& mark : marks) {
            const double frame = mark.seconds * project_.frame_rate.per_second() - static_cast<double>(clip.shown()->source_in);
            const double x = std::round(strip.left() + frame * geometry_.pixelsPerFrame());
            const bool isShown = frame > 0.0 && frame < static_cast<double>(clip.length);
            if (isShown && x >= exposed.left() - flagWidth && x <= exposed.right() + flagWidth) {
                paint(x);
            }
        }
    };
    painter.setRenderHint(QPainter::Antialiasing);
    each(scenes.hard, [&](double x) {
        painter.setPen(QPen(QColor(0, 0, 0, 150), 3.0));
        painter.drawLine(QPointF(x, strip.top()), QPointF(x, strip.bottom()));
        painter.setPen(QPen(theme::warning(palette_), 1.5, Qt::DotLine));
        painter.drawLine(QPointF(x, strip.top()), QPointF(x, strip.bottom()));
    });
    each(scenes.cuts, [&](double x) {
        painter.setPen(QPen(QColor(0, 0, 0, 150), 3.5));
        painter.drawLine(QPointF(x, strip.top()), QPointF(x, strip.bottom()));
        painter.setPen(QPen(theme::danger(palette_), 1.5));
        painter.drawLine(QPointF(x, strip.top()), QPointF(x, strip.bottom()));
        painter.setPen(Qt::NoPen);
        painter.setBrush(theme::danger(palette_));
        painter.drawPolygon(QPolygonF({{x - flagWidth, strip.top()}, {x + flagWidth, strip.top()}, {x, strip.top() + 1.4 * flagWidth}}));
    });
    painter.setRenderHint(QPainter::Antialiasing, false);
}

void ClipPainter::paintWaiting(QPainter& painter, const QRectF& strip) const {
    QColor colour = theme::warning(palette_);
    colour.setAlphaF(0.45F);
    painter.fillRect(strip, QBrush(colour, Qt::BDiagPattern));
}

// Told by pattern, icon and name as well as by its colour.
void ClipPainter::paintOffline(QPainter& painter, const QRectF& strip, const QRectF& exposed) const {
    const QColor ink = theme::danger(palette_);
    QColor lines = ink;
    lines.setAlphaF(0.4F);
    painter.fillRect(strip.intersected(exposed), QBrush(lines, Qt::DiagCrossPattern));
    if (strip.height() >= iconSize && strip.width() >= 2.0 * iconSize) {
        const double x = std::max(strip.center().x(), iconSize) - iconSize / 2.0;
        const QRectF place(std::round(x), std::round(strip.center().y() - iconSize / 2.0), iconSize, iconSize);
        painter.fillRect(place.adjusted(-2.0, -2.0, 2.0, 2.0), palette_.color(QPalette::Base));
        const QPixmap icon = icons::pixmap(QStringLiteral("warning"), static_cast<int>(iconSize), ink, painter.device()->devicePixelRatioF());
        painter.drawPixmap(place.topLeft(), icon);
    }
}

void ClipPainter::paintName(QPainter& painter, const Clip& clip, const QRectF& rect, const ClipLook& look) const {
    if (rect.width() < leastForText) {
        return;
    }
    const QRectF bar(rect.left(), rect.top(), rect.width(), nameHeight);
    QRectF text = bar.adjusted(6.0, 0.0, -6.0, 0.0);
    text.setLeft(std::max(text.left(), 6.0));  // stays readable while the clip's beginning is scrolled away
    painter.setFont(font_);
    painter.setPen(theme::isDark(palette_) ? QColor(0xf2, 0xf3, 0xf5) : QColor(0x1e, 0x21, 0x26));
    const QRectF badge = takesBadge(rect, clip.versions.size());
    if (!badge.isNull()) {
        text.setRight(badge.left() - 4.0);
        painter.setRenderHint(QPainter::Antialiasing);
        QColor back = palette_.color(QPalette::Base);
        back.setAlphaF(0.6F);
        const QColor ink = painter.pen().color();
        painter.setPen(Qt::NoPen);
        painter.setBrush(back);
        painter.drawRoundedRect(badge, 7.0, 7.0);
        painter.setPen(ink);
        painter.setRenderHint(QPainter::Antialiasing, false);
        painter.drawText(badge, Qt::AlignCenter, QStringLiteral("%1/%2").arg(clip.chosen + 1).arg(clip.versions.size()));
    }
    QString name = QString::fromStdString(clip.name);
    if (look.isOffline) {
        name = QCoreApplication::translate("kinora::ClipPainter", "Offline: %1").arg(name);
    } else if ((clip.generation.is_set() || !look.note.isEmpty()) && !look.isGhost) {
        name = look.note.isEmpty() ? QCoreApplication::translate("kinora::ClipPainter", "Making: %1").arg(name)
                                   : QStringLiteral("%1: %2").arg(look.note, name);
    }
    if (text.width() > 8.0) {
        painter.drawText(text, Qt::AlignVCenter | Qt::AlignLeft, QFontMetricsF(font_).elidedText(name, Qt::ElideRight, text.width()));
    }
}

void ClipPainter::paintFrame(QPainter& painter, const QRectF& rect, const ClipLook& look) const {
    QColor edge = look.isSelected ? palette_.color(QPalette::Highlight) : palette_.color(QPalette::Shadow);
    if (look.isGhost) {
        edge = palette_.color(QPalette::Highlight);
    }
    const double width = look.isSelected || look.isGhost ? 2.0 : 1.0;
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(edge, width, look.isGhost ? Qt::DashLine : Qt::SolidLine));
    painter.drawRoundedRect(rect.adjusted(width / 2, width / 2, -width / 2, -width / 2), radius, radius);
    if (look.isCurrent) {  // not by colour alone
        painter.setPen(QPen(palette_.color(QPalette::BrightText), 1.0));
        painter.drawRoundedRect(rect.adjusted(2.5, 2.5, -2.5, -2.5), radius - 1.0, radius - 1.0);
    }
    painter.setRenderHint(QPainter::Antialiasing, false);
}

}  // namespace kinora

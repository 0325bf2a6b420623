// Paints one clip: name, filmstrip, sound strip, count of takes, what is still being made. Asks the cache for pictures and takes
// what is there.
#pragma once

#include <QColor>
#include <QFont>
#include <QPainter>
#include <QPalette>
#include <QRectF>
#include <QString>

#include <filesystem>

#include "core/media/interpolation/scene_scan.h"
#include "core/project/project.h"
#include "ui/timeline/filmstrip_cache.h"
#include "ui/timeline/timeline_geometry.h"
#include "ui/timeline/waveform_cache.h"

namespace kinora {

struct ClipLook {
    bool isSelected = false;
    bool isCurrent = false;
    bool isDimmed = false;  // of a hidden track, or what a drag takes away
    bool isGhost = false;
    bool isOffline = false;  // its file is missing
    QString note;  // of what is still being made
    const SceneScan* scenes = nullptr;  // of what it shows, if it was looked through
};

class ClipPainter {
 public:
    ClipPainter(const Project& project, const TimelineGeometry& geometry, const QPalette& palette, const QFont& font,
                FilmstripCache& filmstrips, WaveformCache& waveforms, const std::filesystem::path& mediaFolder);

    // Only what is inside `exposed` is painted. Returns the number of pictures of the filmstrip.
    int paint(QPainter& painter, const Clip& clip, const QRectF& rect, const QRectF& exposed, const ClipLook& look) const;

 private:
    int paintFilmstrip(QPainter& painter, const Clip& clip, const QRectF& strip, const QRectF& exposed) const;
    void paintName(QPainter& painter, const Clip& clip, const QRectF& rect, const ClipLook& look) const;
    void paintSound(QPainter& painter, const Clip& clip, const QRectF& strip, const QRectF& exposed) const;
    void paintWaveform(QPainter& painter, const Clip& clip, const ClipSound& sound, const QRectF& strip, const QRectF& seen) const;
    void paintScenes(QPainter& painter, const Clip& clip, const SceneScan& scenes, const QRectF& strip, const QRectF& exposed) const;
    void paintWaiting(QPainter& painter, const QRectF& strip) const;
    void paintOffline(QPainter& painter, const QRectF& strip, const QRectF& exposed) const;
    void paintFrame(QPainter& painter, const QRectF& rect, const ClipLook& look) const;
    QColor bodyColour(const Clip& clip, const ClipLook& look) const;

    const Project& project_;
    const TimelineGeometry& geometry_;
    const QPalette& palette_;
    QFont font_;
    FilmstripCache& filmstrips_;
    WaveformCache& waveforms_;
    const std::filesystem::path& mediaFolder_;
};

}  // namespace kinora

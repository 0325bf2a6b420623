// Paints the part of the timeline that is seen: rows, clips, markers, the edit that a drag would make, the playhead.
#pragma once

#include <QFont>
#include <QPainter>
#include <QPalette>

#include <cstddef>
#include <vector>

#include "ui/timeline/clip_painter.h"
#include "ui/timeline/timeline_state.h"

namespace kinora {

struct PaintedCounts {
    int visited = 0;   // clips that were looked at
    int clips = 0;     // clips that were painted
    int pictures = 0;  // of filmstrips
};

// What an edit changes, to be drawn above what is there.
struct Ghosts {
    struct Place {
        std::size_t track = 0;
        ClipId clip;
    };
    std::vector<Place> places;      // in the project with the edit
    std::vector<ClipId> replaced;   // clips of the project without it; sorted
};

Ghosts ghostsOf(const Project& before, const Project& after);

class TimelinePainter {
 public:
    TimelinePainter(const TimelineState& state, const TimelineGeometry& geometry, FilmstripCache& filmstrips,
                    WaveformCache& waveforms, const std::filesystem::path& mediaFolder, const Ghosts& ghosts, const QPalette& palette, const QFont& font);

    PaintedCounts paint(QPainter& painter, const QRectF& exposed);

 private:
    void paintRows(QPainter& painter, const QRectF& exposed) const;
    void paintHint(QPainter& painter) const;
    void paintTrack(QPainter& painter, std::size_t track, const QRectF& exposed);
    void paintGhosts(QPainter& painter, const QRectF& exposed);
    void paintConditions(QPainter& painter, const EditPreview& preview) const;
    void paintLatentGrid(QPainter& painter, const GenerationPart& part, const ClipPlace& place) const;
    void paintLabel(QPainter& painter, const QRectF& ghost, const QString& label) const;
    void paintMarkers(QPainter& painter, const QRectF& exposed) const;
    void paintPlayhead(QPainter& painter) const;

    const TimelineState& state_;
    const TimelineGeometry& geometry_;
    FilmstripCache& filmstrips_;
    WaveformCache& waveforms_;
    const std::filesystem::path& mediaFolder_;
    const Ghosts& ghosts_;
    const QPalette& palette_;
    const QFont& font_;
    PaintedCounts counts_;
};

}  // namespace kinora

#include "ui/timeline/timeline_painter.h"

#include <QCoreApplication>
#include <QFontMetricsF>

#include <algorithm>
#include <cmath>

#include "core/project/change.h"
#include "ui/theme/theme.h"
#include "ui/timeline/condition_places.h"

namespace kinora {

Ghosts ghostsOf(const Project& before, const Project& after) {
    Ghosts ghosts;
    const auto& tracks = after.timeline.tracks;
    const auto indexOf = [&](TrackId id) {
        return static_cast<std::size_t>(std::ranges::find_if(tracks, [&](const Shared<Track>& track) { return track->id == id; }) - tracks.begin());
    };
    const Change all = diff(before, after);
    for (const TrackId added : all.tracks.added) {
        for (const Shared<Clip>& clip : find_track(after, added)->clips) {
            ghosts.places.push_back({indexOf(added), clip->id});
        }
    }
    for (const TrackChange& change : all.track_changes) {
        const std::size_t index = indexOf(change.track);
        for (const auto& list : {change.clips.added, change.clips.changed}) {
            for (const ClipId clip : list) {
                ghosts.places.push_back({index, clip});
            }
        }
        ghosts.replaced.insert(ghosts.replaced.end(), change.clips.changed.begin(), change.clips.changed.end());
        ghosts.replaced.insert(ghosts.replaced.end(), change.clips.removed.begin(), change.clips.removed.end());
    }
    std::ranges::sort(ghosts.replaced);
    return ghosts;
}

TimelinePainter::TimelinePainter(const TimelineState& state, const TimelineGeometry& geometry, FilmstripCache& filmstrips,
                                 WaveformCache& waveforms, const std::filesystem::path& mediaFolder, const Ghosts& ghosts, const QPalette& palette,
                                 const QFont& font)
    : state_(state),
      geometry_(geometry),
      filmstrips_(filmstrips),
      waveforms_(waveforms),
      mediaFolder_(mediaFolder),
      ghosts_(ghosts),
      palette_(palette),
      font_(font) {}

PaintedCounts TimelinePainter::paint(QPainter& painter, const QRectF& exposed) {
    counts_ = {};
    paintRows(painter, exposed);
    for (std::size_t track = 0; track < state_.project().timeline.tracks.size(); ++track) {
        const double top = geometry_.rowTop(track);
        if (top < exposed.bottom() && top + geometry_.rowHeight(track) > exposed.top()) {
            paintTrack(painter, track, exposed);
        }
    }
    if (timeline_end(state_.project()) == 0 && state_.preview() == nullptr) {
        paintHint(painter);
    }
    paintMarkers(painter, exposed);
    paintGhosts(painter, exposed);
    paintPlayhead(painter);
    return counts_;
}

void TimelinePainter::paintRows(QPainter& painter, const QRectF& exposed) const {
    painter.fillRect(exposed, palette_.color(QPalette::Window));
    const auto& tracks = state_.project().timeline.tracks;
    for (std::size_t track = 0; track < tracks.size(); ++track) {
        const QRectF row(exposed.left(), geometry_.rowTop(track), exposed.width(), geometry_.rowHeight(track));
        painter.fillRect(row.intersected(exposed), palette_.color(QPalette::Base));
    }
    if (const auto& range = state_.project().timeline.range) {
        QColor shade = palette_.color(QPalette::Highlight);
        shade.setAlphaF(0.12F);
        painter.fillRect(QRectF(geometry_.xOf(range->start), exposed.top(), geometry_.widthOf(range->length), exposed.height()), shade);
    }
}

void TimelinePainter::paintHint(QPainter& painter) const {
    painter.setFont(font_);
    painter.setPen(theme::mutedText(palette_));
    painter.drawText(QRectF(0.0, 0.0, geometry_.width(), geometry_.height()), Qt::AlignCenter | Qt::TextWordWrap,
                     QCoreApplication::translate("kinora::TimelinePainter", "Drop pictures and clips here, or generate a clip: it comes here by itself."));
}

void TimelinePainter::paintTrack(QPainter& painter, std::size_t index, const QRectF& exposed) {
    const Track& track = *state_.project().timeline.tracks[index];
    const ClipPainter clips(state_.project(), geometry_, palette_, font_, filmstrips_, waveforms_, mediaFolder_);
    const ClipSpan span = clipsIn(track, geometry_.framesBetween(exposed.left(), exposed.right()));
    double paintedTo = -1.0;
    for (std::size_t i = span.first; i < span.last; ++i) {
        const Clip& clip = *track.clips[i];
        const QRectF rect = geometry_.clipRect(index, clip.range());
        ++counts_.visited;
        if (std::floor(rect.right()) <= paintedTo) {
            continue;  // in a column of pixels that another clip fills already
        }
        paintedTo = std::floor(rect.right());
        ClipLook look;
        look.isSelected = state_.isSelected(clip.id);
        look.isCurrent = look.isSelected && state_.current() == clip.id;
        look.isOffline = state_.isOffline(clip);
        look.isDimmed = track.is_hidden || std::ranges::binary_search(ghosts_.replaced, clip.id);
        if (const auto note = state_.notes().find(clip.id); note != state_.notes().end()) {
            look.note = note->second;
        } else if (const auto run = state_.interpolationNotes().find(clip.id); run != state_.interpolationNotes().end()) {
            look.note = run->second;
        }
        if (const auto* scans = state_.sceneScans(); scans != nullptr && clip.shown() != nullptr) {
            const auto found = scans->find(clip.shown()->media);
            look.scenes = found == scans->end() ? nullptr : &found->second;
        }
        counts_.pictures += clips.paint(painter, clip, rect.width() < 1.0 ? QRectF(std::floor(rect.left()), rect.top(), 1.0, rect.height()) : rect, exposed, look);
        ++counts_.clips;
    }
    if (track.is_locked) {
        QColor shade = palette_.color(QPalette::Text);
        shade.setAlphaF(0.16F);
        const QRectF row(exposed.left(), geometry_.rowTop(index), exposed.width(), geometry_.rowHeight(index));
        painter.fillRect(row.intersected(exposed), QBrush(shade, Qt::BDiagPattern));
    }
}

void TimelinePainter::paintGhosts(QPainter& painter, const QRectF& exposed) {
    const EditPreview* preview = state_.preview();
    if (preview == nullptr) {
        return;
    }
    if (preview->guide) {
        painter.fillRect(QRectF(std::round(geometry_.xOf(preview->guide->frame)) - 1.0, exposed.top(), 2.0, exposed.height()),
                         theme::warning(palette_));
    }
    if (preview->opensTrack) {
        QColor room = palette_.color(QPalette::Highlight);
        room.setAlphaF(0.3F);
        const std::size_t above = state_.project().timeline.tracks.size();
        painter.fillRect(QRectF(exposed.left(), geometry_.rowTop(above), exposed.width(), geometry_.rowHeight(above)), room);
    }
    if (!preview->project) {
        return;
    }
    const ClipPainter clips(*preview->project, geometry_, palette_, font_, filmstrips_, waveforms_, mediaFolder_);
    QRectF labelled;
    for (const Ghosts::Place& ghost : ghosts_.places) {
        const auto place = find_clip(*preview->project, ghost.clip);
        if (!place || ghost.track > state_.project().timeline.tracks.size()) {
            continue;  // higher than the row above all tracks
        }
        const QRectF rect = geometry_.clipRect(ghost.track, place->clip().range());
        if (!rect.intersects(exposed)) {
            continue;
        }
        counts_.pictures += clips.paint(painter, place->clip(), rect, exposed, {.isGhost = true});
        ++counts_.clips;
        const bool isMade = preview->ask && place->clip().generation.is_set();
        labelled = isMade || labelled.isNull() ? rect : labelled;
    }
    if (preview->ask) {
        paintConditions(painter, *preview);
    }
    if (!labelled.isNull() && !preview->label.isEmpty()) {
        paintLabel(painter, labelled, preview->label);
    }
}

void TimelinePainter::paintConditions(QPainter& painter, const EditPreview& preview) const {
    QColor colour = theme::success(palette_);
    const float wash = theme::isDark(palette_) ? 0.35F : 0.2F;  // the light theme's colour is a dark one
    for (const PlacedFrames& given : conditionPlaces(preview)) {
        const QRectF rect = geometry_.clipRect(given.track, given.range);
        colour.setAlphaF(wash);
        painter.fillRect(rect, colour);
        colour.setAlphaF(1.0F);
        painter.fillRect(QRectF(rect.left(), rect.bottom() - 4.0, rect.width(), 4.0), colour);
    }
    if (preview.project->generations->empty()) {
        return;
    }
    for (const GenerationPart& part : preview.project->generations->back()->parts) {
        if (const auto place = find_clip(*preview.project, part.clip)) {
            paintLatentGrid(painter, part, *place);
        }
    }
}

void TimelinePainter::paintLatentGrid(QPainter& painter, const GenerationPart& part, const ClipPlace& place) const {
    const std::int64_t multiple = state_.wish().frame_multiple;
    if (geometry_.widthOf(multiple) < 5.0) {
        return;
    }
    const std::int64_t made = place.clip().start - part.first_kept;  // where the model's frame 0 is on the timeline
    const QRectF clip = geometry_.clipRect(place.track_index, place.clip().range());
    QColor tick = palette_.color(QPalette::Text);
    tick.setAlphaF(0.6F);
    for (std::int64_t frame = made + 1; frame < made + part.settings.num_frames; frame += multiple) {
        const double x = std::round(geometry_.xOf(frame));
        if (x >= clip.left() && x < clip.right()) {
            painter.fillRect(QRectF(x, clip.bottom() - 7.0, 1.0, 7.0), tick);
        }
    }
}

void TimelinePainter::paintLabel(QPainter& painter, const QRectF& ghost, const QString& label) const {
    const QFont font = theme::smallFont(font_);
    const double width = QFontMetricsF(font).horizontalAdvance(label) + 16.0;
    const double x = std::clamp(ghost.left(), 4.0, std::max(geometry_.width() - width - 4.0, 4.0));
    const double y = ghost.top() >= 26.0 ? ghost.top() - 24.0 : ghost.top() + 22.0;
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(palette_.color(QPalette::ToolTipBase));
    painter.drawRoundedRect(QRectF(x, y, width, 21.0), theme::cornerRadius, theme::cornerRadius);
    painter.setRenderHint(QPainter::Antialiasing, false);
    painter.setFont(font);
    painter.setPen(palette_.color(QPalette::ToolTipText));
    painter.drawText(QRectF(x, y, width, 21.0), Qt::AlignCenter, label);
}

void TimelinePainter::paintMarkers(QPainter& painter, const QRectF& exposed) const {
    for (const Shared<Marker>& marker : *state_.project().timeline.markers) {
        const double x = geometry_.xOf(marker->start);
        if (x < exposed.left() - 1.0 || x > exposed.right()) {
            continue;
        }
        QColor colour = QColor::fromRgb(marker->colour);
        colour.setAlphaF(0.7F);
        painter.fillRect(QRectF(std::round(x), exposed.top(), 1.0, exposed.height()), colour);
    }
}

void TimelinePainter::paintPlayhead(QPainter& painter) const {
    const double x = std::round(geometry_.xOf(state_.playhead()));
    painter.fillRect(QRectF(x, 0.0, 1.0, geometry_.height()), theme::danger(palette_));
}

}  // namespace kinora

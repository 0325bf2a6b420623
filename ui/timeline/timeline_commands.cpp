#include "ui/timeline/timeline_commands.h"

#include <QCoreApplication>

#include <algorithm>
#include <cmath>
#include <optional>
#include <vector>

#include "core/project/edits/keyframe_edits.h"
#include "core/project/edits/marker_edits.h"
#include "ui/timeline/command_table.h"

namespace kinora {

namespace {

std::optional<TrackCommand> trackCommandOf(TimelineCommand command) {
    switch (command) {
        case TimelineCommand::addTrack: return TrackCommand::add;
        case TimelineCommand::removeTrack: return TrackCommand::remove;
        case TimelineCommand::moveTrackUp: return TrackCommand::moveUp;
        case TimelineCommand::moveTrackDown: return TrackCommand::moveDown;
        default: return std::nullopt;
    }
}

}  // namespace

TimelineCommands::TimelineCommands(TimelineState& state, QObject* parent)
    : QObject(parent), state_(state), clips_(state), generating_(state), tracks_(state) {}

std::span<const CommandEntry> TimelineCommands::table() {
    return commandTable();
}

QString TimelineCommands::text(TimelineCommand command) {
    const auto found = std::ranges::find(table(), command, &CommandEntry::command);
    return QCoreApplication::translate("kinora::TimelineCommands", found->text);
}

QList<QKeySequence> TimelineCommands::keys(TimelineCommand command) {
    const auto found = std::ranges::find(table(), command, &CommandEntry::command);
    return QKeySequence::listFromString(QString::fromLatin1(found->keys));
}

QList<QKeySequence> TimelineCommands::keysOf(TimelineCommand command) const {
    const auto own = ownKeys_.find(command);
    return own == ownKeys_.end() ? keys(command) : own->second;
}

QString TimelineCommands::tip(TimelineCommand command) const {
    const QString key = keysOf(command).value(0).toString(QKeySequence::NativeText);
    return key.isEmpty() ? text(command) : QStringLiteral("%1 (%2)").arg(text(command), key);
}

QString TimelineCommands::whyNot(TimelineCommand command) const {
    using enum TimelineCommand;
    const QString noClip = tr("Select a clip first");
    const auto current = find_clip(state_.project(), state_.current());
    const bool hasClip = current.has_value();
    switch (command) {
        case cut: case copy: case lift: case rippleDelete: case muteSound: case nudgeLeft: case nudgeRight:
        case nudgeSecondLeft: case nudgeSecondRight: case trackUp: case trackDown: case startEarlier: case startLater:
        case endEarlier: case endLater: case startToPlayhead: case endToPlayhead: case slipLeft: case slipRight: case takes:
        case rollLeft: case rollRight: case slideLeft: case slideRight:
            return hasClip ? QString() : noClip;
        case addTrack: case removeTrack: case moveTrackUp: case moveTrackDown:
            return tracks_.whyNot(*trackCommandOf(command), state_.currentTrack());
        case ungroup:
            return !hasClip ? noClip : clips_.isAnyGrouped() ? QString() : tr("The selected clips are in no group");
        case closeGap:
            return clips_.isGapAtPlayhead() ? QString() : tr("There is no gap under the playhead on this track");
        case group:
            return state_.selection().size() < 2 ? tr("Select at least two clips first") : QString();
        case paste:
            return state_.clipboard().items.empty() ? tr("Nothing was copied yet") : QString();
        case undo:
            return state_.document().undoStack()->canUndo() ? QString() : tr("There is nothing to undo");
        case redo:
            return state_.document().undoStack()->canRedo() ? QString() : tr("There is nothing to redo");
        case extendForwards: return generating_.whyNot(GenerationKind::extend);
        case extendBackwards: return generating_.whyNot(GenerationKind::extend, true);
        case fillGap: return generating_.whyNot(GenerationKind::fill);
        case regenerate: return generating_.whyNot(GenerationKind::regenerate);
        case loop: return generating_.whyNot(GenerationKind::loop);
        case blend: return generating_.whyNot(GenerationKind::blend);
        case restyle: return generating_.whyNot(GenerationKind::restyle);
        case remake: return generating_.whyNot(GenerationKind::clip);
        case segments: return state_.whyNoGeneration();
        case makeMissing: case giveUp:
            return !hasClip ? noClip : current->clip().generation.is_set() ? QString() : tr("Nothing of this clip waits to be made");
        case interpolate: return whyNotInterpolate();
        case relink:
            return !hasClip ? noClip : is_set(missingOfCurrent()) ? QString() : tr("No file of this clip is missing");
        case stopInterpolating:
            return state_.interpolationNotes().contains(state_.current()) ? QString() : tr("This clip is not being interpolated");
        default:
            return {};
    }
}

QString TimelineCommands::whyNotInterpolate() const {
    const auto current = find_clip(state_.project(), state_.current());
    if (!current) {
        return tr("Select a clip first");
    }
    const MediaUse* shown = current->clip().shown();
    if (shown == nullptr) {
        return tr("This clip is still being made");
    }
    const auto facts = media_facts(state_.project(), shown->media);
    return facts && facts->length ? QString() : tr("A still picture has no motion to interpolate");
}

MediaRef TimelineCommands::missingOfCurrent() const {
    const auto current = find_clip(state_.project(), state_.current());
    return current ? state_.missingOf(current->clip()) : MediaRef();
}

void TimelineCommands::run(TimelineCommand command) {
    if (const QString why = whyNot(command); !why.isEmpty()) {
        state_.refuse(why);
        return;
    }
    runModes(command) || runEdits(command) || runTrims(command) || runTracks(command) || runTransport(command) ||
        runSelection(command) || runMarkers(command) || runGenerating(command);
}

bool TimelineCommands::runModes(TimelineCommand command) {
    using enum TimelineCommand;
    switch (command) {
        case selectTool: state_.setTool(ToolKind::select); return true;
        case bladeTool: state_.setTool(ToolKind::blade); return true;
        case rippleTool: state_.setTool(ToolKind::rippleTrim); return true;
        case rollTool: state_.setTool(ToolKind::roll); return true;
        case slipTool: state_.setTool(ToolKind::slip); return true;
        case slideTool: state_.setTool(ToolKind::slide); return true;
        case normalMode: state_.setMode(EditMode::normal); return true;
        case overwriteMode: state_.setMode(EditMode::overwrite); return true;
        case insertMode: state_.setMode(EditMode::insert); return true;
        case snapping: state_.setSnaps(!state_.snaps()); return true;
        case follow: state_.setFollow(static_cast<FollowMode>((static_cast<int>(state_.follow()) + 1) % 3)); return true;
        case zoomIn: Q_EMIT zoomWanted(1.5); return true;
        case zoomOut: Q_EMIT zoomWanted(1.0 / 1.5); return true;
        case fit: Q_EMIT fitWanted(); return true;
        case undo: state_.document().undoStack()->undo(); return true;
        case redo: state_.document().undoStack()->redo(); return true;
        default: return false;
    }
}

bool TimelineCommands::runEdits(TimelineCommand command) {
    using enum TimelineCommand;
    switch (command) {
        case split: clips_.split(false); return true;
        case splitAll: clips_.split(true); return true;
        case cut: clips_.cut(); return true;
        case copy: clips_.copy(); return true;
        case paste: clips_.paste(); return true;
        case lift: clips_.remove(false); return true;
        case rippleDelete: clips_.remove(true); return true;
        case closeGap: clips_.closeGap(); return true;
        case group: clips_.group(true); return true;
        case ungroup: clips_.group(false); return true;
        case muteSound: clips_.toggleSound(); return true;
        default: return false;
    }
}

bool TimelineCommands::runTrims(TimelineCommand command) {
    using enum TimelineCommand;
    const auto second = std::max<std::int64_t>(std::llround(state_.project().frame_rate.per_second()), 1);
    switch (command) {
        case nudgeLeft: clips_.move(-1, 0); return true;
        case nudgeRight: clips_.move(1, 0); return true;
        case nudgeSecondLeft: clips_.move(-second, 0); return true;
        case nudgeSecondRight: clips_.move(second, 0); return true;
        case trackUp: clips_.move(0, 1); return true;
        case trackDown: clips_.move(0, -1); return true;
        case startEarlier: clips_.trim(true, -1); return true;
        case startLater: clips_.trim(true, 1); return true;
        case endEarlier: clips_.trim(false, -1); return true;
        case endLater: clips_.trim(false, 1); return true;
        case startToPlayhead: clips_.trimToPlayhead(true); return true;
        case endToPlayhead: clips_.trimToPlayhead(false); return true;
        case slipLeft: clips_.slip(1); return true;
        case slipRight: clips_.slip(-1); return true;
        case rollLeft: clips_.roll(-1); return true;
        case rollRight: clips_.roll(1); return true;
        case slideLeft: clips_.slide(-1); return true;
        case slideRight: clips_.slide(1); return true;
        default: return false;
    }
}

bool TimelineCommands::runTracks(TimelineCommand command) {
    const auto wanted = trackCommandOf(command);
    if (wanted) {
        tracks_.run(*wanted, state_.currentTrack());
    }
    return wanted.has_value();
}

bool TimelineCommands::runTransport(TimelineCommand command) {
    using enum TimelineCommand;
    const auto second = std::max<std::int64_t>(std::llround(state_.project().frame_rate.per_second()), 1);
    const std::int64_t playhead = state_.playhead();
    switch (command) {
        case frameLeft: state_.setPlayhead(playhead - 1); return true;
        case frameRight: state_.setPlayhead(playhead + 1); return true;
        case secondLeft: state_.setPlayhead(playhead - second); return true;
        case secondRight: state_.setPlayhead(playhead + second); return true;
        case toStart: state_.setPlayhead(0); return true;
        case toEnd: state_.setPlayhead(timeline_end(state_.project())); return true;
        case previousCut: state_.setPlayhead(clips_.cutBeside(false)); return true;
        case nextCut: state_.setPlayhead(clips_.cutBeside(true)); return true;
        case play: Q_EMIT playWanted(); return true;
        case shuttleBackward: Q_EMIT shuttleWanted(-1); return true;
        case stop: Q_EMIT shuttleWanted(0); return true;
        case shuttleForward: Q_EMIT shuttleWanted(1); return true;
        default: return false;
    }
}

bool TimelineCommands::runSelection(TimelineCommand command) {
    using enum TimelineCommand;
    switch (command) {
        case selectAll: clips_.selectAll(); return true;
        case nextClip: clips_.selectBeside(true); return true;
        case previousClip: clips_.selectBeside(false); return true;
        case clipAbove: clips_.selectOnTrackBeside(true); return true;
        case clipBelow: clips_.selectOnTrackBeside(false); return true;
        case alsoNextClip: clips_.selectBeside(true, true); return true;
        case alsoPreviousClip: clips_.selectBeside(false, true); return true;
        case alsoClipAbove: clips_.selectOnTrackBeside(true, true); return true;
        case alsoClipBelow: clips_.selectOnTrackBeside(false, true); return true;
        default: return false;
    }
}

bool TimelineCommands::runMarkers(TimelineCommand command) {
    using enum TimelineCommand;
    const std::int64_t playhead = state_.playhead();
    const auto& markers = *state_.project().timeline.markers;
    const auto here = std::ranges::find_if(markers, [&](const Shared<Marker>& marker) { return marker->start == playhead; });
    switch (command) {
        case marker: {
            if (here == markers.end()) {
                Marker added;
                added.start = playhead;
                added.colour = 0x4a9eff;
                state_.apply(tr("Add marker"), [&](const Project& before) { return add_marker(before, added); });
            }
            for (const Shared<Marker>& each : *state_.project().timeline.markers) {
                if (each->start == playhead) {
                    Q_EMIT markerEditWanted(each->id);
                    break;
                }
            }
            return true;
        }
        case removeMarker:
            if (here != markers.end()) {
                state_.apply(tr("Remove marker"), [id = (*here)->id](const Project& before) { return remove_marker(before, id); });
            } else {
                state_.refuse(tr("There is no marker at the playhead"));
            }
            return true;
        case previousMarker: case nextMarker: {
            std::int64_t to = playhead;
            for (const Shared<Marker>& each : markers) {
                if (command == nextMarker && each->start > playhead) {
                    to = each->start;
                    break;
                }
                to = command == previousMarker && each->start < playhead ? each->start : to;
            }
            state_.setPlayhead(to);
            return true;
        }
        case setIn:
            state_.apply(tr("Set in point"), [&](const Project& before) { return set_in_point(before, playhead); });
            return true;
        case setOut:
            state_.apply(tr("Set out point"), [&](const Project& before) { return set_out_point(before, playhead); });
            return true;
        case clearRange: state_.apply(tr("Clear in and out point"), clear_range_points); return true;
        default: return false;
    }
}

bool TimelineCommands::runGenerating(TimelineCommand command) {
    using enum TimelineCommand;
    switch (command) {
        case extendForwards: generating_.run(GenerationKind::extend); return true;
        case extendBackwards: generating_.run(GenerationKind::extend, true); return true;
        case fillGap: generating_.run(GenerationKind::fill); return true;
        case regenerate: generating_.run(GenerationKind::regenerate); return true;
        case loop: generating_.run(GenerationKind::loop); return true;
        case blend: generating_.run(GenerationKind::blend); return true;
        case restyle: generating_.run(GenerationKind::restyle); return true;
        case remake: generating_.run(GenerationKind::clip); return true;
        case segments: Q_EMIT segmentsWanted(targetTrack(), state_.playhead()); return true;
        case makeMissing: Q_EMIT makeMissingWanted(find_clip(state_.project(), state_.current())->clip().generation); return true;
        case giveUp: Q_EMIT giveUpWanted(find_clip(state_.project(), state_.current())->clip().generation); return true;
        case holdKeyframe: clips_.holdKeyframe(); return true;
        case interpolate: Q_EMIT interpolateWanted(state_.current()); return true;
        case stopInterpolating: Q_EMIT stopInterpolatingWanted(state_.current()); return true;
        case takes: Q_EMIT takesWanted(state_.current()); return true;
        case relink: Q_EMIT relinkWanted(missingOfCurrent()); return true;
        default: return false;
    }
}

}  // namespace kinora

// Everything that can be done in the timeline without a mouse, as a table of names and keys: the timeline's own keys, its menus,
// and the owner's actions are made of it.
#pragma once

#include <QKeySequence>
#include <QList>
#include <QObject>
#include <QString>

#include <cstdint>
#include <map>
#include <span>

#include "ui/timeline/clip_commands.h"
#include "ui/timeline/generating_commands.h"
#include "ui/timeline/timeline_state.h"
#include "ui/timeline/track_commands.h"

namespace kinora {

enum class TimelineCommand : std::uint8_t {
    selectTool, bladeTool, rippleTool, rollTool, slipTool, slideTool,
    normalMode, overwriteMode, insertMode, snapping, follow,
    split, splitAll, cut, copy, paste, lift, rippleDelete, closeGap, selectAll, group, ungroup, muteSound,
    nudgeLeft, nudgeRight, nudgeSecondLeft, nudgeSecondRight, trackUp, trackDown,
    addTrack, removeTrack, moveTrackUp, moveTrackDown,
    startEarlier, startLater, endEarlier, endLater, startToPlayhead, endToPlayhead, slipLeft, slipRight,
    rollLeft, rollRight, slideLeft, slideRight,
    frameLeft, frameRight, secondLeft, secondRight, previousCut, nextCut, toStart, toEnd,
    nextClip, previousClip, clipAbove, clipBelow, alsoNextClip, alsoPreviousClip, alsoClipAbove, alsoClipBelow,
    marker, removeMarker, previousMarker, nextMarker, setIn, setOut, clearRange,
    extendForwards, extendBackwards, fillGap, regenerate, loop, blend, restyle, segments, remake, makeMissing, giveUp, holdKeyframe,
    interpolate, stopInterpolating, takes, relink, play, shuttleBackward, stop, shuttleForward,
    zoomIn, zoomOut, fit, undo, redo,
};

struct CommandEntry {
    TimelineCommand command;
    const char* id;    // as the studio's table of actions has it
    const char* text;  // in the context "kinora::TimelineCommands"
    const char* keys;  // as QKeySequence reads them; several with "; "
    const char* premiereKeys = nullptr;  // in that key map; the same where there are none
};

class TimelineCommands : public QObject {
    Q_OBJECT

 public:
    explicit TimelineCommands(TimelineState& state, QObject* parent = nullptr);

    static std::span<const CommandEntry> table();
    static QString text(TimelineCommand command);
    static QList<QKeySequence> keys(TimelineCommand command);

    // The keys that it has now: those of the table until somebody gives it others.
    QList<QKeySequence> keysOf(TimelineCommand command) const;
    // "Restyle… (Shift+S)"
    QString tip(TimelineCommand command) const;
    void setKeys(TimelineCommand command, const QList<QKeySequence>& keys) { ownKeys_[command] = keys; }

    // Where new clips go: the current track, or the lowest that is not locked.
    TrackId targetTrack() const { return clips_.targetTrack(); }
    TrackCommands& tracks() { return tracks_; }

    // Why it cannot be done now; empty where it can.
    QString whyNot(TimelineCommand command) const;
    void run(TimelineCommand command);

 Q_SIGNALS:
    void markerEditWanted(kinora::MarkerId marker);
    void takesWanted(kinora::ClipId clip);
    // What somebody else does who knows the pictures and the queue.
    void playWanted();
    void shuttleWanted(int direction);  // 0 stops
    void segmentsWanted(kinora::TrackId track, qint64 start);
    void makeMissingWanted(kinora::GenerationId generation);
    void giveUpWanted(kinora::GenerationId generation);
    void interpolateWanted(kinora::ClipId clip);
    void stopInterpolatingWanted(kinora::ClipId clip);
    void relinkWanted(const kinora::MediaRef& media);
    // What the view does with its scale.
    void zoomWanted(double factor);
    void fitWanted();

 private:
    bool runModes(TimelineCommand command);
    bool runEdits(TimelineCommand command);
    bool runTrims(TimelineCommand command);
    bool runTransport(TimelineCommand command);
    bool runTracks(TimelineCommand command);
    bool runSelection(TimelineCommand command);
    bool runMarkers(TimelineCommand command);
    bool runGenerating(TimelineCommand command);
    QString whyNotInterpolate() const;
    MediaRef missingOfCurrent() const;  // not set where nothing is

    TimelineState& state_;
    std::map<TimelineCommand, QList<QKeySequence>> ownKeys_;
    ClipCommands clips_;
    GeneratingCommands generating_;
    TrackCommands tracks_;
};

}  // namespace kinora

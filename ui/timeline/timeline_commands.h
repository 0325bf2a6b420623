// Everything that can be done in the timeline without a mouse, as a table of names and keys: the timeline's own keys, its menus,
// and the owner's actions are made of it.
#pragma once

#include <QKeySequence>
#include <QList>
#include <QObject>
#include <QString>

#include <cstdint>
#include <span>

#include "ui/timeline/clip_commands.h"
#include "ui/timeline/generating_commands.h"
#include "ui/timeline/timeline_state.h"

namespace kinora {

enum class TimelineCommand : std::uint8_t {
    selectTool, bladeTool, rippleTool, rollTool, slipTool, slideTool,
    normalMode, overwriteMode, insertMode, snapping, follow,
    split, splitAll, cut, copy, paste, lift, rippleDelete, closeGap, selectAll, group, ungroup, muteSound,
    nudgeLeft, nudgeRight, nudgeSecondLeft, nudgeSecondRight, trackUp, trackDown,
    startEarlier, startLater, endEarlier, endLater, startToPlayhead, endToPlayhead, slipLeft, slipRight,
    frameLeft, frameRight, secondLeft, secondRight, previousCut, nextCut, toStart, toEnd,
    nextClip, previousClip, clipAbove, clipBelow,
    marker, removeMarker, previousMarker, nextMarker, setIn, setOut, clearRange,
    extendForwards, extendBackwards, fillGap, regenerate, loop, blend, restyle, holdKeyframe, takes,
    zoomIn, zoomOut, fit, undo, redo,
};

struct CommandEntry {
    TimelineCommand command;
    const char* text;  // in the context "kinora::TimelineCommands"
    const char* keys;  // as QKeySequence reads them; several with "; "
};

class TimelineCommands : public QObject {
    Q_OBJECT

 public:
    explicit TimelineCommands(TimelineState& state, QObject* parent = nullptr);

    static std::span<const CommandEntry> table();
    static QString text(TimelineCommand command);
    static QList<QKeySequence> keys(TimelineCommand command);

    // Why it cannot be done now; empty where it can.
    QString whyNot(TimelineCommand command) const;
    void run(TimelineCommand command);

 Q_SIGNALS:
    void markerEditWanted(kinora::MarkerId marker);
    void takesWanted(kinora::ClipId clip);
    // What the view does with its scale.
    void zoomWanted(double factor);
    void fitWanted();

 private:
    bool runModes(TimelineCommand command);
    bool runEdits(TimelineCommand command);
    bool runTrims(TimelineCommand command);
    bool runTransport(TimelineCommand command);
    bool runSelection(TimelineCommand command);
    bool runMarkers(TimelineCommand command);
    bool runGenerating(TimelineCommand command);

    TimelineState& state_;
    ClipCommands clips_;
    GeneratingCommands generating_;
};

}  // namespace kinora

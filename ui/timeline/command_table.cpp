#include "ui/timeline/command_table.h"

#include <QCoreApplication>

#include <array>

#include "ui/timeline/timeline_commands.h"

namespace kinora {

std::span<const CommandEntry> commandTable() {
    using enum TimelineCommand;
    static constexpr auto table = std::to_array<CommandEntry>({
        {selectTool, QT_TRANSLATE_NOOP("kinora::TimelineCommands", "Select tool"), "S; V"},
        {bladeTool, QT_TRANSLATE_NOOP("kinora::TimelineCommands", "Blade tool"), "B"},
        {rippleTool, QT_TRANSLATE_NOOP("kinora::TimelineCommands", "Ripple trim tool"), "R"},
        {rollTool, QT_TRANSLATE_NOOP("kinora::TimelineCommands", "Roll tool"), "T"},
        {slipTool, QT_TRANSLATE_NOOP("kinora::TimelineCommands", "Slip tool"), "Y"},
        {slideTool, QT_TRANSLATE_NOOP("kinora::TimelineCommands", "Slide tool"), "U"},
        {normalMode, QT_TRANSLATE_NOOP("kinora::TimelineCommands", "Only into free room"), "Alt+1"},
        {overwriteMode, QT_TRANSLATE_NOOP("kinora::TimelineCommands", "Overwrite"), "Alt+2"},
        {insertMode, QT_TRANSLATE_NOOP("kinora::TimelineCommands", "Insert"), "Alt+3"},
        {snapping, QT_TRANSLATE_NOOP("kinora::TimelineCommands", "Snapping"), "N"},
        {follow, QT_TRANSLATE_NOOP("kinora::TimelineCommands", "Change how the view follows the playhead"), "Shift+F"},
        {split, QT_TRANSLATE_NOOP("kinora::TimelineCommands", "Split at the playhead"), "Ctrl+B"},
        {splitAll, QT_TRANSLATE_NOOP("kinora::TimelineCommands", "Split all tracks at the playhead"), "Ctrl+Shift+B"},
        {cut, QT_TRANSLATE_NOOP("kinora::TimelineCommands", "Cut"), "Ctrl+X"},
        {copy, QT_TRANSLATE_NOOP("kinora::TimelineCommands", "Copy"), "Ctrl+C"},
        {paste, QT_TRANSLATE_NOOP("kinora::TimelineCommands", "Paste at the playhead"), "Ctrl+V"},
        {lift, QT_TRANSLATE_NOOP("kinora::TimelineCommands", "Delete, leave a gap"), "Del; Backspace"},
        {rippleDelete, QT_TRANSLATE_NOOP("kinora::TimelineCommands", "Delete and close the gap"), "Shift+Del; Shift+Backspace"},
        {closeGap, QT_TRANSLATE_NOOP("kinora::TimelineCommands", "Close the gap at the playhead"), "Alt+Del"},
        {selectAll, QT_TRANSLATE_NOOP("kinora::TimelineCommands", "Select all clips"), "Ctrl+A"},
        {group, QT_TRANSLATE_NOOP("kinora::TimelineCommands", "Group"), "Ctrl+G"},
        {ungroup, QT_TRANSLATE_NOOP("kinora::TimelineCommands", "Ungroup"), "Ctrl+Shift+G"},
        {muteSound, QT_TRANSLATE_NOOP("kinora::TimelineCommands", "Mute or unmute the clip's sound"), "Shift+M"},
        {nudgeLeft, QT_TRANSLATE_NOOP("kinora::TimelineCommands", "Move one frame to the left"), "Alt+Left"},
        {nudgeRight, QT_TRANSLATE_NOOP("kinora::TimelineCommands", "Move one frame to the right"), "Alt+Right"},
        {nudgeSecondLeft, QT_TRANSLATE_NOOP("kinora::TimelineCommands", "Move one second to the left"), "Alt+Shift+Left"},
        {nudgeSecondRight, QT_TRANSLATE_NOOP("kinora::TimelineCommands", "Move one second to the right"), "Alt+Shift+Right"},
        {trackUp, QT_TRANSLATE_NOOP("kinora::TimelineCommands", "Move to the track above"), "Alt+Up"},
        {trackDown, QT_TRANSLATE_NOOP("kinora::TimelineCommands", "Move to the track below"), "Alt+Down"},
        {startEarlier, QT_TRANSLATE_NOOP("kinora::TimelineCommands", "Begin one frame earlier"), "Ctrl+Shift+Left"},
        {startLater, QT_TRANSLATE_NOOP("kinora::TimelineCommands", "Begin one frame later"), "Ctrl+Shift+Right"},
        {endEarlier, QT_TRANSLATE_NOOP("kinora::TimelineCommands", "End one frame earlier"), "Ctrl+Left"},
        {endLater, QT_TRANSLATE_NOOP("kinora::TimelineCommands", "End one frame later"), "Ctrl+Right"},
        {startToPlayhead, QT_TRANSLATE_NOOP("kinora::TimelineCommands", "Trim the beginning to the playhead"), "["},
        {endToPlayhead, QT_TRANSLATE_NOOP("kinora::TimelineCommands", "Trim the end to the playhead"), "]"},
        {slipLeft, QT_TRANSLATE_NOOP("kinora::TimelineCommands", "Slip one frame to the left"), "Ctrl+Alt+Left"},
        {slipRight, QT_TRANSLATE_NOOP("kinora::TimelineCommands", "Slip one frame to the right"), "Ctrl+Alt+Right"},
        {frameLeft, QT_TRANSLATE_NOOP("kinora::TimelineCommands", "One frame back"), "Left"},
        {frameRight, QT_TRANSLATE_NOOP("kinora::TimelineCommands", "One frame on"), "Right"},
        {secondLeft, QT_TRANSLATE_NOOP("kinora::TimelineCommands", "One second back"), "Shift+Left"},
        {secondRight, QT_TRANSLATE_NOOP("kinora::TimelineCommands", "One second on"), "Shift+Right"},
        {previousCut, QT_TRANSLATE_NOOP("kinora::TimelineCommands", "Previous cut"), "Up"},
        {nextCut, QT_TRANSLATE_NOOP("kinora::TimelineCommands", "Next cut"), "Down"},
        {toStart, QT_TRANSLATE_NOOP("kinora::TimelineCommands", "To the beginning"), "Home"},
        {toEnd, QT_TRANSLATE_NOOP("kinora::TimelineCommands", "To the end"), "End"},
        {nextClip, QT_TRANSLATE_NOOP("kinora::TimelineCommands", "Next clip"), "Ctrl+Down"},
        {previousClip, QT_TRANSLATE_NOOP("kinora::TimelineCommands", "Previous clip"), "Ctrl+Up"},
        {clipAbove, QT_TRANSLATE_NOOP("kinora::TimelineCommands", "Clip on the track above"), "PgUp"},
        {clipBelow, QT_TRANSLATE_NOOP("kinora::TimelineCommands", "Clip on the track below"), "PgDown"},
        {marker, QT_TRANSLATE_NOOP("kinora::TimelineCommands", "Add or edit a marker at the playhead"), "M"},
        {removeMarker, QT_TRANSLATE_NOOP("kinora::TimelineCommands", "Remove the marker at the playhead"), "Alt+M"},
        {previousMarker, QT_TRANSLATE_NOOP("kinora::TimelineCommands", "Previous marker"), "<; Shift+<; Shift+,"},
        {nextMarker, QT_TRANSLATE_NOOP("kinora::TimelineCommands", "Next marker"), ">; Shift+>; Shift+."},
        {setIn, QT_TRANSLATE_NOOP("kinora::TimelineCommands", "Set in point"), "I"},
        {setOut, QT_TRANSLATE_NOOP("kinora::TimelineCommands", "Set out point"), "O"},
        {clearRange, QT_TRANSLATE_NOOP("kinora::TimelineCommands", "Clear in and out point"), "Alt+X"},
        {extendForwards, QT_TRANSLATE_NOOP("kinora::TimelineCommands", "Extend forwards…"), "E"},
        {extendBackwards, QT_TRANSLATE_NOOP("kinora::TimelineCommands", "Extend backwards…"), "Shift+E"},
        {fillGap, QT_TRANSLATE_NOOP("kinora::TimelineCommands", "Fill the gap…"), "G"},
        {regenerate, QT_TRANSLATE_NOOP("kinora::TimelineCommands", "Make the marked range again…"), "Shift+R"},
        {loop, QT_TRANSLATE_NOOP("kinora::TimelineCommands", "Loop: lead back to the beginning…"), "Shift+L"},
        {blend, QT_TRANSLATE_NOOP("kinora::TimelineCommands", "Blend into the next clip…"), "Shift+B"},
        {restyle, QT_TRANSLATE_NOOP("kinora::TimelineCommands", "Restyle…"), "Shift+S"},
        {holdKeyframe, QT_TRANSLATE_NOOP("kinora::TimelineCommands", "Hold this frame as a keyframe"), "Shift+K"},
        {takes, QT_TRANSLATE_NOOP("kinora::TimelineCommands", "Takes…"), "Shift+T"},
        {zoomIn, QT_TRANSLATE_NOOP("kinora::TimelineCommands", "Zoom in"), "+; =; Ctrl++"},
        {zoomOut, QT_TRANSLATE_NOOP("kinora::TimelineCommands", "Zoom out"), "-; Ctrl+-"},
        {fit, QT_TRANSLATE_NOOP("kinora::TimelineCommands", "Fit the whole timeline"), "0; Shift+Z"},
        {undo, QT_TRANSLATE_NOOP("kinora::TimelineCommands", "Undo"), "Ctrl+Z"},
        {redo, QT_TRANSLATE_NOOP("kinora::TimelineCommands", "Redo"), "Ctrl+Shift+Z; Ctrl+Y"},
    });
    return table;
}

}  // namespace kinora

// Edits of the selected clips, as keys and menus ask for them.
#pragma once

#include <cstdint>

#include "ui/timeline/timeline_state.h"

namespace kinora {

class ClipCommands {
 public:
    explicit ClipCommands(TimelineState& state) : state_(state) {}

    // The selected clips under the playhead, or what is under it where nothing is selected.
    void split(bool isOnAllTracks);
    void copy();
    void cut();
    void paste();
    void remove(bool isRipple);
    void closeGap();
    bool isGapAtPlayhead() const;  // between clips of the track that closeGap() is for
    bool isAnyGrouped() const;     // of the selected clips
    void group(bool isGrouped);
    void toggleSound();
    // Steps of the same kind in a row are one undo step until Document::endMerging().
    void move(std::int64_t frames, int tracks);
    void trim(bool isStart, std::int64_t frames);
    void trimToPlayhead(bool isStart);
    void slip(std::int64_t frames);
    // The cut behind the clip; the one before it where the playhead stands there, or where nothing touches the clip's end.
    void roll(std::int64_t frames);
    void slide(std::int64_t frames);
    // For the next generation: for its first frame, where that is taken for its last, and then between others.
    void holdKeyframe();

    void selectAll();
    // Where `adds`, what was selected stays selected.
    void selectBeside(bool isNext, bool adds = false);
    void selectOnTrackBeside(bool isAbove, bool adds = false);
    // The nearest cut before or behind the playhead; the playhead itself where there is none.
    std::int64_t cutBeside(bool isNext) const;

    // Where pasted clips go: the current track, or the lowest that is not locked.
    TrackId targetTrack() const;

 private:
    void choose(ClipId clip, bool adds);
    TrackId pasteTrack() const;
    void trimTo(bool isStart, std::int64_t frame, const QString& mergeKey);

    TimelineState& state_;
};

}  // namespace kinora

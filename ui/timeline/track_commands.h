// Making, removing and ordering tracks, as keys, menus and the tracks' headers ask for it.
#pragma once

#include <QString>

#include <cstdint>

#include "ui/timeline/timeline_state.h"

namespace kinora {

enum class TrackCommand : std::uint8_t { add, remove, moveUp, moveDown };

class TrackCommands {
 public:
    explicit TrackCommands(TimelineState& state) : state_(state) {}

    // A sentence; empty where it can be done to that track. Without a track, one can be added above all.
    QString whyNot(TrackCommand command, TrackId track) const;
    void run(TrackCommand command, TrackId track);

 private:
    void add(TrackId below);
    void move(TrackId track, int by);
    std::size_t indexOf(TrackId track) const;  // the number of tracks where there is no such track

    TimelineState& state_;
};

}  // namespace kinora

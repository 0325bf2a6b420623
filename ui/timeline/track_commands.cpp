#include "ui/timeline/track_commands.h"

#include <QCoreApplication>

#include <algorithm>

#include "core/project/edits/track_edits.h"

namespace kinora {

std::size_t TrackCommands::indexOf(TrackId track) const {
    const auto& tracks = state_.project().timeline.tracks;
    return static_cast<std::size_t>(std::ranges::find_if(tracks, [&](const Shared<Track>& each) { return each->id == track; }) - tracks.begin());
}

QString TrackCommands::whyNot(TrackCommand command, TrackId track) const {
    const std::size_t numTracks = state_.project().timeline.tracks.size();
    const std::size_t index = indexOf(track);
    if (command == TrackCommand::add) {
        return {};
    }
    if (index == numTracks) {
        return QCoreApplication::translate("kinora::TrackCommands", "Click a track or one of its clips first");
    }
    if (command == TrackCommand::moveUp && index + 1 == numTracks) {
        return QCoreApplication::translate("kinora::TrackCommands", "This is the topmost track");
    }
    if (command == TrackCommand::moveDown && index == 0) {
        return QCoreApplication::translate("kinora::TrackCommands", "This is the lowest track");
    }
    return {};
}

void TrackCommands::run(TrackCommand command, TrackId track) {
    if (const QString why = whyNot(command, track); !why.isEmpty()) {
        state_.refuse(why);
        return;
    }
    switch (command) {
        case TrackCommand::add:
            add(track);
            break;
        case TrackCommand::remove:
            state_.apply(QCoreApplication::translate("kinora::TrackCommands", "Remove track"),
                         [&](const Project& before) { return remove_track(before, track); });
            break;
        case TrackCommand::moveUp:
            move(track, 1);
            break;
        case TrackCommand::moveDown:
            move(track, -1);
            break;
    }
}

void TrackCommands::add(TrackId below) {
    const std::size_t numTracks = state_.project().timeline.tracks.size();
    const std::size_t index = std::min(indexOf(below) + 1, numTracks);
    state_.apply(QCoreApplication::translate("kinora::TrackCommands", "Add track"),
                 [&](const Project& before) { return add_track(before, index, ""); });
}

void TrackCommands::move(TrackId track, int by) {
    const std::size_t index = indexOf(track);
    state_.apply(QCoreApplication::translate("kinora::TrackCommands", "Move track"),
                 [&](const Project& before) { return move_track(before, track, by > 0 ? index + 1 : index - 1); });
}

}  // namespace kinora

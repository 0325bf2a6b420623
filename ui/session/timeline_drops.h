// Files that were dropped onto the timeline: brought into the project and laid onto the track one after the other, as one undo step.
#pragma once

#include <QObject>
#include <QStringList>

#include <functional>
#include <map>

#include "core/project/asset.h"
#include "core/project/edits/edit_mode.h"
#include "core/project/project.h"
#include "ui/language/saying.h"
#include "ui/session/media_import.h"

namespace kinora {

class TimelineState;

class TimelineDrops : public QObject {
    Q_OBJECT

 public:
    // `state` outlives this object.
    explicit TimelineDrops(TimelineState& state, QObject* parent = nullptr);

    // Without a track, the files go to one of their own. Numbered pictures become one clip, and so do those in a folder.
    void drop(const QStringList& files, qint64 frame, TrackId track);

 Q_SIGNALS:
    void failed(const kinora::Saying& message);
    void said(const kinora::Saying& message);

 private:
    struct Place {
        TrackId track;
        std::int64_t frame = 0;
    };

    void land(qint64 drop, const std::function<MediaRef(Project& project)>& media);

    TimelineState& state_;
    MediaImport import_;
    std::map<qint64, Place> places_;  // by drop: where its next file goes
    qint64 lastDrop_ = 0;
};

// Lays media of the project onto a track at `frame`, or behind everything on the track where that is not free in the normal mode. Adds a
// track where there is none. An empty timeline takes on a video's size and rate. `still` is the length of a picture, in frames.
Project landMedia(const Project& project, const MediaRef& media, TrackId track, std::int64_t frame, std::int64_t still, EditMode mode,
                  const Ripple& ripple);

}  // namespace kinora

// The timeline in the monitor: its playhead moves the picture, and while it plays the playhead follows. In and out point are the same in both.
// A change of the document is seen at once. Pictures and sound are made on a viewer's threads.
#pragma once

#include <QObject>

#include <cstdint>

namespace kinora {

class Document;
class Monitor;
class PlaybackController;
class TimelinePanel;

class TimelineMonitor : public QObject {
    Q_OBJECT

 public:
    // All outlive this object.
    TimelineMonitor(TimelinePanel& panel, Monitor& monitor, Document& document, QObject* parent = nullptr);

 private:
    // Brings the timeline to the monitor, if it is not there.
    void show();
    void reopen();
    void play();
    void showPlayhead(std::int64_t frame);
    void showRange();
    // What was marked in the monitor becomes the timeline's range, as one undo step.
    void takeRange();
    void finishOpening(bool isOpen);

    TimelinePanel& panel_;
    Monitor& monitor_;
    Document& document_;
    PlaybackController& playback_;
    bool isOutdated_ = true;   // the viewer has not seen the document's last change
    bool isFollowing_ = false;  // the monitor is told, and has nothing to tell
    bool isOpening_ = false;    // where the viewer's playhead goes meanwhile is nobody's wish
    bool playsWhenOpen_ = false;
};

}  // namespace kinora

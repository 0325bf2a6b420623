// Mixes what will be heard next, on a thread of its own. However long the clip is, no more than a second of it is held.
#pragma once

#include <QObject>
#include <QString>

#include <memory>
#include <stop_token>

#include "core/base/task_thread.h"
#include "ui/sound/sound_feed.h"
#include "ui/viewer/clip_sound.h"
#include "ui/viewer/decode_ahead.h"

namespace kinora {

class MixAhead : public QObject {
    Q_OBJECT

 public:
    explicit MixAhead(QObject* parent = nullptr);
    ~MixAhead() override;  // ends reading

    // Ends what was begun before. ready() follows when there is enough to begin with.
    std::shared_ptr<SoundFeed> start(const OpenSound& sound, const PlayPosition& position, const FrameRate& rate, float amplitude);
    void stop();

 Q_SIGNALS:
    // Of the feed that was started last. Without sound there is nothing to wait for, and the feed stays silent.
    void ready(bool isHeard);
    // A file whose sound is missing from the mix. One sentence.
    void unreadable(const QString& message);

 private:
    using Feed = std::shared_ptr<SoundFeed>;

    void mix(const Feed& feed, const OpenSound& sound, const PlayPosition& position, const FrameRate& rate, const std::stop_token& stop);
    void tell(const Feed& feed, bool isHeard);

    Feed feed_;               // the one that was started last
    std::stop_source ended_;  // of its mixing
    TaskThread thread_;       // the first to go, since its tasks refer to this
};

}  // namespace kinora

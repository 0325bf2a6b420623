// Makes the picture between two frames of a file, to be looked at before anything long starts. On a thread of its own; what was asked
// for last counts.
#pragma once

#include <QObject>
#include <QString>

#include <cstdint>
#include <filesystem>
#include <memory>
#include <stop_token>
#include <utility>

#include "core/base/image.h"
#include "core/base/task_thread.h"
#include "core/media/video_reader.h"
#include "ui/language/saying.h"
#include "ui/session/interpolation_engines.h"

namespace kinora {

struct BetweenPicture {
    qint64 frame = 0;  // of the file: the one before
    Image before;
    Image between;     // halfway; empty at a cut
    Image after;
    bool isCut = false;
    Saying problem;    // a sentence where there are no pictures
};

class BetweenPictures : public QObject {
    Q_OBJECT

 public:
    explicit BetweenPictures(QObject* parent = nullptr);
    ~BetweenPictures() override;  // gives up what is under way

    // arrived() follows unless something else is asked for before. `frame` is the first of the two.
    void ask(const std::filesystem::path& file, qint64 frame, const InterpolationEngine& engine);

 Q_SIGNALS:
    void arrived(const kinora::BetweenPicture& picture);

 private:
    // Of the thread: they stay open from one place to the next.
    struct Open {
        std::filesystem::path file;
        std::unique_ptr<VideoReader> reader;
        QString engineId;
        std::filesystem::path engineWeights;
        std::unique_ptr<FrameInterpolator> engine;
    };

    static BetweenPicture make(Open& open, qint64 frame, const std::stop_token& stop);

    std::shared_ptr<std::stop_source> wanted_;
    Open open_;
    std::unique_ptr<TaskThread> thread_;
};

}  // namespace kinora

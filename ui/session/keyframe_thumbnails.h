// Small pictures of keyframes, decoded on a thread of their own and remembered.
#pragma once

#include <QImage>
#include <QObject>

#include <map>
#include <memory>

#include "core/base/task_thread.h"
#include "core/project/generation.h"

namespace kinora {

class Document;

class KeyframeThumbnails : public QObject {
    Q_OBJECT

 public:
    // `document` outlives this object.
    explicit KeyframeThumbnails(Document& document, QObject* parent = nullptr);
    ~KeyframeThumbnails() override;

    // loaded() follows, at once for a picture that was decoded before; for media that cannot be read, only when it is asked for again, as
    // it is by itself where the project's assets change.
    void load(const Keyframe& keyframe);

 Q_SIGNALS:
    void loaded(kinora::KeyframeId keyframe, const QImage& thumbnail);

 private:
    struct Picture {
        MediaRef media;
        std::int64_t frame = 0;

        friend auto operator<=>(const Picture&, const Picture&) = default;
    };

    void loadAll();
    void tell(const Picture& picture);

    Document& document_;
    std::map<Picture, QImage> known_;  // of the open project; null while it is being decoded
    std::unique_ptr<TaskThread> thread_;
};

}  // namespace kinora

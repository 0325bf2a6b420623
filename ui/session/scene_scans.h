// Where clips are cut, and where motion alone will not do: looked for on a thread of this object's own, and kept with the project's media
// (core/render/saved_scenes.h).
//
// Lives on the GUI thread.
#pragma once

#include <QObject>

#include <map>
#include <memory>
#include <stop_token>

#include "core/base/task_thread.h"
#include "core/media/interpolation/scene_scan.h"
#include "core/render/clip_interpolation.h"

namespace kinora {

class Document;

class SceneScans : public QObject {
    Q_OBJECT

 public:
    // `document` outlives this object.
    explicit SceneScans(Document& document, QObject* parent = nullptr);
    ~SceneScans() override;  // gives up what is under way

    // Looks through what the clip shows; changed() tells what is found, and over() that all of it is known, soon where it was
    // looked through before, whenever that was. Gives up what was looked through.
    void scan(ClipId clip);
    void stop();

    const std::map<MediaRef, SceneScan>& found() const { return found_; }
    // What interpolated media has of what it was made of.
    void inherit(const MediaRef& made, const InterpolatedFile& file);

 Q_SIGNALS:
    void changed(const kinora::MediaRef& media);
    void over(const kinora::MediaRef& media, const QString& problem);

 private:
    struct Work;

    void loadAll();
    void showFound(const std::shared_ptr<Work>& work, const SceneScan& scan);

    Document& document_;
    std::map<MediaRef, SceneScan> found_;
    std::map<MediaRef, FrameRange> known_;  // in frames of the project, looked through to the end
    std::shared_ptr<Work> work_;
    std::unique_ptr<TaskThread> thread_;
};

}  // namespace kinora

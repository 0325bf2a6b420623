// Where clips are cut, and where motion alone will not do: looked for on a thread of this object's own, and kept with the project's media
// (core/render/saved_scenes.h).
//
// Lives on the GUI thread.
#pragma once

#include <QObject>

#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "core/base/task_thread.h"
#include "core/media/interpolation/scene_scan.h"
#include "core/render/clip_interpolation.h"
#include "ui/language/saying.h"

namespace kinora {

class Document;

// What was found where one clip shows its media.
struct ClipScenes {
    MediaRef media;
    SceneScan scan;  // of the frames that the clip shows, and no others
    bool countsDuplicates = true;  // of these frames alone; otherwise there may be fewer
};

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

    // All that is known of each media, wherever it was looked through.
    const std::map<MediaRef, SceneScan>& found() const { return found_; }
    // What is known of the clip that scan() was called for last; null before something is.
    const ClipScenes* ofClip() const { return ofClip_ ? &*ofClip_ : nullptr; }
    // What interpolated media has of what it was made of.
    void inherit(const MediaRef& made, const InterpolatedFile& file);

 Q_SIGNALS:
    void changed(const kinora::MediaRef& media);
    void over(const kinora::MediaRef& media, const kinora::Saying& problem);

 private:
    struct Work;
    // What was looked through to the end.
    struct Known {
        std::string hash;  // of the media's content, in the project
        std::vector<SceneScan> scans;
    };

    void loadAll();
    void look(const Project& project, const std::filesystem::path& mediaFolder, const std::shared_ptr<Work>& work, const FrameRange& frames);
    Known& knownOf(const MediaRef& media);
    void showFound(const std::shared_ptr<Work>& work, const SceneScan& scan, const FrameRange& frames, const std::vector<SceneScan>& known);

    Document& document_;
    std::map<MediaRef, SceneScan> found_;
    std::map<MediaRef, Known> known_;
    std::optional<ClipScenes> ofClip_;
    std::shared_ptr<Work> work_;
    int session_ = 0;  // counts the projects that were open
    std::unique_ptr<TaskThread> thread_;
};

}  // namespace kinora

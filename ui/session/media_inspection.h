// Looks at a project's media files, on a thread of its own: their first pictures, which of them are missing, and where those
// went.
#pragma once

#include <QImage>
#include <QObject>

#include <map>
#include <memory>
#include <vector>

#include "core/base/task_thread.h"
#include "core/project/edits/media_edits.h"
#include "core/project/project.h"

namespace kinora {

class Document;

class MediaInspection : public QObject {
    Q_OBJECT

 public:
    // `document` outlives this object.
    explicit MediaInspection(Document& document, QObject* parent = nullptr);
    ~MediaInspection() override;  // gives up what is under way

    // missingFound() follows.
    void lookForMissing();
    // thumbnailLoaded() follows, at once for one that is known; not for a file that cannot be read.
    void loadThumbnail(const MediaRef& media);
    // Reads the files of the media folder that the project does not know; strayFound() follows.
    void lookForStray();

 Q_SIGNALS:
    void missingFound(const std::vector<kinora::MediaRef>& missing);
    void thumbnailLoaded(const kinora::MediaRef& media, const QImage& thumbnail);
    // `present` are the project's files that are where they should be.
    void strayFound(const std::vector<std::string>& present, const std::vector<kinora::FoundFile>& stray);

 private:
    Document& document_;
    std::map<MediaRef, QImage> thumbnails_;
    std::unique_ptr<TaskThread> thread_;
};

}  // namespace kinora

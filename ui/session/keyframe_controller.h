// Between the keyframe panel and the document: what is dragged there is one undo step here, and files that are dropped become assets.
#pragma once

#include <QObject>
#include <QString>

#include <functional>
#include <map>

#include "core/project/project.h"
#include "ui/language/saying.h"
#include "ui/session/document.h"
#include "ui/session/keyframe_thumbnails.h"
#include "ui/session/media_import.h"

namespace kinora {

class AvailableModels;
class KeyframePanel;

class KeyframeController : public QObject {
    Q_OBJECT

 public:
    // All outlive this object.
    KeyframeController(KeyframePanel& panel, Document& document, const AvailableModels& models, QObject* parent = nullptr);

    // Files become assets and keyframes: one at that frame; several, in the order of their names, from there on to the end of the clip,
    // one for each latent frame.
    void importFiles(const QStringList& files, qint64 frame);
    // One file, at the frame that is to be held next.
    void importFile(const QString& file);

 Q_SIGNALS:
    // Why something was not done.
    void failed(const kinora::Saying& message);

 private:
    void connectPanel();
    void refreshClip();
    void refreshKeyframes();
    struct Place {
        std::int64_t frame = 0;
        std::int64_t end = 0;  // where what is next to it begins
        qint64 drop = 0;
    };

    GenerationSettings settings() const;
    qint64 addPlace(const Place& place);
    void add(qint64 place, const std::function<MediaRef(Project& project)>& media);
    void edit(const QString& text, const Document::Edit& edit, const QString& mergeKey = {});
    void attempt(const std::function<void()>& work);

    KeyframePanel& panel_;
    Document& document_;
    const AvailableModels& models_;
    MediaImport import_;
    KeyframeThumbnails thumbnails_;
    std::map<qint64, Place> places_;  // of what is being imported
    qint64 lastPlace_ = 0;
    qint64 lastDrop_ = 0;
};

}  // namespace kinora

// Between the keyframe panel and the document: what is dragged there is one undo step here, and files that are dropped become assets.
#pragma once

#include <QObject>
#include <QString>

#include "core/project/project.h"
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

    // Files become assets and keyframes at that frame.
    void importFiles(const QStringList& files, qint64 frame);

 Q_SIGNALS:
    // Why something was not done.
    void failed(const QString& message);

 private:
    void connectPanel();
    void refreshClip();
    void refreshKeyframes();
    void add(const Asset& asset, std::int64_t frame);
    void edit(const QString& text, const Document::Edit& edit, const QString& mergeKey = {});

    KeyframePanel& panel_;
    Document& document_;
    const AvailableModels& models_;
    MediaImport import_;
    KeyframeThumbnails thumbnails_;
};

}  // namespace kinora

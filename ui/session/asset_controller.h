// Joins the asset list with the document: imports, relinks, finds duplicates, puts media on the timeline.
#pragma once

#include <QObject>

#include <vector>

#include "core/project/edits/media_edits.h"
#include "ui/language/saying.h"
#include "ui/session/document.h"
#include "ui/session/media_import.h"
#include "ui/session/media_inspection.h"

namespace kinora {

class ActionRegistry;
class AssetsPanel;

class AssetController : public QObject {
    Q_OBJECT

 public:
    // All outlive this object.
    AssetController(AssetsPanel& panel, Document& document, ActionRegistry& actions, QObject* parent = nullptr);

    // Numbered pictures become one clip. What cannot be used ends in failed().
    void importFiles(const QStringList& files);
    // Selects the first of what is missing in the panel, where it can be relinked.
    void showMissing();
    // Asks where the file of that media is now.
    void askForLost(const MediaRef& media);

 Q_SIGNALS:
    // Which files of the project are not where they should be, as it was looked up last.
    void missingChanged(const std::vector<kinora::MediaRef>& missing);
    void failed(const kinora::Saying& message);
    void said(const kinora::Saying& message);

 private:
    void connectActions();
    void refresh();
    void show();
    void askForFiles();
    bool takeMissing(const std::vector<MediaRef>& missing);  // whether that changes anything
    void add(const Asset& asset, qint64 place);
    void sayThatItIsHere(const MediaRef& media);
    void relink(const MediaRef& media, const Asset& found);
    void takeStray(const std::vector<std::string>& present, const std::vector<FoundFile>& stray);
    void mergeDuplicates();
    void putOnTimeline(const std::vector<MediaRef>& media);
    void remove(const std::vector<MediaRef>& media);
    bool edit(const QString& text, const Document::Edit& edit);

    AssetsPanel& panel_;
    Document& document_;
    ActionRegistry& actions_;
    MediaImport import_;
    MediaInspection inspection_;
    std::vector<MediaRef> missing_;
    bool isNew_ = true;  // nobody was told yet what the project misses
    std::vector<MediaRef> relinked_;  // by the place that their import brings back
};

}  // namespace kinora

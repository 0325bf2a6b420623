// Brings files, numbered pictures and pictures of the clipboard into a project's media folder, on a thread of its own. The project does not know of them until an edit
// adds the asset.
#pragma once

#include <QImage>
#include <QObject>
#include <QStringList>

#include <filesystem>
#include <functional>
#include <memory>
#include <stop_token>
#include <string>
#include <vector>

#include "core/base/task_thread.h"
#include "core/project/project.h"
#include "ui/language/saying.h"

namespace kinora {

class Document;

// Copies a file into the media folder and describes it; a project that has the content gets its own asset back, and no copy. For
// threads that may wait. Counts the frames that can be read. Throws Error, Cancelled; no copy is left then.
Asset importFile(const std::filesystem::path& file, const std::filesystem::path& mediaFolder, const Project& project,
                 const std::stop_token& stop);

// The project's asset of that content; of two files that came together and are the same, the second is the first.
MediaRef addImported(Project& project, const Asset& asset);

class MediaImport : public QObject {
    Q_OBJECT

 public:
    // What is brought in, and how its bytes are written to a place.
    struct Source {
        QString name;  // of the file, with its ending; of a sequence, of its folder
        std::function<void(const std::filesystem::path& to, const std::stop_token& stop)> write;
        std::string pattern;  // of the pictures in the folder of a sequence; empty for a file
        std::filesystem::path given = {};  // the file, or the first picture, as the user knows it; empty for a picture of the clipboard
    };

    // `document` outlives this object.
    explicit MediaImport(Document& document, QObject* parent = nullptr);
    ~MediaImport() override;  // what is under way is given up

    // imported(), known() or failed() follows for each, in order, unless another project is open by then. `place` comes back as it is. Where
    // the project is saved under another name meanwhile, what was on its way comes into that folder, behind the others.
    void importFiles(const QStringList& files, qint64 place);
    // The same with numbered pictures as one clip, and folders as the pictures in them; see groupSequences().
    void importGrouped(const QStringList& files, qint64 place);
    // The numbered pictures that `picture` belongs to, as one clip.
    void importSequenceOf(const QString& picture, qint64 place);
    void importPicture(const QImage& picture, qint64 place);

 Q_SIGNALS:
    // The asset has an id where the project has the same content already.
    void imported(const kinora::Asset& asset, qint64 place);
    // The file is the project's own, as it is dragged out of the media panel: nothing was copied or read.
    void known(const kinora::MediaRef& media, qint64 place);
    void failed(const kinora::Saying& message);
    // After imported(), of a file that is damaged and can be used in part.
    void noticed(const kinora::Saying& message);

 private:
    // The project that was open when something was asked for.
    struct Target {
        std::shared_ptr<const Project> project;
        std::filesystem::path file;
        std::filesystem::path mediaFolder;
        int session = 0;
        qint64 place = 0;
    };

    Target target(qint64 place) const;
    // `find` is called on the thread.
    void run(qint64 place, std::function<std::vector<Source>()> find);
    // On the thread.
    void bring(const Source& source, const Target& to, const std::stop_token& stop);
    void arrive(const Source& source, const Target& to, const Asset& asset, const Saying& notice);
    void follow(const Source& source, const Target& from, const Asset& asset, const Saying& notice);
    // Gives the media whose own files these are, and returns the other files.
    QStringList giveOwn(const QStringList& files, qint64 place);
    void give(const MediaRef& media, const std::filesystem::path& file, qint64 place);

    Document& document_;
    int session_ = 0;  // counts the projects that were open
    std::unique_ptr<TaskThread> thread_;
};

}  // namespace kinora

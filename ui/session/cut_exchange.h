// The cut to and from other editing programs: as OpenTimelineIO files, and to them as Final Cut Pro's XML. Files are read and written on
// a thread of this object's own.
#pragma once

#include <QObject>
#include <QStringList>

#include <memory>
#include <optional>
#include <vector>

#include "core/base/task_thread.h"
#include "core/project/interchange/cut.h"
#include "ui/language/saying.h"

namespace kinora {

class Document;

class CutExchange : public QObject {
    Q_OBJECT

 public:
    // `document` outlives this object.
    explicit CutExchange(Document& document, QObject* parent = nullptr);
    ~CutExchange() override;

    // The file's ending says the format: ".xml" for Final Cut Pro's, OpenTimelineIO otherwise. exported() or failed() follows.
    void exportTo(const QString& file);
    // imported() or failed() follows. The media of the cut are brought into the project; the cut goes onto tracks of its own, in
    // one undo step.
    void importFrom(const QString& file);

 Q_SIGNALS:
    // `leftOut` are sentences about what the format, or the project, has no place for.
    void exported(const QString& file, const QStringList& leftOut);
    void imported(const QStringList& leftOut);
    void failed(const kinora::Saying& message);

 private:
    struct ReadCut;

    void add(const ReadCut& read, const QString& name);

    Document& document_;
    int session_ = 0;  // counts the projects that were open
    std::unique_ptr<TaskThread> thread_;
};

}  // namespace kinora

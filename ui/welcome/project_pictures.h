// A look into projects that are not open: whether their files are there, and what their first clip shows. Reads and decodes on a thread
// of its own.
#pragma once

#include <QImage>
#include <QObject>
#include <QStringList>

#include <memory>
#include <stop_token>

#include "core/base/task_thread.h"

namespace kinora {

class ProjectPictures : public QObject {
    Q_OBJECT

 public:
    explicit ProjectPictures(QObject* parent = nullptr);
    ~ProjectPictures() override;

    // looked() follows for each file, in order. What was asked for before and was not looked at yet is forgotten.
    void look(const QStringList& files);
    // The same for the sample that comes with the program, under an empty name; it need not be unpacked.
    void lookAtSample();
    // Nothing follows any more.
    void stop();

 Q_SIGNALS:
    // `problem` says why the project cannot be opened, where that is sure. The picture is null where there is none.
    void looked(const QString& file, const QString& problem, const QImage& picture);

 private:
    void post(const QString& file);

    std::stop_source stop_;
    std::unique_ptr<TaskThread> thread_;
};

}  // namespace kinora

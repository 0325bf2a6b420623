// Small pictures of jobs that are done: a frame of the take, decoded on a thread of its own.
#pragma once

#include <QImage>
#include <QObject>

#include <memory>
#include <set>

#include "core/base/task_thread.h"
#include "core/engine/job.h"

namespace kinora {

class JobPictures : public QObject {
    Q_OBJECT

 public:
    explicit JobPictures(QObject* parent = nullptr);
    ~JobPictures() override;

    // loaded() follows once; never where the take's file is not there any more or cannot be read.
    void load(const Job& job);

 Q_SIGNALS:
    void loaded(kinora::JobId job, const QImage& picture);

 private:
    std::set<JobId> asked_;
    std::unique_ptr<TaskThread> thread_;
};

}  // namespace kinora

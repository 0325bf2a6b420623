// Brings what finished jobs have made into the project that asked for it: a take in its media folder, and a clip on the timeline,
// in one undo step. Jobs that ended while another project was open, or before a crash, are found by their context when theirs is
// opened; and those that the queue does not know any more, or knows under the name that the project had then, by the files that they
// left in its media folder.
//
// What was undone can be done again: while there is something to redo, takes wait for the next edit. They also wait while another project is
// opened, for what becomes of that.
#pragma once

#include <QObject>

#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "core/base/task_thread.h"
#include "core/engine/job.h"
#include "core/project/project.h"
#include "ui/language/saying.h"

namespace kinora {

class AppSettings;
class Document;
class EngineBridge;

class TakeLanding : public QObject {
    Q_OBJECT

 public:
    // All outlive this object.
    TakeLanding(Document& document, EngineBridge& bridge, AppSettings& settings, QObject* parent = nullptr);
    ~TakeLanding() override;

 Q_SIGNALS:
    void landed(qint64 job, qint64 take);
    void failed(const kinora::Saying& message);

    // A take waits until something is edited or everything redone.
    void heldBack();

 private:
    // A take that is a file of the media folder, and not yet in the project.
    struct Arrival {
        Job job;
        Take take;
        std::filesystem::path mediaFolder;
    };

    void onFileChanged(bool isMoved);
    void landAll();
    void landForgotten();
    void land(const Job& job);
    void bringIn(const Job& job);
    void receive(const Arrival& arrival);
    bool belongsToStep(const Job& job) const;
    void receiveHeld();
    void finishLanding(const Arrival& arrival);
    qint64 lastJob() const;
    ClipId clipOf(const Job& job) const;

    Document& document_;
    EngineBridge& bridge_;
    AppSettings& settings_;
    std::filesystem::path file_;
    std::set<std::int64_t> underWay_;
    std::vector<Arrival> held_;
    std::map<std::string, ClipId> clips_;  // by context: of jobs that the queue may not know any more
    std::unique_ptr<TaskThread> thread_;
};

// Adds a take and a clip that shows it behind the last clip of the lowest track that can be changed. With `clip`, it becomes a
// version of that clip where it is long enough. A timeline whose rate is not fixed yet takes on the
// take's size and rate.
Project landTake(const Project& project, Take take, ClipId clip);

}  // namespace kinora

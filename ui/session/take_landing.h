// Brings what finished jobs have made into the project that asked for it: a take in its media folder, and a clip on the timeline,
// in one undo step. Jobs that ended while another project was open, or before a crash, are found by their context when theirs is
// opened.
#pragma once

#include <QObject>

#include <map>
#include <memory>
#include <set>
#include <string>

#include "core/base/task_thread.h"
#include "core/engine/job.h"
#include "core/project/project.h"

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
    void failed(const QString& message);

 private:
    void onFileChanged();
    void landAll();
    void land(const Job& job);
    void finishLanding(const Job& job, const Take& take, const std::filesystem::path& incoming);

    Document& document_;
    EngineBridge& bridge_;
    AppSettings& settings_;
    std::filesystem::path file_;
    std::shared_ptr<const Project> lastSnapshot_;
    std::set<std::int64_t> underWay_;
    std::map<std::string, ClipId> clips_;  // by context: further variations become versions of the first one's clip
    std::unique_ptr<TaskThread> thread_;
};

// Adds a take and a clip that shows it behind the last clip of the lowest track that can be changed. With `clip`, it becomes a
// version of that clip where it is long enough. An empty timeline takes on the take's size and rate.
Project landTake(const Project& project, Take take, ClipId clip);

}  // namespace kinora

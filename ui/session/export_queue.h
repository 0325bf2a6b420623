// Timelines on their way to files, one after the other, in the background. An export shows the project as it was when it was
// asked for. Entries are kept in a folder: what a crash or a quit interrupted is there again with the next start, stopped, and
// can be resumed, and goes on where it was (a GIF begins anew).
//
// Lives on the GUI thread.
#pragma once

#include <QObject>
#include <QString>

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <stop_token>
#include <vector>

#include "core/base/error_record.h"
#include "core/base/task_thread.h"
#include "core/render/export_job.h"
#include "ui/session/work_store.h"

namespace kinora {

enum class ExportState : std::uint8_t { waiting, running, done, stopped, failed };

struct ExportEntry {
    qint64 id = 0;
    std::filesystem::path project;  // the file whose media folder it is made from
    ExportSettings settings;
    ExportState state = ExportState::waiting;
    qint64 framesDone = 0;
    qint64 numFrames = 0;
    std::optional<double> secondsLeft;
    std::optional<ErrorRecord> problem;  // of a failed one
};

class ExportQueue : public QObject {
    Q_OBJECT

 public:
    // Entries are kept in `folder`, which is made when there is one.
    explicit ExportQueue(std::filesystem::path folder, QObject* parent = nullptr);
    ~ExportQueue() override;  // stops what runs

    const std::vector<ExportEntry>& entries() const { return entries_; }
    const ExportEntry* find(qint64 id) const;
    bool isRunning() const;

    // Returns the entry's number.
    qint64 add(std::shared_ptr<const Project> project, const std::filesystem::path& projectFile, const ExportSettings& settings);
    // The file is not there then, and one that was to be replaced is as it was. What is finished is kept beside it, hidden.
    void stop(qint64 id);
    // Puts one that was stopped or failed behind the others.
    void resume(qint64 id);
    // Of an entry that neither runs nor waits; its file stays, what was kept to go on with does not.
    void remove(qint64 id);

 Q_SIGNALS:
    void changed();
    void ended(qint64 id);

 private:
    struct Run;

    ExportEntry* entry(qint64 id);
    void readEntries();
    void writeEntries();
    void start(qint64 id);
    void finish(std::shared_ptr<Run> run, ExportState state, const std::optional<ErrorRecord>& problem);
    void showProgress(const std::shared_ptr<Run>& run, qint64 done, double secondsLeft);

    WorkStore store_;
    std::vector<ExportEntry> entries_;
    qint64 nextId_ = 1;
    std::vector<std::shared_ptr<Run>> runs_;  // those that wait or run
    std::unique_ptr<TaskThread> thread_;
};

}  // namespace kinora

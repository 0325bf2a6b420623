// From what the generate panel holds to a job in the queue. Pictures are decoded on a thread of this object's own; what is asked
// for is on the disk as soon as the queue shows it.
#pragma once

#include <QObject>

#include <cstdint>
#include <memory>
#include <optional>

#include "core/base/error_record.h"
#include "core/base/task_thread.h"
#include "core/engine/job_queue.h"
#include "ui/session/job_context.h"

namespace kinora {

class AppSettings;
class Document;
class EngineBridge;
class AvailableModels;
class StylePresets;

class GenerationController : public QObject {
    Q_OBJECT

 public:
    // All of them outlive this object.
    struct Session {
        Document& document;
        EngineBridge& bridge;
        const AvailableModels& models;
        const StylePresets& styles;
        const AppSettings& settings;
    };

    explicit GenerationController(Session session, QObject* parent = nullptr);
    ~GenerationController() override;

    // submitted() or refused() follows. Draws a new seed before, unless the panel's is locked; the panel shows it where there is nothing to
    // redo. Where models are still looked for and none that fits is known, delayed() comes first, and the generation as soon as they are
    // found, if the project is still open then.
    void generate(QueuePlace place);
    // The job that runs, if any.
    void cancelRunning();
    // The same, but what its newest step predicts becomes the take.
    void finishRunning();
    // Puts another seed into the panel. Draws with the same key, which is not empty, are one step for undo.
    void drawSeed(const QString& mergeKey = {});

    // The next generation goes on from a step of that job instead of from noise. The panel gets the job's keyframes and settings, of
    // which model, size and length have to stay. refused() where media of its keyframes are gone.
    void startBranch(const Job& job, int step);
    void cancelBranch();
    const std::optional<BranchPoint>& branch() const { return branch_; }

 Q_SIGNALS:
    void branchChanged();
    void delayed();
    void submitted(qint64 firstJob, int numJobs);
    void refused(const kinora::ErrorRecord& error);

 private:
    void submit(const std::shared_ptr<const Project>& project, const JobSpec& wantedJob, QueuePlace place);
    bool keepsToBranch(const ModelInfo& model, const GenerationSettings& settings) const;
    void setBranch(std::optional<BranchPoint> branch);
    void waitUntilStored(JobId job, std::uint64_t numProblemsBefore);

    Session session_;
    std::optional<QueuePlace> waiting_;  // of a generation that waits for the models
    std::optional<JobId> unstored_;      // was submitted, and is not in the queue yet
    std::optional<BranchPoint> branch_;
    std::string branchModel_;
    GenerationSettings branchSettings_;  // of the job that is branched from
    std::unique_ptr<TaskThread> thread_;
};

}  // namespace kinora

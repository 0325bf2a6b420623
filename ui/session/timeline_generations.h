// Generations of the timeline: from what is asked for to jobs in the queue, part after part as the takes of earlier parts arrive, until
// all are there. The start and what it has made are one undo step; undoing it cancels what is still being made. Pictures are decoded on a
// thread of this object's own.
#pragma once

#include <QObject>
#include <QString>

#include <map>
#include <memory>
#include <set>
#include <vector>

#include "core/base/task_thread.h"
#include "core/engine/job_list.h"
#include "core/project/change.h"
#include "ui/language/saying.h"
#include "ui/timeline/generation_ask.h"

namespace kinora {

class AppSettings;
class AvailableModels;
class Document;
class EngineBridge;
class StylePresets;
class TakeLanding;

class TimelineGenerations : public QObject {
    Q_OBJECT

 public:
    // All outlive this object.
    struct Session {
        Document& document;
        EngineBridge& bridge;
        const AvailableModels& models;
        const StylePresets& styles;
        const AppSettings& settings;
        TakeLanding& landing;
    };

    explicit TimelineGenerations(const Session& session, QObject* parent = nullptr);
    ~TimelineGenerations() override;

    // As many takes as the generate panel says, with a new seed unless the panel's is locked. Throws EditError.
    void start(const QString& text, const GenerationAsk& ask, GenerationWish wish);
    // Queues what is neither made nor in the queue: after a job failed or was cancelled, or its file was lost.
    void makeMissing(GenerationId generation);
    // What is not made yet will not be. Throws EditError.
    void giveUp(GenerationId generation);

    // How far the clips that wait are, in words: "Waiting · number 2 in line".
    std::map<ClipId, QString> notes() const;

 Q_SIGNALS:
    void failed(const kinora::Saying& message);
    void notesChanged();

 private:
    struct Submission {
        GenerationId generation;
        std::string token;  // of that generation
        QString project;
        std::size_t part = 0;
        int count = 0;
        std::uint64_t seed = 0;  // of the first; the others follow
        JobId first;             // 0 until the queue has it

        bool isOf(const Generation& other, std::size_t otherPart) const {
            return generation == other.id && token == other.token && part == otherPart;
        }
    };

    struct Place {
        JobId job;
        QString project;
        std::string token;  // of the generation
        std::size_t part = 0;
    };

    void onChanged(const Change& change);
    void followUndo(const Change& change);
    void goOn();
    JobId newestJob() const;
    std::uint64_t nextSeed(const Generation& generation, std::size_t part) const;
    void submit(const Generation& generation, std::size_t part, int count, const ModelInfo& model);
    void onSubmitted(std::int64_t submission, JobId first, const Saying& problem);
    bool isUnderWay(const Job& job) const;
    int numUnderWay(const Generation& generation, std::size_t part) const;
    bool isOpen(const QString& project, JobId job) const;
    // Jobs of this project's generation, in any state.
    std::vector<std::pair<std::shared_ptr<const Job>, std::size_t>> jobsOf(const Generation& generation) const;
    void learnPlaces() const;
    void cancelJobs(const Generation& generation);
    void cancelLeft();
    void stop(JobId job);
    void onEnded(const Job& job);

    Session session_;
    std::map<std::int64_t, Submission> submissions_;  // that the queue does not show yet
    std::int64_t lastSubmission_ = 0;
    mutable std::multimap<GenerationId, Place> places_;  // where the contexts of jobs say that their takes belong
    mutable JobList learnt_;                             // those whose contexts were looked at
    mutable std::set<JobId> landed_;                     // as far as that was looked for
    std::set<JobId> stopping_;              // were asked to
    std::shared_ptr<const Project> seen_;   // the project before the change that is told
    bool isOtherProject_ = false;           // opened, and not yet told by the document
    std::set<GenerationId> undone_;         // in this session
    std::map<GenerationId, JobId> firstJobs_;  // of what begins anew: the last one that was there before
    std::unique_ptr<TaskThread> thread_;
};

}  // namespace kinora

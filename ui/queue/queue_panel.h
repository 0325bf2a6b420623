// The queue: a card for each job, and everything that can be done with it.
#pragma once

#include <QWidget>

#include <functional>
#include <set>
#include <vector>

#include "core/engine/job_list.h"
#include "ui/session/error_text.h"

class QLabel;
class QListView;
class QScrollArea;

namespace kinora {

class ActionRegistry;
class EngineBridge;
class ProblemRow;
class QueueModel;

class QueuePanel : public QWidget {
    Q_OBJECT

 public:
    // Both outlive the panel.
    QueuePanel(EngineBridge& bridge, ActionRegistry& actions, QWidget* parent = nullptr);

    QListView* list() const { return list_; }
    // Puts a list of work that is none of the engine's above the jobs, where much of it scrolls. It is hidden while it is empty.
    void addOtherWork(QWidget* work);

 Q_SIGNALS:
    // A fix that is not the queue's own.
    void fixWanted(kinora::Fix fix);
    // The job to look at; 0 where none is selected.
    void jobSelected(qint64 job);

 protected:
    void changeEvent(QEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;

 private:
    void build();
    void connectActions();
    void retranslate();
    void refresh();
    void fitOtherWork();
    void showProblem();
    std::vector<JobList::JobPointer> selectedJobs() const;
    std::set<JobId> selectedIds() const;
    void onEach(const QString& action, const std::function<void(const Job&)>& work);
    void editCurrent();
    void askForVariations();
    void fix(const Job& job);
    void fix(const Job& job, Fix wanted);
    void showMenu(const QPoint& place);

    EngineBridge& bridge_;
    ActionRegistry& actions_;
    JobId selected_;
    JobList jobs_;  // that the actions fit
    QueueModel* model_;
    QListView* list_;
    QLabel* empty_;
    ProblemRow* problem_;  // of the selected job, whose card has room for the beginning of a sentence
    QWidget* otherWork_ = nullptr;
    QScrollArea* otherWorkArea_ = nullptr;
};

}  // namespace kinora

// The engine's queue as rows: what runs and waits in order, then what is over, the newest first.
#pragma once

#include <QAbstractListModel>
#include <QHash>
#include <QPixmap>

#include <map>
#include <memory>
#include <set>
#include <vector>

#include "core/engine/engine.h"

namespace kinora {

class EngineBridge;
class JobPictures;

class QueueModel : public QAbstractListModel {
    Q_OBJECT

 public:
    enum Role { statusRole = Qt::UserRole + 1, progressRole, thumbnailRole, stateRole, fixRole, idRole };

    explicit QueueModel(EngineBridge& bridge, QObject* parent = nullptr);

    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    Qt::ItemFlags flags(const QModelIndex& index) const override;
    Qt::DropActions supportedDropActions() const override { return Qt::MoveAction; }
    QStringList mimeTypes() const override;
    QMimeData* mimeData(const QModelIndexList& indexes) const override;
    bool dropMimeData(const QMimeData* data, Qt::DropAction action, int row, int column, const QModelIndex& parent) override;

    JobQueue::JobPointer job(const QModelIndex& index) const;
    JobQueue::JobPointer job(int row) const;
    int rowOf(JobId id) const;  // -1 where it is not there

    // Moves jobs that are not over by one place, and past none of each other.
    void moveOn(const std::set<JobId>& ids, bool isUp);

 private:
    void update(const EngineSnapshot& snapshot);
    void sayChanged(int first, int last);
    void arrange(const std::vector<JobQueue::JobPointer>& rows);
    void removeOthers(const std::map<JobId, int>& wanted, int first, int end);
    void reorder(const std::vector<JobQueue::JobPointer>& rows, const std::map<JobId, int>& places);
    QString accessibleText(const Job& job) const;
    QString toolTip(const Job& job, bool isShown) const;
    QVariant thumbnail(const Job& job) const;
    void rememberThumbnail(const EngineSnapshot& snapshot);

    EngineBridge& bridge_;
    std::shared_ptr<const EngineSnapshot> snapshot_;
    std::vector<JobQueue::JobPointer> rows_;
    QHash<qint64, QPixmap> thumbnails_;
    JobPictures* pictures_;  // of jobs that made no preview in this run of the program
    const VideoFrames* lastPreview_ = nullptr;  // for telling whether there is another one; never followed
};

}  // namespace kinora

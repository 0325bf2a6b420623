#include "ui/queue/queue_model.h"

#include <QIODevice>
#include <QMimeData>

#include <algorithm>
#include <iterator>
#include <optional>

#include "ui/queue/job_text.h"
#include "ui/session/engine_bridge.h"
#include "ui/session/error_text.h"

namespace kinora {

namespace {

const QString jobMimeType = QStringLiteral("application/x-kinora-job");

std::vector<JobQueue::JobPointer> rowsOf(const EngineSnapshot& snapshot) {
    std::vector<JobQueue::JobPointer> rows;
    std::vector<JobQueue::JobPointer> over;
    for (const JobQueue::JobPointer& job : snapshot.jobs) {
        (is_finished(job->state) ? over : rows).push_back(job);
    }
    std::ranges::stable_sort(over, [](const auto& a, const auto& b) { return a->ended_ms > b->ended_ms; });
    rows.insert(rows.end(), over.begin(), over.end());
    return rows;
}

QPixmap pixmapOf(const Image& image) {
    const QImage view(image.row(0), image.width(), image.height(), image.width() * 3, QImage::Format_RGB888);
    return QPixmap::fromImage(view.copy());
}

}  // namespace

QueueModel::QueueModel(EngineBridge& bridge, QObject* parent)
    : QAbstractListModel(parent), bridge_(bridge), snapshot_(bridge.snapshot()), rows_(rowsOf(*snapshot_)) {
    connect(&bridge_, &EngineBridge::changed, this, &QueueModel::update);
}

int QueueModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(rows_.size());
}

JobQueue::JobPointer QueueModel::job(int row) const {
    return row >= 0 && row < rowCount() ? rows_[static_cast<std::size_t>(row)] : nullptr;
}

JobQueue::JobPointer QueueModel::job(const QModelIndex& index) const {
    return index.isValid() ? job(index.row()) : nullptr;
}

int QueueModel::rowOf(JobId id) const {
    const auto found = std::ranges::find_if(rows_, [&](const auto& row) { return row->id == id; });
    return found == rows_.end() ? -1 : static_cast<int>(found - rows_.begin());
}

QString QueueModel::accessibleText(const Job& job) const {
    const QString text = tr("%1: %2").arg(job_text::title(job), job_text::status(job, *snapshot_));
    const QString fix = job.error ? describe(*job.error).fixText : QString();
    return fix.isEmpty() ? text : tr("%1. With the Return key: %2").arg(text, fix);
}

QVariant QueueModel::data(const QModelIndex& index, int role) const {
    const JobQueue::JobPointer row = job(index);
    if (!row) {
        return {};
    }
    const bool isShown = row->state == JobState::running && snapshot_->progress && snapshot_->progress->job == row->id;
    switch (role) {
        case Qt::DisplayRole:
            return job_text::title(*row);
        case Qt::ToolTipRole:
            return row->error ? QString::fromStdString(row->error->message) : job_text::title(*row);
        case Qt::AccessibleTextRole:
            return accessibleText(*row);
        case statusRole:
            return job_text::status(*row, *snapshot_);
        case progressRole: {
            const auto share = isShown ? job_text::progress(*snapshot_->progress) : std::nullopt;
            return share ? QVariant(*share) : QVariant();
        }
        case thumbnailRole:
            return thumbnails_.value(row->id.value);
        case stateRole:
            return static_cast<int>(row->state);
        case fixRole:
            return row->error ? describe(*row->error).fixText : QString();
        case idRole:
            return QVariant::fromValue<qint64>(row->id.value);
        default:
            return {};
    }
}

Qt::ItemFlags QueueModel::flags(const QModelIndex& index) const {
    const JobQueue::JobPointer row = job(index);
    if (!row) {
        return Qt::ItemIsDropEnabled;
    }
    const Qt::ItemFlags flags = Qt::ItemIsEnabled | Qt::ItemIsSelectable;
    return is_finished(row->state) ? flags : flags | Qt::ItemIsDragEnabled;
}

QStringList QueueModel::mimeTypes() const {
    return {jobMimeType};
}

QMimeData* QueueModel::mimeData(const QModelIndexList& indexes) const {
    auto* data = new QMimeData;
    if (const JobQueue::JobPointer row = indexes.isEmpty() ? nullptr : job(indexes.front())) {
        data->setData(jobMimeType, QByteArray::number(static_cast<qint64>(row->id.value)));
    }
    return data;
}

bool QueueModel::dropMimeData(const QMimeData* data, Qt::DropAction, int row, int, const QModelIndex& parent) {
    const JobId id = {data->data(jobMimeType).toLongLong()};
    const int place = row >= 0 ? row : parent.isValid() ? parent.row() : rowCount();
    const JobQueue::JobPointer before = job(place);
    if (rowOf(id) < 0 || (before && before->id == id)) {
        return false;
    }
    bridge_.engine().move(id, before && !is_finished(before->state) ? std::optional(before->id) : std::nullopt);
    return false;  // the engine tells the new order; the view must not remove the row itself
}

void QueueModel::moveOn(const std::set<JobId>& ids, bool isUp) {
    std::vector<JobId> order;
    for (const JobQueue::JobPointer& row : rows_) {
        if (!is_finished(row->state)) {
            order.push_back(row->id);
        }
    }
    const auto step = [&](auto first, auto last) {
        for (auto place = first; place != last; ++place) {
            if (place != first && ids.contains(*place) && !ids.contains(*std::prev(place))) {
                std::iter_swap(place, std::prev(place));
            }
        }
    };
    isUp ? step(order.begin(), order.end()) : step(order.rbegin(), order.rend());
    // Each before the one that follows it then, whose place is right already.
    for (std::size_t i = order.size(); i-- > 0;) {
        if (ids.contains(order[i])) {
            bridge_.engine().move(order[i], i + 1 < order.size() ? std::optional(order[i + 1]) : std::nullopt);
        }
    }
}

void QueueModel::rememberThumbnail(const EngineSnapshot& snapshot) {
    if (!snapshot.progress || snapshot.progress->steps.empty()) {
        return;
    }
    const auto& steps = snapshot.progress->steps;
    const auto last = std::find_if(steps.rbegin(), steps.rend(), [](const StepRecord& step) { return step.preview != nullptr; });
    if (last == steps.rend() || last->preview.get() == lastPreview_ || last->preview->images.empty()) {
        return;
    }
    lastPreview_ = last->preview.get();
    thumbnails_.insert(snapshot.progress->job.value, pixmapOf(last->preview->images[last->preview->images.size() / 2]));
}

void QueueModel::update(const EngineSnapshot& snapshot) {
    rememberThumbnail(snapshot);
    std::vector<JobQueue::JobPointer> rows = rowsOf(snapshot);
    const auto haveSameId = [](const auto& a, const auto& b) { return a->id == b->id; };
    snapshot_ = std::make_shared<const EngineSnapshot>(snapshot);
    if (std::ranges::equal(rows, rows_, haveSameId)) {
        rows_ = std::move(rows);
        if (!rows_.empty()) {
            Q_EMIT dataChanged(index(0), index(rowCount() - 1));
        }
        return;
    }
    // Rows that go, then one after the other to its place, so that views keep their selection.
    for (int row = rowCount() - 1; row >= 0; --row) {
        if (std::ranges::none_of(rows, [&](const auto& job) { return job->id == rows_[static_cast<std::size_t>(row)]->id; })) {
            beginRemoveRows({}, row, row);
            rows_.erase(rows_.begin() + row);
            endRemoveRows();
        }
    }
    for (int row = 0; row < static_cast<int>(rows.size()); ++row) {
        const JobQueue::JobPointer& wanted = rows[static_cast<std::size_t>(row)];
        const int present = rowOf(wanted->id);
        if (present < 0) {
            beginInsertRows({}, row, row);
            rows_.insert(rows_.begin() + row, wanted);
            endInsertRows();
        } else if (present != row) {
            beginMoveRows({}, present, present, {}, row);
            rows_.erase(rows_.begin() + present);
            rows_.insert(rows_.begin() + row, wanted);
            endMoveRows();
        }
    }
    rows_ = std::move(rows);
    if (!rows_.empty()) {
        Q_EMIT dataChanged(index(0), index(rowCount() - 1));
    }
}

}  // namespace kinora

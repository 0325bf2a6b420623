#include "ui/queue/queue_model.h"

#include <QIODevice>
#include <QMimeData>

#include <algorithm>
#include <iterator>
#include <map>
#include <optional>
#include <utility>

#include "ui/queue/job_pictures.h"
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
    : QAbstractListModel(parent), bridge_(bridge), snapshot_(bridge.snapshot()), rows_(rowsOf(*snapshot_)), pictures_(new JobPictures(this)) {
    connect(&bridge_, &EngineBridge::changed, this, &QueueModel::update);
    connect(pictures_, &JobPictures::loaded, this, [this](JobId job, const QImage& picture) {
        thumbnails_.insert(job.value, QPixmap::fromImage(picture));
        const int row = rowOf(job);
        sayChanged(row, row);
    });
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
    const QString fix = job.error ? job_text::problem(job).fixText : QString();
    return fix.isEmpty() ? text : tr("%1. With the Return key: %2").arg(text, fix);
}

QString QueueModel::toolTip(const Job& job, bool isShown) const {
    if (job.error) {
        const ErrorText problem = job_text::problem(job);
        return problem.hint.isEmpty() ? problem.sentence : problem.sentence + QLatin1Char('\n') + problem.hint;
    }
    QStringList lines = {job_text::title(job)};
    return (isShown ? lines + job_text::notices(*snapshot_->progress) : lines).join(QLatin1Char('\n'));
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
            return toolTip(*row, isShown);
        case Qt::AccessibleTextRole:
            return accessibleText(*row);
        case statusRole:  // the seed tells variations of one prompt apart
            return job_text::status(*row, *snapshot_) + QStringLiteral(" · ") + tr("seed %1").arg(row->recipe.settings.seed);
        case progressRole: {
            const auto share = isShown ? job_text::progress(*snapshot_->progress) : std::nullopt;
            return share ? QVariant(*share) : QVariant();
        }
        case thumbnailRole:
            return thumbnail(*row);
        case stateRole:
            return static_cast<int>(row->state);
        case fixRole:
            return row->error ? job_text::problem(*row).fixText : QString();
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
    QList<QModelIndex> inOrder = indexes;
    std::sort(inOrder.begin(), inOrder.end());
    QByteArrayList ids;
    for (const QModelIndex& index : inOrder) {
        if (const JobQueue::JobPointer row = job(index)) {
            ids.append(QByteArray::number(static_cast<qint64>(row->id.value)));
        }
    }
    auto* data = new QMimeData;
    data->setData(jobMimeType, ids.join(' '));
    return data;
}

bool QueueModel::dropMimeData(const QMimeData* data, Qt::DropAction, int row, int, const QModelIndex& parent) {
    std::vector<JobId> moved;
    for (const QByteArray& text : data->data(jobMimeType).split(' ')) {
        if (const JobId id = {text.toLongLong()}; rowOf(id) >= 0) {
            moved.push_back(id);
        }
    }
    // They come before the first job from there on that does not move itself.
    int place = row >= 0 ? row : parent.isValid() ? parent.row() : rowCount();
    while (job(place) && std::ranges::count(moved, job(place)->id) > 0) {
        ++place;
    }
    const JobQueue::JobPointer before = job(place);
    for (const JobId id : moved) {
        bridge_.engine().move(id, before && !is_finished(before->state) ? std::optional(before->id) : std::nullopt);
    }
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

QVariant QueueModel::thumbnail(const Job& job) const {
    const auto known = thumbnails_.find(job.id.value);
    if (known == thumbnails_.end() && job.state == JobState::done) {
        pictures_->load(job);
    }
    return known == thumbnails_.end() ? QPixmap() : *known;
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
    const std::shared_ptr<const EngineSnapshot> before = std::exchange(snapshot_, std::make_shared<const EngineSnapshot>(snapshot));
    if (before->jobs == snapshot.jobs) {
        const JobQueue::JobPointer& running = snapshot.jobs.running();
        if (before->is_halted != snapshot.is_halted) {
            sayChanged(0, rowCount() - 1);
        } else if (running) {
            const int row = rowOf(running->id);
            sayChanged(row, row);
        }
        return;
    }
    std::vector<JobQueue::JobPointer> rows = rowsOf(snapshot);
    arrange(rows);
    rows_ = std::move(rows);
    sayChanged(0, rowCount() - 1);  // places in the line
}

void QueueModel::sayChanged(int first, int last) {
    if (first >= 0 && last >= first) {
        Q_EMIT dataChanged(index(first), index(last));
    }
}

// Rows go, come and change places so that views keep their selection; what is the same at both ends stays out of it.
void QueueModel::arrange(const std::vector<JobQueue::JobPointer>& rows) {
    const auto haveSameId = [](const auto& a, const auto& b) { return a->id == b->id; };
    const auto first = std::ranges::mismatch(rows_, rows, haveSameId).in1 - rows_.begin();
    std::ptrdiff_t end = std::ssize(rows);
    std::ptrdiff_t oldEnd = std::ssize(rows_);
    while (end > first && oldEnd > first && haveSameId(rows_[static_cast<std::size_t>(oldEnd - 1)], rows[static_cast<std::size_t>(end - 1)])) {
        --end;
        --oldEnd;
    }
    std::map<JobId, int> places;
    for (auto row = first; row < end; ++row) {
        places.emplace(rows[static_cast<std::size_t>(row)]->id, static_cast<int>(row));
    }
    removeOthers(places, static_cast<int>(first), static_cast<int>(oldEnd));
    std::set<JobId> present;
    for (const JobQueue::JobPointer& job : rows_) {
        present.insert(job->id);
    }
    std::vector<JobQueue::JobPointer> added;
    std::copy_if(rows.begin() + first, rows.begin() + end, std::back_inserter(added),
                 [&](const JobQueue::JobPointer& job) { return !present.contains(job->id); });
    if (!added.empty()) {
        const auto place = end - std::ssize(added);  // behind those that stay
        beginInsertRows({}, static_cast<int>(place), static_cast<int>(end) - 1);
        rows_.insert(rows_.begin() + place, added.begin(), added.end());
        endInsertRows();
    }
    if (!std::ranges::equal(rows, rows_, haveSameId)) {
        reorder(rows, places);
    }
}

void QueueModel::removeOthers(const std::map<JobId, int>& wanted, int first, int end) {
    while (end > first) {
        int begin = end;
        while (begin > first && !wanted.contains(rows_[static_cast<std::size_t>(begin - 1)]->id)) {
            --begin;
        }
        if (begin < end) {
            beginRemoveRows({}, begin, end - 1);
            rows_.erase(rows_.begin() + begin, rows_.begin() + end);
            endRemoveRows();
        }
        end = begin - 1;  // that one stays
    }
}

void QueueModel::reorder(const std::vector<JobQueue::JobPointer>& rows, const std::map<JobId, int>& places) {
    Q_EMIT layoutAboutToBeChanged({}, VerticalSortHint);
    const QModelIndexList from = persistentIndexList();
    QModelIndexList to;
    for (const QModelIndex& old : from) {
        const auto place = places.find(job(old)->id);
        to.append(place == places.end() ? old : index(place->second));
    }
    rows_ = rows;
    changePersistentIndexList(from, to);
    Q_EMIT layoutChanged({}, VerticalSortHint);
}

}  // namespace kinora

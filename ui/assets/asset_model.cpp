#include "ui/assets/asset_model.h"

#include <QMimeData>
#include <QUrl>

#include <algorithm>
#include <utility>

namespace kinora {

void AssetModel::setRows(std::vector<AssetRow> rows, std::vector<std::filesystem::path> files) {
    files_ = std::move(files);
    const bool hasSameMedia = std::ranges::equal(rows, rows_, {}, &AssetRow::media, &AssetRow::media);
    if (hasSameMedia) {  // what is selected stays selected
        rows_ = std::move(rows);
        if (!rows_.empty()) {
            Q_EMIT dataChanged(index(0), index(rowCount() - 1));
        }
        return;
    }
    beginResetModel();
    rows_ = std::move(rows);
    endResetModel();
}

void AssetModel::setThumbnail(const MediaRef& media, const QImage& thumbnail) {
    thumbnails_[media] = QPixmap::fromImage(thumbnail);
    if (const int row = indexOf(media); row >= 0) {
        Q_EMIT dataChanged(index(row), index(row), {thumbnailRole});
    }
}

int AssetModel::indexOf(const MediaRef& media) const {
    const auto found = std::ranges::find(rows_, media, &AssetRow::media);
    return found == rows_.end() ? -1 : static_cast<int>(found - rows_.begin());
}

int AssetModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(rows_.size());
}

QVariant AssetModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid()) {
        return {};
    }
    const AssetRow& shown = row(index.row());
    switch (role) {
        case Qt::DisplayRole:
            return shown.name;
        case Qt::ToolTipRole:
            return shown.name + QLatin1Char('\n') + shown.facts + QLatin1Char('\n') + shown.uses;
        case Qt::AccessibleTextRole:
            return QStringList{shown.name, shown.facts, shown.uses, shown.isMissing ? tr("The file is missing") : QString(),
                               shown.isDuplicate ? tr("The same as another one") : QString()}
                .join(QStringLiteral(", "));
        case factsRole:
            return shown.facts;
        case usesRole:
            return shown.isMissing ? tr("The file is missing") : shown.isDuplicate ? tr("The same as another one") : shown.uses;
        case missingRole:
            return shown.isMissing;
        case duplicateRole:
            return shown.isDuplicate;
        case thumbnailRole: {
            const auto found = thumbnails_.find(shown.media);
            return found == thumbnails_.end() ? QVariant() : found->second;
        }
        default:
            return {};
    }
}

Qt::ItemFlags AssetModel::flags(const QModelIndex& index) const {
    return QAbstractListModel::flags(index) | Qt::ItemIsDragEnabled;
}

QStringList AssetModel::mimeTypes() const {
    return {QStringLiteral("text/uri-list")};
}

QMimeData* AssetModel::mimeData(const QModelIndexList& indexes) const {
    QList<QUrl> urls;
    for (const QModelIndex& index : indexes) {
        urls.append(QUrl::fromLocalFile(QString::fromStdString(files_.at(static_cast<std::size_t>(index.row())).string())));
    }
    auto* data = new QMimeData;
    data->setUrls(urls);
    return data;
}

}  // namespace kinora

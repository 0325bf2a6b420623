// The rows of the asset list. They can be dragged as files, to wherever files are taken.
#pragma once

#include <QAbstractListModel>
#include <QImage>
#include <QPixmap>

#include <filesystem>
#include <map>
#include <vector>

#include "ui/assets/asset_row.h"

namespace kinora {

class AssetModel : public QAbstractListModel {
    Q_OBJECT

 public:
    enum Role { factsRole = Qt::UserRole + 1, usesRole, missingRole, duplicateRole, thumbnailRole };

    explicit AssetModel(QObject* parent = nullptr) : QAbstractListModel(parent) {}

    // `files` are the media's, in the order of the rows.
    void setRows(std::vector<AssetRow> rows, std::vector<std::filesystem::path> files);
    void setThumbnail(const MediaRef& media, const QImage& thumbnail);
    void clearThumbnails() { thumbnails_.clear(); }
    const AssetRow& row(int index) const { return rows_.at(static_cast<std::size_t>(index)); }
    int indexOf(const MediaRef& media) const;  // -1 where it is not there

    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    Qt::ItemFlags flags(const QModelIndex& index) const override;
    QStringList mimeTypes() const override;
    QMimeData* mimeData(const QModelIndexList& indexes) const override;

 private:
    std::vector<AssetRow> rows_;
    std::vector<std::filesystem::path> files_;
    std::map<MediaRef, QPixmap> thumbnails_;
};

}  // namespace kinora

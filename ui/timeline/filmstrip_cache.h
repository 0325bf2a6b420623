// Small pictures of media files, decoded on a thread of its own, what was asked for last first. Holds a bounded number; what is
// asked for again and again stays.
#pragma once

#include <QCache>
#include <QObject>
#include <QPixmap>
#include <QString>

#include <cstdint>
#include <filesystem>
#include <memory>

namespace kinora {

class FilmstripDecoder;

class FilmstripCache : public QObject {
    Q_OBJECT

 public:
    static constexpr int pictureHeight = 72;  // pixels

    explicit FilmstripCache(QObject* parent = nullptr);
    ~FilmstripCache() override;

    // Null until it is decoded, which arrived() tells, and for what cannot be decoded. `frame` counts frames of the file; a
    // frame behind the last shows the last. The pointer lives until the next call.
    const QPixmap* picture(const std::filesystem::path& file, std::int64_t frame);
    void clear();

 Q_SIGNALS:
    void arrived();

 private:
    QCache<QString, QPixmap> pictures_;
    std::unique_ptr<FilmstripDecoder> decoder_;
};

}  // namespace kinora

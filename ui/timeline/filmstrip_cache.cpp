#include "ui/timeline/filmstrip_cache.h"

#include "ui/timeline/filmstrip_decoder.h"
#include "ui/viewer/to_qimage.h"

namespace kinora {

namespace {

constexpr int mostPictures = 1500;

QString keyOf(const std::string& file, std::int64_t frame) {
    return QString::number(frame) + QLatin1Char('@') + QString::fromStdString(file);
}

}  // namespace

FilmstripCache::FilmstripCache(QObject* parent) : QObject(parent), pictures_(mostPictures) {
    const auto decoded = [this](const FilmstripDecoder::Key& key, const Image& picture) {
        if (picture.is_empty()) {
            return;
        }
        QMetaObject::invokeMethod(this, [this, key, picture] {
            pictures_.insert(keyOf(key.first, key.second), new QPixmap(QPixmap::fromImage(toQImage(picture))));
            Q_EMIT arrived();
        }, Qt::QueuedConnection);
    };
    decoder_ = std::make_unique<FilmstripDecoder>(pictureHeight, decoded);
}

FilmstripCache::~FilmstripCache() = default;

const QPixmap* FilmstripCache::picture(const std::filesystem::path& file, std::int64_t frame) {
    const std::string name = file.string();
    const QPixmap* found = pictures_.object(keyOf(name, frame));
    if (found == nullptr) {
        decoder_->ask({name, frame});
    }
    return found;
}

void FilmstripCache::clear() {
    pictures_.clear();
    decoder_->forget();
}

}  // namespace kinora

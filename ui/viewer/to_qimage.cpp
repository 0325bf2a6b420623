#include "ui/viewer/to_qimage.h"

#include <memory>

namespace kinora {

QImage toQImage(const Image& image) {
    if (image.is_empty()) {
        return {};
    }
    auto owner = std::make_unique<Image>(image);
    const uchar* samples = owner->rgb().data();
    const auto release = [](void* kept) { delete static_cast<Image*>(kept); };
    const qsizetype row = qsizetype{3} * image.width();
    return QImage(samples, image.width(), image.height(), row, QImage::Format_RGB888, release, owner.release());
}

}  // namespace kinora

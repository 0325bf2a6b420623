// Pictures of core as Qt's.
#pragma once

#include <QImage>

#include "core/base/image.h"

namespace kinora {

// Shares the samples. A null image for an empty one.
QImage toQImage(const Image& image);

}  // namespace kinora

// What is dragged from a file manager.
#pragma once

#include <QStringList>

class QMimeData;

namespace kinora {

// The local files and folders among it.
QStringList draggedFiles(const QMimeData& data);

}  // namespace kinora

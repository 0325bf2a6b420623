#include "ui/widgets/dragged_files.h"

#include <QMimeData>
#include <QUrl>

namespace kinora {

QStringList draggedFiles(const QMimeData& data) {
    QStringList files;
    for (const QUrl& url : data.urls()) {
        if (url.isLocalFile()) {
            files.append(url.toLocalFile());
        }
    }
    return files;
}

}  // namespace kinora

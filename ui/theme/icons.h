// The program's icons: drawn as lines in one colour, which is the palette's text colour wherever they are painted.
#pragma once

#include <QIcon>
#include <QString>

namespace kinora::icons {

// An icon of resources/icons by its name without ending; a null icon for an empty name.
QIcon icon(const QString& name);

// In a colour of its own.
QPixmap pixmap(const QString& name, int size, const QColor& colour, qreal devicePixelRatio);

}  // namespace kinora::icons

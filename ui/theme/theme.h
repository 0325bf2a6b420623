// How the studio looks: two palettes on one flat style, and the few distances and type sizes that everything uses.
#pragma once

#include <QColor>
#include <QFont>
#include <QPalette>
#include <QString>

class QApplication;

namespace kinora::theme {

// Distances, in device-independent pixels.
inline constexpr int spaceTiny = 2;
inline constexpr int spaceSmall = 4;
inline constexpr int space = 8;
inline constexpr int spaceLarge = 12;
inline constexpr int cornerRadius = 4;
inline constexpr int iconSize = 16;
inline constexpr int controlHeight = 26;
inline constexpr int labelWidth = 76;  // of the names of fields, so that forms below each other line up

QPalette palette(const QString& theme);  // "dark" or "light"

// Sets style, palette and fonts. The style stays; calling it again changes the palette of everything that is shown.
void apply(QApplication& application, const QString& theme);

bool isDark(const QPalette& palette);

// What the palettes of Qt have no role for.
QColor outline(const QPalette& palette);  // of fields and buttons
QColor mutedText(const QPalette& palette);
QColor danger(const QPalette& palette);
QColor success(const QPalette& palette);
QColor warning(const QPalette& palette);

QFont smallFont(const QFont& font);
QFont titleFont(const QFont& font);

}  // namespace kinora::theme

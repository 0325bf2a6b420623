// Pictures of widgets for people to look at: written where the environment variable KINORA_SCREENSHOTS names a folder, once in
// dark and once in light colours.
#pragma once

#include <QApplication>
#include <QDir>
#include <QPalette>
#include <QStyleFactory>
#include <QTest>
#include <QWidget>

namespace kinora::test {

inline QPalette dark_palette() {
    QPalette palette(QColor(0x2b, 0x2d, 0x30), QColor(0x2b, 0x2d, 0x30));
    palette.setColor(QPalette::Base, QColor(0x1e, 0x1f, 0x22));
    palette.setColor(QPalette::AlternateBase, QColor(0x26, 0x28, 0x2b));
    palette.setColor(QPalette::Dark, QColor(0x16, 0x17, 0x19));
    palette.setColor(QPalette::Highlight, QColor(0x4a, 0x9e, 0xff));
    for (const auto role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText}) {
        palette.setColor(role, QColor(0xdf, 0xe1, 0xe5));
        palette.setColor(QPalette::Disabled, role, QColor(0x6f, 0x73, 0x7a));
    }
    return palette;
}

inline QPalette light_palette() {
    QPalette palette(QColor(0xf2, 0xf3, 0xf5), QColor(0xf2, 0xf3, 0xf5));
    palette.setColor(QPalette::Base, QColor(0xff, 0xff, 0xff));
    palette.setColor(QPalette::AlternateBase, QColor(0xe9, 0xeb, 0xee));
    palette.setColor(QPalette::Dark, QColor(0xc4, 0xc7, 0xcc));
    palette.setColor(QPalette::Highlight, QColor(0x1a, 0x73, 0xe8));
    for (const auto role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText}) {
        palette.setColor(role, QColor(0x1f, 0x23, 0x28));
        palette.setColor(QPalette::Disabled, role, QColor(0x9a, 0xa0, 0xa8));
    }
    return palette;
}

inline void save_screenshots(QWidget& widget, const QString& name) {
    const QString folder = qEnvironmentVariable("KINORA_SCREENSHOTS");
    if (folder.isEmpty()) {
        return;
    }
    QApplication::setStyle(QStyleFactory::create(QStringLiteral("Fusion")));
    for (const bool is_dark : {true, false}) {
        QApplication::setPalette(is_dark ? dark_palette() : light_palette());
        QTest::qWait(50);
        const QString file = QStringLiteral("%1_%2.png").arg(name, is_dark ? QStringLiteral("dark") : QStringLiteral("light"));
        QVERIFY(widget.grab().save(QDir(folder).filePath(file)));
    }
}

}  // namespace kinora::test

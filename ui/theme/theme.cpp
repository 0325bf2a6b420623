#include "ui/theme/theme.h"

#include <QApplication>

#include "ui/theme/studio_style.h"

namespace kinora::theme {

namespace {

constexpr double smallSize = 0.87;
constexpr double titleSize = 1.15;

struct Colours {
    QRgb window, base, alternate, button, text, bright, accent, accentText, link, shadow, tooltip, tooltipText;
};

constexpr Colours dark = {0xff232529, 0xff1a1b1e, 0xff1f2124, 0xff34373d, 0xffd9dbdf, 0xffffffff,
                          0xff3f7fe6, 0xffffffff, 0xff78a9ff, 0xff0f1012, 0xff3a3d44, 0xfff0f1f3};
constexpr Colours light = {0xfff1f2f4, 0xffffffff, 0xfff7f8f9, 0xffffffff, 0xff1e2126, 0xffffffff,
                           0xff2f6fdb, 0xffffffff, 0xff1f5fcc, 0xffa9adb5, 0xff2b2e33, 0xfff2f3f5};

}  // namespace

QPalette palette(const QString& theme) {
    const Colours& c = theme == QStringLiteral("light") ? light : dark;
    QPalette palette(QColor::fromRgb(c.button), QColor::fromRgb(c.window));
    palette.setColor(QPalette::WindowText, QColor::fromRgb(c.text));
    palette.setColor(QPalette::Base, QColor::fromRgb(c.base));
    palette.setColor(QPalette::AlternateBase, QColor::fromRgb(c.alternate));
    palette.setColor(QPalette::Text, QColor::fromRgb(c.text));
    palette.setColor(QPalette::Button, QColor::fromRgb(c.button));
    palette.setColor(QPalette::ButtonText, QColor::fromRgb(c.text));
    palette.setColor(QPalette::BrightText, QColor::fromRgb(c.bright));
    palette.setColor(QPalette::Highlight, QColor::fromRgb(c.accent));
    palette.setColor(QPalette::HighlightedText, QColor::fromRgb(c.accentText));
    palette.setColor(QPalette::Link, QColor::fromRgb(c.link));
    palette.setColor(QPalette::Shadow, QColor::fromRgb(c.shadow));
    palette.setColor(QPalette::ToolTipBase, QColor::fromRgb(c.tooltip));
    palette.setColor(QPalette::ToolTipText, QColor::fromRgb(c.tooltipText));
    const QColor muted = mutedText(palette);
    palette.setColor(QPalette::PlaceholderText, muted);
    QColor disabled = muted;
    disabled.setAlphaF(0.65F);
    for (const QPalette::ColorRole role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText}) {
        palette.setColor(QPalette::Disabled, role, disabled);
    }
    palette.setColor(QPalette::Disabled, QPalette::Highlight, outline(palette));
    return palette;
}

void apply(QApplication& application, const QString& theme) {
    if (qobject_cast<StudioStyle*>(application.style()) == nullptr) {
        application.setStyle(new StudioStyle);
    }
    application.setPalette(palette(theme));
}

bool isDark(const QPalette& palette) {
    return palette.color(QPalette::Window).lightness() < 128;
}

static QColor mixed(const QColor& a, const QColor& b, float share) {
    return QColor::fromRgbF(a.redF() + (b.redF() - a.redF()) * share, a.greenF() + (b.greenF() - a.greenF()) * share,
                            a.blueF() + (b.blueF() - a.blueF()) * share);
}

QColor outline(const QPalette& palette) {
    return mixed(palette.color(QPalette::Window), palette.color(QPalette::WindowText), isDark(palette) ? 0.16F : 0.22F);
}

QColor mutedText(const QPalette& palette) {
    return mixed(palette.color(QPalette::Window), palette.color(QPalette::Active, QPalette::WindowText), 0.7F);
}

QColor danger(const QPalette& palette) {
    return isDark(palette) ? QColor(0xff, 0x7b, 0x72) : QColor(0xb4, 0x23, 0x18);
}

QColor success(const QPalette& palette) {
    return isDark(palette) ? QColor(0x5c, 0xc9, 0x8b) : QColor(0x14, 0x6b, 0x3e);
}

QColor warning(const QPalette& palette) {
    return isDark(palette) ? QColor(0xe6, 0xb4, 0x50) : QColor(0x8a, 0x5a, 0x00);
}

QFont smallFont(const QFont& font) {
    QFont result = font;
    result.setPointSizeF(font.pointSizeF() * smallSize);
    return result;
}

QFont titleFont(const QFont& font) {
    QFont result = font;
    result.setPointSizeF(font.pointSizeF() * titleSize);
    result.setWeight(QFont::DemiBold);
    return result;
}

}  // namespace kinora::theme

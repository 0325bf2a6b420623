#include "ui/timeline/message_bubble.h"

#include <QPainter>

#include <algorithm>

#include "ui/theme/theme.h"

namespace kinora {

namespace {

constexpr int shownFor = 4000;  // milliseconds
constexpr int widest = 340;     // pixels

}  // namespace

MessageBubble::MessageBubble(QWidget* parent) : QLabel(parent) {
    setAttribute(Qt::WA_TransparentForMouseEvents);
    setWordWrap(true);
    setContentsMargins(theme::spaceLarge, theme::spaceSmall, theme::space, theme::spaceSmall);
    setFont(theme::smallFont(font()));
    timer_.setSingleShot(true);
    connect(&timer_, &QTimer::timeout, this, &QWidget::hide);
    hide();
}

void MessageBubble::say(const QString& sentence, const QPoint& at, bool isLasting) {
    QPalette colours = palette();
    colours.setColor(QPalette::WindowText, palette().color(QPalette::ToolTipText));
    setPalette(colours);
    setText(sentence);
    setAccessibleName(sentence);
    const QMargins margins = contentsMargins();
    const int textWidth = fontMetrics().horizontalAdvance(sentence) + margins.left() + margins.right() + theme::space;
    const int width = std::min({widest, textWidth, parentWidget()->width()});
    resize(width, heightForWidth(width));
    const QSize room = parentWidget()->size() - size();
    move(std::clamp(at.x() + 14, 0, std::max(room.width(), 0)), std::clamp(at.y() + 18, 0, std::max(room.height(), 0)));
    show();
    raise();
    isLasting ? timer_.stop() : timer_.start(shownFor);
}

void MessageBubble::paintEvent(QPaintEvent* event) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(palette().color(QPalette::ToolTipBase));
    painter.drawRoundedRect(rect(), theme::cornerRadius, theme::cornerRadius);
    painter.setBrush(theme::danger(palette()));
    painter.drawRoundedRect(QRectF(0, 0, 4, height()), 2, 2);
    painter.end();
    QLabel::paintEvent(event);
}

}  // namespace kinora

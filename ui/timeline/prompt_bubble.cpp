#include "ui/timeline/prompt_bubble.h"

#include <QDoubleSpinBox>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QPainter>
#include <QPushButton>
#include <QSignalBlocker>
#include <QSpinBox>
#include <QVBoxLayout>

#include <algorithm>

#include "ui/theme/theme.h"

namespace kinora {

namespace {

constexpr int bubbleWidth = 460;
constexpr int mostOverlap = 512;

}  // namespace

PromptBubble::PromptBubble(QWidget* parent) : QFrame(parent) {
    setAttribute(Qt::WA_NoMousePropagation);
    setAutoFillBackground(true);
    title_ = new QLabel(this);
    title_->setFont(theme::titleFont(font()));
    details_ = new QLabel(this);
    details_->setWordWrap(true);
    details_->setFont(theme::smallFont(font()));
    prompt_ = new QLineEdit(this);
    overlapLabel_ = new QLabel(this);
    overlap_ = new QSpinBox(this);
    overlap_->setRange(0, mostOverlap);
    strengthLabel_ = new QLabel(this);
    strength_ = new QDoubleSpinBox(this);
    strength_->setRange(0.05, 1.0);
    strength_->setSingleStep(0.05);
    accept_ = new QPushButton(this);
    cancel_ = new QPushButton(this);
    auto* row = new QHBoxLayout;
    for (QWidget* each : {static_cast<QWidget*>(overlapLabel_), static_cast<QWidget*>(overlap_), static_cast<QWidget*>(strengthLabel_), static_cast<QWidget*>(strength_)}) {
        row->addWidget(each);
    }
    row->addStretch();
    row->addWidget(cancel_);
    row->addWidget(accept_);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(theme::spaceLarge, theme::space, theme::spaceLarge, theme::spaceLarge);
    layout->setSpacing(theme::space);
    layout->addWidget(title_);
    layout->addWidget(prompt_);
    layout->addWidget(details_);
    layout->addLayout(row);
    connect(overlap_, &QSpinBox::valueChanged, this, &PromptBubble::choicesChanged);
    connect(strength_, &QDoubleSpinBox::valueChanged, this, &PromptBubble::choicesChanged);
    connect(accept_, &QPushButton::clicked, this, &PromptBubble::accepted);
    connect(cancel_, &QPushButton::clicked, this, &PromptBubble::cancelled);
    retranslate();
    hide();
}

void PromptBubble::ask(const PromptChoices& choices, const QRect& anchor, const std::vector<QRect>& marked) {
    anchor_ = anchor;
    marked_ = marked;
    const QSignalBlocker quiet(this);
    setTexts(choices.title, choices.acceptText);
    prompt_->setText(choices.prompt);
    for (QWidget* each : {static_cast<QWidget*>(overlapLabel_), static_cast<QWidget*>(overlap_)}) {
        each->setVisible(choices.overlap.has_value());
    }
    for (QWidget* each : {static_cast<QWidget*>(strengthLabel_), static_cast<QWidget*>(strength_)}) {
        each->setVisible(choices.strength.has_value());
    }
    overlap_->setValue(static_cast<int>(choices.overlap.value_or(0)));
    strength_->setValue(choices.strength.value_or(1.0));
    setDetails(choices.details, true);
    show();
    raise();
    prompt_->setFocus();
    prompt_->selectAll();
}

void PromptBubble::setTexts(const QString& title, const QString& acceptText) {
    title_->setText(title);
    accept_->setText(acceptText);
}

void PromptBubble::takeFocus() {
    prompt_->setFocus();
}

void PromptBubble::refuse(const QString& why) {
    setDetails(why, false);
    accept_->setEnabled(true);
    takeFocus();
}

void PromptBubble::setDetails(const QString& details, bool isPossible) {
    details_->setText(details);
    prompt_->setAccessibleDescription(details);
    details_->setVisible(!details.isEmpty());
    QPalette colours = palette();
    colours.setColor(QPalette::WindowText, isPossible ? theme::mutedText(palette()) : theme::danger(palette()));
    details_->setPalette(colours);
    accept_->setEnabled(isPossible);
    place();
}

// Pixels that it would cover of the marks, and of its anchor.
std::pair<int, int> PromptBubble::hiddenAt(const QPoint& at) const {
    const auto hiddenOf = [&](const QRect& rect) {
        const QRect covered = rect.intersected(QRect(at, size()));
        return covered.width() * covered.height();
    };
    int marks = 0;
    for (const QRect& rect : marked_) {
        marks += hiddenOf(rect);
    }
    return {marks, hiddenOf(anchor_)};
}

void PromptBubble::place() {
    const QSize room = parentWidget()->size();
    const int width = std::min(bubbleWidth, room.width() - 2 * theme::space);
    resize(width, layout()->hasHeightForWidth() ? layout()->totalHeightForWidth(width) : sizeHint().height());
    QRect all = anchor_;
    for (const QRect& rect : marked_) {
        all |= rect;
    }
    const QPoint places[] = {{anchor_.left(), anchor_.bottom() + theme::spaceSmall},
                             {anchor_.left(), anchor_.top() - theme::spaceSmall - height()},
                             {anchor_.left() - this->width() - theme::space, anchor_.top()},
                             {anchor_.right() + theme::space, anchor_.top()},
                             {all.left() - this->width() - theme::space, anchor_.top()},
                             {all.right() + theme::space, anchor_.top()}};
    const auto inside = [&](const QPoint& at) {
        return QPoint(std::clamp(at.x(), theme::space, std::max(room.width() - this->width() - theme::space, theme::space)),
                      std::clamp(at.y(), 0, std::max(room.height() - height(), 0)));
    };
    move(inside(*std::ranges::min_element(places, {}, [&](const QPoint& at) { return hiddenAt(inside(at)); })));
}

QString PromptBubble::prompt() const {
    return prompt_->text();
}

std::int64_t PromptBubble::overlap() const {
    return overlap_->value();
}

double PromptBubble::strength() const {
    return strength_->value();
}

void PromptBubble::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.fillRect(rect(), palette().color(QPalette::Window));
    painter.setPen(theme::outline(palette()));
    painter.drawRect(rect().adjusted(0, 0, -1, -1));
}

void PromptBubble::keyPressEvent(QKeyEvent* event) {
    const bool isReturn = event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter;
    if (event->key() == Qt::Key_Escape || (isReturn && cancel_->hasFocus())) {
        Q_EMIT cancelled();
    } else if (isReturn) {
        if (accept_->isEnabled()) {
            Q_EMIT accepted();
        }
    } else {
        event->accept();  // the timeline below has keys of its own
    }
}

void PromptBubble::changeEvent(QEvent* event) {
    QFrame::changeEvent(event);
    if (event->type() == QEvent::LanguageChange) {
        retranslate();
    }
}

void PromptBubble::retranslate() {
    setAccessibleName(tr("Prompt"));
    prompt_->setAccessibleName(tr("Prompt"));
    prompt_->setPlaceholderText(tr("What happens here"));
    overlapLabel_->setText(tr("Conditioning frames"));
    overlap_->setAccessibleName(tr("Conditioning frames"));
    overlap_->setSpecialValueText(tr("Automatic"));
    strengthLabel_->setText(tr("Strength"));
    strength_->setAccessibleName(tr("Strength"));
    cancel_->setText(tr("Cancel"));
}

}  // namespace kinora

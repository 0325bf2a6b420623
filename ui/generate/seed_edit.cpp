#include "ui/generate/seed_edit.h"

#include <QAction>
#include <QEvent>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QRegularExpressionValidator>
#include <QToolButton>

#include "ui/theme/icons.h"
#include "ui/theme/theme.h"

namespace kinora {

SeedEdit::SeedEdit(QAction* draw, QAction* lock, QWidget* parent) : QWidget(parent) {
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(theme::spaceSmall);
    field_ = new QLineEdit(this);
    // Up to 2^64 - 1; longer numbers are stopped below.
    field_->setValidator(new QRegularExpressionValidator(QRegularExpression(QStringLiteral("[0-9]{0,20}")), field_));
    setFocusProxy(field_);
    layout->addWidget(field_, 1);
    for (QAction* action : {draw, lock}) {
        auto* button = new QToolButton(this);
        button->setDefaultAction(action);
        button->setAutoRaise(true);
        layout->addWidget(button);
    }
    connect(lock, &QAction::toggled, lock,
            [lock](bool isLocked) { lock->setIcon(icons::icon(isLocked ? QStringLiteral("lock") : QStringLiteral("unlock"))); });
    lock->setIcon(icons::icon(lock->isChecked() ? QStringLiteral("lock") : QStringLiteral("unlock")));
    connect(field_, &QLineEdit::textEdited, this, [this](const QString& text) {
        bool fits = false;
        const quint64 seed = text.toULongLong(&fits);
        if (fits) {
            Q_EMIT edited(seed);
        } else if (!text.isEmpty()) {
            field_->setText(text.left(text.size() - 1));
        }
    });
    retranslate();
}

void SeedEdit::setSeed(std::uint64_t seed) {
    const QString text = QString::number(seed);
    if (field_->text().toULongLong() != seed || field_->text().isEmpty()) {
        field_->setText(text);
    }
}

void SeedEdit::changeEvent(QEvent* event) {
    if (event->type() == QEvent::LanguageChange) {
        retranslate();
    }
    QWidget::changeEvent(event);
}

void SeedEdit::retranslate() {
    field_->setAccessibleName(tr("Seed"));
    field_->setToolTip(tr("The same seed and settings give the same video. Unless it is locked, every generation draws another."));
}

}  // namespace kinora

#include "ui/widgets/problem_row.h"

#include <QClipboard>
#include <QEvent>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QLabel>
#include <QMenu>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QToolButton>
#include <QVBoxLayout>

#include "ui/theme/icons.h"
#include "ui/theme/theme.h"

namespace kinora {

namespace {

constexpr int detailLines = 4;

QLabel* addLabel(QWidget* row, QVBoxLayout* layout) {
    auto* label = new QLabel(row);
    label->setTextFormat(Qt::PlainText);
    label->setWordWrap(true);
    layout->addWidget(label);
    return label;
}

}  // namespace

ProblemRow::ProblemRow(QWidget* parent) : QWidget(parent) {
    build();
    connect(fixButton_, &QPushButton::clicked, this, [this] { Q_EMIT fixWanted(fix_); });
    connect(unfold_, &QToolButton::toggled, this, &ProblemRow::unfold);
    connect(copy_, &QPushButton::clicked, this, [this] { QGuiApplication::clipboard()->setText(detailsText_->toPlainText()); });
    retranslate();
    colour();
    unfold(false);
    hide();
}

void ProblemRow::build() {
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(theme::spaceSmall);
    sentence_ = addLabel(this, layout);
    hint_ = addLabel(this, layout);
    hint_->setFont(theme::smallFont(font()));
    auto* buttons = new QHBoxLayout;
    fixButton_ = new QPushButton(this);
    others_ = new QPushButton(this);
    otherFixes_ = new QMenu(others_);
    others_->setMenu(otherFixes_);
    unfold_ = new QToolButton(this);
    unfold_->setCheckable(true);
    unfold_->setAutoRaise(true);
    unfold_->setFocusPolicy(Qt::StrongFocus);  // the keys reach it, unlike those of tool bars
    unfold_->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    buttons->addWidget(fixButton_);
    buttons->addWidget(others_);
    buttons->addStretch();
    buttons->addWidget(unfold_);
    layout->addLayout(buttons);
    detailsBox_ = new QWidget(this);
    auto* details = new QHBoxLayout(detailsBox_);
    details->setContentsMargins(0, 0, 0, 0);
    detailsText_ = new QPlainTextEdit(detailsBox_);
    detailsText_->setReadOnly(true);
    detailsText_->setTabChangesFocus(true);
    detailsText_->setFont(theme::smallFont(font()));
    detailsText_->setFixedHeight(detailLines * detailsText_->fontMetrics().height() + 2 * theme::space);
    copy_ = new QPushButton(icons::icon(QStringLiteral("copy")), QString(), detailsBox_);
    details->addWidget(detailsText_, 1);
    details->addWidget(copy_, 0, Qt::AlignTop);
    layout->addWidget(detailsBox_);
}

void ProblemRow::show(const ErrorText& problem) {
    if (problem.details != details_ || isHidden()) {
        unfold_->setChecked(false);
    }
    details_ = problem.details;
    fix_ = problem.fix;
    sentence_->setText(problem.sentence);
    hint_->setText(problem.hint);
    hint_->setVisible(!problem.hint.isEmpty());
    fixButton_->setText(problem.fixText);
    fixButton_->setVisible(problem.fix != Fix::none);
    otherFixes_->clear();
    for (const auto& [fix, words] : problem.others) {
        connect(otherFixes_->addAction(words), &QAction::triggered, this, [this, wanted = fix] { Q_EMIT fixWanted(wanted); });
    }
    others_->setVisible(!problem.others.empty());
    detailsText_->setPlainText(QStringLiteral("%1\n%2").arg(problem.title, problem.details));
    setVisible(true);
}

void ProblemRow::clear() {
    hide();
}

void ProblemRow::unfold(bool isUnfolded) {
    detailsBox_->setVisible(isUnfolded);
    unfold_->setArrowType(isUnfolded ? Qt::DownArrow : Qt::RightArrow);
}

void ProblemRow::colour() {
    QPalette colours = palette();
    colours.setColor(QPalette::WindowText, theme::danger(palette()));
    sentence_->setPalette(colours);
    colours.setColor(QPalette::WindowText, theme::mutedText(palette()));
    hint_->setPalette(colours);
}

void ProblemRow::changeEvent(QEvent* event) {
    if (event->type() == QEvent::LanguageChange) {
        retranslate();
    } else if (event->type() == QEvent::PaletteChange) {
        colour();
    }
    QWidget::changeEvent(event);
}

void ProblemRow::retranslate() {
    sentence_->setAccessibleName(tr("Problem"));
    hint_->setAccessibleName(tr("What to do"));
    others_->setText(tr("More"));
    others_->setAccessibleName(tr("Other ways out"));
    unfold_->setText(tr("Details"));
    unfold_->setAccessibleName(tr("Show the details"));
    detailsText_->setAccessibleName(tr("Details"));
    copy_->setText(tr("Copy"));
    copy_->setAccessibleName(tr("Copy the details"));
}

}  // namespace kinora

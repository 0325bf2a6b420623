#include "ui/generate/prompt_edit.h"

#include <QDropEvent>
#include <QEvent>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QMenu>
#include <QMimeData>
#include <QPlainTextEdit>
#include <QTextCursor>
#include <QTimer>
#include <QToolButton>
#include <QVBoxLayout>

#include "ui/theme/icons.h"
#include "ui/theme/theme.h"

namespace kinora {

namespace {

constexpr int pauseMs = 700;
constexpr int mostShown = 20;
constexpr int mostLetters = 70;

}  // namespace

PromptEdit::PromptEdit(QWidget* parent) : QWidget(parent) {
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(theme::spaceSmall);
    auto* top = new QHBoxLayout;
    top->setSpacing(theme::spaceSmall);
    title_ = new QLabel(this);
    tokens_ = new QLabel(this);
    tokens_->setFont(theme::smallFont(font()));
    historyButton_ = new QToolButton(this);
    historyButton_->setIcon(icons::icon(QStringLiteral("history")));
    historyButton_->setAutoRaise(true);
    top->addWidget(title_);
    top->addStretch();
    top->addWidget(tokens_);
    top->addWidget(historyButton_);
    layout->addLayout(top);
    editor_ = new QPlainTextEdit(this);
    editor_->setTabChangesFocus(true);
    editor_->setUndoRedoEnabled(false);
    editor_->installEventFilter(this);
    editor_->viewport()->installEventFilter(this);
    title_->setBuddy(editor_);
    layout->addWidget(editor_);
    pause_ = new QTimer(this);
    pause_->setSingleShot(true);
    pause_->setInterval(pauseMs);

    connect(editor_, &QPlainTextEdit::textChanged, this, [this] {
        pause_->start();
        Q_EMIT edited(editor_->toPlainText());
    });
    connect(pause_, &QTimer::timeout, this, &PromptEdit::paused);
    connect(historyButton_, &QToolButton::clicked, this, &PromptEdit::showHistory);
    setHistory({});
    retranslate();
}

QString PromptEdit::text() const {
    return editor_->toPlainText();
}

void PromptEdit::setText(const QString& text) {
    if (text == editor_->toPlainText()) {
        return;
    }
    const QSignalBlocker quiet(editor_);
    const int position = editor_->textCursor().position();
    const bool wasAtEnd = editor_->textCursor().atEnd();
    editor_->setPlainText(text);
    QTextCursor cursor = editor_->textCursor();
    cursor.setPosition(wasAtEnd ? static_cast<int>(text.size()) : qMin(position, static_cast<int>(text.size())));
    editor_->setTextCursor(cursor);
}

void PromptEdit::setTexts(const QString& title, const QString& placeholder) {
    title_->setText(title);
    editor_->setAccessibleName(title);
    editor_->setPlaceholderText(placeholder);
}

void PromptEdit::setVisibleLines(int lines) {
    const int height = editor_->fontMetrics().lineSpacing() * lines + 2 * editor_->frameWidth() + 10;
    editor_->setMinimumHeight(height);
    editor_->setMaximumHeight(height * 2);
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Maximum);  // more room would come between title and field
}

void PromptEdit::setHistory(const QStringList& prompts) {
    history_ = prompts;
    historyButton_->setEnabled(!history_.isEmpty());
}

void PromptEdit::setTokens(std::optional<std::pair<qint64, qint64>> countAndLimit) {
    count_ = countAndLimit;
    showTokens();
}

void PromptEdit::showTokens() {
    QPalette colours = palette();
    colours.setColor(QPalette::WindowText, theme::mutedText(palette()));
    if (!count_) {
        tokens_->clear();
    } else if (count_->first > count_->second) {
        tokens_->setText(tr("%1 tokens: cut after %2").arg(count_->first).arg(count_->second));
        colours.setColor(QPalette::WindowText, theme::warning(palette()));
    } else {
        tokens_->setText(tr("%1 / %2 tokens").arg(count_->first).arg(count_->second));
    }
    tokens_->setPalette(colours);
}

void PromptEdit::showHistory() {
    QMenu menu(this);
    for (const QString& prompt : history_.mid(0, mostShown)) {
        QString shown = fontMetrics().elidedText(prompt.simplified(), Qt::ElideRight, mostLetters * fontMetrics().averageCharWidth());
        shown.replace(QLatin1Char('&'), QStringLiteral("&&"));
        connect(menu.addAction(shown), &QAction::triggered, this, [this, prompt] { editor_->setPlainText(prompt); });
    }
    menu.exec(historyButton_->mapToGlobal(QPoint(0, historyButton_->height())));
}

bool PromptEdit::eventFilter(QObject* watched, QEvent* event) {
    if (watched == editor_ && event->type() == QEvent::ShortcutOverride) {
        const auto* key = static_cast<QKeyEvent*>(event);
        // The editor would take these keys for an undo of its own.
        if (key->matches(QKeySequence::Undo) || key->matches(QKeySequence::Redo)) {
            event->ignore();
            return true;
        }
    } else if (watched == editor_->viewport() && (event->type() == QEvent::DragEnter || event->type() == QEvent::DragMove)) {
        // Words come into the prompt; files are the window's, which takes their settings back.
        if (static_cast<QDropEvent*>(event)->mimeData()->hasUrls()) {
            event->ignore();
            return true;
        }
    } else if (watched == editor_ && event->type() == QEvent::FocusOut) {
        pause_->stop();
        Q_EMIT paused();
    }
    return QWidget::eventFilter(watched, event);
}

void PromptEdit::changeEvent(QEvent* event) {
    if (event->type() == QEvent::LanguageChange) {
        retranslate();
    } else if (event->type() == QEvent::PaletteChange) {
        showTokens();
    }
    QWidget::changeEvent(event);
}

void PromptEdit::retranslate() {
    historyButton_->setToolTip(tr("Earlier prompts"));
    historyButton_->setAccessibleName(tr("Earlier prompts"));
    tokens_->setAccessibleName(tr("Number of tokens"));
    showTokens();
}

}  // namespace kinora

#include "ui/welcome/welcome_page.h"

#include <QCheckBox>
#include <QDragEnterEvent>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QMimeData>
#include <QPushButton>
#include <QScrollArea>
#include <QSignalBlocker>
#include <QToolButton>
#include <QUrl>
#include <QVBoxLayout>

#include <algorithm>

#include "ui/theme/icons.h"
#include "ui/theme/theme.h"
#include "ui/welcome/project_card.h"

namespace kinora {

namespace {

constexpr int widest = 760;
constexpr int narrow = 520;  // below it, the columns lie under each other
constexpr int margin = 24;
constexpr int sampleWidth = 248;
constexpr double headlineSize = 1.6;

// Pictures and clips. Projects and cuts are the window's.
QStringList mediaIn(const QMimeData& data) {
    QStringList files;
    for (const QUrl& url : data.urls()) {
        const QString ending = QFileInfo(url.fileName()).suffix().toLower();
        if (url.isLocalFile() && ending != QStringLiteral("kinora") && ending != QStringLiteral("otio")) {
            files.append(url.toLocalFile());
        }
    }
    return files;
}

QLabel* label(QWidget* parent, const QFont& font) {
    auto* made = new QLabel(parent);
    made->setTextFormat(Qt::PlainText);
    made->setWordWrap(true);
    made->setFont(font);
    return made;
}

// In line with the pictures of the cards below it.
QLabel* heading(QWidget* parent) {
    auto* made = label(parent, theme::titleFont(parent->font()));
    made->setWordWrap(false);
    made->setIndent(theme::space);
    made->setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    return made;
}

void mute(QLabel* muted) {
    muted->setForegroundRole(QPalette::PlaceholderText);
}

}  // namespace

WelcomePage::WelcomePage(const QString& generateKeys, QWidget* parent) : QWidget(parent), generateKeys_(generateKeys) {
    setAcceptDrops(true);
    auto* outer = new QVBoxLayout(this);
    outer->setContentsMargins(0, 0, 0, 0);
    auto* area = new QScrollArea(this);
    area->setWidgetResizable(true);
    area->setFrameShape(QFrame::NoFrame);
    area->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    area->setFocusPolicy(Qt::NoFocus);
    outer->addWidget(area);
    auto* ground = new QWidget(area);
    ground->setBackgroundRole(QPalette::Base);
    ground->setAutoFillBackground(true);
    auto* centred = new QHBoxLayout(ground);
    centred->setContentsMargins(margin, theme::spaceLarge, margin, theme::spaceLarge);
    auto* content = new QWidget(ground);
    content->setMaximumWidth(widest);
    centred->addStretch(1);
    centred->addWidget(content, 1000);
    centred->addStretch(1);
    auto* layout = new QVBoxLayout(content);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(theme::space);
    buildHead(layout);
    buildColumns(layout);
    layout->addStretch(1);
    buildFoot(layout);
    area->setWidget(ground);
    area->viewport()->setBackgroundRole(QPalette::Base);
    retranslate();
}

void WelcomePage::buildHead(QVBoxLayout* layout) {
    QFont headline = theme::titleFont(font());
    headline.setPointSizeF(font().pointSizeF() * headlineSize);
    auto* top = new QHBoxLayout;
    title_ = label(this, headline);
    close_ = new QToolButton(this);
    close_->setIcon(icons::icon(QStringLiteral("cancel")));
    close_->setAutoRaise(true);
    close_->setIconSize({theme::iconSize, theme::iconSize});
    top->addWidget(title_, 1);
    top->addWidget(close_, 0, Qt::AlignTop);
    layout->addLayout(top);
    first_ = label(this, font());
    mute(first_);
    layout->addWidget(first_);
    auto* buttons = new QHBoxLayout;
    new_ = new QPushButton(icons::icon(QStringLiteral("new")), QString(), this);
    open_ = new QPushButton(icons::icon(QStringLiteral("open")), QString(), this);
    buttons->addWidget(new_);
    buttons->addWidget(open_);
    buttons->addStretch(1);
    layout->addSpacing(theme::spaceSmall);
    layout->addLayout(buttons);
    layout->addSpacing(theme::spaceLarge);
    connect(close_, &QToolButton::clicked, this, &WelcomePage::closed);
    connect(new_, &QPushButton::clicked, this, &WelcomePage::newWanted);
    connect(open_, &QPushButton::clicked, this, &WelcomePage::openWanted);
}

void WelcomePage::buildColumns(QVBoxLayout* layout) {
    columns_ = new QBoxLayout(QBoxLayout::LeftToRight);
    columns_->setSpacing(margin);
    columns_->setContentsMargins(-theme::space, 0, 0, 0);
    layout->addLayout(columns_);
    auto* left = new QVBoxLayout;
    left->setSpacing(theme::spaceTiny);
    sampleTitle_ = heading(this);
    sample_ = new ProjectCard(ProjectCard::Shape::tile, this);
    sample_->setMaximumWidth(sampleWidth);
    left->addWidget(sampleTitle_);
    left->addWidget(sample_);
    left->addStretch(1);
    columns_->addLayout(left, 2);
    auto* right = new QVBoxLayout;
    right->setSpacing(theme::spaceTiny);
    recentTitle_ = heading(this);
    none_ = label(this, font());
    none_->setIndent(theme::space);
    mute(none_);
    rows_ = new QVBoxLayout;
    rows_->setSpacing(0);
    right->addWidget(recentTitle_);
    right->addWidget(none_);
    right->addLayout(rows_);
    right->addStretch(1);
    columns_->addLayout(right, 3);
    connect(sample_, &ProjectCard::clicked, this, &WelcomePage::sampleWanted);
}

void WelcomePage::buildFoot(QVBoxLayout* layout) {
    atStart_ = new QCheckBox(this);
    layout->addSpacing(theme::space);
    layout->addWidget(atStart_);
    connect(atStart_, &QCheckBox::toggled, this, &WelcomePage::shownAtStartChanged);
}

void WelcomePage::setRecent(const std::vector<RecentProject>& projects) {
    for (const auto& [file, row] : recent_) {
        row->hide();
        row->deleteLater();
    }
    recent_.clear();
    for (const RecentProject& project : projects) {
        addRow(project);
    }
    none_->setVisible(projects.empty());
}

void WelcomePage::addRow(const RecentProject& project) {
    auto* row = new QWidget(this);
    auto* layout = new QHBoxLayout(row);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    auto* card = new ProjectCard(ProjectCard::Shape::row, row);
    card->setText(project.title);
    card->setAccessibleName(project.title);
    card->setLines({project.place, project.opened});
    card->setToolTip(project.file);
    auto* remove = new QToolButton(row);
    remove->setObjectName(QStringLiteral("remove"));
    remove->setIcon(icons::icon(QStringLiteral("cancel")));
    remove->setIconSize({theme::iconSize, theme::iconSize});
    remove->setAutoRaise(true);
    remove->setToolTip(tr("Remove %1 from the list").arg(project.title));
    remove->setAccessibleName(remove->toolTip());
    remove->hide();
    layout->addWidget(card, 1);
    layout->addWidget(remove);
    rows_->addWidget(row);
    recent_.emplace_back(project.file, row);
    connect(card, &ProjectCard::clicked, this, [this, file = project.file] { Q_EMIT projectWanted(file); });
    connect(remove, &QToolButton::clicked, this, [this, file = project.file] { Q_EMIT projectRemoved(file); });
}

ProjectCard* WelcomePage::cardOf(const QString& file) const {
    const auto found = std::ranges::find(recent_, file, &std::pair<QString, QWidget*>::first);
    return file.isEmpty() ? sample_ : found == recent_.end() ? nullptr : found->second->findChild<ProjectCard*>();
}

void WelcomePage::setPicture(const QString& file, const QImage& picture) {
    if (ProjectCard* card = cardOf(file)) {
        card->setPicture(picture);
    }
}

void WelcomePage::setProblem(const QString& file, const QString& problem) {
    if (ProjectCard* card = cardOf(file)) {
        card->setProblem(problem);
        card->parentWidget()->findChild<QToolButton*>(QStringLiteral("remove"))->setVisible(!problem.isEmpty());
    }
}

void WelcomePage::setShownAtStart(bool isShown) {
    const QSignalBlocker blocker(atStart_);
    atStart_->setChecked(isShown);
}

void WelcomePage::focusFirst() {
    new_->setFocus(Qt::TabFocusReason);
}

void WelcomePage::keyPressEvent(QKeyEvent* event) {
    if (event->key() == Qt::Key_Escape) {
        Q_EMIT closed();
        return;
    }
    if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter) {
        if (auto* button = qobject_cast<QAbstractButton*>(focusWidget())) {
            button->click();
            return;
        }
    }
    if (event->key() == Qt::Key_Delete) {
        for (const auto& [file, row] : recent_) {
            if (row->isAncestorOf(focusWidget())) {
                Q_EMIT projectRemoved(file);
                return;
            }
        }
    }
    QWidget::keyPressEvent(event);
}

void WelcomePage::dragEnterEvent(QDragEnterEvent* event) {
    if (!mediaIn(*event->mimeData()).isEmpty()) {
        event->setDropAction(Qt::CopyAction);
        event->accept();
    } else {
        event->ignore();
    }
}

void WelcomePage::dropEvent(QDropEvent* event) {
    event->setDropAction(Qt::CopyAction);
    event->accept();
    Q_EMIT filesDropped(mediaIn(*event->mimeData()));
}

void WelcomePage::resizeEvent(QResizeEvent* event) {
    columns_->setDirection(width() < narrow ? QBoxLayout::TopToBottom : QBoxLayout::LeftToRight);
    QWidget::resizeEvent(event);
}

void WelcomePage::changeEvent(QEvent* event) {
    if (event->type() == QEvent::LanguageChange) {
        retranslate();
        Q_EMIT languageChanged();
    }
    QWidget::changeEvent(event);
}

void WelcomePage::retranslate() {
    setAccessibleName(tr("Welcome"));
    title_->setText(tr("Welcome to Kinora"));
    first_->setText((generateKeys_.isEmpty() ? tr("Type a prompt in the Generate panel and press Generate.")
                                             : tr("Type a prompt in the Generate panel and press Generate (%1).").arg(generateKeys_)) +
                    QLatin1Char('\n') + tr("Or drop a picture or a clip here: the video begins with it."));
    new_->setText(tr("New Project"));
    open_->setText(tr("Open Project\u2026"));
    close_->setToolTip(tr("Close the welcome page (Esc)"));
    close_->setAccessibleName(tr("Close the welcome page"));
    sampleTitle_->setText(tr("Look around"));
    sample_->setText(tr("Open the sample project"));
    sample_->setAccessibleName(sample_->text());
    sample_->setLines({tr("Four takes, and how they were made")});
    recentTitle_->setText(tr("Recent projects"));
    none_->setText(tr("The projects that you work on will be listed here."));
    atStart_->setText(tr("Show this page at start"));
}

}  // namespace kinora

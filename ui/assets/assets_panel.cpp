#include "ui/assets/assets_panel.h"

#include <QDragEnterEvent>
#include <QLabel>
#include <QListView>
#include <QMenu>
#include <QMimeData>
#include <QToolBar>
#include <QVBoxLayout>

#include <algorithm>

#include "ui/actions/action_registry.h"
#include "ui/assets/asset_delegate.h"
#include "ui/assets/asset_model.h"
#include "ui/theme/theme.h"
#include "ui/widgets/dragged_files.h"

namespace kinora {

namespace {

constexpr const char* commands[] = {"assets.import", "", "assets.toTimeline", "", "assets.relink", "assets.find", "assets.merge", "assets.remove"};

}  // namespace

AssetsPanel::AssetsPanel(ActionRegistry& actions, QWidget* parent) : QWidget(parent), actions_(actions), model_(new AssetModel(this)) {
    build();
    retranslate();
    refreshActions();
}

void AssetsPanel::build() {
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    auto* bar = new QToolBar(this);
    bar->setIconSize({theme::iconSize, theme::iconSize});
    for (const char* id : commands) {
        *id == '\0' ? static_cast<void>(bar->addSeparator()) : bar->addAction(actions_.action(QString::fromLatin1(id)));
    }
    layout->addWidget(bar);
    list_ = new QListView(this);
    list_->setModel(model_);
    list_->setItemDelegate(new AssetDelegate(list_));
    list_->setFrameShape(QFrame::NoFrame);
    list_->setSelectionMode(QAbstractItemView::ExtendedSelection);
    list_->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    list_->setDragEnabled(true);
    list_->setDragDropMode(QAbstractItemView::DragOnly);
    list_->setContextMenuPolicy(Qt::CustomContextMenu);
    list_->viewport()->setAcceptDrops(true);
    list_->viewport()->installEventFilter(this);
    layout->addWidget(list_, 1);
    empty_ = new QLabel(list_->viewport());
    empty_->setAlignment(Qt::AlignCenter);
    empty_->setWordWrap(true);
    empty_->setMargin(theme::spaceLarge);
    auto* over = new QVBoxLayout(list_->viewport());
    over->addWidget(empty_);
    setFocusProxy(list_);
    setAcceptDrops(true);

    connect(list_->selectionModel(), &QItemSelectionModel::selectionChanged, this, &AssetsPanel::refreshActions);
    connect(model_, &QAbstractItemModel::modelReset, this, &AssetsPanel::refreshActions);
    connect(model_, &QAbstractItemModel::dataChanged, this, &AssetsPanel::refreshActions);
    connect(list_, &QListView::doubleClicked, this, [this](const QModelIndex& index) { Q_EMIT opened(model_->row(index.row()).media); });
    connect(list_, &QListView::customContextMenuRequested, this, [this](const QPoint& at) {
        auto* menu = new QMenu(this);
        menu->setAttribute(Qt::WA_DeleteOnClose);
        for (const char* id : commands) {
            *id == '\0' ? static_cast<void>(menu->addSeparator()) : menu->addAction(actions_.action(QString::fromLatin1(id)));
        }
        menu->popup(list_->viewport()->mapToGlobal(at));
    });
}

std::vector<MediaRef> AssetsPanel::selected() const {
    QModelIndexList indexes = list_->selectionModel()->selectedIndexes();
    std::ranges::sort(indexes, {}, &QModelIndex::row);
    std::vector<MediaRef> media;
    for (const QModelIndex& index : indexes) {
        media.push_back(model_->row(index.row()).media);
    }
    return media;
}

void AssetsPanel::select(const MediaRef& media) {
    if (const int row = model_->indexOf(media); row >= 0) {
        list_->setCurrentIndex(model_->index(row));
    }
}

void AssetsPanel::refreshActions() {
    const auto enable = [this](const char* id, bool isOn) { actions_.action(QString::fromLatin1(id))->setEnabled(isOn); };
    bool isAnyMissing = false;
    bool isAnyDuplicate = false;
    for (int i = 0; i < model_->rowCount(); ++i) {
        isAnyMissing = isAnyMissing || model_->row(i).isMissing;
        isAnyDuplicate = isAnyDuplicate || model_->row(i).isDuplicate;
    }
    const std::vector<MediaRef> chosen = selected();
    enable("assets.toTimeline", !chosen.empty());
    enable("assets.remove", !chosen.empty());
    enable("assets.relink", chosen.size() == 1 && model_->row(model_->indexOf(chosen.front())).isMissing);
    enable("assets.find", isAnyMissing);
    enable("assets.merge", isAnyDuplicate);
    empty_->setVisible(model_->rowCount() == 0);
}

bool AssetsPanel::eventFilter(QObject* watched, QEvent* event) {
    // What is dragged out of this list is in the project already.
    const auto brings = [this](const QDropEvent& drop) { return drop.source() != list_ && !draggedFiles(*drop.mimeData()).isEmpty(); };
    switch (event->type()) {
        case QEvent::DragEnter:
        case QEvent::DragMove:
            if (auto* drag = static_cast<QDragMoveEvent*>(event); brings(*drag)) {
                drag->setDropAction(Qt::CopyAction);
                drag->accept();
                return true;
            }
            break;
        case QEvent::Drop:
            if (auto* drop = static_cast<QDropEvent*>(event); brings(*drop)) {
                drop->setDropAction(Qt::CopyAction);
                drop->accept();
                Q_EMIT filesDropped(draggedFiles(*drop->mimeData()));
                return true;
            }
            break;
        default:
            break;
    }
    return QWidget::eventFilter(watched, event);
}

void AssetsPanel::changeEvent(QEvent* event) {
    if (event->type() == QEvent::LanguageChange) {
        retranslate();
        Q_EMIT languageChanged();
    }
    QWidget::changeEvent(event);
}

void AssetsPanel::retranslate() {
    list_->setAccessibleName(tr("Media of the project"));
    empty_->setText(tr("Drop videos and pictures here, or choose Import Media."));
}

}  // namespace kinora

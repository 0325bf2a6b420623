#include "ui/timeline/takes_picker.h"

#include <QEvent>
#include <QKeyEvent>
#include <QLabel>
#include <QListWidget>
#include <QVBoxLayout>

#include <algorithm>

#include "core/project/edits/take_edits.h"
#include "ui/theme/theme.h"

namespace kinora {

namespace {

constexpr QSize pictureSize(112, 64);

}  // namespace

TakesPicker::TakesPicker(TimelineState& state, FilmstripCache& filmstrips, QWidget* parent)
    : QFrame(parent), state_(state), filmstrips_(filmstrips) {
    setFrameShape(QFrame::StyledPanel);
    setAttribute(Qt::WA_NoMousePropagation);
    setAutoFillBackground(true);
    list_ = new QListWidget(this);
    list_->setAccessibleName(tr("Takes"));
    list_->setViewMode(QListView::IconMode);
    list_->setMovement(QListView::Static);
    list_->setResizeMode(QListView::Adjust);
    list_->setIconSize(pictureSize);
    list_->setUniformItemSizes(true);
    list_->setFrameShape(QFrame::NoFrame);
    list_->installEventFilter(this);
    auto* title = new QLabel(tr("Takes"), this);
    title->setFont(theme::titleFont(font()));
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(theme::space, theme::space, theme::space, theme::space);
    layout->addWidget(title);
    layout->addWidget(list_);
    connect(list_, &QListWidget::itemClicked, this, [this](QListWidgetItem* item) { choose(list_->row(item)); });
    connect(list_, &QListWidget::itemActivated, this, [this](QListWidgetItem* item) { choose(list_->row(item)); });
    connect(&filmstrips_, &FilmstripCache::arrived, this, [this] {
        if (isVisible()) {
            fill();
        }
    });
    hide();
}

void TakesPicker::pick(ClipId clip, const std::filesystem::path& mediaFolder, const QRect& anchor) {
    const auto place = find_clip(state_.project(), clip);
    if (!place) {
        return;
    }
    clip_ = clip;
    mediaFolder_ = mediaFolder;
    list_->clear();
    fill();
    list_->setCurrentRow(static_cast<int>(place->clip().chosen));
    const QSize room = parentWidget()->size();
    const int columns = std::clamp(list_->count(), 1, 4);
    resize(std::min(columns * (pictureSize.width() + 22) + 30, room.width()), std::min(150 + (list_->count() > 4 ? 96 : 0), room.height()));
    const int y = anchor.bottom() + height() <= room.height() ? anchor.bottom() : std::max(anchor.top() - height(), 0);
    move(std::clamp(anchor.right() - width(), 0, std::max(room.width() - width(), 0)), y);
    show();
    raise();
    list_->setFocus();
}

void TakesPicker::fill() {
    const auto place = find_clip(state_.project(), clip_);
    if (!place) {
        hide();
        return;
    }
    const Clip& clip = place->clip();
    for (std::size_t i = 0; i < clip.versions.size(); ++i) {
        const MediaUse& version = clip.versions[i];
        const auto facts = media_facts(state_.project(), version.media);
        if (static_cast<int>(i) >= list_->count()) {
            list_->addItem(new QListWidgetItem);
        }
        QListWidgetItem* item = list_->item(static_cast<int>(i));
        item->setText(facts ? QString::fromStdString(facts->name) : tr("Missing"));
        item->setToolTip(item->text());
        if (!facts || !is_inside_media_folder(facts->file)) {
            continue;
        }
        const bool isMoving = facts->length && facts->frame_rate.is_valid();
        const std::int64_t frame = isMoving ? convert_frame(std::max<std::int64_t>(version.source_in, 0), state_.project().frame_rate, facts->frame_rate) : 0;
        if (const QPixmap* picture = filmstrips_.picture(mediaFolder_ / facts->file, frame)) {
            item->setIcon(QIcon(*picture));
        }
    }
}

void TakesPicker::choose(int row) {
    hide();
    const auto place = find_clip(state_.project(), clip_);
    if (place && row >= 0) {
        state_.apply(tr("Choose take"), [&](const Project& before) { return choose_version(before, clip_, static_cast<std::size_t>(row)); });
    }
}

void TakesPicker::keyPressEvent(QKeyEvent* event) {
    if (event->key() == Qt::Key_Escape) {
        hide();
        parentWidget()->setFocus();
    }
    event->accept();  // the timeline below has keys of its own
}

bool TakesPicker::eventFilter(QObject* watched, QEvent* event) {
    if (event->type() == QEvent::FocusOut) {
        hide();
    }
    return QFrame::eventFilter(watched, event);
}

}  // namespace kinora

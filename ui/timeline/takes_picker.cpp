#include "ui/timeline/takes_picker.h"

#include <QApplication>
#include <QEvent>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QListWidget>
#include <QPushButton>
#include <QVBoxLayout>

#include <algorithm>
#include <optional>

#include "core/base/error.h"
#include "core/generation/recipe.h"
#include "core/project/edits/take_edits.h"
#include "ui/theme/theme.h"

namespace kinora {

namespace {

constexpr QSize pictureSize(112, 64);
constexpr int leastWidth = 400;

// Nothing of a take that another program made; what is known of its pictures is enough.
std::optional<Recipe> recipeOf(const Take& take) {
    try {
        return read_recipe(take.recipe, take.file);
    } catch (const Error&) {
        return std::nullopt;
    }
}

QString describeRecipe(const Take& take) {
    QStringList parts = {QString::fromStdString(take.name).simplified(), QStringLiteral("%1×%2").arg(take.width).arg(take.height),
                         TakesPicker::tr("%1 frames").arg(take.num_frames)};
    if (const auto recipe = recipeOf(take)) {
        parts << QString::fromStdString(recipe->model_name) << TakesPicker::tr("%1 steps").arg(recipe->settings.num_inference_steps)
              << TakesPicker::tr("guidance %1").arg(recipe->settings.guidance_scale)
              << TakesPicker::tr("seed %1").arg(recipe->settings.seed);
        if (const auto& from = recipe->branch) {
            parts << TakesPicker::tr("branched from step %1 of %2 of job %3 (seed %4)")
                         .arg(from->step).arg(from->num_steps).arg(from->job).arg(from->seed);
        }
        if (const auto& end = recipe->early_end) {
            parts << TakesPicker::tr("ended early at step %1 of %2").arg(end->step).arg(end->num_steps);
        }
    }
    return parts.join(QStringLiteral(" · "));
}

}  // namespace

TakesPicker::TakesPicker(TimelineState& state, FilmstripCache& filmstrips, QWidget* parent)
    : QFrame(parent), state_(state), filmstrips_(filmstrips) {
    setFrameShape(QFrame::StyledPanel);
    setAttribute(Qt::WA_NoMousePropagation);
    setAutoFillBackground(true);
    list_ = new QListWidget(this);
    list_->setViewMode(QListView::IconMode);
    list_->setMovement(QListView::Static);
    list_->setResizeMode(QListView::Adjust);
    list_->setIconSize(pictureSize);
    list_->setUniformItemSizes(true);
    list_->setFrameShape(QFrame::NoFrame);
    list_->installEventFilter(this);
    title_ = new QLabel(this);
    title_->setFont(theme::titleFont(font()));
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(theme::space, theme::space, theme::space, theme::space);
    layout->addWidget(title_);
    layout->addWidget(list_, 1);
    recipe_ = new QLabel(this);
    recipe_->setWordWrap(true);
    recipe_->setFont(theme::smallFont(font()));
    layout->addWidget(recipe_);
    compare_ = new QPushButton(this);
    remake_ = new QPushButton(this);
    use_ = new QPushButton(this);
    auto* row = new QHBoxLayout;
    row->addStretch();
    for (QPushButton* button : {remake_, compare_, use_}) {
        row->addWidget(button);
        button->installEventFilter(this);
    }
    layout->addLayout(row);
    connect(use_, &QPushButton::clicked, this, [this] { choose(list_->currentRow()); });
    connect(compare_, &QPushButton::clicked, this, &TakesPicker::compare);
    connect(remake_, &QPushButton::clicked, this, [this] {
        hide();
        Q_EMIT remakeWanted();
    });
    connect(list_, &QListWidget::currentRowChanged, this, &TakesPicker::showRecipe);
    connect(list_, &QListWidget::itemActivated, this, [this](QListWidgetItem* item) { choose(list_->row(item)); });
    connect(&filmstrips_, &FilmstripCache::arrived, this, [this] {
        if (isVisible()) {
            showPictures();
        }
    });
    retranslate();
    hide();
}

void TakesPicker::changeEvent(QEvent* event) {
    QFrame::changeEvent(event);
    if (event->type() == QEvent::LanguageChange) {
        retranslate();
    }
}

void TakesPicker::retranslate() {
    title_->setText(tr("Takes"));
    list_->setAccessibleName(tr("Takes"));
    recipe_->setAccessibleName(tr("Recipe"));
    compare_->setText(tr("Compare A/B"));
    compare_->setToolTip(tr("Beside what the clip shows"));
    remake_->setText(tr("Make Again with…"));
    use_->setText(tr("Use"));
    use_->setToolTip(tr("The clip shows this take"));
    if (isVisible()) {
        fill();
    }
    showRecipe();
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
    const QSize wanted(std::max(columns * (pictureSize.width() + 22) + 30, leastWidth), list_->count() > 4 ? 316 : 220);
    resize(wanted.boundedTo(room));
    showRecipe();
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
        // Variations have one prompt, and so one name.
        const QString name = facts ? QString::fromStdString(facts->name) : tr("Missing");
        const auto* id = std::get_if<TakeId>(&version.media);
        const Take* take = id == nullptr ? nullptr : find_take(state_.project(), *id);
        const auto recipe = take == nullptr ? std::nullopt : recipeOf(*take);
        item->setText(QStringLiteral("%1 · %2").arg(i + 1).arg(recipe ? tr("seed %1").arg(recipe->settings.seed) : name));
        item->setToolTip(name);
    }
    showPictures();
}

void TakesPicker::showPictures() {
    const auto place = find_clip(state_.project(), clip_);
    if (!place) {
        hide();
        return;
    }
    const std::vector<MediaUse>& versions = place->clip().versions;
    const std::size_t count = std::min(versions.size(), static_cast<std::size_t>(list_->count()));
    for (std::size_t i = 0; i < count; ++i) {
        const MediaUse& version = versions[i];
        const auto facts = media_facts(state_.project(), version.media);
        if (!facts || !is_inside_media_folder(facts->file)) {
            continue;
        }
        const bool isMoving = facts->length && facts->frame_rate.is_valid();
        const std::int64_t frame = isMoving ? convert_frame(std::max<std::int64_t>(version.source_in, 0), state_.project().frame_rate, facts->frame_rate) : 0;
        if (const QPixmap* picture = filmstrips_.picture(mediaFolder_ / facts->file, frame)) {
            list_->item(static_cast<int>(i))->setIcon(QIcon(*picture));
        }
    }
}

const Take* TakesPicker::takeIn(int row) const {
    const auto place = find_clip(state_.project(), clip_);
    if (!place || row < 0 || static_cast<std::size_t>(row) >= place->clip().versions.size()) {
        return nullptr;
    }
    const auto* id = std::get_if<TakeId>(&place->clip().versions[static_cast<std::size_t>(row)].media);
    return id == nullptr ? nullptr : find_take(state_.project(), *id);
}

void TakesPicker::showRecipe() {
    const auto place = find_clip(state_.project(), clip_);
    if (!place) {
        return;
    }
    const int chosen = static_cast<int>(place->clip().chosen);
    const Take* take = takeIn(list_->currentRow());
    const Take* shown = takeIn(chosen);
    recipe_->setText(take == nullptr ? tr("Imported footage") : describeRecipe(*take));
    use_->setEnabled(list_->currentRow() >= 0 && list_->currentRow() != chosen);
    compare_->setEnabled(use_->isEnabled());
    remake_->setEnabled(shown != nullptr && shown->origin.has_value() && state_.whyNoGeneration().isEmpty());
    remake_->setToolTip(remake_->isEnabled() ? QString() : tr("What this clip shows cannot be made again"));
}

void TakesPicker::compare() {
    const auto place = find_clip(state_.project(), clip_);
    if (place && list_->currentRow() >= 0) {
        Q_EMIT state_.compareWanted(clip_, place->clip().chosen, static_cast<std::size_t>(list_->currentRow()));
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
    const QWidget* focus = QApplication::focusWidget();
    if (event->type() == QEvent::FocusOut && !(focus != nullptr && isAncestorOf(focus))) {
        hide();
    }
    return QFrame::eventFilter(watched, event);
}

}  // namespace kinora

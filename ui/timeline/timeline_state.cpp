#include "ui/timeline/timeline_state.h"

#include <algorithm>
#include <utility>

#include "core/base/error.h"
#include "core/generation/validate.h"
#include "ui/language/sentence_text.h"
#include "ui/session/error_text.h"
#include "ui/session/panel_settings.h"

namespace kinora {

namespace {

constexpr int leastRowHeight = 30;
constexpr int mostRowHeight = 200;

}  // namespace

TimelineState::TimelineState(Document& document, QObject* parent) : QObject(parent), document_(document) {
    connect(&document_, &Document::changed, this, [this](const Change& change) {
        if (change.touches_timeline()) {
            prune();
        }
        Q_EMIT documentChanged();
    });
    connect(&document_, &Document::fileChanged, this, [this](bool isMoved) {
        if (!isMoved) {
            forget();
        }
    });
}

bool TimelineState::isSelected(ClipId clip) const {
    return std::ranges::binary_search(selection_, clip);
}

void TimelineState::select(std::span<const ClipId> clips) {
    std::vector<ClipId> wanted = with_groups(project(), clips);
    std::ranges::sort(wanted);
    if (!std::ranges::binary_search(wanted, current_)) {
        current_ = clips.empty() ? ClipId() : clips.front();
    }
    if (wanted != selection_) {
        selection_ = std::move(wanted);
        Q_EMIT selectionChanged();
    }
}

void TimelineState::toggle(ClipId clip) {
    std::vector<ClipId> wanted = selection_;
    const std::vector<ClipId> group = with_groups(project(), std::span(&clip, 1));
    if (isSelected(clip)) {
        std::erase_if(wanted, [&](ClipId id) { return std::ranges::find(group, id) != group.end(); });
    } else {
        wanted.insert(wanted.end(), group.begin(), group.end());
        current_ = clip;
    }
    select(wanted);
}

void TimelineState::setCurrent(ClipId clip) {
    current_ = clip;
    select(std::span(&clip, 1));
}

void TimelineState::makeCurrent(ClipId clip) {
    if (clip != current_ && isSelected(clip)) {
        current_ = clip;
        Q_EMIT selectionChanged();
    }
}

TrackId TimelineState::currentTrack() const {
    if (const auto place = find_clip(project(), current_)) {
        return place->track->id;
    }
    return find_track(project(), track_) != nullptr ? track_ : TrackId();
}

void TimelineState::setCurrentTrack(TrackId track) {
    const bool isNew = track != currentTrack();
    track_ = track;
    if (!isNew) {
        return;
    }
    current_ = {};
    selection_.clear();
    Q_EMIT selectionChanged();
}

const Clip* TimelineState::seenClip() const {
    const Clip* seen = nullptr;
    for (const Shared<Track>& track : project().timeline.tracks) {
        const Clip* clip = clip_at(*track, playhead_);
        const bool isBetter = clip != nullptr && (!track->is_hidden || clip->id == current_);
        seen = isBetter && (seen == nullptr || seen->id != current_) ? clip : seen;
    }
    return seen;
}

void TimelineState::setPlayhead(std::int64_t frame) {
    const std::int64_t wanted = std::clamp<std::int64_t>(frame, 0, last_possible_frame);
    if (wanted != playhead_) {
        playhead_ = wanted;
        Q_EMIT playheadChanged(playhead_);
    }
}

void TimelineState::setTool(ToolKind tool) {
    tool_ = tool;
    Q_EMIT settingsChanged();
}

void TimelineState::setMode(EditMode mode) {
    mode_ = mode;
    Q_EMIT settingsChanged();
}

void TimelineState::setRipple(const Ripple& ripple) {
    ripple_ = ripple;
    Q_EMIT settingsChanged();
}

void TimelineState::setSnaps(bool snaps) {
    snaps_ = snaps;
    Q_EMIT settingsChanged();
}

void TimelineState::setFollow(FollowMode follow) {
    follow_ = follow;
    Q_EMIT settingsChanged();
}

void TimelineState::setModel(std::optional<ModelInfo> model) {
    model_ = std::move(model);
    Q_EMIT settingsChanged();
}

GenerationWish TimelineState::wish() const {
    GenerationWish wish;
    wish.settings = project().generate->settings;
    wish.num_variations = std::max(project().generate->num_variations, 1);
    if (model_) {
        wish.settings = panelSettings(*project().generate, *model_);
        wish.model = model_->name;
        wish.frame_multiple = std::max(model_->frame_multiple, 1);
    }
    return wish;
}

GenerationWish TimelineState::wishFor(const GenerationAsk& ask) const {
    GenerationWish wish = this->wish();
    auto place = find_clip(project(), ask.clip);
    const Track* track = find_track(project(), ask.track);
    const Clip* clip = place ? &place->clip() : track != nullptr && ask.range.start > 0 ? clip_at(*track, ask.range.start - 1) : nullptr;
    const MediaUse* shown = clip == nullptr ? nullptr : clip->shown();
    const auto* take = shown == nullptr ? nullptr : std::get_if<TakeId>(&shown->media);
    if (const Take* continued = take == nullptr ? nullptr : find_take(project(), *take); continued && model_) {
        wish.settings.width = continued->width;
        wish.settings.height = continued->height;
        round_to_model(wish.settings, *model_, false);
    }
    return wish;
}

void TimelineState::setNotes(std::map<ClipId, QString> notes) {
    if (notes != notes_) {
        notes_ = std::move(notes);
        Q_EMIT notesChanged();
    }
}

void TimelineState::setInterpolationNotes(std::map<ClipId, QString> notes) {
    if (notes != interpolationNotes_) {
        interpolationNotes_ = std::move(notes);
        Q_EMIT notesChanged();
    }
}

void TimelineState::setMissing(std::set<MediaRef> missing) {
    if (missing != missing_) {
        missing_ = std::move(missing);
        Q_EMIT missingChanged();
    }
}

MediaRef TimelineState::missingOf(const Clip& clip) const {
    if (missing_.empty()) {
        return {};
    }
    if (clip.shown() != nullptr && missing_.contains(clip.shown()->media)) {
        return clip.shown()->media;
    }
    for (const ClipSound* sound : sounds_of(clip)) {
        if (missing_.contains(sound->media)) {
            return sound->media;
        }
    }
    return {};
}

QString TimelineState::whyNoGeneration() const {
    if (!model_) {
        return tr("There is no model to generate with");
    }
    if (model_->problem) {
        return sentenceText(*model_->problem);
    }
    if (!model_->can_condition_frames) {
        return tr("%1 cannot continue given frames").arg(QString::fromStdString(model_->display_name));
    }
    return {};
}

void TimelineState::setRowHeight(TrackId track, int height) {
    const int wanted = std::clamp(height, leastRowHeight, mostRowHeight);
    if (wanted != rowHeight(track)) {
        rowHeights_.insert(track.value, wanted);
        Q_EMIT rowsChanged();
    }
}

bool TimelineState::apply(const QString& text, const Document::Edit& edit, const QString& mergeKey, bool selectsNew) {
    std::vector<ClipId> added;
    const auto note = [&](const Change& change) {
        for (const TrackChange& track : change.track_changes) {
            added.insert(added.end(), track.clips.added.begin(), track.clips.added.end());
        }
    };
    const QMetaObject::Connection listening = connect(&document_, &Document::changed, this, note);
    bool isDone = true;
    try {
        document_.apply(text, edit, mergeKey);
    } catch (const Error& error) {
        isDone = false;
        Q_EMIT refused(messageOf(error));
    }
    disconnect(listening);
    if (isDone && selectsNew && !added.empty()) {
        select(added);
    }
    return isDone;
}

void TimelineState::setPreview(EditPreview preview) {
    preview_ = std::move(preview);
    Q_EMIT previewChanged();
}

void TimelineState::clearPreview() {
    if (preview_) {
        preview_.reset();
        Q_EMIT previewChanged();
    }
}

EditPreview TimelineState::previewOf(const Document::Edit& edit) const {
    EditPreview preview;
    try {
        preview.project = std::make_shared<const Project>(edit(project()));
    } catch (const Error& error) {
        preview.refusal = messageOf(error);
    }
    return preview;
}

EditPreview TimelineState::previewOf(const GenerationAsk& ask) const {
    if (const QString why = whyNoGeneration(); !why.isEmpty()) {
        EditPreview preview;
        preview.refusal = why;
        return preview;
    }
    EditPreview preview = previewOf([&](const Project& before) { return with_generation(before, ask, wishFor(ask)); });
    preview.ask = ask;
    if (preview.project) {
        preview.label = describe(asked_frames(*preview.project));
        if (estimate_) {
            preview.label += QStringLiteral(" · ") + estimate_(*preview.project->generations->back());
        }
    }
    return preview;
}

void TimelineState::ask(GenerationAsk ask) {
    ask.mode = mode_;
    ask.ripple = ripple_;
    if (ask.prompt.empty()) {
        ask.prompt = first_prompt(project(), ask);
    }
    EditPreview preview = previewOf(ask);
    if (!preview.project) {
        clearPreview();
        Q_EMIT refused(preview.refusal);
        return;
    }
    setPreview(std::move(preview));
    Q_EMIT promptWanted(ask);
}

void TimelineState::setClipboard(Clipboard clips) {
    clipboard_ = std::move(clips);
    Q_EMIT clipboardChanged();
}

void TimelineState::prune() {
    std::vector<ClipId> left = selection_;
    std::erase_if(left, [this](ClipId clip) { return !find_clip(project(), clip); });
    if (!find_clip(project(), current_)) {
        current_ = left.empty() ? ClipId() : left.front();
    }
    if (left != selection_) {
        selection_ = std::move(left);
        Q_EMIT selectionChanged();
    }
}

// Ids mean other things in another project.
void TimelineState::forget() {
    setClipboard({});
    selection_.clear();
    current_ = {};
    track_ = {};
    rowHeights_.clear();
    playhead_ = 0;
    clearPreview();
    Q_EMIT selectionChanged();
    Q_EMIT projectReplaced();
}

}  // namespace kinora

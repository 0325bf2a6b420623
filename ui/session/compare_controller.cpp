#include "ui/session/compare_controller.h"

#include <algorithm>
#include <set>

#include "ui/session/document.h"
#include "ui/session/monitor_controller.h"
#include "ui/session/take_names.h"
#include "ui/viewer/monitor.h"
#include "ui/viewer/version_frames.h"

namespace kinora {

namespace {

// Takes that are versions of a clip which also has that take.
std::set<std::int64_t> takesBeside(const Project& project, TakeId take) {
    std::set<std::int64_t> beside;
    for (const Shared<Track>& track : project.timeline.tracks) {
        for (const Shared<Clip>& clip : track->clips) {
            const bool hasIt = std::ranges::any_of(clip->versions, [&](const MediaUse& use) { return use.media == MediaRef(take); });
            for (const MediaUse& use : clip->versions) {
                if (const auto* other = std::get_if<TakeId>(&use.media); hasIt && other != nullptr) {
                    beside.insert(other->value);
                }
            }
        }
    }
    return beside;
}

// The same media where it cannot be the same place in it: trimming moves that.
std::vector<MediaUse>::const_iterator findUse(const std::vector<MediaUse>& uses, const MediaUse& use) {
    const auto exact = std::ranges::find(uses, use);
    return exact != uses.end() ? exact : std::ranges::find(uses, use.media, &MediaUse::media);
}

std::optional<TakeId> takeOf(const MediaUse& use) {
    const auto* take = std::get_if<TakeId>(&use.media);
    return take == nullptr ? std::nullopt : std::optional(*take);
}

}  // namespace

CompareController::CompareController(Monitor& monitor, MonitorController& takes, Document& document, QObject* parent)
    : QObject(parent), monitor_(monitor), takes_(takes), document_(document) {
    connect(&takes_, &MonitorController::takeChanged, this, [this] {
        if (clip_ && clip_->take != takes_.take()) {
            clip_.reset();
        }
        refresh();
    });
    connect(&monitor_, &Monitor::takeChosen, this, [this] {
        clip_.reset();  // by hand, even if it is the one that was there
        refresh();
    });
    connect(&document_, &Document::changed, this, [this](const Change& change) {
        if (!change.takes.is_empty() || (clip_ && (change.touches_timeline() || !change.assets.is_empty()))) {
            refresh();
        }
    });
    connect(&document_, &Document::fileChanged, this, [this](bool isMoved) {
        if (!isMoved) {
            clip_.reset();
        }
        shown_.reset();
        refresh();
    });
    connect(&monitor_, &Monitor::retranslated, this, &CompareController::nameSides);
    connect(&monitor_, &Monitor::modeChanged, this, &CompareController::open);
    connect(&monitor_.compareView(), &CompareView::takeChosen, this, [this](int index) {
        second_ = choices_.at(static_cast<std::size_t>(index));
        open();
    });
    refresh();
}

void CompareController::compare(ClipId id, std::size_t first, std::size_t second) {
    const auto place = find_clip(document_.project(), id);
    if (!place || std::max(first, second) >= place->clip().versions.size() || first == second) {
        return;
    }
    const Clip& clip = place->clip();
    second_ = clip.versions[second];
    // The monitor names the take that is compared, where there is one.
    const std::optional<TakeId> ofFirst = takeOf(clip.versions[first]);
    const std::optional<TakeId> take = ofFirst ? ofFirst : takeOf(clip.versions[second]);
    clip_ = {id, clip.versions[first], take ? take : takes_.take()};
    if (take && take != takes_.take()) {
        takes_.show(*take);
    }
    refresh();
    monitor_.setMode(Monitor::Mode::compare);
}

void CompareController::refresh() {
    if (!chooseVersions()) {
        clip_.reset();
        chooseTakes();
    }
    if (const auto kept = second_ ? findUse(choices_, *second_) : choices_.cend(); kept != choices_.cend()) {
        second_ = *kept;
    } else {
        second_ = choices_.empty() ? std::nullopt : std::optional(choices_.front());
    }
    nameSides();
    open();
}

bool CompareController::chooseVersions() {
    const auto place = clip_ ? find_clip(document_.project(), clip_->clip) : std::nullopt;
    if (!place) {
        return false;
    }
    choices_ = place->clip().versions;
    const auto first = findUse(choices_, clip_->first);
    if (first == choices_.cend() || choices_.size() < 2) {
        return false;
    }
    clip_->first = *first;
    choices_.erase(first);
    return true;
}

void CompareController::chooseTakes() {
    const Project& project = document_.project();
    choices_.clear();
    if (!takes_.take()) {
        return;
    }
    for (const Shared<Take>& take : *project.takes) {
        if (take->id != *takes_.take()) {
            choices_.push_back({take->id, 0, {}});
        }
    }
    const std::set<std::int64_t> beside = takesBeside(project, *takes_.take());
    std::ranges::stable_partition(choices_, [&](const MediaUse& use) { return beside.contains(takeOf(use)->value); });
}

std::optional<MediaUse> CompareController::first() const {
    if (clip_) {
        return clip_->first;
    }
    return takes_.take() ? std::optional(MediaUse{*takes_.take(), 0, {}}) : std::nullopt;
}

QString CompareController::nameOf(const MediaUse& use) const {
    const Project& project = document_.project();
    const std::optional<TakeId> take = takeOf(use);
    if (const auto index = take ? takeIndex(project, *take) : std::nullopt) {
        return takeName(project, *index);
    }
    const auto facts = media_facts(project, use.media);
    return facts ? QString::fromStdString(facts->name).simplified() : QString();
}

void CompareController::nameSides() {
    QStringList names;
    int current = -1;
    for (const MediaUse& use : choices_) {
        current = current < 0 && second_ == use ? static_cast<int>(names.size()) : current;
        names.append(nameOf(use));
    }
    monitor_.compareView().setTakes(names, current);
    if (shown_) {
        monitor_.compareView().rename(nameOf(shown_->sources[0].use), nameOf(shown_->sources[1].use));
    }
}

CompareController::Source CompareController::sourceOf(const MediaUse& use) const {
    const MediaFacts facts = media_facts(document_.project(), use.media).value_or(MediaFacts());
    return {use, facts.file, facts.length, facts.frame_rate, facts.width, facts.height};
}

CompareView::Side CompareController::side(const Pair& pair, std::size_t index) const {
    const Source& source = pair.sources.at(index);
    const Source& other = pair.sources.at(1 - index);
    if (pair.clipLength == 0) {
        return {frames_of_file(document_.mediaFolder() / source.file), nameOf(source.use)};
    }
    // Pictures of different sizes meet where the clip would show them.
    const bool isAsOnTimeline = source.width != other.width || source.height != other.height;
    return {frames_of_version({document_.snapshot(), document_.mediaFolder(), source.use, pair.clipLength, isAsOnTimeline}), nameOf(source.use)};
}

void CompareController::open() {
    const std::optional<MediaUse> first = this->first();
    if (!first || !second_) {
        shown_.reset();
        monitor_.compareView().close();
        return;
    }
    // Measuring reads both files to their end, so that it waits until somebody looks.
    if (monitor_.mode() != Monitor::Mode::compare) {
        return;
    }
    const Project& project = document_.project();
    Pair wanted = {.sources = {sourceOf(*first), sourceOf(*second_)}};
    if (const auto place = clip_ ? find_clip(project, clip_->clip) : std::nullopt) {
        wanted.clipLength = place->clip().length;
        wanted.frameRate = project.frame_rate;
        wanted.width = project.width;
        wanted.height = project.height;
    }
    if (shown_ != wanted) {
        shown_ = wanted;
        monitor_.compareView().open(side(wanted, 0), side(wanted, 1));
    }
}

}  // namespace kinora

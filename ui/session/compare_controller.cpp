#include "ui/session/compare_controller.h"

#include <algorithm>
#include <set>

#include "ui/session/document.h"
#include "ui/session/monitor_controller.h"
#include "ui/session/take_names.h"
#include "ui/viewer/compare_view.h"
#include "ui/viewer/monitor.h"

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

}  // namespace

CompareController::CompareController(Monitor& monitor, MonitorController& first, Document& document, QObject* parent)
    : QObject(parent), monitor_(monitor), first_(first), document_(document) {
    connect(&first_, &MonitorController::takeChanged, this, &CompareController::refresh);
    connect(&document_, &Document::changed, this, [this](const Change& change) {
        if (!change.takes.is_empty()) {
            refresh();
        }
    });
    connect(&document_, &Document::fileChanged, this, [this] {
        shown_.reset();
        refresh();
    });
    connect(&monitor_, &Monitor::retranslated, this, &CompareController::nameTakes);
    connect(&monitor_, &Monitor::modeChanged, this, &CompareController::open);
    connect(&monitor_.compareView(), &CompareView::takeChosen, this, [this](int index) {
        second_ = choices_.at(static_cast<std::size_t>(index));
        open();
    });
    refresh();
}

void CompareController::compare(TakeId first, TakeId second) {
    first_.show(first);
    second_ = second;
    refresh();
    monitor_.setMode(Monitor::Mode::compare);
}

void CompareController::refresh() {
    const Project& project = document_.project();
    choices_.clear();
    if (first_.take()) {
        for (const Shared<Take>& take : *project.takes) {
            if (take->id != *first_.take()) {
                choices_.push_back(take->id);
            }
        }
        const std::set<std::int64_t> beside = takesBeside(project, *first_.take());
        std::ranges::stable_partition(choices_, [&](TakeId take) { return beside.contains(take.value); });
    }
    if (!second_ || std::ranges::count(choices_, *second_) == 0) {
        second_ = choices_.empty() ? std::nullopt : std::optional(choices_.front());
    }
    nameTakes();
    open();
}

void CompareController::nameTakes() {
    const Project& project = document_.project();
    QStringList names;
    int current = -1;
    for (const TakeId take : choices_) {
        current = second_ == take ? static_cast<int>(names.size()) : current;
        names.append(takeName(project, *takeIndex(project, take)));
    }
    monitor_.compareView().setTakes(names, current);
    const auto first = shown_ ? takeIndex(project, shown_->first) : std::nullopt;
    const auto second = shown_ ? takeIndex(project, shown_->second) : std::nullopt;
    if (first && second) {
        monitor_.compareView().rename(takeName(project, *first), takeName(project, *second));
    }
}

void CompareController::open() {
    if (!first_.take() || !second_) {
        shown_.reset();
        monitor_.compareView().close();
        return;
    }
    const std::pair wanted(*first_.take(), *second_);
    // Measuring reads both files to their end, so that it waits until somebody looks.
    if (monitor_.mode() != Monitor::Mode::compare || shown_ == wanted) {
        return;
    }
    shown_ = wanted;
    const Project& project = document_.project();
    const auto side = [&](TakeId take) {
        const std::size_t index = *takeIndex(project, take);
        return CompareView::Side{frames_of_file(document_.mediaFolder() / (*project.takes)[index]->file), takeName(project, index)};
    };
    monitor_.compareView().open(side(wanted.first), side(wanted.second));
}

}  // namespace kinora

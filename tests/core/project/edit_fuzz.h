// Runs random edits, undos and redos, and checks after each what has to be true.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "core/project/change.h"
#include "core/project/project_file.h"
#include "core/project/project_patch.h"
#include "tests/core/project/edit_script.h"
#include "tests/core/project/test_project.h"

namespace kinora::test {

struct EditFuzzResult {
    std::string problem;  // empty if there was none
    std::size_t num_done = 0;
    std::string kinds_not_done;
};

class EditFuzz {
 public:
    explicit EditFuzz(std::uint32_t seed) : script_(seed) {
        TestProject t;
        t.put(t.lower, "a", t.film, 0, 60);
        t.put(t.lower, "b", t.shot, 60, 40, 10);
        t.put(t.upper, "c", t.photo, 30, 50);
        history_.push_back(t.project);
        mirror_ = t.project;
    }

    EditFuzzResult run(std::size_t num_operations) {
        while (result_.num_done < num_operations && result_.problem.empty()) {
            if (script_.number(0, 9) == 0) {
                travel();
            } else {
                edit();
            }
        }
        walk_through();
        result_.kinds_not_done = script_.kinds_not_done();
        return result_;
    }

 private:
    const Project& current() const { return history_[place_]; }

    void require(bool is_true, const std::string& problem) {
        if (!is_true && result_.problem.empty()) {
            result_.problem = "after " + std::to_string(result_.num_done) + " operations: " + problem;
        }
    }

    void edit() {
        auto step = script_.next(current());
        if (!step.after) {
            return;
        }
        ++result_.num_done;
        const Project before = current();
        const auto problems = check_invariants(*step.after);
        require(problems.empty(), step.name + ": " + (problems.empty() ? "" : problems.front().in_english()));
        for (const Shared<Track>& track : before.timeline.tracks) {
            const Track* now = find_track(*step.after, track->id);
            require(!track->is_locked || EditScript::may_touch_locked(step.name) || (now != nullptr && *now == *track),
                    step.name + " changed a locked track");
        }
        for (const Shared<Take>& take : *before.takes) {
            require(find_take(*step.after, take->id) != nullptr || step.name == "remove media", step.name + " lost a take");
        }
        history_.resize(place_ + 1);
        history_.push_back(std::move(*step.after));
        ++place_;
        follow(before, step.name);
        if (history_.size() > 600) {  // as an undo stack with a limit
            history_.erase(history_.begin(), history_.begin() + 300);
            place_ -= 300;
        }
    }

    void travel() {
        const Project before = current();
        const std::int64_t steps = script_.number(-5, 4);
        const auto target = std::clamp<std::int64_t>(static_cast<std::int64_t>(place_) + steps, 0,
                                                     static_cast<std::int64_t>(history_.size()) - 1);
        place_ = static_cast<std::size_t>(target);
        follow(before, "undo or redo");
    }

    // The journal's way to the current state, and now and then the file's.
    void follow(const Project& before, const std::string& name) {
        mirror_ = apply_patch(mirror_, nlohmann::json::parse(make_patch(before, current()).dump()), "patch");
        require(mirror_ == current(), name + ": the journal leads elsewhere");
        require(diff(before, before).is_empty() && diff(before, current()) == diff(before, mirror_), name + ": the change is wrong");
        if (result_.num_done % 97 == 0) {
            require(project_from_text(project_to_text(current(), "p.kinora"), "p.kinora") == current(), name + ": loading gives another project");
        }
    }

    // Undo all, redo all: every state is what it was when it was made.
    void walk_through() {
        std::vector<std::string> texts;
        for (const Project& state : history_) {
            texts.push_back(project_to_text(state, "p.kinora"));
        }
        const Project last = history_.back();
        Project walker = last;
        for (std::size_t i = history_.size(); i-- > 1;) {
            walker = apply_patch(walker, make_patch(walker, history_[i - 1]), "patch");
        }
        require(project_to_text(walker, "p.kinora") == texts.front(), "undoing all leads elsewhere");
        for (std::size_t i = 1; i < history_.size(); ++i) {
            walker = apply_patch(walker, make_patch(walker, history_[i]), "patch");
        }
        require(walker == last && project_to_text(walker, "p.kinora") == texts.back(), "redoing all leads elsewhere");
    }

    EditScript script_;
    std::vector<Project> history_;
    std::size_t place_ = 0;
    Project mirror_;
    EditFuzzResult result_;
};

}  // namespace kinora::test

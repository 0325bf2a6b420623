// The generating actions, asked for by key or menu: what they are made of is the current clip, the playhead, and the range between
// the in and the out point.
#pragma once

#include <QString>

#include "ui/timeline/timeline_state.h"

namespace kinora {

class GeneratingCommands {
 public:
    explicit GeneratingCommands(TimelineState& state) : state_(state) {}

    // A sentence; empty where it can be asked for.
    QString whyNot(GenerationKind kind, bool isBefore = false) const;
    // Shows the ghost and asks for the prompt, or says why not.
    void run(GenerationKind kind, bool isBefore = false);

 private:
    // What would be asked for; with `why` where it is not possible.
    GenerationAsk askFor(GenerationKind kind, bool isBefore, QString& why) const;
    bool findGap(GenerationAsk& ask) const;

    TimelineState& state_;
};

}  // namespace kinora

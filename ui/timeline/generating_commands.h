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
    // On the current track, else on any.
    bool findGap(GenerationAsk& ask) const;
    bool findGapOn(const Track& track, GenerationAsk& ask) const;
    // The other of two selected clips that overlap, a clip on another track that overlaps this one, or the one that touches its end.
    bool findBlend(const ClipPlace& place, GenerationAsk& ask) const;

    TimelineState& state_;
};

}  // namespace kinora

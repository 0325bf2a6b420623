// The timeline for screen readers and other programs: a list whose items are the clips, track by track from the bottom up.
#pragma once

namespace kinora {

// Tells Qt how to describe a TimelineView. Once for the program; calling it again does nothing.
void installTimelineAccessibility();

}  // namespace kinora

// The generate panel's state, and the format of the timeline.
#pragma once

#include <cstdint>

#include "core/project/project.h"

namespace kinora {

// Puts what the panel holds in the place of what it held; keyframes stay as they are in the project.
Project set_generate_state(const Project& project, GenerateState state);

// The id is given by the edit. Throws EditError for media that there is not, or for frames that it does not have.
Project add_keyframe(const Project& project, Keyframe keyframe);

// Puts `keyframe` in the place of the one with its id: another frame, another strength, another curve.
Project change_keyframe(const Project& project, Keyframe keyframe);

Project remove_keyframe(const Project& project, KeyframeId keyframe);

// Where a keyframe goes that has no place of its own: the first frame of the generation, its last where that is taken, then the middle of
// the widest room between keyframes.
std::int64_t next_keyframe_frame(const std::vector<Keyframe>& keyframes, std::int64_t num_frames);

// Keeps what is seen at frame `at` of a clip as a keyframe for frame `frame` of the next generation.
//
//     |-----clip--^--|   →   keyframes  ^-----------
//                 at                    frame
Project hold_keyframe(const Project& project, ClipId clip, std::int64_t at, std::int64_t frame);

// The size of the timeline's pictures, and its rate, which is fixed once there are clips, keyframes or generations: their
// lengths are counted in it.
Project set_timeline_size(const Project& project, int width, int height);
Project set_timeline_rate(const Project& project, const FrameRate& rate);
bool is_rate_fixed(const Project& project);

}  // namespace kinora

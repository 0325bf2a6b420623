// kinora-cli project render: makes what a saved project waits for, and exports its timeline.
#pragma once

#include <stop_token>
#include <string>

#include "app/cli/options.h"

namespace kinora::cli {

struct ProjectRenderOptions {
    std::string project;
    std::string out;
    std::string codec;
    std::string size;        // "704x512"; empty takes the timeline's
    std::string frame_rate;  // empty takes the timeline's
    bool is_range_only = false;
    bool leaves_sound_out = false;
    bool overwrite = false;
    DeviceOptions compute;
};

// All but how the command talks.
void add_project_render_options(CLI::App& command, ProjectRenderOptions& options);

// The project has what was made of it whatever comes after. Throws Error, Cancelled.
void render_project(const ProjectRenderOptions& options, const OutputOptions& output, const std::stop_token& stop);

}  // namespace kinora::cli

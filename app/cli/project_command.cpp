#include "app/cli/project_command.h"

#include <chrono>
#include <cstdio>
#include <filesystem>
#include <optional>
#include <vector>

#include "app/cli/frame_output.h"
#include "app/cli/progress.h"
#include "app/cli/project_takes.h"
#include "core/base/error.h"
#include "core/base/file_io.h"
#include "core/media/clip_writer.h"
#include "core/project/journal.h"
#include "core/project/project_file.h"
#include "core/render/export_job.h"
#include "core/render/missing_media.h"

namespace kinora::cli {

namespace {

namespace fs = std::filesystem;

// What the studio did not come to save is not passed over. A journal that holds no more than the file goes: beside the file that
// the takes are saved in, it would look like changes.
void leave_journal(const fs::path& file, const Project& project) {
    const auto recovered = read_journal(file);
    if (recovered && !(recovered->project == project)) {
        throw ProjectFormatError(file, "has changes that were never saved; open it in Kinora and save it");
    }
    std::error_code ignored;
    fs::remove(journal_of(file), ignored);
}

void require_media(const Project& project, const fs::path& media_folder, const ExportSettings& settings) {
    const std::vector<MissingMedia> missing = find_missing_for_export(project, media_folder, settings);
    if (!missing.empty()) {
        throw MediaError(media_folder / missing.front().file, "is missing; put it back, or relink it in Kinora");
    }
}

ExportSettings export_settings(const ProjectRenderOptions& options, const Project& project) {
    ExportSettings settings;
    settings.path = options.out;
    settings.codec = parse_video_codec(options.codec).value_or(VideoCodec::unset);
    if (!options.size.empty()) {
        std::sscanf(options.size.c_str(), "%dx%d", &settings.width, &settings.height);
    }
    if (!options.frame_rate.empty()) {
        settings.frame_rate = parse_frame_rate(options.frame_rate);
    }
    if (options.is_range_only) {
        if (!project.timeline.range) {
            throw EditError(Sentence::of("the timeline has no in and out point; leave --range out to export all of it"));
        }
        settings.range = *project.timeline.range;
    }
    settings.has_sound = !options.leaves_sound_out;
    settings.overwrite = options.overwrite;
    return settings;
}

// What cannot be written is said before hours go into what it would show.
void require_writable(const ExportSettings& settings, const Project& project) {
    num_exported_frames(project, settings);
    const bool is_sized = settings.width > 0;
    ClipWriter(settings.path, {.width = is_sized ? settings.width : project.width,
                               .height = is_sized ? settings.height : project.height,
                               .frame_rate = settings.frame_rate.is_valid() ? settings.frame_rate : project.frame_rate,
                               .codec = settings.codec,
                               .overwrite = settings.overwrite});
}

// One earlier version for the whole run, however many takes it brings.
class ProjectKeeper {
 public:
    explicit ProjectKeeper(fs::path file) : file_(std::move(file)) {}

    void keep(const Project& project) {
        if (is_first_) {
            save_project(file_, project);
            is_first_ = false;
        } else {
            write_file_atomically(file_, project_to_text(project, file_));
        }
    }

 private:
    fs::path file_;
    bool is_first_ = true;
};

void write_timeline(const Project& project, const fs::path& media_folder, const ExportSettings& settings, Progress& progress,
                    const std::stop_token& stop) {
    const auto start = std::chrono::steady_clock::now();
    progress.stage_started(Stage::write);
    export_timeline(
        project, media_folder, settings, [&](std::int64_t done, std::int64_t total) { progress.frames_written(done, total); }, stop);
    progress.stage_finished(Stage::write, std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count());
    progress.done(written_path(settings.path), num_exported_frames(project, settings));
}

}  // namespace

void add_project_render_options(CLI::App& command, ProjectRenderOptions& o) {
    command.add_option("FILE", o.project, "the project, a .kinora file")->required();
    command.add_option("--out", o.out, "the file to write: .mp4 .mov .mkv .webm .gif .png (numbered)")->required();
    command.add_flag("--range", o.is_range_only, "only what lies between the in and the out point");
    command.add_option("--size", o.size, "WIDTHxHEIGHT in pixels (default: the timeline's)")->check(size_validator());
    command.add_option("--fps", o.frame_rate, "frames per second, for example 24 or 30000/1001 (default: the timeline's)")->check(frame_rate_validator());
    add_codec_option(command, o.codec);
    command.add_flag("--no-sound", o.leaves_sound_out, "leave the sound out");
    command.add_flag("--overwrite", o.overwrite, "replace files that exist");
    add_device_options(command, o.compute);
}

void render_project(const ProjectRenderOptions& options, const OutputOptions& output, const std::stop_token& stop) {
    const fs::path file = fs::absolute(options.project);
    const fs::path media_folder = media_folder_of(file);
    Progress progress(output);
    ProjectTakes takes(media_folder, options.compute, progress);
    const auto prepare = [&](const Project& project) {
        const ExportSettings settings = export_settings(options, project);
        require_media(project, media_folder, settings);
        require_writable(settings, project);
        takes.prepare(project);
    };
    prepare(load_project(file));  // before anything is made beside what may be no project, or one that cannot be rendered
    const ProjectLock lock(file);
    Project project = load_project(file);
    leave_journal(file, project);
    prepare(project);  // as it is now that nobody else changes it
    ProjectKeeper keeper(file);
    project = takes.make_all(std::move(project), [&](const Project& next) { keeper.keep(next); }, stop);
    write_timeline(project, media_folder, export_settings(options, project), progress, stop);
}

}  // namespace kinora::cli

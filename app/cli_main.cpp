// kinora-cli: Kinora without a window.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <new>
#include <span>
#include <string_view>

#include <CLI/CLI.hpp>

#include "app/cli/info_command.h"
#include "app/cli/interpolate_command.h"
#include "app/cli/model_commands.h"
#include "app/cli/options.h"
#include "app/cli/progress.h"
#ifdef KINORA_HAS_MEDIA
#include "app/cli/project_command.h"
#endif
#include "app/cli/render_job.h"
#include "app/cli/stop_on_signal.h"
#include "app/cli/train_command.h"
#include "app/cli/usage_error.h"
#include "app/cli/worker_command.h"
#include "core/base/cancelled.h"
#include "core/base/error.h"

namespace {

using namespace kinora;
using namespace kinora::cli;

constexpr int exit_done = 0;
constexpr int exit_failed = 1;
constexpr int exit_usage = 2;
constexpr int exit_cancelled = 130;
// A step and a checkpoint of a training run may take longer than other things do.
// A step of a large model takes minutes, and its checkpoint must not be lost; a second signal ends at once.
constexpr std::chrono::seconds training_stop_grace = std::chrono::hours(24);

// The options of all commands, and what the chosen one does with them; returns the exit status.
struct CommandLine {
    CLI::App app{"Kinora turns prompts into video."};
    RenderOptions render;
    ExtendOptions extend;
    FillOptions fill;
    InterpolateOptions interpolation;
#ifdef KINORA_HAS_MEDIA
    ProjectRenderOptions project;
#endif
    std::string prompt;
    std::string subject;
    std::string reference;
    BenchmarkOptions benchmark;
    TrainOptions train;
    LoraOptions lora;
    std::int64_t num_measured_clips = 40;
    std::string benchmark_size;
    std::function<int(const std::stop_token&)> run;
    std::chrono::seconds stop_grace{1};  // how long a stopped command may take to end by itself

    CommandLine();
    const OutputOptions& output() const {
        return !lora.clips.empty() ? lora.output : !train.recipe.empty() ? train.output : render.output;
    }

 private:
    void add_render();
    void add_extend();
    void add_fill();
    void add_interpolate();
    void add_project();
    void add_models();
    void add_info();
    void add_bench();
    void add_length(CLI::App& command);
    void add_worker();
    void add_train();
    void add_train_lora(CLI::App& train_command);
    void add_train_stage(CLI::App& train_command, const std::string& name, const std::string& stage, const std::string& description);
};

int run_planned(const RenderOptions& options, const std::function<RenderJob(Progress&)>& plan, const std::stop_token& stop) {
    Progress progress(options.output);
    run_job(plan(progress), progress, stop);
    return exit_done;
}

// A continuation is conditioned on its clips and starts from noise.
void remove_options_of_render(CLI::App& command) {
    for (const char* option : {"--condition", "--latents-in", "--noise", "--strength"}) {
        command.remove_option(command.get_option(option));
    }
}

void require_one_of(const CLI::App& command, const std::string& option, const std::string& other) {
    if (command.count(option) + command.count(other) == 0) {
        throw CLI::RequiredError(option);
    }
}

CommandLine::CommandLine() {
    app.name("kinora-cli");
    app.set_version_flag("--version", "kinora-cli " KINORA_VERSION);
    app.require_subcommand(1);
    add_render();
    add_extend();
    add_fill();
    add_interpolate();
    add_project();
    add_models();
    add_info();
    add_bench();
    add_worker();
    add_train();
}

CLI::Validator seconds_validator() {
    return CLI::Validator([](const std::string& text) {
        // Not a number is in no range.
        const double seconds = std::strtod(text.c_str(), nullptr);
        return seconds > 0.0 && seconds <= 3600.0 ? std::string() : "must be above 0 and at most 3600";
    }, "", "");
}

void CommandLine::add_length(CLI::App& command) {
    auto* seconds = command.add_option("--seconds", render.seconds, "length of what is made")->check(seconds_validator());
    auto* frames = command.add_option("--frames", render.frames, "length of what is made, in frames")->check(CLI::Range(1, 100000));
    seconds->excludes(frames);
}

void CommandLine::add_render() {
    CLI::App* command = app.add_subcommand("render", "make a video of a prompt");
    auto* prompt_option = command->add_option("PROMPT", prompt, "what the video shows");
    add_length(*command);
    add_render_options(*command, render);
    command->add_option("--recipe", render.recipe, "make the video of this file again: one that Kinora wrote, or a .json of info --json")
        ->excludes(prompt_option)
        ->excludes(command->get_option("--condition"));
    command->final_callback([this, command] {
        require_one_of(*command, "PROMPT", "--recipe");
        check_render_options(render);
        run = [this](const std::stop_token& stop) {
            return run_planned(render, [&](Progress& progress) {
                return render.recipe.empty() ? plan_render(prompt, render, progress, stop) : plan_recipe(render, progress, stop);
            }, stop);
        };
    });
}

void CommandLine::add_extend() {
    CLI::App* command = app.add_subcommand("extend", "continue a clip");
    command->add_option("CLIP", extend.clip, "the clip to continue")->required();
    command->add_option("PROMPT", prompt, "what happens in the new part")->required();
    command->add_flag("--before", extend.is_before, "make what comes before the clip");
    command->add_option("--overlap", extend.overlap, "frames of the clip that the new part follows from")->check(CLI::Range(1, 10000));
    add_length(*command);
    add_render_options(*command, render);
    remove_options_of_render(*command);
    command->final_callback([this, command] {
        require_one_of(*command, "--seconds", "--frames");
        check_render_options(render);
        run = [this](const std::stop_token& stop) {
            return run_planned(render, [&](Progress& progress) { return plan_extend(extend, prompt, render, progress, stop); }, stop);
        };
    });
}

void CommandLine::add_fill() {
    CLI::App* command = app.add_subcommand("fill", "make what lies between two images or clips");
    command->add_option("FIRST", fill.first, "the image or clip before the gap")->required();
    command->add_option("LAST", fill.last, "the image or clip after the gap")->required();
    command->add_option("PROMPT", prompt, "what happens in between")->required();
    command->add_option("--overlap", fill.overlap, "frames of each clip that the new part follows from")->check(CLI::Range(1, 10000));
    add_length(*command);
    add_render_options(*command, render);
    remove_options_of_render(*command);
    command->final_callback([this, command] {
        require_one_of(*command, "--seconds", "--frames");
        check_render_options(render);
        run = [this](const std::stop_token& stop) {
            return run_planned(render, [&](Progress& progress) { return plan_fill(fill, prompt, render, progress, stop); }, stop);
        };
    });
}

void CommandLine::add_interpolate() {
    CLI::App* command = app.add_subcommand("interpolate", "give a clip a higher frame rate, or slow it down");
    add_interpolate_options(*command, interpolation);
    add_output_options(*command, render.output);
    command->final_callback([this, command] {
        require_one_of(*command, "--factor", "--fps");
        run = [this](const std::stop_token& stop) {
            interpolation.output = render.output;
            interpolate(interpolation, stop);
            return exit_done;
        };
    });
}

void CommandLine::add_project() {
#ifdef KINORA_HAS_MEDIA
    CLI::App* command = app.add_subcommand("project", "work with a saved project");
    command->require_subcommand(1);
    CLI::App* rendering = command->add_subcommand("render", "make what a project waits for, and write its timeline to a file");
    add_project_render_options(*rendering, project);
    add_output_options(*rendering, render.output);
    rendering->final_callback([this] {
        run = [this](const std::stop_token& stop) { render_project(project, render.output, stop); return exit_done; };
    });
#endif
}

void CommandLine::add_models() {
    CLI::App* command = app.add_subcommand("models", "list, describe or verify models");
    command->require_subcommand(0, 1);
    add_output_options(*command, render.output);
    command->final_callback([this] {
        if (!run) {
            run = [this](const std::stop_token&) { list_models(render.output); return exit_done; };
        }
    });
    CLI::App* list = command->add_subcommand("list", "the models that are found");
    add_output_options(*list, render.output);

    CLI::App* info = command->add_subcommand("info", "what a model is and can do");
    info->add_option("MODEL", subject, "a folder or a name")->required();
    add_output_options(*info, render.output);
    info->final_callback([this] {
        run = [this](const std::stop_token&) { show_model(subject, render.output); return exit_done; };
    });

    CLI::App* verify = command->add_subcommand("verify", "compare a model's numbers with those of its reference implementation");
    verify->add_option("DIR", subject, "the model's folder")->required();
    verify->add_option("REFERENCE", reference, "a .safetensors file of inputs and outputs")->required();
    add_device_options(*verify, render.compute, "cpu", "fp32");
    add_output_options(*verify, render.output);
    verify->final_callback([this] {
        run = [this](const std::stop_token& stop) {
            if (verify_model_folder(subject, reference, render.compute, render.output, stop)) {
                return exit_done;
            }
            report_error(render.output, "verification", subject + ": not every stage gives the reference's numbers; the lines that say FAILED name them");
            return exit_failed;
        };
    });
}

void CommandLine::add_info() {
    CLI::App* command = app.add_subcommand("info", "the recipe stored in a file that Kinora wrote");
    command->add_option("FILE", subject, "a video, a picture, or a .safetensors or .json file")->required();
    add_output_options(*command, render.output);
    command->final_callback([this] {
        run = [this](const std::stop_token& stop) { show_file(subject, render.output, stop); return exit_done; };
    });
}

void CommandLine::add_bench() {
    CLI::App* command = app.add_subcommand("bench", "measure speed and memory");
    auto* model = command->add_option("--model", subject, "a model folder or a model's name (default: kinora-tiny)");
    command->add_option("--arch", benchmark.architecture, "a published size with random weights: ltx-2b, ltx-2b-0.9.0, ltx-13b, wan-1.3b, wan-5b, wan-14b")->excludes(model);
    command->add_option("--size", benchmark_size, "WIDTHxHEIGHT in pixels")->check(size_validator());
    command->add_option("--frames", benchmark.num_frames, "length in frames")->check(CLI::Range(1, 100000));
    command->add_option("--repeat", benchmark.repetitions, "measurements of each figure")->check(CLI::Range(1, 1000));
    command->add_option("--threads", benchmark.threads, "processor threads")->check(CLI::Range(1, 1024));
    auto* only_steps = command->add_flag("--only-steps", benchmark.only_steps, "measure the transformer alone");
    command->add_flag("--only-codec", benchmark.only_codec, "measure the autoencoder alone")->excludes(only_steps);
    add_device_options(*command, render.compute);
    add_output_options(*command, render.output);
    command->final_callback([this] {
        std::sscanf(benchmark_size.c_str(), "%dx%d", &benchmark.width, &benchmark.height);
        run = [this](const std::stop_token& stop) {
            run_benchmark(subject, benchmark, render.compute, render.output, stop);
            return exit_done;
        };
    });
}

void CommandLine::add_worker() {
    CLI::App* command = app.add_subcommand("worker", "run models for another program, over standard input and output");
    command->final_callback([this] {
        run = [](const std::stop_token& stop) {
            run_worker(stop);
            return exit_done;
        };
    });
}

void CommandLine::add_train() {
    CLI::App* command = app.add_subcommand("train", "train a model of your own");
    command->require_subcommand(1);
    add_train_stage(*command, "vae", "vae", "train the autoencoder");
    add_train_stage(*command, "text", "text", "train the text encoder");
    add_train_stage(*command, "cache", "cache", "encode clips for the diffusion model");
    add_train_stage(*command, "dit", "dit", "train the diffusion model");
    add_train_stage(*command, "decoder", "decoder", "go on with the autoencoder's decoder alone");
    add_train_stage(*command, "export", "export", "write what is trained as a model folder");
    add_train_stage(*command, "embedded", "", "all of these in turn");
    add_train_lora(*command);
    CLI::App* measure = command->add_subcommand("measure", "how well a run's model does what it is asked");
    measure->add_option("--recipe", train.recipe, "the recipe that the run was made with")->required();
    measure->add_option("--out", train.folder, "the run's folder")->required();
    measure->add_option("--pictures", train.pictures, "a folder of photographs that were not trained on");
    measure->add_option("--clips", num_measured_clips, "how many clips are made (default: 40)")->check(CLI::Range(1, 100000));
    measure->add_option("--threads", train.threads, "processor threads")->check(CLI::Range(1, 1024));
    add_device_options(*measure, train.compute);
    add_output_options(*measure, train.output);
    measure->final_callback([this] {
        run = [this](const std::stop_token& stop) { measure_training_run(train, num_measured_clips, stop); return exit_done; };
    });
}

void CommandLine::add_train_lora(CLI::App& train_command) {
    CLI::App* command = train_command.add_subcommand("lora", "adapt a model to clips of your own");
    add_lora_options(*command, lora);
    add_output_options(*command, lora.output);
    command->final_callback([this] {
        run = [this](const std::stop_token& stop) { run_lora_training(lora, stop); return exit_done; };
        stop_grace = training_stop_grace;
    });
}

void CommandLine::add_train_stage(CLI::App& train_command, const std::string& name, const std::string& stage,
                                  const std::string& description) {
    CLI::App* command = train_command.add_subcommand(name, description);
    command->add_option("--recipe", train.recipe, "a .json file that says what is trained and how")->required();
    command->add_option("--out", train.folder, "the run's folder; a run that is there continues")->required();
    command->add_option("--init-from", train.init_from, "a model folder whose weights a new run begins with");
    command->add_option("--pictures", train.pictures, "a folder of photographs that the autoencoder is to keep, too");
    command->add_option("--clips", train.clips, "a folder of videos, each with a text file beside it, to learn from instead of rendered ones");
    command->add_option("--steps", train.steps, "how many steps the stage has, instead of the recipe's")->check(CLI::Range(1, 1000000000));
    command->add_option("--minutes", train.minutes, "stop after this time; the same command continues")->check(CLI::Range(0.0, 1e6));
    command->add_option("--threads", train.threads, "processor threads")->check(CLI::Range(1, 1024));
    add_device_options(*command, train.compute);
    add_output_options(*command, train.output);
    command->final_callback([this, stage] {
        train.stage = stage;
        run = [this](const std::stop_token& stop) { run_training(train, stop); return exit_done; };
        stop_grace = training_stop_grace;
    });
}

}  // namespace

static int run_command(int argc, char** argv) {
    CommandLine command_line;
    try {
        command_line.app.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        if (error.get_exit_code() == 0) {
            command_line.app.exit(error);  // --help and --version
            return exit_done;
        }
        const std::span<char*> arguments(argv, static_cast<std::size_t>(argc));
        OutputOptions output;  // what the parser got before it gave up cannot be relied on
        output.is_json = std::ranges::any_of(arguments, [](const char* argument) { return std::string_view(argument) == "--json"; });
        report_error(output, "usage", describe_usage_error(command_line.app, error, arguments));
        return exit_usage;
    }
    const OutputOptions& output = command_line.output();
    StopOnSignal signals(command_line.stop_grace, output.is_json);
    try {
        return command_line.run(signals.token());
    } catch (const Cancelled&) {
        report_error(output, "cancelled", "stopped");
        return exit_cancelled;
    } catch (const Error& error) {
        report_error(output, std::string(error.kind()), error.what());
    } catch (const std::bad_alloc&) {
        report_error(output, "out_of_memory", "there is not enough memory for this; lower the size or the number of frames");
    } catch (const std::exception& error) {
        report_error(output, "error", std::string("unexpected: ") + error.what());
    }
    return exit_failed;
}

int main(int argc, char** argv) {
    return finish_output(run_command(argc, argv));
}

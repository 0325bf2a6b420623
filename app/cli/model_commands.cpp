#include "app/cli/model_commands.h"

#include <cstdio>

#include "app/cli/progress.h"
#include "app/cli/render_job.h"
#include "core/base/error.h"
#include "core/model/model_library.h"

namespace kinora::cli {

namespace {

using nlohmann::json;

json to_json(const ModelInfo& model) {
    json components = json::array();
    for (const ModelComponent& component : model.components) {
        components.push_back({{"name", component.name},
                              {"class", component.class_name},
                              {"parameters", component.parameters},
                              {"bytes", component.bytes},
                              {"dtype", component.dtype}});
    }
    json result = {{"name", model.name}, {"folder", model.folder.string()}, {"family", model.family}};
    if (model.problem) {
        result["problem"] = model.problem->in_english();
        return result;
    }
    result["display_name"] = model.display_name;
    result["fingerprint"] = model.fingerprint;
    result["size_multiple"] = model.size_multiple;
    result["frame_multiple"] = model.frame_multiple;
    result["latent_channels"] = model.latent_channels;
    result["can_condition_frames"] = model.can_condition_frames;
    result["schedulers"] = model.schedulers;
    result["defaults"] = kinora::to_json(model.defaults);
    result["components"] = components;
    if (model.licence_file) {
        result["licence_file"] = model.licence_file->string();
    }
    return result;
}

std::string bytes_text(std::int64_t bytes) {
    char text[32];
    const double mib = static_cast<double>(bytes) / (1 << 20);
    std::snprintf(text, sizeof text, mib >= 1024.0 ? "%.1f GiB" : "%.1f MiB", mib >= 1024.0 ? mib / 1024.0 : mib);
    return text;
}

std::string count_text(std::int64_t parameters) {
    char text[32];
    const auto millions = static_cast<double>(parameters) / 1e6;
    std::snprintf(text, sizeof text, millions >= 1000.0 ? "%.1f B" : "%.2f M", millions >= 1000.0 ? millions / 1000.0 : millions);
    return text;
}

std::int64_t total_bytes(const ModelInfo& model) {
    std::int64_t bytes = 0;
    for (const ModelComponent& component : model.components) {
        bytes += component.bytes;
    }
    return bytes;
}

}  // namespace

void list_models(const OutputOptions& output) {
    const auto models = model_library().list();
    if (output.is_json) {
        for (const ModelInfo& model : models) {
            std::printf("%s\n", dump(to_json(model)).c_str());
        }
        return;
    }
    for (const ModelInfo& model : models) {
        if (!model.problem) {
            std::printf("%-28s %-14s %10s  %s\n", model.name.c_str(), model.family.c_str(), bytes_text(total_bytes(model)).c_str(),
                        model.folder.c_str());
        } else {
            std::printf("%-28s cannot be used: %s\n", model.name.c_str(), model.problem->in_english().c_str());
        }
    }
}

void show_model(const std::string& folder_or_name, const OutputOptions& output) {
    const ModelInfo model = model_library().find(folder_or_name);
    if (output.is_json) {
        std::printf("%s\n", dump(to_json(model)).c_str());
    }
    if (model.problem) {
        throw UnsupportedModel(*model.problem);
    }
    if (output.is_json) {
        return;
    }
    const GenerationSettings& d = model.defaults;
    std::printf("%s (%s, %s)\n", model.display_name.c_str(), model.name.c_str(), model.family.c_str());
    std::printf("  folder       %s\n", model.folder.c_str());
    std::printf("  fingerprint  %s\n", model.fingerprint.c_str());
    std::printf("  sizes        multiples of %d, usually %dx%d\n", model.size_multiple, d.width, d.height);
    std::printf("  lengths      1 + a multiple of %d frames, usually %ld at %s fps\n", model.frame_multiple,
                static_cast<long>(d.num_frames), to_string(d.frame_rate).c_str());
    std::printf("  denoising    usually %d steps, guidance %g;", d.num_inference_steps, d.guidance_scale);
    for (const std::string& scheduler : model.schedulers) {
        std::printf(" %s", scheduler.c_str());
    }
    std::printf("\n");
    for (const ModelComponent& component : model.components) {
        if (component.parameters > 0) {
            std::printf("  %-12s %s parameters, %s, %s (%s)\n", component.name.c_str(), count_text(component.parameters).c_str(),
                        bytes_text(component.bytes).c_str(), component.dtype.c_str(), component.class_name.c_str());
        }
    }
    if (model.licence_file) {
        std::printf("  licence      %s\n", model.licence_file->c_str());
    }
}

bool verify_model_folder(const std::string& folder, const std::filesystem::path& reference, const DeviceOptions& compute,
                         const OutputOptions& output, const std::stop_token& stop) {
    const auto print = [&](const StageVerdict& verdict) {
        if (output.is_json) {
            json line = {{"event", "stage"},
                         {"stage", verdict.stage},
                         {"max_abs_error", verdict.max_abs_error},
                         {"tolerance", verdict.tolerance},
                         {"ok", verdict.is_ok}};
            if (verdict.reason) {
                line["reason"] = verdict.reason->in_english();
            }
            std::printf("%s\n", dump(line).c_str());
        } else {
            std::printf("%-34s %.3e  %.3e  %s%s%s\n", verdict.stage.c_str(), verdict.max_abs_error, verdict.tolerance,
                        verdict.is_ok ? "ok" : "FAILED", verdict.reason ? "  " : "",
                        verdict.reason ? verdict.reason->in_english().c_str() : "");
        }
        std::fflush(stdout);
    };
    return verify_model(folder, reference, {.device = compute.device.empty() ? "cpu" : compute.device, .dtype = compute.dtype}, print, stop);
}

void run_benchmark(const std::string& folder_or_name, const BenchmarkOptions& benchmark, const DeviceOptions& compute,
                   const OutputOptions& output, const std::stop_token& stop) {
    std::filesystem::path folder;
    if (benchmark.architecture.empty()) {
        const ModelInfo model = model_library().find(folder_or_name.empty() ? "kinora-tiny" : folder_or_name);
        if (model.problem) {
            throw UnsupportedModel(*model.problem);
        }
        folder = model.folder;
    }
    const BenchmarkReport report =
        benchmark_model(folder, benchmark, {.device = compute.device, .dtype = compute.dtype, .cache_folder = {}}, stop);
    if (output.is_json) {
        json figures = json::array();
        for (const BenchmarkFigure& figure : report.figures) {
            figures.push_back({{"name", figure.name}, {"value", figure.value}, {"unit", figure.unit}, {"note", figure.note}});
        }
        std::printf("%s\n", dump({{"event", "bench"},
                                  {"subject", report.subject},
                                  {"device", report.device},
                                  {"dtype", report.dtype},
                                  {"threads", report.threads},
                                  {"figures", figures}})
                                .c_str());
        return;
    }
    std::printf("%s on %s in %s, %d threads\n", report.subject.c_str(), report.device.c_str(), report.dtype.c_str(), report.threads);
    for (const BenchmarkFigure& figure : report.figures) {
        std::printf("  %-22s %12.4g %-9s %s\n", figure.name.c_str(), figure.value, figure.unit.c_str(), figure.note.c_str());
    }
}

}  // namespace kinora::cli

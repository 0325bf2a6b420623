// Makes what a project asks for and does not have yet: its pending generations, take after take.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <utility>

#include "app/cli/options.h"
#include "app/cli/progress.h"
#include "core/generation/generator.h"
#include "core/generation/recipe.h"
#include "core/project/project.h"

namespace kinora::cli {

// How many takes a project waits for.
std::int64_t num_pending_takes(const Project& project);

class ProjectTakes {
 public:
    // `progress` outlives this object.
    ProjectTakes(std::filesystem::path media_folder, DeviceOptions compute, Progress& progress)
        : media_folder_(std::move(media_folder)), compute_(std::move(compute)), progress_(progress) {}

    // Finds the models of all takes that the project waits for, and looks whether they can make what is asked of them. Throws Error: what
    // would end the work hours later is said before it begins.
    void prepare(const Project& project);

    // Makes all of them, in the order of the project, and hands each new state of the project to `keep`, which is to have it on
    // the disk when it returns. The steps of a take that was interrupted are kept in the media folder; the next run goes on from
    // the last of them. Throws Error, Cancelled; what was kept until then stays.
    Project make_all(Project project, const std::function<void(const Project&)>& keep, const std::stop_token& stop);

 private:
    struct NextTake;

    std::optional<NextTake> next_take(const Project& project) const;
    Take make(const Project& project, const NextTake& next, const std::stop_token& stop);
    const ModelInfo& model_named(const std::string& name);
    void use_model(const std::string& name);
    void generate(GenerationRequest& request, const GenerationPart& part, const Recipe& recipe, const std::filesystem::path& file,
                  const std::stop_token& stop);

    std::filesystem::path media_folder_;
    DeviceOptions compute_;
    Progress& progress_;
    std::optional<std::string> model_name_;  // as generations name it
    std::map<std::string, ModelInfo> models_;  // by the names that generations give them
    ModelInfo model_;
    GeneratorOptions options_;
    std::unique_ptr<Generator> generator_;
};

}  // namespace kinora::cli

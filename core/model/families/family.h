// A family of models is a folder: what it recognises, what it says of a model, and how it runs it.
#pragma once

#include <memory>
#include <stop_token>
#include <string_view>
#include <vector>

#include "core/generation/benchmark.h"
#include "core/generation/model_info.h"
#include "core/model/pipeline/video_pipeline.h"
#include "core/model/weights/model_folder.h"

namespace kinora {

class ReferenceFile;
class VerificationReport;

namespace training {
class FamilyTrainer;
class LoraStage;
struct LoraContext;
struct TrainerContext;
}  // namespace training

struct ModelFamily {
    std::string_view id;  // stored in recipes

    // From class names alone; no weights are read.
    bool (*recognises)(const ModelFolder& folder) = nullptr;

    // Fills everything but the name, the folder, the fingerprint and the components. Throws Error where the folder's
    // configuration makes no model.
    void (*describe)(const ModelFolder& folder, ModelInfo& info) = nullptr;

    std::unique_ptr<VideoPipeline> (*load)(const ModelFolder& folder, const ModelInfo& info, const PipelineOptions& options) = nullptr;

    // Replays what a reference file holds of the autoencoder and of whole runs.
    void (*verify)(const ModelFolder& folder, const ReferenceFile& reference, const PipelineOptions& options,
                   VerificationReport& report, const std::stop_token& stop) = nullptr;

    // Measures a folder, or, where `folder` is null, an architecture that it knows, with random weights.
    bool (*knows_architecture)(std::string_view name) = nullptr;
    void (*benchmark)(const ModelFolder* folder, const BenchmarkOptions& options, const ComputeOptions& compute,
                      BenchmarkReport& report, const std::stop_token& stop) = nullptr;

    // null where models of the family cannot be trained
    std::unique_ptr<training::FamilyTrainer> (*make_trainer)(const training::TrainerContext& context) = nullptr;

    // null where models of the family cannot be adapted. Encodes the clips before it returns.
    std::unique_ptr<training::LoraStage> (*make_lora_stage)(const training::LoraContext& context, const std::stop_token& stop) = nullptr;
};

// All families that are built in, in alphabetical order of their folders.
const std::vector<const ModelFamily*>& model_families();

// The family that recognises a folder, or nullptr.
const ModelFamily* find_family(const ModelFolder& folder);

}  // namespace kinora

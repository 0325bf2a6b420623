#include "core/model/families/ltx_video/training/export_model.h"

#include <functional>

#include "core/base/error.h"
#include "core/base/file_io.h"
#include "core/model/families/ltx_video/training/autoencoder_stage.h"
#include "core/model/families/ltx_video/training/decoder_stage.h"
#include "core/model/families/ltx_video/training/latent_cache.h"
#include "core/model/families/ltx_video/training/transformer_training.h"
#include "core/model/training/text_encoder_stage.h"
#include "core/model/training/tokenizer_training/train_tokenizer.h"
#include "core/model/training/trained_weights.h"
#include "core/model/weights/save_tensors.h"

namespace kinora::ltx_video {

namespace {

using nlohmann::json;
using training::TrainerContext;

void make_folder(const std::filesystem::path& folder) {
    std::error_code failed;
    std::filesystem::create_directories(folder, failed);
    if (failed) {
        throw FileError(folder, "cannot be made: " + failed.message());
    }
}

void write_json(const std::filesystem::path& file, const json& value) {
    write_file_atomically(file, value.dump(2) + "\n");
}

json component_config(const TrainerContext& context, const std::string& section, const char* class_name) {
    json config = context.recipe.section_json(section).value("config", json::object());
    config["_class_name"] = class_name;
    return config;
}

// `keeps_fp32` as in loading: what is rounded there anyway is rounded here.
void write_weights(const std::filesystem::path& file, torch::nn::Module& module, const std::function<bool(std::string_view)>& keeps_fp32) {
    std::map<std::string, at::Tensor> tensors;
    const auto add = [&](const std::string& name, const at::Tensor& value) {
        tensors[name] = value.to(keeps_fp32(name) ? at::kFloat : at::kBFloat16);
    };
    for (const auto& item : module.named_parameters()) {
        add(item.key(), item.value());
    }
    for (const auto& item : module.named_buffers()) {
        add(item.key(), item.value());
    }
    save_tensors(file, tensors, {{"format", "pt"}});
}

void write_autoencoder(const TrainerContext& context, const std::filesystem::path& folder) {
    make_folder(folder);
    Autoencoder autoencoder(autoencoder_config(context.recipe));
    load_trained_autoencoder(*autoencoder, context.folder);
    // The normalisation that the diffusion model was trained with.
    const std::vector<LatentShard> shards = open_latent_cache(context);
    const std::string trained_with = training::trained_identity(context.folder, "dit").value("latents", std::string());
    if (trained_with != training_latents_identity(context)) {
        throw CheckpointError(training::checkpoint_file(context.folder, "dit"), "", "was trained on other latents than the folder holds now; train the stage dit again");
    }
    const LatentStatistics statistics = latent_statistics(shards);
    autoencoder->named_buffers()["latents_mean"].copy_(statistics.mean);
    autoencoder->named_buffers()["latents_std"].copy_(statistics.std);
    write_weights(folder / "diffusion_pytorch_model.safetensors", *autoencoder, [](std::string_view name) { return name.starts_with("latents_"); });
    write_json(folder / "config.json", component_config(context, "vae", "AutoencoderKLLTXVideo"));
}

void write_transformer(const TrainerContext& context, const std::filesystem::path& folder) {
    make_folder(folder);
    Transformer transformer(TransformerTraining::read(context.recipe).config);
    training::load_trained(*transformer, context.folder, "dit");
    write_weights(folder / "diffusion_pytorch_model.safetensors", *transformer, [](std::string_view) { return false; });
    write_json(folder / "config.json", component_config(context, "dit", "LTXVideoTransformer3DModel"));
}

void write_text_encoder(const TrainerContext& context, const std::filesystem::path& folder) {
    make_folder(folder);
    T5Encoder encoder(training::TextEncoderTraining::read(context.recipe).config);
    training::load_trained(*encoder, context.folder, "text", "encoder.");
    write_weights(folder / "model.safetensors", *encoder, [](std::string_view) { return false; });
    json config = context.recipe.section_json("text").value("config", json::object());
    config["architectures"] = {"T5EncoderModel"};
    config["pad_token_id"] = 0;
    config["eos_token_id"] = 1;
    write_json(folder / "config.json", config);
}

}  // namespace

void export_model(const TrainerContext& context, const std::filesystem::path& target) {
    const at::NoGradGuard no_grad;
    make_folder(target);
    // Until everything is written anew, it is none of the old and none of the new model.
    std::error_code failed;
    std::filesystem::remove(target / "model_index.json", failed);
    if (failed) {
        throw FileError(target / "model_index.json", "cannot be replaced: " + failed.message());
    }
    write_autoencoder(context, target / "vae");
    write_text_encoder(context, target / "text_encoder");
    write_transformer(context, target / "transformer");
    training::write_tokenizer_folder(training::make_caption_tokenizer(), target / "tokenizer", training::max_caption_tokens);
    make_folder(target / "scheduler");
    write_json(target / "scheduler" / "scheduler_config.json", {{"_class_name", "FlowMatchEulerDiscreteScheduler"},
                                                                {"num_train_timesteps", 1000},
                                                                {"shift", TransformerTraining::read(context.recipe).shift},
                                                                {"use_dynamic_shifting", false}});
    write_json(target / "kinora.json", context.recipe.section_json("model"));
    // Last, because a folder with an index is a model.
    write_json(target / "model_index.json", {{"_class_name", "LTXPipeline"},
                                             {"scheduler", {"diffusers", "FlowMatchEulerDiscreteScheduler"}},
                                             {"text_encoder", {"transformers", "T5EncoderModel"}},
                                             {"tokenizer", {"transformers", "T5Tokenizer"}},
                                             {"transformer", {"diffusers", "LTXVideoTransformer3DModel"}},
                                             {"vae", {"diffusers", "AutoencoderKLLTXVideo"}}});
}

}  // namespace kinora::ltx_video

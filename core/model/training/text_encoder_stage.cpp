#include "core/model/training/text_encoder_stage.h"

#include <ATen/ops/cross_entropy_loss.h>
#include <ATen/ops/full.h>
#include <ATen/ops/matmul.h>
#include <ATen/ops/softmax.h>
#include <ATen/ops/zeros.h>

#include <cmath>

#include "core/model/diffusion/noise.h"
#include "core/model/layers/parameter.h"
#include "core/model/training/data/caption_batch.h"
#include "core/model/training/initial_weights.h"
#include "core/model/training/mixed_precision.h"
#include "core/model/training/tokenizer_training/train_tokenizer.h"
#include "core/model/weights/model_folder.h"

namespace kinora::training {

namespace {

constexpr std::int64_t not_said = -100;  // the label that the loss leaves out

std::uint64_t draw_seed(at::Generator& generator) {
    return static_cast<std::uint64_t>(draw_below(INT64_MAX, generator));
}

// As T5 is initialised: embeddings of size 1, small position biases.
void initialise(LabelledTextEncoderImpl& model, std::uint64_t seed) {
    at::Generator generator = make_generator(seed);
    initialise_weights(model, 1.0, generator);
    const at::NoGradGuard no_grad;
    for (const auto& item : model.named_parameters()) {
        if (item.key().ends_with("shared.weight") || item.key().find("relative_attention_bias") != std::string::npos) {
            item.value().normal_(0.0, item.key().ends_with("shared.weight") ? 1.0 : 0.1, generator);
        }
    }
}

}  // namespace

TextEncoderTraining TextEncoderTraining::read(const TrainingRecipe& recipe) {
    TextEncoderTraining training;
    training.settings = recipe.stage_settings("text", {.optimizer = {.muon_learning_rate = 0.01, .adam_learning_rate = 3e-3},
                                                       .schedule = {.steps = 600, .warmup_steps = 20, .decay_from = 0.2},
                                                       .average_decay = 0.98},
                                              {"config", "batch"});
    training.config = read_t5_config({recipe.section_json("text").value("config", nlohmann::json::object()), recipe.file});
    training.batch = recipe.section("text").integer("batch", training.batch, 1, 65'536);
    return training;
}

SentencepieceTokenizer make_tokenizer(const std::filesystem::path& run_folder) {
    const auto folder = run_folder / "tokenizer";
    std::error_code ignored;
    if (!std::filesystem::exists(folder / "tokenizer.json", ignored)) {
        write_tokenizer_folder(make_caption_tokenizer(), folder, max_caption_tokens);
    }
    return SentencepieceTokenizer(folder);
}

LabelHeadImpl::LabelHeadImpl(std::int64_t width, std::int64_t num_values)
    : question_(declare_parameter(*this, "question", {1, width})), choice_(register_module("choice", Linear(width, num_values))) {}

at::Tensor LabelHeadImpl::forward(const at::Tensor& text, const at::Tensor& mask) {
    const at::Tensor scores = at::matmul(text.to(at::kFloat), question_.t()).squeeze(-1).masked_fill(mask.logical_not(), -1e4);
    const at::Tensor pooled = at::matmul(at::softmax(scores, 1).unsqueeze(1), text.to(at::kFloat)).squeeze(1);
    return choice_->forward(pooled);
}

LabelledTextEncoderImpl::LabelledTextEncoderImpl(const T5Config& config) : encoder(register_module("encoder", T5Encoder(config))) {
    for (const Attribute& attribute : world_attributes()) {
        heads_.push_back(register_module("head_" + std::to_string(heads_.size()),
                                         LabelHead(config.d_model, static_cast<std::int64_t>(attribute.values.size()))));
    }
}

std::vector<at::Tensor> LabelledTextEncoderImpl::forward(const at::Tensor& ids, const at::Tensor& mask, const std::stop_token& stop) {
    // The pipelines let the encoder see its padding, so it learns with padding of several lengths.
    const at::Tensor text = encoder->forward(ids, {}, stop);
    std::vector<at::Tensor> labels;
    for (LabelHead& head : heads_) {
        labels.push_back(head->forward(text, mask).to(at::kFloat));
    }
    return labels;
}

TextEncoderStage::TextEncoderStage(const TrainerContext& context)
    : context_(context),
      training_(TextEncoderTraining::read(context.recipe)),
      tokenizer_(make_tokenizer(context.folder)),
      model_(training_.config) {
    if (training_.config.vocab_size < tokenizer_.num_ids()) {
        context.recipe.section("text").fail("config", "has a vocab_size below the tokenizer's " + std::to_string(tokenizer_.num_ids()) + " pieces");
    }
    initialise(*model_, training_.settings.seed);
    if (!context.init_from.empty()) {
        load_for_training(*model_->encoder, ModelFolder(context.init_from).checkpoint("text_encoder"));
    }
    model_->to(context.compute.device);
}

bool TextEncoderStage::uses_muon(std::string_view name, const at::Tensor& parameter) const {
    return parameter.dim() == 2 && (name.find("SelfAttention.") != std::string_view::npos || name.find("DenseReluDense") != std::string_view::npos) &&
           name.find("relative_attention_bias") == std::string_view::npos;
}

nlohmann::json TextEncoderStage::identity() const {
    return {{"config", context_.recipe.section_json("text").value("config", nlohmann::json::object())},
            {"batch", training_.batch},
            {"seed", training_.settings.seed},
            {"world", context_.recipe.section_json("world")}};
}

StepLoss TextEncoderStage::loss(std::int64_t, at::Generator& generator, const std::stop_token& stop) {
    const auto attributes = world_attributes();
    std::vector<std::string> captions;
    const at::Tensor labels = at::full({static_cast<std::int64_t>(attributes.size()), training_.batch}, not_said, at::kLong);
    for (std::int64_t i = 0; i < training_.batch; ++i) {
        const Scene scene = sample_scene(draw_seed(generator), context_.recipe.world);
        const Caption caption = draw_caption(scene, generator);
        captions.push_back(caption.text);
        for (std::size_t a = 0; a < attributes.size(); ++a) {
            if (caption.says[a] && scene.choices[a] >= 0) {
                labels.mutable_data_ptr<std::int64_t>()[static_cast<std::int64_t>(a) * training_.batch + i] = scene.choices[a];
            }
        }
    }
    const CaptionBatch batch = tokenize_captions(tokenizer_, captions, draw_padded_length(generator));
    std::vector<at::Tensor> guesses;
    {
        const MixedPrecision mixed(context_.compute);
        guesses = model_->forward(batch.ids.to(context_.compute.device), batch.mask.to(context_.compute.device), stop);
    }
    StepLoss result = {at::zeros({}, at::TensorOptions(context_.compute.device)), {}};
    for (std::size_t a = 0; a < attributes.size(); ++a) {
        const at::Tensor wanted = labels[static_cast<std::int64_t>(a)].to(context_.compute.device);
        const at::Tensor is_said = wanted != not_said;
        const auto count = is_said.sum().item<std::int64_t>();
        if (count == 0) {
            continue;
        }
        constexpr std::int64_t mean = 1;
        result.total = result.total + at::cross_entropy_loss(guesses[a], wanted, {}, mean, not_said);
        const at::Tensor right = (guesses[a].argmax(1) == wanted).logical_and(is_said);
        result.parts[std::string(attributes[a].name) + "_right"] = right.sum().item<double>() / static_cast<double>(count);
    }
    return result;
}

Caption draw_caption(const Scene& scene, at::Generator& generator) {
    const CaptionLanguage language = draw_uniform(generator) < 2.0 / 3.0 ? CaptionLanguage::english : CaptionLanguage::chinese;
    return caption_scene(scene, draw_seed(generator), language);
}

std::int64_t draw_padded_length(at::Generator& generator) {
    const double draw = draw_uniform(generator);
    return draw < 0.5 ? 40 : draw < 0.7 ? 64 : max_caption_tokens;
}

}  // namespace kinora::training

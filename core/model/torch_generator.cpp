#include "core/model/torch_generator.h"

#include <c10/core/InferenceMode.h>
#include <c10/util/Exception.h>

#include <new>
#include <string>

#include "core/base/error.h"
#include "core/generation/validate.h"
#include "core/model/families/family.h"

namespace kinora {

namespace {

std::string first_line(const std::string& text) {
    return text.substr(0, text.find('\n'));
}

[[noreturn]] void rethrow_as_ours(const c10::Error& error) {
    const std::string what = first_line(error.what_without_backtrace());
    if (dynamic_cast<const c10::OutOfMemoryError*>(&error) != nullptr || what.find("can't allocate memory") != std::string::npos ||
        what.find("not enough memory") != std::string::npos) {
        throw OutOfMemory(Sentence::of("there is not enough memory for this; lower the size or the number of frames (%1)", what));
    }
    if (what.find("CUDA") != std::string::npos) {
        throw DeviceError(Sentence::of("the GPU failed: %1", what));
    }
    throw Error(Sentence::of("the model could not be run: %1", what));
}

class TorchGenerator : public Generator {
 public:
    TorchGenerator(const ModelInfo& model, const GeneratorOptions& options)
        : model_(model), options_{choose_compute(options.device, options.dtype), options.cache_folder, options.loras} {
        if (model.problem) {
            throw UnsupportedModel(*model.problem);
        }
    }

    const ModelInfo& model() const override { return model_; }

    GenerationResult generate(const GenerationRequest& request, const GenerationObserver& observer,
                              const std::stop_token& stop) override {
        validate(request, model_);
        GenerationResult result;
        try {
            run_torch([&] {
                if (!pipeline_) {
                    const ModelFolder folder(model_.folder);
                    if (!model_.fingerprint.empty() && folder.fingerprint() != model_.fingerprint) {
                        throw CheckpointError(model_.folder, "", Sentence::of("has changed since it was looked at; choose the model again"));
                    }
                    pipeline_ = find_family(folder)->load(folder, model_, options_);
                }
                result = pipeline_->generate(request, observer ? observer : [](const GenerationEvent&) {}, stop);
                return true;
            });
        } catch (const Error&) {
            // What an error left behind is not to be trusted; the next request loads afresh.
            pipeline_.reset();
            throw;
        }
        return result;
    }

 private:
    ModelInfo model_;
    PipelineOptions options_;
    std::unique_ptr<VideoPipeline> pipeline_;
};

}  // namespace

std::unique_ptr<Generator> make_torch_generator(const ModelInfo& model, const GeneratorOptions& options) {
    std::unique_ptr<Generator> generator;
    run_torch([&] {
        generator = std::make_unique<TorchGenerator>(model, options);
        return true;
    });
    return generator;
}

bool run_torch(const std::function<bool()>& work) {
    const c10::InferenceMode inference;
    return translate_torch_errors(work);
}

bool translate_torch_errors(const std::function<bool()>& work) {
    try {
        return work();
    } catch (const c10::Error& error) {
        rethrow_as_ours(error);
    } catch (const std::bad_alloc&) {
        throw OutOfMemory(Sentence::of("there is not enough memory for this; lower the size or the number of frames"));
    }
}

}  // namespace kinora

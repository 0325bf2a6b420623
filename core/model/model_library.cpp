#include "core/model/model_library.h"

#include <ATen/Parallel.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <map>
#include <set>

#include "core/base/bounded_json.h"
#include "core/base/error_record.h"
#include "core/generation/recipe.h"
#include "core/generation/serialize.h"
#include "core/model/benchmark/measure.h"
#include "core/model/families/family.h"
#include "core/model/interpolation/ifnet.h"
#include "core/model/interpolation/verify_ifnet.h"
#include "core/model/text/prompt_encoder.h"
#include "core/model/torch_generator.h"
#include "core/model/verification/verify_folder.h"
#include "core/model/weights/streamed_weights.h"

namespace kinora {

namespace {

namespace fs = std::filesystem;

constexpr std::size_t max_model_card_bytes = 1'000'000;

bool is_folder(const fs::path& path) {
    std::error_code ignored;
    return fs::is_directory(path, ignored);
}

bool is_model_folder(const fs::path& path) {
    std::error_code ignored;
    return fs::exists(path / "model_index.json", ignored);
}

std::vector<fs::path> subfolders(const fs::path& folder) {
    std::vector<fs::path> found;
    std::error_code ignored;
    for (const auto& entry : fs::directory_iterator(folder, ignored)) {
        if (entry.is_directory(ignored)) {
            found.push_back(entry.path());
        }
    }
    std::ranges::sort(found);
    return found;
}

// Where Hugging Face's libraries keep what they download, by their documented order of environment variables.
fs::path hugging_face_cache() {
    if (const char* cache = std::getenv("HF_HUB_CACHE"); cache != nullptr && *cache != '\0') {
        return cache;
    }
    if (const char* home = std::getenv("HF_HOME"); home != nullptr && *home != '\0') {
        return fs::path(home) / "hub";
    }
    if (const char* cache = std::getenv("XDG_CACHE_HOME"); cache != nullptr && *cache != '\0') {
        return fs::path(cache) / "huggingface/hub";
    }
    const char* home = std::getenv("HOME");
    return home == nullptr ? fs::path() : fs::path(home) / ".cache/huggingface/hub";
}

// The revision that the Hugging Face cache holds under the name "main"; "none" where it says nothing.
std::string main_revision(const fs::path& repository) {
    std::string revision = "none";
    std::ifstream(repository / "refs/main") >> revision;
    return revision;
}

// ".../models--Lightricks--LTX-Video/snapshots/<revision>" → "Lightricks/LTX-Video"; other folders by their own name.
std::string model_name(const fs::path& folder) {
    const fs::path repository = folder.parent_path().parent_path();
    std::string name = repository.filename().string();
    constexpr std::string_view prefix = "models--";
    if (folder.parent_path().filename() != "snapshots" || !name.starts_with(prefix)) {
        const fs::path normal = fs::path(folder).lexically_normal();
        return (normal.has_filename() ? normal : normal.parent_path()).filename().string();
    }
    name.erase(0, prefix.size());
    for (std::size_t at = name.find("--"); at != std::string::npos; at = name.find("--", at)) {
        name.replace(at, 2, "/");
    }
    return name;
}

// All blocks but the one that is computed with.
std::int64_t streamable_parameters(const CheckpointIndex& checkpoint) {
    std::map<std::string_view, std::int64_t> blocks;
    std::int64_t sum = 0;
    std::int64_t largest = 0;
    for (const auto& [name, location] : checkpoint.tensors()) {
        if (const std::string_view block = block_of(name); !block.empty()) {
            const std::int64_t count = num_values(*location.entry);
            sum += count;
            largest = std::max(largest, blocks[block] += count);
        }
    }
    return sum - largest;
}

void describe_components(const ModelFolder& folder, ModelInfo& info) {
    for (const auto& [name, class_name] : folder.component_classes()) {
        ModelComponent component = {.name = name, .class_name = class_name};
        const bool has_weights = name != "scheduler" && !name.starts_with("tokenizer") && !name.starts_with("image_processor");
        if (has_weights) {
            const CheckpointIndex checkpoint = folder.checkpoint(name);
            component.parameters = checkpoint.num_parameters();
            component.bytes = checkpoint.num_bytes();
            component.dtype = checkpoint.main_dtype();
            component.streamable_parameters = streamable_parameters(checkpoint);
        }
        info.components.push_back(std::move(component));
    }
}

void find_licence(ModelInfo& info) {
    for (const char* name : {"LICENSE", "LICENSE.txt", "LICENSE.md", "LICENCE", "LICENCE.txt"}) {
        std::error_code ignored;
        if (fs::exists(info.folder / name, ignored)) {
            info.licence_file = info.folder / name;
            return;
        }
    }
}

Sentence unknown_architecture(const fs::path& folder) {
    return Sentence::of("%1: Kinora does not know the architecture of this folder", folder.string());
}

// A model's folder may say in kinora.json what it is called and which settings suit it.
void read_model_card(ModelInfo& info) {
    const fs::path file = info.folder / "kinora.json";
    std::error_code ignored;
    if (!fs::exists(file, ignored)) {
        return;
    }
    const nlohmann::json card = read_bounded_json(file, max_model_card_bytes);
    if (card.is_object() && card.contains("display_name") && card["display_name"].is_string()) {
        info.display_name = card["display_name"].get<std::string>();
    }
    if (card.is_object() && card.contains("defaults")) {
        read_settings(card["defaults"], file, info.defaults);
    }
    if (card.is_object() && card.contains("ranges")) {
        try {
            read_ranges(card["ranges"], info);
        } catch (const MalformedData& error) {
            throw CheckpointError(file, "ranges", error.sentence());
        }
    }
}

}  // namespace

// A model's tokenizer, kept for the next question.
class PromptTokenizer {
 public:
    explicit PromptTokenizer(const fs::path& folder) : folder_(folder), encoder_(ModelFolder(folder), ComputeOptions(), {}) {}

    const fs::path& folder() const { return folder_; }
    const SentencepieceTokenizer& tokenizer() { return encoder_.tokenizer(); }

 private:
    fs::path folder_;
    PromptEncoder encoder_;
};

ModelLibrary::ModelLibrary(std::vector<fs::path> folders) : folders_(std::move(folders)) {}

ModelLibrary::~ModelLibrary() = default;

std::vector<fs::path> ModelLibrary::model_folders() const {
    std::vector<fs::path> found;
    for (const fs::path& folder : folders_) {
        if (is_model_folder(folder)) {
            found.push_back(folder);
            continue;
        }
        for (const fs::path& child : subfolders(folder)) {
            if (is_model_folder(child)) {
                found.push_back(child);
                continue;
            }
            std::ranges::copy_if(subfolders(child), std::back_inserter(found), is_model_folder);
        }
    }
    for (const fs::path& repository : subfolders(hugging_face_cache())) {
        const fs::path main = repository / "snapshots" / main_revision(repository);
        for (const fs::path& snapshot : subfolders(repository / "snapshots")) {
            if (is_model_folder(snapshot) && (snapshot == main || !is_model_folder(main))) {
                found.push_back(snapshot);
            }
        }
    }
    // Two names of one folder are one model.
    std::set<fs::path> known;
    std::erase_if(found, [&](const fs::path& folder) {
        std::error_code ignored;
        return !known.insert(fs::weakly_canonical(folder, ignored)).second;
    });
    return found;
}

std::vector<ModelInfo> ModelLibrary::list() {
    std::vector<ModelInfo> models;
    for (const fs::path& folder : model_folders()) {
        try {
            models.push_back(describe_model(folder));
        } catch (const Error& error) {
            ModelInfo broken;
            broken.name = model_name(folder);
            broken.folder = folder;
            broken.problem = whole_sentence(error);
            models.push_back(std::move(broken));
        }
    }
    return models;
}

std::optional<ModelInfo> ModelLibrary::find_known(const std::string& name, const std::string& fingerprint) const {
    for (const fs::path& folder : model_folders()) {
        if (model_name(folder) != name) {
            continue;
        }
        try {
            ModelInfo model = describe_model(folder);
            if (!model.problem && model.fingerprint == fingerprint) {
                return model;
            }
        } catch (const Error&) {
            continue;  // another one may have the name
        }
    }
    return std::nullopt;
}

ModelInfo ModelLibrary::find(const fs::path& folder_or_name) {
    if (is_folder(folder_or_name)) {
        return describe_model(folder_or_name);
    }
    std::vector<fs::path> matches;
    for (const fs::path& folder : model_folders()) {
        const std::string name = model_name(folder);
        if (name == folder_or_name.string() || fs::path(name).filename() == folder_or_name) {
            matches.push_back(folder);
        }
    }
    if (matches.empty()) {
        throw FileError(folder_or_name, Sentence::of("is neither a model folder nor the name of a model that is here; kinora-cli models "
                                                     "lists those that are"));
    }
    if (matches.size() > 1) {
        throw FileError(folder_or_name,
                        Sentence::of("is the name of several models (%1, %2); give the folder", matches[0].string(), matches[1].string()));
    }
    return describe_model(matches.front());
}

ComputeStatus ModelLibrary::compute_status(const GeneratorOptions& options) {
    ComputeStatus status;
    run_torch([&] {
        const ComputeOptions compute = choose_compute(options.device, options.dtype);
        status = {compute.device.str(), to_string(compute.dtype), static_cast<std::int64_t>(free_memory_bytes(compute.device))};
        return true;
    });
    return status;
}

TokenCount ModelLibrary::count_tokens(const ModelInfo& model, const std::string& prompt) {
    if (!tokenizer_ || tokenizer_->folder() != model.folder) {
        tokenizer_ = std::make_unique<PromptTokenizer>(model.folder);
    }
    const std::int64_t limit = model.defaults.max_sequence_length;
    const TokenizedText text = tokenizer_->tokenizer().encode(prompt, std::max<std::int64_t>(limit, 1));
    return {text.num_tokens + text.num_cut, limit};
}

std::optional<fs::path> find_rife_weights(const std::vector<fs::path>& folders) {
    for (const fs::path& folder : folders) {
        std::vector<fs::path> candidates = subfolders(folder);
        candidates.insert(candidates.begin(), folder);
        const auto found = std::ranges::find_if(candidates, is_ifnet_folder);
        if (found != candidates.end()) {
            return *found;
        }
    }
    return std::nullopt;
}

ModelInfo describe_model(const fs::path& path) {
    const ModelFolder folder(path);
    ModelInfo info;
    info.folder = path;
    info.name = model_name(path);
    try {
        const ModelFamily* family = find_family(folder);
        // Of a folder without any of its large parts nobody can say what would run them.
        const bool is_incomplete = !folder.pipeline_class().empty() && !folder.has("transformer") && !folder.has("vae") && !folder.has("unet");
        if (family == nullptr && !is_incomplete) {
            throw UnsupportedModel(folder.pipeline_class().empty() ? unknown_architecture(path)
                                                                   : Sentence::of("%1: Kinora does not know the architecture %2",
                                                                                  path.string(), folder.pipeline_class()));
        }
        for (const char* component : {"transformer", "vae", "text_encoder", "tokenizer", "scheduler"}) {
            if (!folder.has(component)) {
                throw UnsupportedModel(Sentence::of("%1: has no %2; a model needs one to make video", path.string(), component));
            }
        }
        family->describe(folder, info);
        read_model_card(info);
        describe_components(folder, info);
        info.fingerprint = folder.fingerprint();
        find_licence(info);
    } catch (const Error& error) {
        info.problem = whole_sentence(error);
    }
    return info;
}

GeneratorOptions choose_compute_of(GeneratorOptions options) {
    run_torch([&] {
        const ComputeOptions compute = choose_compute(options.device, options.dtype);
        options.device = compute.device.str();
        options.dtype = to_string(compute.dtype);
        return true;
    });
    return options;
}

std::unique_ptr<Generator> make_generator(const ModelInfo& model, const GeneratorOptions& options) {
    return make_torch_generator(model, options);
}

bool verify_model(const fs::path& folder, const fs::path& reference_file, const GeneratorOptions& options,
                  const std::function<void(const StageVerdict&)>& on_stage, const std::stop_token& stop) {
    return run_torch([&] {
        const bool says_dtype = !options.dtype.empty();
        const PipelineOptions pipeline = {choose_compute(options.device, says_dtype ? options.dtype : "fp32"), {}, {}};
        // The tolerances are those of float32; shorter types keep 8 or 11 bits instead of 24, of which rounding along the way
        // costs some more.
        const double loosening = pipeline.compute.dtype == at::kFloat ? 1.0 : pipeline.compute.dtype == at::kHalf ? 300.0 : 2500.0;
        const AllFloat32Bits all_bits;
        VerificationReport report(loosening, on_stage);
        if (is_ifnet_folder(folder)) {
            verify_ifnet(folder, reference_file, pipeline.compute, report, stop);
        } else {
            verify_folder(folder, reference_file, pipeline, report, stop);
        }
        return std::ranges::all_of(report.verdicts(), &StageVerdict::is_ok) && !report.verdicts().empty();
    });
}

std::vector<StageVerdict> ModelLibrary::verify(const fs::path& folder, const fs::path& reference_file, const std::stop_token& stop) {
    std::vector<StageVerdict> verdicts;
    verify_model(folder, reference_file, {.device = "cpu", .dtype = "fp32", .cache_folder = {}, .loras = {}},
                 [&](const StageVerdict& verdict) { verdicts.push_back(verdict); }, stop);
    return verdicts;
}

BenchmarkReport benchmark_model(const fs::path& path, const BenchmarkOptions& benchmark, const GeneratorOptions& options,
                                const std::stop_token& stop) {
    BenchmarkReport report;
    run_torch([&] {
        const ComputeOptions compute = choose_compute(options.device, options.dtype);
        if (benchmark.threads > 0) {
            at::set_num_threads(benchmark.threads);
        }
        report.device = compute.device.str();
        report.dtype = to_string(compute.dtype);
        report.threads = at::get_num_threads();
        const auto start = std::chrono::steady_clock::now();
        if (benchmark.architecture.empty()) {
            const ModelFolder folder(path);
            const ModelFamily* family = find_family(folder);
            if (family == nullptr) {
                throw UnsupportedModel(unknown_architecture(path));
            }
            const ModelInfo info = describe_model(path);
            report.subject = info.name;
            report.figures.push_back({"open", std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count(), "s",
                                      "the folder's metadata, with its fingerprint"});
            family->benchmark(&folder, benchmark, compute, report, stop);
        } else {
            const auto& families = model_families();
            const auto family = std::ranges::find_if(
                families, [&](const ModelFamily* known) { return known->knows_architecture(benchmark.architecture); });
            if (family == families.end()) {
                throw InvalidRequest("arch", Sentence::of("\"%1\" is no architecture that Kinora knows", benchmark.architecture));
            }
            report.subject = benchmark.architecture + " (random weights)";
            (*family)->benchmark(nullptr, benchmark, compute, report, stop);
        }
        report.figures.push_back({"peak memory", peak_resident_bytes() / (1 << 20), "MiB", "resident, of the whole process"});
        return true;
    });
    return report;
}

}  // namespace kinora

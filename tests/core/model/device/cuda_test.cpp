// Generation and training on a device that is not the CPU. Where there is none, two that only look like it (fake_cuda.cpp): a tensor in
// the wrong place shows, the arithmetic of a GPU does not.
#include <dlfcn.h>

#include <ATen/ops/arange.h>
#include <ATen/ops/cat.h>
#include <ATen/ops/ones.h>
#include <torch/nn/modules/container/modulelist.h>

#include <algorithm>
#include <cmath>
#include <filesystem>

#include "core/base/error.h"
#include "core/model/device/device.h"
#include "core/model/diffusion/noise.h"
#include "core/model/interpolation/rife_interpolator.h"
#include "core/model/layers/linear.h"
#include "core/model/model_library.h"
#include "core/model/model_trainer.h"
#include "core/model/training/optimizer.h"
#include "tests/support/flat_clips.h"
#include "tests/support/reference_cases.h"
#include "tests/support/temp_folder.h"
#include "tests/support/tensor_compare.h"
#include "tests/support/test_main.h"
#include "tests/support/throws_message.h"
#include "tests/support/tiny_recipe.h"

using namespace kinora;
using kinora::test::case_folder;
using kinora::test::case_model;
using kinora::test::TempFolder;

// Not the one that libtorch takes where none is named.
static constexpr const char* second_device = "cuda:1";

class CudaTest : public QObject {
    Q_OBJECT

 private Q_SLOTS:
    void initTestCase();
    void cleanup() {
        qunsetenv(memory_variable);
        qunsetenv("KINORA_FAKE_CUDA_KEPT");
    }
    void devices_are_chosen();
    void memory_that_is_kept_for_reuse_is_free();
    void what_is_in_the_wrong_place_shows();
    void every_stage_is_replayed_data();
    void every_stage_is_replayed();
    void a_clip_is_the_cpus_data();
    void a_clip_is_the_cpus();
    void a_run_is_taken_up();
    void weights_come_block_by_block();
    void noise_is_drawn_on_the_device();
    void the_optimiser_makes_the_cpus_steps();
    void models_are_trained();
    void loras_are_trained();
    void frames_are_interpolated();

 private:
    static constexpr const char* memory_variable = "KINORA_FAKE_CUDA_MEMORY";
};

void CudaTest::initTestCase() {
    QVERIFY2(::dlopen(KINORA_BINARY_DIR "/tests/core/model/libfake_cuda.so", RTLD_NOW | RTLD_GLOBAL) != nullptr, ::dlerror());
}

void CudaTest::devices_are_chosen() {
    const ComputeOptions first = choose_compute("", "");
    QCOMPARE(first.device, at::Device(at::kCUDA, 0));
    QCOMPARE(first.dtype, at::kBFloat16);
    QCOMPARE(choose_compute(second_device, "fp16").device, at::Device(at::kCUDA, 1));
    QCOMPARE(test::message_of<DeviceError>([] { choose_compute("cuda:2", ""); }),
             std::string("device cuda:2 was asked for, but there are only 2 CUDA devices; use --device cpu or another device"));
}

// What the other tests rely on.
void CudaTest::memory_that_is_kept_for_reuse_is_free() {
    qputenv(memory_variable, "1000");
    QCOMPARE(free_memory_bytes(at::Device(at::kCUDA, 1)), std::size_t{1000});
    qputenv("KINORA_FAKE_CUDA_KEPT", "500");
    QCOMPARE(free_memory_bytes(at::Device(at::kCUDA, 1)), std::size_t{1500});
}

void CudaTest::what_is_in_the_wrong_place_shows() {
    const at::Tensor here = at::arange(4, at::kFloat);
    const at::Tensor there = here.to(at::Device(at::kCUDA, 1));
    QVERIFY((there + 1).to(at::kCPU).equal(here + 1));
    QVERIFY(there.index({here.to(at::kLong)}).to(at::kCPU).equal(here));
    QVERIFY_THROWS_EXCEPTION(c10::Error, there + here);
    QVERIFY_THROWS_EXCEPTION(c10::Error, there + here.to(at::Device(at::kCUDA, 0)));
    QVERIFY(std::bit_cast<std::uintptr_t>(there.const_data_ptr()) >> 48 != 0);  // no address that the processor can read
}

void CudaTest::every_stage_is_replayed_data() {
    QTest::addColumn<QString>("model");
    QTest::addColumn<QString>("reference");
    for (const char* name : {"ltx_t2v", "ltx_vae_091", "ltx_image_091", "ltx_flags", "ltx_conditions", "ltx_sizes", "ltx_pictures", "ifnet"}) {
        QTest::newRow(name) << QStringLiteral("%1/model").arg(QLatin1String(name)) << QStringLiteral("%1/reference").arg(QLatin1String(name));
    }
    QTest::newRow("UMT5") << QStringLiteral("text_encoders/model_umt5") << QStringLiteral("text_encoders/reference");
}

void CudaTest::every_stage_is_replayed() {
    QFETCH(QString, model);
    QFETCH(QString, reference);
    int num_stages = 0;
    const bool is_ok = verify_model(case_folder(model.toStdString()), case_folder((reference + ".safetensors").toStdString()),
                                    {.device = second_device, .dtype = "fp32", .cache_folder = {}}, [&](const StageVerdict& verdict) {
                                        ++num_stages;
                                        QVERIFY2(verdict.is_ok, (verdict.stage + " " + verdict.reason.value_or("").in_english()).c_str());
                                    }, {});
    QVERIFY(is_ok && num_stages > 2);
}

namespace {

struct Made {
    std::vector<Image> images;
    std::vector<std::shared_ptr<const StepState>> states;
    std::vector<float> latents;
    std::size_t num_previews = 0;
};

}  // namespace

static Image plain(std::uint8_t value) {
    return {96, 64, std::vector<std::uint8_t>(std::size_t{96} * 64 * 3, value)};
}

// The first and the last of nine frames are given.
static GenerationRequest request() {
    GenerationRequest request;
    request.settings.prompt = "a red ball on green grass";
    request.settings.width = 96;
    request.settings.height = 64;
    request.settings.num_frames = 9;
    request.settings.frame_rate = {8, 1};
    request.settings.num_inference_steps = 3;
    request.settings.guidance_scale = 3.0;
    request.settings.seed = 3;
    request.conditioning = {{{plain(60)}, 0, 1.0}, {{plain(120)}, 8, 0.7}};
    request.preview = {.is_enabled = true, .min_interval_seconds = 0.0, .pixels_per_latent = 1};
    request.wants_latents = true;
    request.wants_step_states = true;
    return request;
}

static Made make(const std::string& device, const std::string& dtype, const GenerationRequest& request) {
    const ModelInfo model = describe_model(std::filesystem::path(KINORA_SOURCE_DIR) / "resources/models/kinora-tiny");
    const auto generator = make_generator(model, {.device = device, .dtype = dtype, .cache_folder = {}});
    Made made;
    const GenerationResult result = generator->generate(request, [&](const GenerationEvent& event) {
        if (const auto* step = std::get_if<StepFinished>(&event)) {
            made.states.push_back(step->state);
            made.num_previews += step->preview == nullptr ? 0 : 1;
        } else if (const auto* frames = std::get_if<FramesReady>(&event)) {
            made.images.insert(made.images.end(), frames->images.begin(), frames->images.end());
        }
    }, {});
    made.latents = result.latents->values;
    return made;
}

static double largest_difference(const std::vector<float>& a, const std::vector<float>& b) {
    double largest = a.size() == b.size() ? 0.0 : HUGE_VAL;
    for (std::size_t i = 0; i < std::min(a.size(), b.size()); ++i) {
        largest = std::max(largest, std::fabs(static_cast<double>(a[i]) - static_cast<double>(b[i])));
    }
    return largest;
}

void CudaTest::a_clip_is_the_cpus_data() {
    QTest::addColumn<QString>("dtype");
    QTest::addColumn<double>("tolerance");
    QTest::newRow("float32") << "fp32" << 1e-3;
    QTest::newRow("bfloat16") << "bf16" << 0.5;  // that much apart are two ways of rounding
}

void CudaTest::a_clip_is_the_cpus() {
    QFETCH(QString, dtype);
    QFETCH(double, tolerance);
    const Made here = make("cpu", dtype.toStdString(), request());
    const Made there = make(second_device, dtype.toStdString(), request());
    QCOMPARE(there.images.size(), std::size_t{9});
    QCOMPARE(there.num_previews, std::size_t{3});
    const double difference = largest_difference(here.latents, there.latents);
    QVERIFY2(difference < tolerance, qPrintable(QString::number(difference)));
}

void CudaTest::a_run_is_taken_up() {
    const Made whole = make(second_device, "fp32", request());
    QCOMPARE(whole.states.size(), std::size_t{3});
    GenerationRequest rest = request();
    rest.resume_from = whole.states[1];
    QCOMPARE(largest_difference(make(second_device, "fp32", rest).latents, whole.latents), 0.0);
}

void CudaTest::weights_come_block_by_block() {
    GenerationRequest unconditioned = request();
    unconditioned.conditioning.clear();  // what is given would be encoded in tiles, too
    unconditioned.settings.num_inference_steps = 1;
    const Made whole = make(second_device, "fp32", unconditioned);
    qputenv(memory_variable, "1");
    const double difference = largest_difference(make(second_device, "fp32", unconditioned).latents, whole.latents);
    QVERIFY2(difference < 1e-4, qPrintable(QString::number(difference)));
}

void CudaTest::noise_is_drawn_on_the_device() {
    const at::Device device(second_device);
    at::Generator generator = make_generator(5);
    at::Generator same = make_generator(5);
    const at::Tensor noise = draw_training_noise({4, 1000}, generator, device);
    QCOMPARE(noise.device(), device);
    const at::Tensor here = noise.cpu();
    QVERIFY(std::abs(here.mean().item<double>()) < 0.1 && std::abs(here.std().item<double>() - 1.0) < 0.1);
    QVERIFY(draw_training_noise({4, 1000}, same, device).cpu().equal(here));
    QVERIFY(!draw_training_noise({4, 1000}, generator, device).cpu().equal(here));
}

// Several matrices of a shape, whose steps are made at once there.
void CudaTest::the_optimiser_makes_the_cpus_steps() {
    const auto weights_after_a_step = [](at::Device device) {
        torch::nn::ModuleList layers;
        for (const auto& [in, out] : {std::pair(8, 8), std::pair(8, 12), std::pair(8, 8), std::pair(8, 12), std::pair(8, 8)}) {
            layers->push_back(Linear(in, out));
        }
        at::Generator generator = make_generator(1);
        const at::NoGradGuard no_grad;
        for (at::Tensor parameter : layers->parameters()) {
            parameter.set_data(draw_noise(parameter.sizes(), generator));
        }
        layers->to(device);
        for (at::Tensor parameter : layers->parameters()) {
            parameter.requires_grad_(true);
            parameter.mutable_grad() = draw_noise(parameter.sizes(), generator).to(device);
        }
        training::Optimizer optimizer(*layers, {}, [](std::string_view, const at::Tensor& parameter) { return parameter.dim() == 2; });
        optimizer.clip_gradients(1.0);
        optimizer.step(0, 1.0);
        std::vector<at::Tensor> flat;
        for (const at::Tensor& parameter : layers->parameters()) {
            flat.push_back(parameter.detach().cpu().flatten());
        }
        return at::cat(flat, 0);
    };
    KINORA_COMPARE_TENSORS(weights_after_a_step(at::Device(second_device)), weights_after_a_step(at::kCPU), 1e-3);
}

void CudaTest::models_are_trained() {
    const TempFolder run;
    nlohmann::json recipe = test::tiny_recipe();
    recipe["world"]["num_frames"] = 9;
    recipe["model"]["defaults"]["num_frames"] = 9;
    recipe["model"]["defaults"]["num_inference_steps"] = 2;
    recipe["decoder"] = {{"steps", 4}, {"generated_share", 0.5}};
    recipe["dit"]["curriculum"] = {"single frames", "coarse clips"};
    recipe["dit"]["curriculum_steps"] = {1, 1};
    for (const char* stage : {"vae", "text", "dit"}) {
        recipe[stage]["steps"] = 2;
    }
    recipe["cache"]["clips"] = 16;
    test::write_recipe(run / "recipe.json", recipe);
    TrainingOptions options = {.recipe = run / "recipe.json", .folder = run / "run", .threads = 1, .device = second_device, .dtype = "fp32"};
    QVERIFY(train_model(options, {}, {}));
    options.dtype = "bf16";
    options.stage = "dit";
    options.steps = 4;
    QVERIFY(train_model(options, {}, {}));
    qputenv(memory_variable, "1");  // the latents stay in their files
    options.steps = 5;
    QVERIFY(train_model(options, {}, {}));
    qunsetenv(memory_variable);
    QVERIFY(measure_training(options, 2, {}, {}).figures.contains("vae_rendered_psnr"));
}

void CudaTest::loras_are_trained() {
    const TempFolder folder;
    LoraTrainingOptions options;
    options.model = case_model("ltx_conditions");
    options.folder = folder / "run";
    options.clips = std::make_shared<test::FlatClips>();
    options.rank = 4;
    options.alpha = 4.0;
    options.targets = {"to_q", "net.0.proj"};
    options.window = {32, 32, 9, {8, 1}};
    options.steps = 2;
    options.batch = 2;
    options.threads = 1;
    options.device = second_device;
    options.dtype = "fp32";
    QVERIFY(train_lora(options, {}, {}));
    const auto make_adapted = [&](const std::string& device) {
        GenerationRequest adapted = request();
        adapted.conditioning.clear();
        adapted.settings.width = adapted.settings.height = 32;
        const auto generator = make_generator(describe_model(options.model), {.device = device, .dtype = "fp32", .cache_folder = {}, .loras = {{folder / "run/lora.safetensors", 0.5}}});
        return generator->generate(adapted, {}, {}).latents->values;
    };
    QVERIFY(largest_difference(make_adapted("cpu"), make_adapted(second_device)) < 1e-3);
}

void CudaTest::frames_are_interpolated() {
    const auto between = [](const std::string& device) {
        const auto rife = make_rife_interpolator(case_model("ifnet"), {.device = device, .dtype = "fp32"});
        rife->set_pair(plain(60), plain(120), {});
        return rife->between(0.5, {});
    };
    const Image here = between("cpu");
    const Image there = between(second_device);
    for (std::size_t i = 0; i < here.rgb().size(); ++i) {
        QVERIFY(std::abs(static_cast<int>(here.rgb()[i]) - static_cast<int>(there.rgb()[i])) <= 1);
    }
}

KINORA_TEST(CudaTest)
#include "cuda_test.moc"

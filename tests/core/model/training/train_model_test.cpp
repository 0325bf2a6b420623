#include "core/model/model_trainer.h"

#include <algorithm>
#include <fstream>
#include <optional>

#include "core/base/cancelled.h"
#include "core/base/error.h"
#include "core/model/families/ltx_video/training/autoencoder_stage.h"
#include "core/model/families/ltx_video/training/transformer_training.h"
#include "core/model/model_library.h"
#include "core/model/training/checkpoint.h"
#include "core/model/training/data/rendered_clips.h"
#include "core/model/training/run_lock.h"
#include "core/model/training/text_encoder_stage.h"
#include "core/model/training/training_recipe.h"
#include "tests/support/temp_folder.h"
#include "tests/support/test_main.h"
#include "tests/support/tiny_recipe.h"
#include "tests/support/throws_message.h"

using namespace kinora;

// All stages of a tiny model, with the same calls that make a real one.
class TrainModelTest : public QObject {
    Q_OBJECT

 private Q_SLOTS:
    void initTestCase();
    void every_stage_learns();
    void the_folder_opens_and_renders();
    void a_curriculum_is_followed();
    void a_trained_decoder_leaves_the_latents_alone();
    void a_decoder_has_a_noise_of_its_own();
    void a_decoder_learns_from_what_the_diffusion_model_makes();
    void latents_of_another_autoencoder_are_refused();
    void one_training_at_a_time();
    void a_run_continues_from_a_folder();
    void stages_ask_for_the_ones_before_them();
    void larger_clips_are_fewer();
    void clips_are_drawn_in_their_order();
    void the_recipes_in_resources_are_read();
    void bad_recipes_are_named_data();
    void bad_recipes_are_named();
    void stops();

 private:
    TrainingOptions options() const { return {.recipe = run_ / "recipe.json", .folder = run_ / "run", .threads = 1, .device = "cpu", .dtype = "fp32"}; }
    static nlohmann::json recipe();

    test::TempFolder run_;
};

nlohmann::json TrainModelTest::recipe() {
    nlohmann::json recipe = test::tiny_recipe();
    recipe["world"]["num_frames"] = 9;
    recipe["vae"]["steps"] = 100;
    recipe["vae"]["rendered_clips"] = 3;
    recipe["text"]["steps"] = 100;
    recipe["text"]["batch"] = 8;
    recipe["cache"]["clips"] = 16;
    recipe["dit"]["steps"] = 150;
    recipe["dit"]["batch"] = 8;
    recipe["model"]["defaults"]["num_frames"] = 9;
    recipe["model"]["defaults"]["num_inference_steps"] = 2;
    recipe["model"]["defaults"]["guidance_scale"] = 3.0;
    return recipe;
}

void TrainModelTest::initTestCase() {
    test::write_recipe(run_ / "recipe.json", recipe());
}

static std::pair<double, double> first_and_last_loss(const std::filesystem::path& folder) {
    std::ifstream lines(folder / "loss.jsonl");
    std::vector<double> losses;
    for (std::string line; std::getline(lines, line);) {
        losses.push_back(nlohmann::json::parse(line)["loss"].get<double>());
    }
    return losses.size() < 2 ? std::pair(0.0, 0.0) : std::pair(losses.front(), losses.back());
}

void TrainModelTest::every_stage_learns() {
    std::set<std::string> stages;
    QVERIFY(train_model(options(), [&](const TrainingProgress& event) { stages.insert(event.stage); }, {}));
    QCOMPARE(stages, (std::set<std::string>{"cache", "dit", "text", "vae", "vae start"}));
    for (const char* stage : {"vae", "text", "dit"}) {
        const auto [first, last] = first_and_last_loss(run_ / "run" / stage);
        QVERIFY2(last > 0.0 && last < 0.97 * first, qPrintable(QString("%1: %2, then %3").arg(stage).arg(first).arg(last)));
    }
}

void TrainModelTest::the_folder_opens_and_renders() {
    const ModelInfo model = describe_model(run_ / "run" / "model");
    QVERIFY2(!model.problem, model.problem ? model.problem->in_english().c_str() : "");
    QCOMPARE(model.display_name, std::string("Tiny"));
    const auto generator = make_generator(model, {.device = "cpu", .dtype = "fp32", .cache_folder = {}});
    GenerationRequest request;
    request.settings = model.defaults;
    request.settings.prompt = "a red ball in the snow";
    const GenerationResult result = generator->generate(request, {}, {});
    QCOMPARE(result.num_frames, std::int64_t(9));
}

// Continues the run of the tests before with another diffusion model.
void TrainModelTest::a_curriculum_is_followed() {
    const test::TempFolder folder;
    std::filesystem::create_directory(folder / "run");
    for (const char* stage : {"vae", "text", "tokenizer", "latents"}) {
        std::filesystem::copy(run_ / "run" / stage, folder / "run" / stage, std::filesystem::copy_options::recursive);
    }
    nlohmann::json steps = recipe();
    steps["dit"]["steps"] = 200;
    steps["dit"]["curriculum"] = {"single frames", "coarse clips", "clips", "coarse clips"};
    steps["dit"]["curriculum_steps"] = {50, 50, 50, 25};
    test::write_recipe(folder / "recipe.json", steps);
    TrainingOptions dit = options();
    dit.recipe = folder / "recipe.json";
    dit.folder = folder / "run";
    dit.stage = "dit";
    QVERIFY(train_model(dit, {}, {}));
    std::ifstream lines(folder / "run/dit/loss.jsonl");
    std::vector<std::set<std::string>> seen;
    for (std::string line; std::getline(lines, line);) {
        const nlohmann::json losses = nlohmann::json::parse(line);
        seen.emplace_back();
        for (const char* kind : {"single", "coarse", "free", "given"}) {
            if (losses.contains(kind)) {
                seen.back().insert(kind);
            }
        }
    }
    QCOMPARE(seen, (std::vector<std::set<std::string>>{{"single"}, {"coarse"}, {"free", "given"}, {"coarse", "free", "given"}}));
}

// Continues the run of the tests before.
void TrainModelTest::a_trained_decoder_leaves_the_latents_alone() {
    const test::TempFolder folder;
    std::filesystem::copy(run_ / "run", folder / "run", std::filesystem::copy_options::recursive);
    const double before = measure_training(options(), 2, {}, {}).figures["vae_rendered_psnr"];
    TrainingOptions options = this->options();
    options.folder = folder / "run";
    options.stage = "decoder";
    options.steps = 150;
    QVERIFY(train_model(options, {}, {}));
    const auto [first, last] = first_and_last_loss(folder / "run/decoder");
    QVERIFY2(last > 0.0 && last < 0.97 * first, qPrintable(QString("%1, then %2").arg(first).arg(last)));
    QVERIFY(measure_training(options, 2, {}, {}).figures["vae_rendered_psnr"] > before + 0.1);

    // No latent is made anew, and the model has the new decoder beside the old encoder.
    options.steps = {};
    options.stage = "export";
    QVERIFY(train_model(options, {}, {}));
    const SafetensorsFile old_weights(run_ / "run/model/vae/diffusion_pytorch_model.safetensors");
    const SafetensorsFile new_weights(folder / "run/model/vae/diffusion_pytorch_model.safetensors");
    for (const TensorEntry& entry : old_weights.tensors()) {
        const TensorEntry* same = new_weights.find(entry.name);
        QVERIFY2(same != nullptr, entry.name.c_str());
        const bool is_kept = std::ranges::equal(old_weights.bytes(entry), new_weights.bytes(*same));
        if (!entry.name.starts_with("decoder.")) {
            QVERIFY2(is_kept, entry.name.c_str());
        } else if (entry.name == "decoder.conv_in.conv.weight") {
            QVERIFY(!is_kept);
        }
    }

    options.stage = "vae";
    options.steps = 101;
    QVERIFY(train_model(options, {}, {}));
    options.steps = {};
    options.stage = "cache";
    QVERIFY(train_model(options, {}, {}));
    options.stage = "decoder";
    QVERIFY_THROWS_EXCEPTION(CheckpointError, train_model(options, {}, {}));
    const std::string message = test::message_of<CheckpointError>([&] { measure_training(options, 2, {}, {}); });
    QVERIFY2(test::contains(message, "another state of the autoencoder"), message.c_str());
}

// Continues the run of the tests before.
void TrainModelTest::a_decoder_has_a_noise_of_its_own() {
    const auto first_loss = [this](double of_all, std::optional<double> of_the_decoder) {
        const test::TempFolder folder;
        std::filesystem::copy(run_ / "run", folder / "run", std::filesystem::copy_options::recursive);
        nlohmann::json noisy = recipe();
        noisy["decoder"]["steps"] = 1;
        noisy["vae"]["latent_noise"] = of_all;
        if (of_the_decoder) {
            noisy["decoder"]["latent_noise"] = *of_the_decoder;
        }
        test::write_recipe(folder / "recipe.json", noisy);
        TrainingOptions options = this->options();
        options.recipe = folder / "recipe.json";
        options.folder = folder / "run";
        options.stage = "decoder";
        double loss = 0.0;
        train_model(options, [&](const TrainingProgress& progress) { loss = progress.loss; }, {});
        return loss;
    };
    const double clean = first_loss(0.0, {});
    QVERIFY(clean > 0.0);
    QCOMPARE(first_loss(5.0, 0.0), clean);
    const double noisy = first_loss(5.0, {});
    QVERIFY2(noisy > 1.1 * clean, std::to_string(noisy / clean).c_str());
    QCOMPARE(first_loss(0.0, 5.0), noisy);
}

// Continues the run of the tests before.
void TrainModelTest::a_decoder_learns_from_what_the_diffusion_model_makes() {
    const test::TempFolder folder;
    std::filesystem::copy(run_ / "run", folder / "run", std::filesystem::copy_options::recursive);
    nlohmann::json shared = recipe();
    shared["decoder"] = {{"steps", 150}, {"generated_share", 0.5}};
    test::write_recipe(folder / "recipe.json", shared);
    TrainingOptions options = this->options();
    options.recipe = folder / "recipe.json";
    options.folder = folder / "run";
    options.stage = "decoder";
    QVERIFY(train_model(options, {}, {}));
    std::vector<double> generated;
    std::ifstream lines(folder / "run/decoder/loss.jsonl");
    for (std::string line; std::getline(lines, line);) {
        const nlohmann::json losses = nlohmann::json::parse(line);
        QVERIFY(losses.contains("l1") && losses.contains("generated_l1"));
        generated.push_back(losses["generated_l1"].get<double>());
    }
    QCOMPARE(generated.size(), std::size_t(3));
    QVERIFY2(generated.back() < 0.97 * generated.front(), qPrintable(QString("%1, then %2").arg(generated.front()).arg(generated.back())));

    std::filesystem::remove_all(folder / "run/decoder");
    std::filesystem::remove_all(folder / "run/dit");
    const std::string message = test::message_of<FileError>([&] { train_model(options, {}, {}); });
    QVERIFY2(test::contains(message, "train the stage dit first"), message.c_str());
}

// Continues the run of the tests before.
void TrainModelTest::latents_of_another_autoencoder_are_refused() {
    const test::TempFolder folder;
    std::filesystem::copy(run_ / "run", folder / "run", std::filesystem::copy_options::recursive);
    TrainingOptions options = this->options();
    options.folder = folder / "run";
    options.stage = "vae";
    options.steps = 101;
    QVERIFY(train_model(options, {}, {}));
    options.steps = {};
    for (const char* stage : {"dit", "export"}) {
        options.stage = stage;
        const std::string message = test::message_of<CheckpointError>([&] { train_model(options, {}, {}); });
        QVERIFY2(test::contains(message, "run the stage cache again"), message.c_str());
    }
    options.stage = "cache";
    QVERIFY(train_model(options, {}, {}));
    options.stage = "export";
    const std::string message = test::message_of<CheckpointError>([&] { train_model(options, {}, {}); });
    QVERIFY2(test::contains(message, "train the stage dit again"), message.c_str());
    QVERIFY(!std::filesystem::exists(folder / "run/model/model_index.json"));
}

void TrainModelTest::one_training_at_a_time() {
    const test::TempFolder folder;
    std::optional<training::RunLock> lock(folder / "run");
    TrainingOptions options = this->options();
    options.folder = folder / "run";
    const std::string message = test::message_of<FileError>([&] { train_model(options, {}, {}); });
    QVERIFY2(test::contains(message, "another process"), message.c_str());
    lock.reset();
    std::ofstream(folder / "run/.checkpoint.safetensors.1-2.part") << "half";
    lock.emplace(folder / "run");
    QVERIFY(!std::filesystem::exists(folder / "run/.checkpoint.safetensors.1-2.part"));
}

void TrainModelTest::a_run_continues_from_a_folder() {
    const test::TempFolder next;
    TrainingOptions second = options();
    second.folder = next.path();
    second.init_from = run_ / "run" / "model";
    second.stage = "vae";
    second.steps = 50;
    QVERIFY(train_model(second, {}, {}));
    // It begins where the other run ended, not at the start.
    const auto [first, last] = first_and_last_loss(run_ / "run" / "vae");
    std::ifstream lines(next / "vae/loss.jsonl");
    std::string line;
    std::getline(lines, line);
    QVERIFY(nlohmann::json::parse(line)["loss"].get<double>() < 0.5 * (first + last));
}

void TrainModelTest::stages_ask_for_the_ones_before_them() {
    const test::TempFolder empty;
    TrainingOptions lonely = options();
    lonely.folder = empty.path();
    lonely.stage = "cache";
    QVERIFY(test::contains(test::message_of<FileError>([&] { train_model(lonely, {}, {}); }), "train the stage vae first"));
    lonely.stage = "dit";
    QVERIFY(test::contains(test::message_of<FileError>([&] { train_model(lonely, {}, {}); }), "train the stage vae first"));
    std::filesystem::copy(run_ / "run" / "vae", empty / "vae");
    QVERIFY(test::contains(test::message_of<FileError>([&] { train_model(lonely, {}, {}); }), "run the stage cache first"));
    lonely.stage = "export";
    QVERIFY_THROWS_EXCEPTION(FileError, train_model(lonely, {}, {}));
}

void TrainModelTest::larger_clips_are_fewer() {
    ltx_video::TransformerTraining training;
    training.batch = 16;
    QCOMPARE(training.clips_in_a_step(480, 480), std::int64_t(16));
    QCOMPARE(training.clips_in_a_step(1920, 480), std::int64_t(4));
    QCOMPARE(training.clips_in_a_step(120, 480), std::int64_t(16));
    QCOMPARE(training.clips_in_a_step(100'000, 480), std::int64_t(1));
}

void TrainModelTest::clips_are_drawn_in_their_order() {
    const training::TrainingRecipe recipe = training::TrainingRecipe::read(run_ / "recipe.json");
    std::vector<training::Scene> scenes;
    for (std::uint64_t seed = 0; seed < 7; ++seed) {
        scenes.push_back(training::sample_scene(seed, recipe.world));
    }
    const at::Tensor clips = training::rendered_clips(scenes, {48, 32}, 5, 8.0);
    QCOMPARE(clips.sizes(), (at::IntArrayRef{7, 3, 5, 32, 48}));
    for (std::size_t i = 0; i < scenes.size(); ++i) {
        QVERIFY(clips[static_cast<std::int64_t>(i)].equal(training::rendered_clip(scenes[i], {48, 32}, 5, 8.0)));
    }
}

void TrainModelTest::the_recipes_in_resources_are_read() {
    int count = 0;
    for (const auto& entry : std::filesystem::directory_iterator(KINORA_SOURCE_DIR "/resources/training")) {
        if (entry.path().extension() == ".json") {
            const auto recipe = training::TrainingRecipe::read(entry.path());
            QVERIFY(ltx_video::autoencoder_settings(recipe, "vae").schedule.steps > 1);
            QVERIFY(training::TextEncoderTraining::read(recipe).settings.schedule.steps > 1);
            QVERIFY(ltx_video::TransformerTraining::read(recipe).settings.schedule.steps > 1);
            ++count;
        }
    }
    QVERIFY(count > 0);
}

void TrainModelTest::bad_recipes_are_named_data() {
    QTest::addColumn<QString>("pointer");
    QTest::addColumn<QString>("value");
    QTest::addColumn<QString>("named");
    QTest::newRow("no family") << "/family" << "\"painting\"" << "names no family of models that can be trained";
    QTest::newRow("no world") << "/world" << "null" << "world";
    QTest::newRow("a world that is not there") << "/world/name" << "\"huge\"" << "must be small or whole";
    QTest::newRow("no size") << "/world/sizes" << "[]" << "name at least one pair";
    QTest::newRow("a crop that does not fit") << "/vae/crop_side" << "40" << "multiple of 16";
    QTest::newRow("an empty batch") << "/vae/rendered_clips" << "-1" << "rendered_clips";
    QTest::newRow("a curriculum of what is not there") << "/dit/curriculum" << "[\"moving pictures\"]" << "moving pictures";
    QTest::newRow("a curriculum without an end") << "/dit/curriculum" << "[\"single frames\"]" << "curriculum_steps";
    QTest::newRow("the text encoder's, which comes later") << "/text/batch" << "0" << "batch";
    QTest::newRow("the decoder's noise, which comes last") << "/decoder/latent_noise" << "-1" << "latent_noise";
    QTest::newRow("more generated clips than steps") << "/decoder/generated_share" << "1.5" << "generated_share";
    QTest::newRow("no shift") << "/scheduler/shift" << "0" << "shift";
    QTest::newRow("a misspelt section") << "/transformer" << "{}" << "transformer\" is no key of a training recipe; there may be cache, decoder";
    QTest::newRow("a misspelt key of the world") << "/world/size" << "[[32, 32]]" << "world.size\" is no key";
    QTest::newRow("a misspelt key of the autoencoder") << "/vae/rendered" << "3" << "vae.rendered\" is no key";
    QTest::newRow("a misspelt key of the text encoder") << "/text/stepps" << "3" << "text.stepps\" is no key";
    QTest::newRow("a misspelt key of the latents") << "/cache/clip" << "3" << "cache.clip\" is no key";
    QTest::newRow("a misspelt key of the diffusion model") << "/dit/learning_rate" << "0.01" << "dit.learning_rate\" is no key";
    QTest::newRow("a misspelt key of the decoder") << "/decoder/step" << "3" << "decoder.step\" is no key";
    QTest::newRow("a misspelt key of the noise levels") << "/scheduler/shifted" << "3" << "scheduler.shifted\" is no key";
    QTest::newRow("no steps") << "/vae/steps" << "0" << "steps";
    QTest::newRow("a number that is a text") << "/vae/adam_learning_rate" << "\"fast\"" << "adam_learning_rate";
}

void TrainModelTest::bad_recipes_are_named() {
    QFETCH(QString, pointer);
    QFETCH(QString, value);
    QFETCH(QString, named);
    const test::TempFolder folder;
    nlohmann::json broken = recipe();
    broken[nlohmann::json::json_pointer(pointer.toStdString())] = nlohmann::json::parse(value.toStdString());
    test::write_recipe(folder / "recipe.json", broken);
    TrainingOptions bad = options();
    bad.recipe = folder / "recipe.json";
    bad.folder = folder / "run";
    const std::string message = test::message_of<CheckpointError>([&] { train_model(bad, {}, {}); });
    QVERIFY2(test::contains(message, named.toStdString()) && test::contains(message, "recipe.json"), message.c_str());
    QVERIFY(!std::filesystem::exists(bad.folder / "vae/checkpoint.safetensors"));  // nothing was trained before it was told
}

void TrainModelTest::stops() {
    const test::TempFolder folder;
    TrainingOptions one = options();
    one.folder = folder.path();
    std::stop_source stop;
    const auto observer = [&](const TrainingProgress& event) {
        if (event.stage == "vae" && event.step == 3) {
            stop.request_stop();
        }
    };
    QVERIFY_THROWS_EXCEPTION(Cancelled, train_model(one, observer, stop.get_token()));
    QCOMPARE(training::read_checkpoint_info(SafetensorsFile(folder / "vae/checkpoint.safetensors")).step, std::int64_t(3));
}

KINORA_TEST(TrainModelTest)
#include "train_model_test.moc"

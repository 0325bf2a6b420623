#include "core/model/verification/verify_folder.h"

#include <filesystem>
#include <fstream>

#include "core/base/error.h"
#include "core/base/file_io.h"
#include "core/base/safetensors.h"
#include "core/model/model_library.h"
#include "core/model/verification/reference_file.h"
#include "tests/support/reference_cases.h"
#include "tests/support/temp_folder.h"
#include "tests/support/test_main.h"
#include "tests/support/throws_message.h"

using namespace kinora;
using kinora::test::case_folder;
using kinora::test::case_model;
using kinora::test::case_reference;
using kinora::test::contains;
using kinora::test::message_of;
using kinora::test::TempFolder;

class VerifyFolderTest : public QObject {
    Q_OBJECT

 private Q_SLOTS:
    void replays_every_stage_data();
    void replays_every_stage();
    void replays_the_folders_own_encoder_data();
    void replays_the_folders_own_encoder();
    void bf16_stays_near();
    void notices_other_weights();
    void notices_stages_that_it_cannot_replay();
    void notices_wrong_recorded_numbers_data();
    void notices_wrong_recorded_numbers();
    void leaves_the_other_encoder_of_a_file_alone();
    void uses_the_noise_that_a_decoder_was_given();
    void takes_arguments_in_every_form_data();
    void takes_arguments_in_every_form();
    void says_what_is_wrong_in_a_file_data();
    void says_what_is_wrong_in_a_file();
};

struct Outcome {
    bool is_ok = false;
    std::vector<StageVerdict> verdicts;

    const StageVerdict* find(const std::string& stage) const {
        const auto found = std::ranges::find(verdicts, stage, &StageVerdict::stage);
        return found == verdicts.end() ? nullptr : &*found;
    }
};

static Outcome verify(const std::filesystem::path& model, const std::filesystem::path& reference, const std::string& dtype = "") {
    Outcome outcome;
    outcome.is_ok = verify_model(model, reference, {.device = "cpu", .dtype = dtype, .cache_folder = {}},
                                 [&](const StageVerdict& verdict) { outcome.verdicts.push_back(verdict); }, {});
    return outcome;
}

void VerifyFolderTest::replays_every_stage_data() {
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("reference");
    QTest::addColumn<QStringList>("stages");
    QTest::newRow("0.9.0") << "ltx_t2v" << "reference"
                           << QStringList{"tokenizer", "text_encoder", "vae.encode", "vae.decode", "scheduler.beta_n6", "run.a.transformer",
                                          "run.a.latents", "run.a.frames", "run.b.frames", "run.c.frames"};
    QTest::newRow("0.9.1 decoder") << "ltx_vae_091" << "reference" << QStringList{"vae.encode", "vae.decode"};
    QTest::newRow("0.9.1 from a picture") << "ltx_image_091" << "reference"
                                          << QStringList{"run.a.draws", "run.a.conditioning", "run.a.latents", "run.a.frames"};
    QTest::newRow("rare flags") << "ltx_flags" << "reference"
                                << QStringList{"vae.encode", "vae.decode", "scheduler.stochastic_n4", "scheduler.per_token_stochastic_n4",
                                               "run.a.frames", "run.b.latents"};
    QTest::newRow("0.9.7 with rare arguments") << "ltx_conditions" << "more"
                                               << QStringList{"run.a.latents", "run.b.latents", "run.c.frames", "run.d.conditioning"};
    QTest::newRow("sizes and classes") << "ltx_sizes" << "reference" << QStringList{"run.a.frames", "run.b.conditioning", "run.b.frames", "run.c.frames"};
    QTest::newRow("strides") << "ltx_vae_strides" << "reference" << QStringList{"vae.encode", "vae.decode"};
    QTest::newRow("Wan 2.1") << "wan_t2v" << "reference"
                             << QStringList{"tokenizer", "text_encoder", "vae.encode", "vae.decode", "run.a.transformer", "run.a.latents", "run.a.frames",
                                            "run.b.frames", "run.c.frames"};
    QTest::newRow("Wan 2.2, 5B") << "wan_residual" << "reference"
                                 << QStringList{"vae.encode", "vae.decode", "run.a.frames", "run.b.conditioning", "run.b.frames", "run.c.frames"};
    QTest::newRow("Wan 2.2, A14B") << "wan_two_transformers" << "reference" << QStringList{"run.a.transformer", "run.a.frames", "run.b.frames", "run.c.frames"};
    QTest::newRow("Wan 2.1 from a picture") << "wan_pictures" << "reference" << QStringList{"image_processor", "image_encoder", "run.a.image_encoder", "run.a.frames"};
    QTest::newRow("Wan 2.1 between two pictures") << "wan_first_last" << "reference" << QStringList{"image_encoder", "run.a.frames"};
    QTest::newRow("VACE") << "wan_vace" << "reference"
                          << QStringList{"run.a.frames", "run.b.conditioning", "run.b.frames", "run.c.conditioning", "run.c.frames", "run.d.frames"};
    QTest::newRow("0.9.7 with conditions") << "ltx_conditions" << "reference"
                                           << QStringList{"tokenizer", "vae.decode", "run.b.conditioning", "run.b.prepared_latents",
                                                          "run.c.frames", "run.d.frames"};
    QTest::newRow("pictures of other shapes") << "ltx_pictures" << "reference"
                                              << QStringList{"preprocess", "run.a.text_encoder", "run.a.conditioning", "run.a.frames",
                                                             "run.b.vae_encode", "run.b.frames"};
}

static void check_all_ok(const Outcome& outcome) {
    for (const StageVerdict& verdict : outcome.verdicts) {
        QVERIFY2(verdict.is_ok, qPrintable(QString("%1: %2 > %3 %4")
                                               .arg(QString::fromStdString(verdict.stage))
                                               .arg(verdict.max_abs_error)
                                               .arg(verdict.tolerance)
                                               .arg(QString::fromStdString(verdict.reason.value_or("").in_english()))));
    }
    QVERIFY(outcome.is_ok);
}

void VerifyFolderTest::replays_every_stage() {
    QFETCH(QString, name);
    QFETCH(QString, reference);
    QFETCH(QStringList, stages);
    const Outcome outcome = verify(case_model(name.toStdString()), case_folder(name.toStdString()) / (reference + ".safetensors").toStdString());
    check_all_ok(outcome);
    for (const QString& stage : stages) {
        QVERIFY2(outcome.find(stage.toStdString()) != nullptr, qPrintable(stage));
    }
}

void VerifyFolderTest::replays_the_folders_own_encoder_data() {
    QTest::addColumn<QString>("model");
    QTest::addColumn<QString>("encoder");
    QTest::newRow("T5") << "model" << "t5.";
    QTest::newRow("UMT5") << "model_umt5" << "umt5.";
}

// Of two in one file.
void VerifyFolderTest::replays_the_folders_own_encoder() {
    QFETCH(QString, model);
    QFETCH(QString, encoder);
    const Outcome outcome = verify(case_folder("text_encoders") / model.toStdString(), case_reference("text_encoders"));
    check_all_ok(outcome);
    QStringList stages;
    for (const StageVerdict& verdict : outcome.verdicts) {
        stages.append(QString::fromStdString(verdict.stage));
    }
    QCOMPARE(stages, QStringList({encoder + "tokenizer", encoder + "text_encoder", encoder + "text_encoder.hidden_states",
                                  encoder + "text_encoder.without_mask", encoder + "text_encoder.position_bias"}));
}

void VerifyFolderTest::bf16_stays_near() {
    const Outcome outcome = verify(case_model("ltx_vae_091"), case_reference("ltx_vae_091"), "bf16");
    QVERIFY(outcome.is_ok);
    QVERIFY(outcome.find("vae.decode")->max_abs_error > 1e-4);  // it was not computed in float32
}

void VerifyFolderTest::notices_other_weights() {
    const TempFolder folder;
    std::filesystem::copy(case_model("ltx_t2v"), folder / "model", std::filesystem::copy_options::recursive);
    const auto file = folder.path() / "model/transformer/diffusion_pytorch_model.safetensors";
    std::filesystem::permissions(file, std::filesystem::perms::owner_write, std::filesystem::perm_options::add);
    std::fstream stream(file, std::ios::binary | std::ios::in | std::ios::out);
    stream.seekp(-4096, std::ios::end);
    const std::vector<float> other(512, 0.25f);
    stream.write(reinterpret_cast<const char*>(other.data()), static_cast<std::streamsize>(other.size() * sizeof(float)));
    stream.close();
    const Outcome outcome = verify(folder / "model", case_reference("ltx_t2v"));
    QVERIFY(!outcome.is_ok);
    QVERIFY(!outcome.find("run.a.transformer")->is_ok);
    QVERIFY(outcome.find("vae.decode")->is_ok);
}

// A copy of a reference file with one tensor more, or with a tensor or metadata changed.
static void copy_reference(const std::filesystem::path& from, const std::filesystem::path& to, const std::string& added,
                           const std::string& changed, const std::map<std::string, std::string>& new_metadata = {}) {
    const SafetensorsFile file(from);
    std::vector<TensorBytes> tensors;
    std::vector<std::byte> other;
    for (const TensorEntry& entry : file.tensors()) {
        auto bytes = file.bytes(entry);
        if (entry.name == changed) {
            other.assign(bytes.begin(), bytes.end());
            const float value = 100.0f;
            std::memcpy(other.data(), &value, sizeof value);
            bytes = other;
        }
        tensors.push_back({entry.name, entry.type, entry.shape, bytes});
    }
    const std::array<float, 2> values = {1, 2};
    if (!added.empty()) {
        tensors.push_back({added, ScalarType::f32, {2}, std::as_bytes(std::span(values))});
    }
    auto metadata = file.metadata();
    for (const auto& [key, value] : new_metadata) {
        metadata[key] = value;
    }
    write_safetensors(to, tensors, metadata);
}

void VerifyFolderTest::notices_stages_that_it_cannot_replay() {
    const TempFolder folder;
    copy_reference(case_reference("ltx_vae_091"), folder / "more.safetensors", "vae.dream.output", "");
    const Outcome outcome = verify(case_model("ltx_vae_091"), folder / "more.safetensors");
    QVERIFY(!outcome.is_ok);
    QVERIFY(outcome.find("not replayed")->reason == Sentence("vae.dream.output"));

    // A whole pipeline's file for a folder with an autoencoder alone.
    const Outcome other = verify(case_model("ltx_vae_091"), case_reference("ltx_t2v"));
    QVERIFY(!other.is_ok);
    QVERIFY(other.find("not replayed") != nullptr);
}

void VerifyFolderTest::notices_wrong_recorded_numbers_data() {
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("model");
    QTest::addColumn<QString>("changed");
    QTest::addColumn<QString>("stage");
    const auto row = [](const char* name, const char* model, const char* changed, const char* stage) {
        QTest::newRow(changed) << name << model << changed << stage;
    };
    row("ltx_t2v", "model", "tokenizer.1.input_ids", "tokenizer");
    row("ltx_t2v", "model", "text_encoder.output", "text_encoder");
    row("ltx_t2v", "model", "vae.encode.mean", "vae.encode");
    row("ltx_t2v", "model", "scheduler.plain_n7.sigmas", "scheduler.plain_n7");
    row("ltx_t2v", "model", "run.a.pipeline.latents.1", "run.a.latents");
    row("ltx_t2v", "model", "run.a.pipeline.frames", "run.a.frames");
    row("ltx_pictures", "model", "preprocess.output", "preprocess");
    for (const auto& [model, encoder] : {std::pair("model", std::string("t5.")), std::pair("model_umt5", std::string("umt5."))}) {
        for (const auto& [changed, stage] : {std::pair("tokenizer.3.input_ids", "tokenizer"), std::pair("tokenizer.0.attention_mask", "tokenizer"),
                                             std::pair("text_encoder.output", "text_encoder"),
                                             std::pair("text_encoder.hidden_states.1", "text_encoder.hidden_states"),
                                             std::pair("text_encoder.output_without_mask", "text_encoder.without_mask"),
                                             std::pair("text_encoder.position_bias.block0", "text_encoder.position_bias")}) {
            row("text_encoders", model, (encoder + changed).c_str(), (encoder + stage).c_str());
        }
    }
}

void VerifyFolderTest::notices_wrong_recorded_numbers() {
    QFETCH(QString, name);
    QFETCH(QString, model);
    QFETCH(QString, changed);
    QFETCH(QString, stage);
    const TempFolder folder;
    copy_reference(case_reference(name.toStdString()), folder / "x.safetensors", "", changed.toStdString());
    const Outcome outcome = verify(case_folder(name.toStdString()) / model.toStdString(), folder / "x.safetensors");
    QVERIFY(!outcome.is_ok);
    QVERIFY(!outcome.find(stage.toStdString())->is_ok);
}

// What is wrong with the encoder of another folder is no fault of this one; but one that belongs to no folder is a failure.
void VerifyFolderTest::leaves_the_other_encoder_of_a_file_alone() {
    const TempFolder folder;
    copy_reference(case_reference("text_encoders"), folder / "x.safetensors", "", "umt5.text_encoder.output");
    QVERIFY(verify(case_model("text_encoders"), folder / "x.safetensors").is_ok);
    copy_reference(case_reference("text_encoders"), folder / "more.safetensors", "umt6.text_encoder.output", "");
    QVERIFY(verify(case_model("text_encoders"), folder / "more.safetensors").find("not replayed") != nullptr);
}

void VerifyFolderTest::uses_the_noise_that_a_decoder_was_given() {
    const TempFolder folder;
    copy_reference(case_reference("ltx_image_091"), folder / "x.safetensors", "", "run.a.pipeline.inject_noise.5");
    const Outcome outcome = verify(case_model("ltx_image_091"), folder / "x.safetensors");
    QVERIFY(outcome.find("run.a.latents")->is_ok);
    QVERIFY(!outcome.find("run.a.frames")->is_ok);
}

void VerifyFolderTest::takes_arguments_in_every_form_data() {
    QTest::addColumn<QString>("key");
    QTest::addColumn<QString>("from");
    QTest::addColumn<QString>("to");
    QTest::newRow("a list for each clip") << "run.a.args" << "0.05" << "[0.05]";
    QTest::newRow("nothing instead of a value") << "run.a.args" << "\"guidance_rescale\"" << "\"guidance_rescale\":null,\"other\"";
}

void VerifyFolderTest::takes_arguments_in_every_form() {
    QFETCH(QString, key);
    QFETCH(QString, from);
    QFETCH(QString, to);
    const TempFolder folder;
    const SafetensorsFile file(case_reference("ltx_image_091"));
    QString value = QString::fromStdString(file.metadata().at(key.toStdString()));
    value.replace(from, to);
    copy_reference(case_reference("ltx_image_091"), folder / "x.safetensors", "", "", {{key.toStdString(), value.toStdString()}});
    QVERIFY(verify(case_model("ltx_image_091"), folder / "x.safetensors").is_ok);
}

void VerifyFolderTest::says_what_is_wrong_in_a_file_data() {
    QTest::addColumn<QString>("key");
    QTest::addColumn<QString>("value");
    QTest::addColumn<QString>("stage");
    QTest::addColumn<QString>("reason");
    QTest::newRow("a clip behind the end") << "run.c.conditions" << R"([{"video":"clip","frame_index":32,"strength":1.0}])" << "run.c"
                                           << "lie behind the end of a video of 25 frames";
    QTest::newRow("a condition of nothing") << "run.b.conditions" << R"([{"frame_index":0}])" << "run.b" << "video";
    QTest::newRow("a setting without a config") << "scheduler.settings" << R"({"x":{"class":"FlowMatchEulerDiscreteScheduler"}})" << "scheduler.x"
                                                << "config";
    QTest::newRow("a setting without a call") << "scheduler.settings" << R"({"x":{"class":"FlowMatchEulerDiscreteScheduler","config":{}}})"
                                              << "scheduler.x" << "set_timesteps";
    QTest::newRow("latents that are not there") << "run.a.args" << R"({"latents":"input.none","num_inference_steps":2})" << "run.a" << "input.none";
    QTest::newRow("a run of another scheduler") << "run.a.scheduler" << R"({"class":"UniPCMultistepScheduler","config":{}})" << "run.a"
                                                << "UniPCMultistepScheduler";
}

void VerifyFolderTest::says_what_is_wrong_in_a_file() {
    QFETCH(QString, key);
    QFETCH(QString, value);
    QFETCH(QString, stage);
    QFETCH(QString, reason);
    const TempFolder folder;
    copy_reference(case_reference("ltx_conditions"), folder / "x.safetensors", "", "", {{key.toStdString(), value.toStdString()}});
    const Outcome outcome = verify(case_model("ltx_conditions"), folder / "x.safetensors");
    const StageVerdict* verdict = outcome.find(stage.toStdString());
    QVERIFY(verdict != nullptr && !verdict->is_ok);
    const std::string said = verdict->reason ? verdict->reason->in_english() : std::string();
    QVERIFY2(contains(said, reason.toStdString()), said.c_str());
}

KINORA_TEST(VerifyFolderTest)
#include "verify_folder_test.moc"

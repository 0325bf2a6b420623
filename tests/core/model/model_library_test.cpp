#include "core/model/model_library.h"

#include <cstdlib>
#include <fstream>
#include <functional>

#include "core/base/error.h"
#include "core/base/file_io.h"
#include "tests/support/reference_cases.h"
#include "tests/support/temp_folder.h"
#include "tests/support/test_main.h"
#include "tests/support/throws_message.h"

using namespace kinora;
namespace fs = std::filesystem;
using kinora::test::case_model;
using kinora::test::contains;
using kinora::test::message_of;
using kinora::test::TempFolder;

class ModelLibraryTest : public QObject {
    Q_OBJECT

 private Q_SLOTS:
    void describes_a_model();
    void takes_defaults_from_the_model_card();
    void finds_models_by_name();
    void finds_the_hugging_face_cache();
    void says_what_is_wrong_with_a_folder_data();
    void says_what_is_wrong_with_a_folder();
};

static fs::path copy_case(const TempFolder& folder, const std::string& name = "ltx_t2v") {
    const fs::path copy = folder / name;
    fs::copy(case_model(name), copy, fs::copy_options::recursive);
    for (const auto& entry : fs::recursive_directory_iterator(copy)) {
        fs::permissions(entry.path(), fs::perms::owner_all, fs::perm_options::add);
    }
    return copy;
}

static void replace_in(const fs::path& file, const std::string& from, const std::string& to) {
    std::string text = read_file(file, 1 << 20);
    const auto at = text.find(from);
    if (at == std::string::npos) {
        throw std::runtime_error("nothing to replace");
    }
    write_file_atomically(file, text.replace(at, from.size(), to));
}

void ModelLibraryTest::describes_a_model() {
    const ModelInfo model = describe_model(case_model("ltx_conditions"));
    QVERIFY2(!model.problem, model.problem ? model.problem->in_english().c_str() : "");
    QCOMPARE(model.family, std::string("ltx_video"));
    QCOMPARE(model.size_multiple, 32);
    QCOMPARE(model.frame_multiple, 8);
    QCOMPARE(model.latent_channels, 8);
    QCOMPARE(model.defaults.max_sequence_length, 256);
    QCOMPARE(model.defaults.image_cond_noise_scale, 0.15);
    QVERIFY(model.defaults.decode_timestep.has_value());
    QVERIFY(model.fingerprint.starts_with("xxh3:"));
    const auto transformer = std::ranges::find(model.components, "transformer", &ModelComponent::name);
    QVERIFY(transformer != model.components.end());
    QCOMPARE(transformer->dtype, std::string("BF16"));
    QVERIFY(transformer->parameters > 10'000);
    QCOMPARE(transformer->bytes, 2 * transformer->parameters);
}

void ModelLibraryTest::takes_defaults_from_the_model_card() {
    const TempFolder folder;
    const fs::path model = copy_case(folder);
    write_file_atomically(model / "kinora.json", R"({"display_name":"Mine","defaults":{"width":64,"frame_rate":"12.5"},
                                                     "ranges":{"num_inference_steps":[8,8,8],"guidance_scale":[1,1,1]}})");
    write_file_atomically(model / "LICENSE", "terms");
    const ModelInfo info = describe_model(model);
    QCOMPARE(info.display_name, std::string("Mine"));
    QCOMPARE(info.defaults.width, 64);
    QCOMPARE(info.defaults.height, 512);
    QCOMPARE(info.defaults.frame_rate, (FrameRate{25, 2}));
    QCOMPARE(info.licence_file->filename().string(), std::string("LICENSE"));
    QVERIFY(info.steps.is_fixed() && !info.has_guidance());
    write_file_atomically(model / "kinora.json", R"({"ranges":{"guidance_scale":[3,1,1]}})");
    QVERIFY(contains(describe_model(model).problem.value_or("").in_english(), "guidance_scale"));
}

void ModelLibraryTest::finds_models_by_name() {
    const TempFolder folder;
    const fs::path model = copy_case(folder);
    ModelLibrary library({folder.path(), folder / "not there"});
    QCOMPARE(library.find("ltx_t2v").folder, model);
    QCOMPARE(library.find(model).name, std::string("ltx_t2v"));
    QVERIFY(contains(message_of<FileError>([&] { library.find("ltx_t3v"); }), "nor the name of a model"));
    const auto models = library.list();
    QVERIFY(std::ranges::any_of(models, [&](const ModelInfo& info) { return info.folder == model && !info.problem; }));
}

void ModelLibraryTest::finds_the_hugging_face_cache() {
    const TempFolder cache;
    const fs::path snapshot = cache.path() / "models--Some--LTX-Video/snapshots/0123abcd";
    fs::create_directories(snapshot.parent_path());
    fs::copy(case_model("ltx_t2v"), snapshot, fs::copy_options::recursive);
    qputenv("HF_HUB_CACHE", QByteArray::fromStdString(cache.path().string()));
    ModelLibrary library({});
    QCOMPARE(library.find("Some/LTX-Video").folder, snapshot);
    QCOMPARE(library.find("LTX-Video").name, std::string("Some/LTX-Video"));
    QCOMPARE(library.list().size(), std::size_t{1});
    qunsetenv("HF_HUB_CACHE");

    const TempFolder caches;
    fs::create_directories(caches.path() / "huggingface");
    fs::rename(cache.path(), caches.path() / "huggingface/hub");
    const QByteArray home = qgetenv("HF_HOME");
    qunsetenv("HF_HOME");
    qputenv("XDG_CACHE_HOME", QByteArray::fromStdString(caches.path().string()));
    QCOMPARE(library.list().size(), std::size_t{1});
    qunsetenv("XDG_CACHE_HOME");
    qputenv("HF_HOME", home);
}

void ModelLibraryTest::says_what_is_wrong_with_a_folder_data() {
    using Change = std::function<void(const fs::path&)>;
    QTest::addColumn<Change>("change");
    QTest::addColumn<QString>("problem");
    const auto row = [](const char* name, const Change& change, const char* problem) { QTest::newRow(name) << change << QString(problem); };
    const auto config = [](const char* component, const char* from, const char* to) {
        return [=](const fs::path& model) { replace_in(model / component / "config.json", from, to); };
    };
    row("no transformer folder", [](const fs::path& m) { fs::remove_all(m / "transformer"); }, "transformer: is missing");
    row("no weights", [](const fs::path& m) { fs::remove(m / "vae/diffusion_pytorch_model.safetensors"); }, "holds no .safetensors file");
    row("truncated weights", [](const fs::path& m) { fs::resize_file(m / "vae/diffusion_pytorch_model.safetensors", 200'000); }, "is cut short");
    row("empty weights", [](const fs::path& m) { fs::resize_file(m / "vae/diffusion_pytorch_model.safetensors", 0); }, "too short");
    row("lying header", [](const fs::path& m) {
        std::fstream file(m / "vae/diffusion_pytorch_model.safetensors", std::ios::in | std::ios::out | std::ios::binary);
        file.write("\xff\xff\xff\xff\xff\xff\xff\x7f", 8);
    }, "is no safetensors file");
    row("garbage index", [](const fs::path& m) { write_file_atomically(m / "model_index.json", "{"); }, "is no JSON");
    row("unknown pipeline", [](const fs::path& m) { replace_in(m / "model_index.json", "LTXPipeline", "DreamPipeline"); }, "DreamPipeline");
    row("unknown transformer", [](const fs::path& m) { replace_in(m / "model_index.json", "LTXVideoTransformer3DModel", "OtherModel"); },
        "does not know the architecture LTXPipeline");
    row("negative layers", config("transformer", "\"num_layers\": 2", "\"num_layers\": -2"), "\"num_layers\" must lie between");
    row("two billion layers", config("transformer", "\"num_layers\": 2", "\"num_layers\": 2147483648"), "\"num_layers\" must lie between");
    row("layers as text", config("transformer", "\"num_layers\": 2", "\"num_layers\": \"2\""), "\"num_layers\" must lie between");
    row("unknown activation", config("transformer", "gelu-approximate", "snake"), "\"snake\"");
    row("unknown block", config("vae", "LTXVideoDownBlock3D", "MyBlock3D"), "MyBlock3D");
    row("huge channels", config("vae", "\"latent_channels\": 8", "\"latent_channels\": 99999999"), "\"latent_channels\" must lie between");
    row("impossible ratio", config("vae", "\"patch_size\": 4", "\"patch_size\": 4,\"spatial_compression_ratio\":8,\"x\":1"), "twice");
    row("scales without end", config("vae", "\"spatio_temporal_scaling\": [", "\"spatio_temporal_scaling\": [true,true,true,true,true,true,"),
        "scales more than 8 times");
    row("packed latents", config("transformer", "\"patch_size\": 1", "\"patch_size\": 2"), "this transformer's patch_size is 2");
    row("latents of other channels", config("transformer", "\"in_channels\": 8", "\"in_channels\": 16"),
        "\"in_channels\" is 16, but the vae's latents have 8 channels");
    row("velocities of other channels", config("transformer", "\"out_channels\": 8", "\"out_channels\": 4"),
        "\"out_channels\" is 4, but the vae's latents have 8 channels");
    row("text of another encoder", config("text_encoder", "\"d_model\": 16", "\"d_model\": 32"),
        "\"caption_channels\" is 16, but the text_encoder's d_model is 32");
    row("scheduler of another kind", [](const fs::path& m) { replace_in(m / "scheduler/scheduler_config.json", "\"exponential\"", "\"cubic\""); },
        "time_shift_type");
}

void ModelLibraryTest::says_what_is_wrong_with_a_folder() {
    QFETCH(std::function<void(const fs::path&)>, change);
    QFETCH(QString, problem);
    const TempFolder folder;
    const fs::path model = copy_case(folder);
    change(model);
    std::string said;
    try {
        said = describe_model(model).problem.value().in_english();
    } catch (const Error& error) {
        said = error.what();
    }
    QVERIFY2(contains(said, problem.toStdString()), said.c_str());
    QVERIFY2(!contains(said, "\n"), said.c_str());
    // A list goes on with the others.
    QVERIFY(ModelLibrary({folder.path()}).list().front().problem);
}

KINORA_TEST(ModelLibraryTest)
#include "model_library_test.moc"

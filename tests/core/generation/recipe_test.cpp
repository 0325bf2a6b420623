#include "core/generation/recipe.h"

#include "core/base/error.h"
#include "tests/support/test_main.h"
#include "tests/support/throws_message.h"

using namespace kinora;
using kinora::test::contains;
using kinora::test::message_of;
using nlohmann::json;

class RecipeTest : public QObject {
    Q_OBJECT

 private Q_SLOTS:
    void comes_back_whole();
    void sets_only_what_is_named();
    void says_what_cannot_be_made_again();
    void refuses_data();
    void refuses();
};

static Recipe full_recipe() {
    Recipe recipe;
    recipe.kinora_version = "1.2.3";
    recipe.operation = "extend";
    recipe.model_name = "a/b";
    recipe.model_fingerprint = "xxh3:12";
    recipe.model_folder = "/models/a/b";
    recipe.device = "cuda:1";
    recipe.dtype = "bf16";
    recipe.settings = {.prompt = "红 \"ball\"\n", .negative_prompt = "blur", .width = 96, .height = 64, .num_frames = 17,
                       .frame_rate = {24000, 1001}, .num_inference_steps = 3, .guidance_scale = 2.5, .guidance_rescale = 0.1,
                       .seed = 18446744073709551615ull, .denoise_strength = 0.5, .timesteps = {1000, 0.03}, .sigmas = {},
                       .scheduler = "s", .max_sequence_length = 40, .image_cond_noise_scale = 0.15, .decode_timestep = 0.05,
                       .decode_noise_scale = 0.025};
    recipe.loras = {{"style.safetensors", "xxh3:aa", -0.5}, {"b", "xxh3:bb", 1.0}};
    recipe.conditions = {{"a.mkv", "xxh3:ff", -1, 0.25, {0.75, 0.0}, 30, 9}};
    recipe.kept = FrameRange{9, 8};
    recipe.operation_options = {{"overlap", 9}, {"before", true}};
    recipe.branch = {7, 18446744073709551615ull, 4, 20};
    recipe.early_end = {9, 20};
    return recipe;
}

void RecipeTest::comes_back_whole() {
    const Recipe recipe = full_recipe();
    const Recipe read = read_recipe(json::parse(to_json(recipe).dump()), "file");
    QVERIFY(read.settings == recipe.settings);
    QCOMPARE(to_json(read).dump(), to_json(recipe).dump());
    QCOMPARE(read.loras.size(), std::size_t{2});
    QCOMPARE(read.loras[0].strength, -0.5);
    QCOMPARE(read.conditions.size(), std::size_t{1});
    QCOMPARE(read.conditions[0].frame, -1);
    QVERIFY(read.conditions[0].latent_strengths == (std::vector<double>{0.75, 0.0}));
    QCOMPARE(read.operation_options["overlap"].get<int>(), 9);
    QCOMPARE(read.conditions[0].source_frame, std::int64_t{30});
    QCOMPARE(read.conditions[0].num_frames, std::int64_t{9});
    QVERIFY(read.kept == recipe.kept);
    QVERIFY(read.branch == recipe.branch && read.early_end == recipe.early_end);
    QCOMPARE(read.model_folder, std::string("/models/a/b"));
    Recipe by_name = recipe;
    by_name.model_folder.clear();
    QVERIFY(!to_json(by_name)["model"].contains("folder"));
    QVERIFY(read_recipe(to_json(by_name), "file").model_folder.empty());
}

void RecipeTest::says_what_cannot_be_made_again() {
    Recipe recipe = full_recipe();
    QVERIFY(contains(why_not_the_same(recipe)->in_english(), "step 4 of 20 of another generation (job 7, seed 18446744073709551615)"));
    QVERIFY(contains(why_not_the_same(recipe)->in_english(), "kept at step 9 of 20"));  // both
    recipe.branch.reset();
    QVERIFY(!contains(why_not_the_same(recipe)->in_english(), "another generation"));
    QVERIFY(contains(why_not_the_same(recipe)->in_english(), "kept at step 9 of 20"));
    recipe.early_end.reset();
    QVERIFY(!why_not_the_same(recipe));
    recipe.interpolation = {{"engine", "flow"}};
    QVERIFY(contains(why_not_the_same(recipe)->in_english(), "interpolated afterwards"));
    recipe.interpolation = nullptr;
    const json plain = to_json(recipe);
    QVERIFY(!plain.contains("branch") && !plain.contains("early_end"));
    // As an older program wrote it, or a newer one with more to say.
    json newer = plain;
    newer["branch"] = "elsewhere";
    newer["of_tomorrow"] = 1;
    QVERIFY(!read_recipe(newer, "file").branch);
}

void RecipeTest::sets_only_what_is_named() {
    GenerationSettings settings = full_recipe().settings;
    read_settings({{"width", 32}}, "file", settings);
    QCOMPARE(settings.width, 32);
    QCOMPARE(settings.height, 64);
}

void RecipeTest::refuses_data() {
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("problem");
    QTest::newRow("list") << "[]" << "holds no recipe";
    QTest::newRow("other format") << R"({"format":"x"})" << "holds no recipe";
    QTest::newRow("newer") << R"({"format":"kinora-recipe","version":2})" << "is 2, and this Kinora reads version 1";
    QTest::newRow("wrong type") << R"({"format":"kinora-recipe","version":1,"settings":{"width":"wide"}})" << "\"width\" must be a whole number";
    QTest::newRow("fraction") << R"({"format":"kinora-recipe","version":1,"settings":{"width":96.5}})" << "\"width\" must be a whole number";
    QTest::newRow("truth for a number") << R"({"format":"kinora-recipe","version":1,"settings":{"height":true}})" << "\"height\" must be a whole number";
    QTest::newRow("huge") << R"({"format":"kinora-recipe","version":1,"settings":{"num_frames":9e18}})" << "\"num_frames\" must be a whole number";
    QTest::newRow("negative seed") << R"({"format":"kinora-recipe","version":1,"settings":{"seed":-3}})" << "\"seed\" must be a whole number";
    QTest::newRow("unknown operation") << R"({"format":"kinora-recipe","version":1,"operation":"dance"})" << "\"operation\" is none that";
    QTest::newRow("no size") << R"({"format":"kinora-recipe","version":1,"settings":{"frame_rate":"8"}})" << "a size and a frame rate";
    QTest::newRow("settings are a list") << R"({"format":"kinora-recipe","version":1,"settings":[]})" << "is no object";
    QTest::newRow("a LoRA that is a text") << R"({"format":"kinora-recipe","version":1,"loras":["a"]})" << "is no LoRA";
    QTest::newRow("no rate") << R"({"format":"kinora-recipe","version":1,"settings":{"frame_rate":"fast"}})" << "is no frame rate";
}

void RecipeTest::refuses() {
    QFETCH(QString, text);
    QFETCH(QString, problem);
    const auto message = message_of<Error>([&] { read_recipe(json::parse(text.toStdString()), "some.mp4"); });
    QVERIFY2(contains(message, problem.toStdString()), message.c_str());
}

KINORA_TEST(RecipeTest)
#include "recipe_test.moc"

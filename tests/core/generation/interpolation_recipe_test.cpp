#include "core/generation/interpolation_recipe.h"

#include <fstream>

#include "core/base/content_hash.h"
#include "core/base/error.h"
#include "core/generation/recipe.h"
#include "tests/support/temp_folder.h"
#include "tests/support/test_main.h"
#include "tests/support/throws_message.h"

using namespace kinora;
using namespace kinora::test;

class InterpolationRecipeTest : public QObject {
    Q_OBJECT

 private Q_SLOTS:
    void stands_alone_for_footage();
    void goes_into_the_recipe_of_a_take();
    void remembers_what_was_done_before();
    void names_weights_by_their_content();
};

static InterpolationRecipe by(const std::string& engine) {
    InterpolationRecipe recipe;
    recipe.source_file = "in.mkv";
    recipe.source_hash = "xxh3:1";
    recipe.engine = engine;
    recipe.frame_rate = {48, 1};
    recipe.factor = 2;
    recipe.scene_threshold = 0.55;
    recipe.kinora_version = "1.0";
    return recipe;
}

void InterpolationRecipeTest::stands_alone_for_footage() {
    const nlohmann::json recipe = interpolated_recipe({}, by("flow"));
    QVERIFY(is_interpolation_alone(recipe));
    QVERIFY(interpolation_in(recipe)["source"]["content_hash"] == "xxh3:1");
    QVERIFY(interpolation_in(recipe)["factor"] == 2);
    const std::string message = message_of<CheckpointError>([&] { read_recipe(recipe, "out.mkv"); });
    QVERIFY2(contains(message, "the interpolation of footage"), message.c_str());
}

void InterpolationRecipeTest::goes_into_the_recipe_of_a_take() {
    Recipe take;
    take.settings.prompt = "a red ball";
    take.settings.width = 64;
    take.settings.height = 48;
    take.settings.frame_rate = {24, 1};
    const nlohmann::json recipe = interpolated_recipe(to_json(take), by("flow"));
    QVERIFY(!is_interpolation_alone(recipe));
    const Recipe read = read_recipe(recipe, "out.mkv");
    QCOMPARE(read.settings.prompt, std::string("a red ball"));
    QVERIFY(read.interpolation == interpolation_in(recipe));
    QVERIFY(to_json(read)["interpolation"] == recipe["interpolation"]);
    QVERIFY(!to_json(take).contains("interpolation"));
}

void InterpolationRecipeTest::remembers_what_was_done_before() {
    const nlohmann::json once = interpolated_recipe({}, by("flow"));
    const nlohmann::json twice = interpolation_in(interpolated_recipe(once, by("rife")));
    QVERIFY(twice["engine"] == "rife");
    QVERIFY(twice["source"]["interpolation"] == interpolation_in(once));
}

void InterpolationRecipeTest::names_weights_by_their_content() {
    const TempFolder folder;
    QCOMPARE(hash_weights(folder.path()), std::string());
    QCOMPARE(hash_weights(folder / "none"), std::string());
    std::ofstream(folder / "flownet.safetensors") << "weights";
    std::ofstream(folder / "read.me") << "words";
    const std::string hash = hash_weights(folder.path());
    QCOMPARE(hash, hash_file(folder / "flownet.safetensors"));
    std::ofstream(folder / "more.safetensors") << "more";
    QVERIFY(hash_weights(folder.path()) != hash);
    InterpolationRecipe recipe = by("rife");
    QVERIFY(!interpolation_in(interpolated_recipe({}, recipe)).contains("weights_hash"));
    recipe.weights_hash = hash;
    QVERIFY(interpolation_in(interpolated_recipe({}, recipe))["weights_hash"] == hash);
}

KINORA_TEST(InterpolationRecipeTest)
#include "interpolation_recipe_test.moc"

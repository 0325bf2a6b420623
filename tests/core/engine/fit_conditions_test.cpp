#include "core/engine/fit_conditions.h"

#include <tuple>

#include "core/base/error.h"
#include "tests/support/fake_generator.h"
#include "tests/support/test_main.h"

using namespace kinora;
using test::fake_model;
using test::fake_request;

class FitConditionsTest : public QObject {
    Q_OBJECT

 private Q_SLOTS:
    void what_lies_behind_the_end_moves_data();
    void what_lies_behind_the_end_moves();
    void recipes_of_other_conditions_stay();
    void conditions_are_edited_one_by_one();
    void edits_of_other_conditions_are_refused();
};

using Places = QList<std::pair<qint64, qint64>>;  // start and number of frames

void FitConditionsTest::what_lies_behind_the_end_moves_data() {
    QTest::addColumn<qint64>("numFrames");
    QTest::addColumn<Places>("before");
    QTest::addColumn<Places>("after");
    QTest::newRow("nothing lies behind") << qint64{25} << Places{{0, 1}, {12, 1}, {24, 1}} << Places{{0, 1}, {12, 1}, {24, 1}};
    QTest::newRow("the last picture") << qint64{17} << Places{{0, 1}, {24, 1}} << Places{{0, 1}, {16, 1}};
    QTest::newRow("the last picture alone") << qint64{17} << Places{{24, 1}} << Places{{16, 1}};
    QTest::newRow("the last two") << qint64{17} << Places{{0, 1}, {20, 1}, {24, 1}} << Places{{0, 1}, {8, 1}, {16, 1}};
    QTest::newRow("in another order") << qint64{17} << Places{{24, 1}, {0, 1}, {20, 1}} << Places{{16, 1}, {0, 1}, {8, 1}};
    QTest::newRow("one that is not in the way") << qint64{17} << Places{{4, 1}, {24, 1}} << Places{{4, 1}, {16, 1}};
    QTest::newRow("one that is in the way") << qint64{17} << Places{{16, 1}, {24, 1}} << Places{{8, 1}, {16, 1}};
    QTest::newRow("no room between first and last") << qint64{9} << Places{{0, 1}, {8, 1}, {24, 1}} << Places{{0, 1}, {8, 1}};
    QTest::newRow("a single frame") << qint64{1} << Places{{0, 1}, {24, 1}} << Places{{0, 1}};
    QTest::newRow("a single frame, which is the last") << qint64{1} << Places{{24, 1}} << Places{{0, 1}};
    QTest::newRow("a clip at the end") << qint64{25} << Places{{0, 9}, {32, 9}} << Places{{0, 9}, {16, 9}};
    QTest::newRow("a clip that is cut") << qint64{17} << Places{{0, 9}, {32, 17}} << Places{{0, 9}, {8, 9}};
}

void FitConditionsTest::what_lies_behind_the_end_moves() {
    QFETCH(qint64, numFrames);
    QFETCH(Places, before);
    GenerationRequest request = fake_request("x");
    request.settings.num_frames = numFrames;
    Recipe recipe;
    for (const auto& [start, count] : before) {
        request.conditioning.push_back({.images = std::vector<Image>(static_cast<std::size_t>(count)), .start_frame = start});
        recipe.conditions.push_back({.frame = start, .num_frames = count});
    }
    fit_conditions(request, recipe, fake_model());
    Places after;
    Places told;
    for (const ConditioningFrames& frames : request.conditioning) {
        after.append({frames.start_frame, static_cast<qint64>(frames.images.size())});
    }
    for (const RecipeCondition& condition : recipe.conditions) {
        told.append({condition.frame, condition.num_frames});
    }
    QTEST(after, "after");
    QTEST(told, "after");
}

void FitConditionsTest::recipes_of_other_conditions_stay() {
    GenerationRequest request = fake_request("x");
    request.conditioning = {{.images = {Image()}, .start_frame = 24}};
    Recipe recipe;
    recipe.conditions = {{.frame = 3}, {.frame = -1}};
    fit_conditions(request, recipe, fake_model());
    QCOMPARE(request.conditioning.front().start_frame, std::int64_t{8});
    QCOMPARE(recipe.conditions.at(0).frame, std::int64_t{3});
    QCOMPARE(recipe.conditions.at(1).frame, std::int64_t{-1});
}

void FitConditionsTest::conditions_are_edited_one_by_one() {
    GenerationRequest request = fake_request("x");
    Recipe recipe;
    for (const std::int64_t frame : {0, 8, 16}) {
        request.conditioning.push_back({.images = std::vector<Image>(1), .start_frame = frame, .latent_strengths = {0.2}});
        recipe.conditions.push_back({.frame = frame, .latent_strengths = {0.2}, .num_frames = 1});
    }
    edit_conditions(request, recipe, {{.strength = 0.5}, {.is_left_out = true}, {.start_frame = 12}});
    QCOMPARE(request.conditioning.size(), std::size_t{2});
    QCOMPARE(recipe.conditions.size(), std::size_t{2});
    for (const auto& [start, strength, curve] :
         {std::tuple(request.conditioning[0].start_frame, request.conditioning[0].strength, request.conditioning[0].latent_strengths),
          std::tuple(recipe.conditions[0].frame, recipe.conditions[0].strength, recipe.conditions[0].latent_strengths)}) {
        QVERIFY(start == 0 && strength == 0.5 && curve.empty());
    }
    for (const auto& [start, curve] : {std::tuple(request.conditioning[1].start_frame, request.conditioning[1].latent_strengths),
                                       std::tuple(recipe.conditions[1].frame, recipe.conditions[1].latent_strengths)}) {
        QVERIFY(start == 12 && curve == std::vector<double>{0.2});
    }
}

void FitConditionsTest::edits_of_other_conditions_are_refused() {
    GenerationRequest request = fake_request("x");
    request.conditioning.push_back({.images = std::vector<Image>(1)});
    Recipe recipe;
    QVERIFY_THROWS_EXCEPTION(InvalidRequest, edit_conditions(request, recipe, {{.strength = 0.5}}));  // the recipe tells of none
    recipe.conditions.push_back({.num_frames = 1});
    QVERIFY_THROWS_EXCEPTION(InvalidRequest, edit_conditions(request, recipe, {{.strength = 0.5}, {}}));
    QCOMPARE(request.conditioning[0].strength, 1.0);
}

KINORA_TEST(FitConditionsTest)
#include "fit_conditions_test.moc"

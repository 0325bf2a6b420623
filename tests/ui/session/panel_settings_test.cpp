#include "ui/session/panel_settings.h"

#include "tests/support/fake_generator.h"
#include "tests/support/test_main.h"

using namespace kinora;

class PanelSettingsTest : public QObject {
    Q_OBJECT

 private Q_SLOTS:
    void what_nobody_chose_is_the_models_own();
    void what_was_chosen_stays_and_is_possible();
    void durations_become_lengths_that_the_model_makes();
};

void PanelSettingsTest::what_nobody_chose_is_the_models_own() {
    const ModelInfo model = test::fake_model();
    GenerateState state;
    state.settings.prompt = "a ball";
    state.settings.seed = 7;
    const GenerationSettings settings = panelSettings(state, model);
    QCOMPARE(settings.prompt, std::string("a ball"));
    QCOMPARE(settings.seed, std::uint64_t{7});
    QCOMPARE(settings.width, model.defaults.width);
    QCOMPARE(settings.num_inference_steps, model.defaults.num_inference_steps);
    QVERIFY(settings.frame_rate == model.defaults.frame_rate);
}

void PanelSettingsTest::what_was_chosen_stays_and_is_possible() {
    GenerateState state;
    state.settings.num_inference_steps = 11;
    state.settings.width = 100;
    state.settings.height = 50;
    state.settings.num_frames = 30;
    state.settings.frame_rate = {25, 1};
    state.settings.scheduler = "another model's";
    const GenerationSettings settings = panelSettings(state, test::fake_model());
    QCOMPARE(settings.num_inference_steps, 11);
    QCOMPARE(settings.width, 96);
    QCOMPARE(settings.height, 48);
    QCOMPARE(settings.num_frames, std::int64_t{33});
    QVERIFY(settings.frame_rate == FrameRate({25, 1}));
    QVERIFY(settings.scheduler.empty());
}

void PanelSettingsTest::durations_become_lengths_that_the_model_makes() {
    const ModelInfo model = test::fake_model();
    QCOMPARE(framesFor(1.0, {24, 1}, model), std::int64_t{25});
    QCOMPARE(framesFor(0.01, {24, 1}, model), std::int64_t{1});
    QCOMPARE(framesFor(2.0, {30000, 1001}, model), std::int64_t{57});
}

KINORA_TEST(PanelSettingsTest)
#include "panel_settings_test.moc"

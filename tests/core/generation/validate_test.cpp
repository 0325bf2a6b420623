#include "core/generation/validate.h"

#include <functional>

#include "core/base/error.h"
#include "tests/support/test_main.h"
#include "tests/support/throws_message.h"

using namespace kinora;
using kinora::test::contains;
using kinora::test::message_of;

class ValidateTest : public QObject {
    Q_OBJECT

 private Q_SLOTS:
    void rounds_to_the_nearest_that_can_be_made_data();
    void rounds_to_the_nearest_that_can_be_made();
    void strict_refuses_to_round();
    void accepts_a_fine_request();
    void names_the_field_that_is_wrong_data();
    void names_the_field_that_is_wrong();
    void tells_utf8();
};

static ModelInfo model() {
    ModelInfo info;
    info.name = "tiny";
    info.size_multiple = 32;
    info.frame_multiple = 8;
    info.schedulers = {"flow_match_euler"};
    info.can_condition_frames = true;
    return info;
}

static GenerationRequest request() {
    GenerationRequest made;
    made.settings = {.prompt = "a red ball", .negative_prompt = "", .width = 64, .height = 32, .num_frames = 9,
                     .frame_rate = {24, 1}, .num_inference_steps = 4};
    return made;
}

void ValidateTest::rounds_to_the_nearest_that_can_be_made_data() {
    QTest::addColumn<int>("width");
    QTest::addColumn<int>("frames");
    QTest::addColumn<int>("made_width");
    QTest::addColumn<int>("made_frames");
    QTest::addColumn<int>("num_notices");
    QTest::newRow("fits") << 64 << 9 << 64 << 9 << 0;
    QTest::newRow("width down") << 79 << 9 << 64 << 9 << 1;
    QTest::newRow("width up") << 80 << 9 << 96 << 9 << 1;
    QTest::newRow("at least one multiple") << 1 << 9 << 32 << 9 << 1;
    QTest::newRow("frames down") << 64 << 12 << 64 << 9 << 1;
    QTest::newRow("frames up") << 64 << 13 << 64 << 17 << 1;
    QTest::newRow("one frame is fine") << 64 << 1 << 64 << 1 << 0;
    QTest::newRow("both") << 100 << 100 << 96 << 97 << 2;
}

void ValidateTest::rounds_to_the_nearest_that_can_be_made() {
    QFETCH(int, width);
    QFETCH(int, frames);
    GenerationSettings settings = request().settings;
    settings.width = width;
    settings.num_frames = frames;
    const auto notices = round_to_model(settings, model(), false);
    QTEST(settings.width, "made_width");
    QTEST(static_cast<int>(settings.num_frames), "made_frames");
    QTEST(static_cast<int>(notices.size()), "num_notices");
}

void ValidateTest::strict_refuses_to_round() {
    GenerationSettings settings = request().settings;
    settings.width = 65;
    const auto message = message_of<InvalidRequest>([&] { round_to_model(settings, model(), true); });
    QVERIFY2(contains(message, "size 65x32") && contains(message, "64x32"), message.c_str());
    QCOMPARE(settings.width, 65);
}

void ValidateTest::accepts_a_fine_request() {
    GenerationRequest fine = request();
    fine.conditioning = {{{Image(1, 1, {0, 0, 0})}, 8, 0.5}};
    fine.settings.timesteps = {1000, 500, 0.03};
    validate(fine, model());
    QVERIFY(fine.settings.sigmas.empty());
}

void ValidateTest::names_the_field_that_is_wrong_data() {
    using Change = std::function<void(GenerationRequest&)>;
    QTest::addColumn<Change>("change");
    QTest::addColumn<QString>("field");
    const auto row = [](const char* name, const Change& change, const char* field) {
        QTest::newRow(name) << change << QString(field);
    };
    row("empty prompt", [](auto& r) { r.settings.prompt = ""; }, "prompt");
    row("blank prompt", [](auto& r) { r.settings.prompt = " \n\t"; }, "prompt");
    row("prompt that is no UTF-8", [](auto& r) { r.settings.prompt = "a \xff"; }, "prompt");
    row("negative prompt that is no UTF-8", [](auto& r) { r.settings.negative_prompt = "\xc0\x80"; }, "negative_prompt");
    row("no width", [](auto& r) { r.settings.width = 0; }, "size");
    row("huge height", [](auto& r) { r.settings.height = 1 << 20; }, "size");
    row("no frames", [](auto& r) { r.settings.num_frames = 0; }, "num_frames");
    row("no rate", [](auto& r) { r.settings.frame_rate = {0, 1}; }, "frame_rate");
    row("no steps", [](auto& r) { r.settings.num_inference_steps = 0; }, "num_inference_steps");
    row("guidance is no number", [](auto& r) { r.settings.guidance_scale = std::nan(""); }, "guidance_scale");
    row("rescale over 1", [](auto& r) { r.settings.guidance_rescale = 1.1; }, "guidance_rescale");
    row("strength over 1", [](auto& r) { r.settings.denoise_strength = 2; }, "denoise_strength");
    row("unknown scheduler", [](auto& r) { r.settings.scheduler = "magic"; }, "scheduler");
    row("rising timesteps", [](auto& r) { r.settings.timesteps = {1, 2}; }, "timesteps");
    row("two schedules", [](auto& r) { r.settings.timesteps = {2, 1}; r.settings.sigmas = {1, 0.5}; }, "timesteps");
    row("condition after the end", [](auto& r) { r.conditioning = {{{Image(1, 1, {0, 0, 0})}, 9, 1.0}}; }, "conditioning");
    row("condition without frames", [](auto& r) { r.conditioning = {{{}, 0, 1.0}}; }, "conditioning");
    row("latent frame too strong", [](auto& r) { r.conditioning = {{{Image(1, 1, {0, 0, 0})}, 0, 1.0, {0.5, 1.5}}}; }, "conditioning");
    row("condition too strong", [](auto& r) { r.conditioning = {{{Image(1, 1, {0, 0, 0})}, 0, 1.5}}; }, "conditioning");
}

void ValidateTest::names_the_field_that_is_wrong() {
    QFETCH(std::function<void(GenerationRequest&)>, change);
    QFETCH(QString, field);
    GenerationRequest wrong = request();
    change(wrong);
    try {
        validate(wrong, model());
    } catch (const InvalidRequest& error) {
        QCOMPARE(QString::fromStdString(error.field()), field);
        return;
    }
    QFAIL("nothing was thrown");
}

void ValidateTest::tells_utf8() {
    for (const char* text : {"", "abc", "é", "红", "🦊", "\xf4\x8f\xbf\xbf"}) {
        QVERIFY2(is_valid_utf8(text), text);
    }
    for (const char* text : {"\x80", "\xc3", "\xc0\xaf", "\xe0\x80\x80", "\xed\xa0\x80", "\xf4\x90\x80\x80", "\xf5\x80\x80\x80", "a\xe2\x82"}) {
        QVERIFY2(!is_valid_utf8(text), text);
    }
}

KINORA_TEST(ValidateTest)
#include "validate_test.moc"

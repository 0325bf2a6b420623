#include <regex>
#include <set>
#include <string>

#include "core/model/training/world/choices.h"
#include "tests/support/test_main.h"

using namespace kinora::training;

class CaptionSceneTest : public QObject {
    Q_OBJECT

  private Q_SLOTS:
    void says_exactly_what_it_tells_data();
    void says_exactly_what_it_tells();
    void tells_nothing_that_is_not_there();
    void is_correct_english();
    void has_many_wordings();
    void knows_what_people_write();
};

static Scene with(Scene scene, AttributeId attribute, int value) {
    scene.choices[static_cast<std::size_t>(attribute)] = value;
    return scene;
}

void CaptionSceneTest::says_exactly_what_it_tells_data() {
    QTest::addColumn<int>("language");
    QTest::newRow("English") << 0;
    QTest::newRow("Chinese") << 1;
}

// The same wording of two scenes that differ in one attribute is another text exactly if it tells that attribute.
void CaptionSceneTest::says_exactly_what_it_tells() {
    QFETCH(int, language);
    const auto in = static_cast<CaptionLanguage>(language);
    std::vector<int> num_told(num_attributes, 0);
    for (std::uint64_t seed = 0; seed < 3000; ++seed) {
        const Scene scene = sample_scene(seed, {.name = "whole"});
        const Caption caption = caption_scene(scene, seed + 1, in);
        for (std::size_t a = 0; a < num_attributes; ++a) {
            const int value = scene.choices[a];
            if (value < 0) {
                continue;
            }
            // Right and left, rise and fall, red and orange, …: neighbours, which share the shape of their sentences.
            const int other = value ^ 1;
            const bool is_motion = a == static_cast<std::size_t>(AttributeId::motion) ||
                                   a == static_cast<std::size_t>(AttributeId::second_motion);
            if (other >= static_cast<int>(world_attributes()[a].values.size()) || (is_motion && value > 3)) {
                continue;
            }
            const Caption changed = caption_scene(with(scene, static_cast<AttributeId>(a), other), seed + 1, in);
            QVERIFY2((changed.text != caption.text) == caption.says[a],
                     qPrintable(QString("%1: %2 | %3")
                                    .arg(std::string(world_attributes()[a].name).c_str(), caption.text.c_str(),
                                         changed.text.c_str())));
            num_told[a] += caption.says[a] ? 1 : 0;
        }
    }
    for (std::size_t a = 0; a < num_attributes; ++a) {
        QVERIFY2(num_told[a] > 10, std::string(world_attributes()[a].name).c_str());
    }
}

void CaptionSceneTest::tells_nothing_that_is_not_there() {
    for (std::uint64_t seed = 0; seed < 2000; ++seed) {
        const Scene scene = sample_scene(seed, {.name = seed % 2 == 0 ? "small" : "whole"});
        for (const auto language : {CaptionLanguage::english, CaptionLanguage::chinese}) {
            const Caption caption = caption_scene(scene, seed, language);
            QCOMPARE(caption.says.size(), num_attributes);
            QVERIFY(!caption.text.empty());
            for (std::size_t a = 0; a < num_attributes; ++a) {
                QVERIFY(!caption.says[a] || scene.choices[a] >= 0);
            }
            QVERIFY(caption_scene(scene, seed, language).text == caption.text);
        }
    }
}

void CaptionSceneTest::is_correct_english() {
    static const std::regex mistakes(R"(\ba [aeio]|\ban [^aeio8u]|  | ,|,,|\.\.|^[ ,]|[ ,]$|\bis [a-z]*s\b|,\.)",
                                     std::regex::icase);
    for (std::uint64_t seed = 0; seed < 5000; ++seed) {
        const std::string text = caption_scene(sample_scene(seed, {.name = "whole"}), seed, CaptionLanguage::english).text;
        std::smatch match;
        QVERIFY2(!std::regex_search(text, match, mistakes), text.c_str());
    }
}

void CaptionSceneTest::has_many_wordings() {
    const Scene scene = sample_scene(5, {.name = "small"});
    for (const auto language : {CaptionLanguage::english, CaptionLanguage::chinese}) {
        std::set<std::string> texts;
        for (std::uint64_t wording = 0; wording < 1000; ++wording) {
            texts.insert(caption_scene(scene, wording, language).text);
        }
        QVERIFY2(texts.size() > 600, qPrintable(QString::number(texts.size())));
    }
}

void CaptionSceneTest::knows_what_people_write() {
    Scene scene = sample_scene(1, {.name = "small"});
    scene = with(scene, AttributeId::object, static_cast<int>(ObjectKind::ball));
    scene = with(scene, AttributeId::colour, static_cast<int>(ColourName::red));
    scene = with(scene, AttributeId::motion, static_cast<int>(MotionKind::bounce));
    scene = with(scene, AttributeId::background, static_cast<int>(BackgroundKind::meadow));
    std::set<std::string> english;
    std::set<std::string> chinese;
    for (std::uint64_t wording = 0; wording < 30'000; ++wording) {
        english.insert(caption_scene(scene, wording, CaptionLanguage::english).text);
        chinese.insert(caption_scene(scene, wording, CaptionLanguage::chinese).text);
    }
    for (const char* prompt :
         {"a red ball bouncing on green grass", "a red ball is bouncing on the grass", "red ball, bouncing, on grass",
          "A red ball bounces on green grass.", "a red ball jumping up and down in a meadow"}) {
        QVERIFY2(english.count(prompt) == 1, prompt);
    }
    for (const char* prompt : {"一个红色的球在草地上弹跳", "草地上有一个红色的球在弹跳", "一个红球在绿色的草地上弹跳。"}) {
        QVERIFY2(chinese.count(prompt) == 1, prompt);
    }
}

KINORA_TEST(CaptionSceneTest)
#include "caption_scene_test.moc"

#include "ui/session/style_presets.h"

#include <QSignalSpy>

#include <fstream>

#include "core/base/error.h"
#include "tests/support/temp_folder.h"
#include "tests/support/test_main.h"

using namespace kinora;
using namespace kinora::test;

class StylePresetsTest : public QObject {
    Q_OBJECT

 private Q_SLOTS:
    void styles_add_their_words();
    void changes_are_kept();
    void files_are_exchanged();
    void a_damaged_file_is_put_aside();
};

void StylePresetsTest::styles_add_their_words() {
    const TempFolder folder;
    StylePresets presets(folder / "styles.json");
    presets.put({"Mine", "a drawing of {prompt} on paper", "photo"});
    GenerationSettings settings;
    settings.prompt = "a ball";
    settings.negative_prompt = "rain";
    presets.apply("Mine", settings);
    QCOMPARE(settings.prompt, std::string("a drawing of a ball on paper"));
    QCOMPARE(settings.negative_prompt, std::string("rain, photo"));
    presets.apply("nobody's", settings);
    presets.apply("", settings);
    QCOMPARE(settings.prompt, std::string("a drawing of a ball on paper"));
}

void StylePresetsTest::changes_are_kept() {
    const TempFolder folder;
    std::size_t numBuiltIn = 0;
    {
        StylePresets presets(folder / "styles.json");
        numBuiltIn = presets.presets().size();
        QSignalSpy changed(&presets, &StylePresets::changed);
        presets.put({"Mine", "{prompt}!", ""});
        presets.remove(presets.presets().front().name);
        QCOMPARE(changed.count(), 2);
    }
    const StylePresets again(folder / "styles.json");
    QCOMPARE(again.presets().size(), numBuiltIn);
    QVERIFY(again.find("Mine") != nullptr && again.find("Mine")->prompt == "{prompt}!");
}

void StylePresetsTest::files_are_exchanged() {
    const TempFolder folder;
    StylePresets mine(folder / "mine.json");
    mine.put({"Mine", "{prompt}!", "x"});
    mine.exportTo(folder / "shared.json");
    StylePresets yours(folder / "yours.json");
    QVERIFY(yours.find("Mine") == nullptr);
    yours.import(folder / "shared.json");
    QVERIFY(*yours.find("Mine") == *mine.find("Mine"));
    std::ofstream(folder / "other.json") << "[1, 2]";
    const auto before = yours.presets();
    QVERIFY_THROWS_EXCEPTION(CheckpointError, yours.import(folder / "other.json"));
    QVERIFY(yours.presets() == before);
}

void StylePresetsTest::a_damaged_file_is_put_aside() {
    const TempFolder folder;
    std::ofstream(folder / "styles.json") << "{ no json";
    const StylePresets presets(folder / "styles.json");
    QVERIFY(!presets.presets().empty());
    QVERIFY(std::filesystem::exists(folder / "styles.json.unreadable"));
}

KINORA_TEST(StylePresetsTest)
#include "style_presets_test.moc"

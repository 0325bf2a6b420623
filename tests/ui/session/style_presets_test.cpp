#include "ui/session/style_presets.h"

#include <QSignalSpy>

#include <sys/stat.h>

#include <fstream>

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
    void what_cannot_be_kept_is_said();
    void nobody_waits_for_the_disk();
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
    QTRY_VERIFY_WITH_TIMEOUT(std::filesystem::exists(folder / "shared.json"), 10'000);
    StylePresets yours(folder / "yours.json");
    QVERIFY(yours.find("Mine") == nullptr);
    yours.import(folder / "shared.json");
    QTRY_VERIFY_WITH_TIMEOUT(yours.find("Mine") != nullptr, 10'000);
    QVERIFY(*yours.find("Mine") == *mine.find("Mine"));
    std::ofstream(folder / "other.json") << "[1, 2]";
    const auto before = yours.presets();
    QSignalSpy failed(&yours, &StylePresets::failed);
    yours.import(folder / "other.json");
    QVERIFY(failed.wait(10'000));
    QVERIFY(failed.front().front().value<Saying>().text().contains(QStringLiteral("holds no style presets")));
    QVERIFY(yours.presets() == before);
}

void StylePresetsTest::what_cannot_be_kept_is_said() {
    const TempFolder folder;
    std::ofstream(folder / "no folder") << "x";
    StylePresets presets(folder / "no folder" / "styles.json");
    QSignalSpy failed(&presets, &StylePresets::failed);
    presets.put({"Mine", "{prompt}!", ""});
    QVERIFY(presets.find("Mine") != nullptr);
    QVERIFY(failed.wait(10'000));
}

// A pipe that nobody writes to yet stands for a disk that takes its time.
void StylePresetsTest::nobody_waits_for_the_disk() {
    const TempFolder folder;
    const std::filesystem::path pipe = folder / "slow.json";
    QCOMPARE(::mkfifo(pipe.c_str(), 0600), 0);
    {
        StylePresets presets(folder / "styles.json");
        QSignalSpy failed(&presets, &StylePresets::failed);
        presets.import(pipe);
        presets.put({"Mine", "first", ""});
        presets.put({"Mine", "second", ""});
        QCOMPARE(presets.find("Mine")->prompt, std::string("second"));
        QVERIFY(!std::filesystem::exists(folder / "styles.json"));
        const std::ofstream opened(pipe);
        QVERIFY(failed.wait(10'000));
    }
    QCOMPARE(StylePresets(folder / "styles.json").find("Mine")->prompt, std::string("second"));
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

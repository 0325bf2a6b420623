#include "ui/session/interpolation_entry.h"

#include "core/base/error.h"
#include "tests/support/temp_folder.h"
#include "tests/support/test_main.h"
#include "ui/language/language.h"
#include "ui/session/app_settings.h"

using namespace kinora;
using namespace kinora::test;
using nlohmann::json;

class InterpolationEntryTest : public QObject {
    Q_OBJECT

 private Q_SLOTS:
    void comes_back_as_it_was();
    void any_rate_comes_back();
    void what_ran_waits_again();
    void weights_that_are_gone_are_missed();
    void what_is_no_entry_is_refused_data();
    void what_is_no_entry_is_refused();
    void its_file_lies_beside_the_media_that_it_is_made_from();
    void says_how_far_it_is();
    void says_how_much_it_makes();

 private:
    InterpolationEntry readAgain(const InterpolationEntry& entry) const { return interpolationFromJson(json::parse(toJson(entry).dump()), engines_); }

    TempFolder folder_;
    AppSettings settings_{QString::fromStdString((folder_ / "kinora.ini").string()), QString()};
    InterpolationEngines engines_{settings_, [](const auto&, const auto&) { return nullptr; }};
};

// Every member is another one than where nothing is read.
static InterpolationEntry someEntry() {
    InterpolationEntry entry;
    entry.id = 7;
    entry.project = "/films/now.kinora";
    entry.origin = "/films/then.kinora";
    entry.clip = ClipId{12};
    entry.mediaName = "ball – 球";
    entry.mediaFile = "imported/ball.mp4";
    entry.key = "a-key";
    entry.wish.what = {.frame_rate = {60000, 1001}, .is_slow_motion = true, .merges_duplicates = true};
    entry.wish.engine.id = QStringLiteral("flow");
    entry.wish.makesRoom = false;
    entry.wish.ripple = {.all_tracks = true, .markers = true};
    entry.progress = {.framesDone = 40, .numFrames = 96, .secondsLeft = 3.0};
    entry.shown = ShownFrames{.frames = {5, 24}, .first_seconds = 0.25, .first = 6};
    return entry;
}

void InterpolationEntryTest::comes_back_as_it_was() {
    const InterpolationEntry entry = someEntry();
    const InterpolationEntry again = readAgain(entry);
    QCOMPARE(again.id, entry.id);
    QVERIFY(again.project == entry.project && again.origin == entry.origin && again.clip == entry.clip);
    QVERIFY(again.mediaName == entry.mediaName && again.mediaFile == entry.mediaFile && again.key == entry.key);
    QVERIFY(again.wish.what.frame_rate == entry.wish.what.frame_rate);
    QVERIFY(again.wish.what.is_slow_motion && again.wish.what.merges_duplicates && !again.wish.makesRoom);
    QVERIFY(again.wish.ripple.all_tracks && again.wish.ripple.markers);
    QCOMPARE(again.wish.engine.id, QStringLiteral("flow"));
    QVERIFY(again.wish.engine.make && again.wish.engine.missing.isEmpty());
    QVERIFY(again.progress.framesDone == 40 && again.progress.numFrames == 96 && !again.progress.secondsLeft);
    QVERIFY(again.shown && again.shown->frames == entry.shown->frames && again.shown->first_seconds == 0.25 && again.shown->first == 6);
    QVERIFY(!again.problem);
    InterpolationEntry unmade = entry;
    unmade.shown.reset();
    QVERIFY(!readAgain(unmade).shown);
}

void InterpolationEntryTest::any_rate_comes_back() {
    for (const FrameRate& rate : {FrameRate{1920, 1}, FrameRate{15'999'984, 66'667}, FrameRate{2'147'483'647, 71'582'788}}) {
        InterpolationEntry entry = someEntry();
        entry.wish.what.frame_rate = rate;
        QVERIFY2(readAgain(entry).wish.what.frame_rate == rate, to_string(rate).c_str());
    }
}

void InterpolationEntryTest::what_ran_waits_again() {
    using enum InterpolationState;
    for (const auto& [before, after] : {std::pair(waiting, waiting), std::pair(running, waiting), std::pair(made, waiting), std::pair(paused, paused)}) {
        InterpolationEntry entry = someEntry();
        entry.state = before;
        QVERIFY(readAgain(entry).state == after);
    }
    InterpolationEntry failedOne = someEntry();
    failedOne.state = failed;
    failedOne.problem = record_of(FileError("film.mkv", Sentence::of("cannot be written: %1", "the disk is full")));
    QVERIFY(readAgain(failedOne).state == failed);
    QVERIFY(readAgain(failedOne).problem == failedOne.problem);
}

void InterpolationEntryTest::weights_that_are_gone_are_missed() {
    InterpolationEntry entry = someEntry();
    entry.wish.engine.id = QStringLiteral("rife");
    entry.wish.engine.weights = folder_ / "weights";
    const InterpolationEngine engine = readAgain(entry).wish.engine;
    QVERIFY(!engine.make);
    QVERIFY2(engine.missing.contains(QString::fromStdString((folder_ / "weights").string())), qPrintable(engine.missing));
}

void InterpolationEntryTest::what_is_no_entry_is_refused_data() {
    QTest::addColumn<QByteArray>("patch");
    QTest::newRow("no id") << QByteArray(R"({"id": null})");
    QTest::newRow("an id that is no number") << QByteArray(R"({"id": "seven"})");
    QTest::newRow("no project") << QByteArray(R"({"project": null})");
    QTest::newRow("no rate") << QByteArray(R"({"frame_rate": "0"})");
    QTest::newRow("a rate that is no text") << QByteArray(R"({"frame_rate": 60})");
    QTest::newRow("no ripple") << QByteArray(R"({"ripple_markers": null})");
    QTest::newRow("half of what is shown") << QByteArray(R"({"shown": [5, 24]})");
    QTest::newRow("no word of a pause") << QByteArray(R"({"is_paused": null})");
}

void InterpolationEntryTest::what_is_no_entry_is_refused() {
    QFETCH(QByteArray, patch);
    json object = toJson(someEntry());
    object.merge_patch(json::parse(patch.toStdString()));  // null removes
    bool isRefused = false;
    try {
        interpolationFromJson(object, engines_);
    } catch (const json::exception&) {
        isRefused = true;
    } catch (const Error&) {
        isRefused = true;
    }
    QVERIFY(isRefused);
}

void InterpolationEntryTest::its_file_lies_beside_the_media_that_it_is_made_from() {
    const InterpolationEntry entry = someEntry();
    QCOMPARE(entry.originMediaFolder(), std::filesystem::path("/films/then.media"));
    QCOMPARE(entry.incomingFile(), std::filesystem::path("/films/then.media/incoming/interpolation-a-key.mkv"));
}

void InterpolationEntryTest::says_how_far_it_is() {
    InterpolationEntry entry = someEntry();
    using enum InterpolationState;
    const auto said = [&](InterpolationState state) {
        entry.state = state;
        return describe(entry);
    };
    QCOMPARE(said(waiting), QStringLiteral("Waits at frame 40 of 96"));
    QCOMPARE(said(running), QStringLiteral("Frame 40 of 96, 0:03 left"));
    QCOMPARE(said(paused), QStringLiteral("Paused at frame 40 of 96"));
    QVERIFY(said(made).contains(QStringLiteral("now.kinora")));
    entry.problem = record_of(EditError(Sentence::of("this clip is being interpolated already; stop that first")));
    QCOMPARE(said(failed), QStringLiteral("This cannot be done: this clip is being interpolated already; stop that first"));
    Language language;
    language.set(QStringLiteral("zh_CN"));
    QVERIFY2(!said(failed).contains(QStringLiteral("already")), qPrintable(said(failed)));
    language.set(QStringLiteral("en"));
    entry.progress = {};
    QCOMPARE(said(waiting), QStringLiteral("Waits"));
    QCOMPARE(said(running), QStringLiteral("Waits"));
    QCOMPARE(said(paused), QStringLiteral("Paused"));
}

void InterpolationEntryTest::says_how_much_it_makes() {
    InterpolationEntry entry = someEntry();
    entry.mediaName = "a\n ball";
    QCOMPARE(entry.name(), QStringLiteral("a ball \u00b7 slow motion"));
    entry.wish.what.is_slow_motion = false;
    QCOMPARE(entry.name(), QStringLiteral("a ball \u00b7 59.94 fps"));
    QCOMPARE(interpolationSuffix({.frame_rate = {60, 1}, .is_slow_motion = true}, {5, 2}), QStringLiteral("2.5x slow"));
}

KINORA_TEST(InterpolationEntryTest)
#include "interpolation_entry_test.moc"

// What OpenTimelineIO's own package makes of a cut that we wrote, and what we make of what it writes. Built only where the
// package is there.
#include <QProcess>

#include "core/project/interchange/otio.h"
#include "tests/core/project/interchange/sample_cut.h"
#include "tests/support/temp_folder.h"
#include "tests/support/test_main.h"

using namespace kinora;
using namespace kinora::test;
using nlohmann::json;

class OtioPackageTest : public QObject {
    Q_OBJECT

 private Q_SLOTS:
    void understands_what_we_write();
};

static json clips_of(const json& track) {
    return track["clips"];
}

void OtioPackageTest::understands_what_we_write() {
    const TempFolder folder;
    const Cut cut = cut_of(project_to_cut(), folder / "film.media");
    write_otio(cut, folder / "cut.otio");
    QProcess python;
    python.start(qEnvironmentVariable("KINORA_OTIO_PYTHON"),
                 {QStringLiteral(KINORA_SOURCE_DIR "/tests/core/project/interchange/check_otio.py"),
                  QString::fromStdString((folder / "cut.otio").string()), QString::fromStdString((folder / "again.otio").string())});
    QVERIFY(python.waitForFinished(120'000));
    QVERIFY2(python.exitCode() == 0, python.readAllStandardError().constData());
    const json seen = json::parse(python.readAllStandardOutput().toStdString());

    QCOMPARE(seen["tracks"].size(), std::size_t{4});
    QCOMPARE(seen["length"].get<int>(), 95);
    QVERIFY(std::abs(seen["rate"].get<double>() - 30000.0 / 1001.0) < 1e-9);
    QVERIFY(seen["tracks"][0]["kind"] == "Video" && seen["tracks"][2]["kind"] == "Audio");
    QVERIFY(seen["tracks"][1]["is_on"] == false && seen["tracks"][2]["is_on"] == false);
    for (std::size_t t = 0; t < cut.tracks.size(); ++t) {
        const json clips = clips_of(seen["tracks"][t]);
        QCOMPARE(clips.size(), cut.tracks[t].clips.size());
        for (std::size_t i = 0; i < clips.size(); ++i) {
            const CutClip& ours = cut.tracks[t].clips[i];
            QCOMPARE(clips[i]["name"].get<std::string>(), ours.name);
            QCOMPARE(clips[i]["start"].get<std::int64_t>(), ours.start);
            QCOMPARE(clips[i]["length"].get<std::int64_t>(), ours.length);
            QCOMPARE(clips[i]["source_in"].get<std::int64_t>(), ours.versions[ours.chosen].source_in);
            QCOMPARE(clips[i]["media_frames"].get<std::int64_t>(), cut.media[ours.versions[ours.chosen].media].num_frames);
            QCOMPARE(clips[i]["num_versions"].get<std::size_t>(), ours.versions.size());
        }
    }
    QVERIFY(clips_of(seen["tracks"][0])[0]["url"] == "film.media/sub%20folder/slow%20100%25.mp4");
    QVERIFY(clips_of(seen["tracks"][2])[0]["is_on"] == false);
    QVERIFY((seen["markers"] == json::array({{{"name", "m"}, {"colour", "RED"}, {"start", 7}, {"length", 3}}})));

    // The package writes everything again, ours included.
    QVERIFY(read_otio(folder / "again.otio") == cut);
}

KINORA_TEST(OtioPackageTest)
#include "otio_package_test.moc"

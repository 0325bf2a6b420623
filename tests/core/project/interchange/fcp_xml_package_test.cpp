// What OpenTimelineIO's reader of Final Cut Pro's XML makes of a cut that we wrote. Built only where its package is there.
#include <QProcess>

#include "core/project/interchange/fcp_xml.h"
#include "core/project/interchange/file_url.h"
#include "tests/core/project/interchange/sample_cut.h"
#include "tests/support/temp_folder.h"
#include "tests/support/test_main.h"

using namespace kinora;
using namespace kinora::test;
using nlohmann::json;

class FcpXmlPackageTest : public QObject {
    Q_OBJECT

 private Q_SLOTS:
    void understands_what_we_write();
};

void FcpXmlPackageTest::understands_what_we_write() {
    const TempFolder folder;
    const Cut cut = cut_of(project_to_cut(), folder / "film.media");
    QVERIFY(write_fcp_xml(cut, folder / "the cut.xml").empty());
    QProcess python;
    python.start(qEnvironmentVariable("KINORA_OTIO_PYTHON"),
                 {QStringLiteral(KINORA_SOURCE_DIR "/tests/core/project/interchange/check_fcp_xml.py"),
                  QString::fromStdString((folder / "the cut.xml").string())});
    QVERIFY(python.waitForFinished(120'000));
    QVERIFY2(python.exitCode() == 0, python.readAllStandardError().constData());
    const json seen = json::parse(python.readAllStandardOutput().toStdString());

    QCOMPARE(seen["name"].get<std::string>(), std::string("the cut"));
    QCOMPARE(seen["length"].get<int>(), 95);
    QVERIFY(std::abs(seen["rate"].get<double>() - 30000.0 / 1001.0) < 1e-9);
    const json& tracks = seen["tracks"];
    QCOMPARE(tracks.size(), std::size_t{4});  // it makes one of the two channels of each sound track
    QVERIFY(tracks[0]["kind"] == "Video" && tracks[1]["kind"] == "Video" && tracks[2]["kind"] == "Audio" && tracks[3]["kind"] == "Audio");
    QVERIFY(tracks[0]["is_on"] == true && tracks[1]["is_on"] == false && tracks[2]["is_on"] == false && tracks[3]["is_on"] == true);
    for (std::size_t t = 0; t < cut.tracks.size(); ++t) {
        QCOMPARE(tracks[t]["name"].get<std::string>(), cut.tracks[t].name);
        const json& clips = tracks[t]["clips"];
        QCOMPARE(clips.size(), cut.tracks[t].clips.size());
        for (std::size_t i = 0; i < clips.size(); ++i) {
            const CutClip& ours = cut.tracks[t].clips[i];
            const CutUse& shown = ours.versions[ours.chosen];
            QCOMPARE(clips[i]["name"].get<std::string>(), ours.name);
            QCOMPARE(clips[i]["start"].get<std::int64_t>(), ours.start);
            QCOMPARE(clips[i]["length"].get<std::int64_t>(), ours.length);
            QCOMPARE(clips[i]["source_in"].get<std::int64_t>(), shown.source_in);
            QCOMPARE(clips[i]["media_frames"].get<std::int64_t>(), cut.media[shown.media].num_frames);
            QCOMPARE(clips[i]["media_rate"].get<double>(), cut.media[shown.media].frame_rate.per_second());
            QCOMPARE(clips[i]["num_links"].get<int>(), ours.sound ? 3 : 0);
            const auto file = file_of_url("/", clips[i]["url"].get<std::string>());
            QVERIFY(file && *file == cut.media[shown.media].file);
        }
    }
    QVERIFY(tracks[2]["clips"].size() == 1 && tracks[2]["clips"][0]["is_on"] == false && tracks[2]["clips"][0]["start"] == 5);
    QVERIFY((seen["markers"] == json::array({{{"name", "m"}, {"start", 7}, {"length", 3}}})));
}

KINORA_TEST(FcpXmlPackageTest)
#include "fcp_xml_package_test.moc"

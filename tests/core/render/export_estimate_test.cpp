// Estimates come near what exports become.
#include "core/render/export_estimate.h"

#include <filesystem>

#include "core/base/cancelled.h"
#include "core/base/error.h"
#include "tests/core/render/media_project.h"
#include "tests/support/test_main.h"
#include "tests/support/throws_message.h"

using namespace kinora;
using namespace kinora::test;

class ExportEstimateTest : public QObject {
    Q_OBJECT

 private Q_SLOTS:
    void the_size_is_near_data();
    void the_size_is_near();
    void more_frames_take_longer();
    void stops_at_once();
    void says_what_cannot_be_exported();
};

void ExportEstimateTest::the_size_is_near_data() {
    QTest::addColumn<QString>("name");
    for (const char* name : {"a.mkv", "a.mp4", "a.mov", "a.webm", "a.gif", "a.png"}) {
        QTest::newRow(name) << QString::fromLatin1(name);
    }
}

void ExportEstimateTest::the_size_is_near() {
    QFETCH(const QString, name);
    MediaProject m;
    for (std::int64_t start = 0; start < 240; start += 60) {
        m.put(m.lower, m.film, start, 60, 0);
    }
    const ExportSettings settings = {.path = m.folder / name.toStdString(), .width = 320, .height = 240};
    const ExportEstimate estimate = estimate_export(m.project, m.folder.path(), settings, {});
    QVERIFY(estimate.seconds > 0.0);
    QVERIFY(!std::filesystem::exists(settings.path));
    export_timeline(m.project, m.folder.path(), settings, [](std::int64_t, std::int64_t) {}, {});
    std::uintmax_t bytes = 0;
    for (const auto& entry : std::filesystem::directory_iterator(m.folder.path())) {
        const std::string file = entry.path().filename().string();
        bytes += file == settings.path.filename() || file.starts_with("a_") ? entry.file_size() : 0;
    }
    const double share = static_cast<double>(estimate.bytes) / static_cast<double>(bytes);
    QVERIFY2(share > 0.6 && share < 1.6, qPrintable(QStringLiteral("%1 of %2").arg(estimate.bytes).arg(bytes)));
}

void ExportEstimateTest::more_frames_take_longer() {
    MediaProject m;
    m.put(m.lower, m.photo, 0, 100, 0);
    m.put(m.lower, m.photo, 100, 9900, 0);
    const auto estimate = [&](std::int64_t num_frames) {
        return estimate_export(m.project, m.folder.path(), {.path = m.folder / "a.mkv", .range = {0, num_frames}}, {});
    };
    const ExportEstimate shorter = estimate(100);
    const ExportEstimate longer = estimate(10'000);
    QVERIFY(longer.seconds > 10 * shorter.seconds);
    QCOMPARE(longer.bytes / 100, shorter.bytes);  // each picture is the same
}

void ExportEstimateTest::stops_at_once() {
    MediaProject m;
    m.put(m.lower, m.film, 0, 60, 0);
    std::stop_source stop;
    stop.request_stop();
    bool is_stopped = false;
    try {
        estimate_export(m.project, m.folder.path(), {.path = m.folder / "a.mp4"}, stop.get_token());
    } catch (const Cancelled&) {
        is_stopped = true;
    }
    QVERIFY(is_stopped);
}

void ExportEstimateTest::says_what_cannot_be_exported() {
    MediaProject m;
    const auto estimate = [&] { estimate_export(m.project, m.folder.path(), {.path = m.folder / "a.txt"}, {}); };
    QVERIFY(contains(message_of<EditError>(estimate), "nothing on the timeline"));
    m.put(m.lower, m.film, 0, 60, 0);
    QVERIFY(contains(message_of<MediaError>(estimate), "no ending"));
}

KINORA_TEST(ExportEstimateTest)
#include "export_estimate_test.moc"

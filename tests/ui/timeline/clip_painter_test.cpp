#include "ui/timeline/clip_painter.h"

#include <QImage>
#include <QSignalSpy>
#include <QTest>

#include <algorithm>
#include <set>

#include "tests/core/media/numbered_film.h"
#include "tests/core/project/test_project.h"
#include "tests/support/temp_folder.h"
#include "tests/support/test_main.h"

using namespace kinora;
using namespace kinora::test;

class ClipPainterTest : public QObject {
    Q_OBJECT

 private Q_SLOTS:
    void a_sound_that_fades_has_a_lower_wave_data();
    void a_sound_that_fades_has_a_lower_wave();
    void an_offline_clip_is_told_by_more_than_its_colour();
};

namespace {

constexpr int length = 100;
constexpr int pixelsPerFrame = 4;

// How high the wave is there: pixels that differ from those of a clip of the same sound that was never read.
int waveAt(const QImage& image, const QImage& flat, int frame) {
    int count = 0;
    for (int y = 0; y < image.height(); ++y) {
        count += image.pixel(frame * pixelsPerFrame, y) != flat.pixel(frame * pixelsPerFrame, y) ? 1 : 0;
    }
    return count;
}

}  // namespace

void ClipPainterTest::a_sound_that_fades_has_a_lower_wave_data() {
    QTest::addColumn<bool>("isGoing");
    QTest::addColumn<bool>("isComing");
    QTest::newRow("whole") << false << false;
    QTest::newRow("fades out") << true << false;
    QTest::newRow("fades in") << false << true;
    QTest::newRow("fades over") << true << true;
}

void ClipPainterTest::a_sound_that_fades_has_a_lower_wave() {
    QFETCH(bool, isGoing);
    QFETCH(bool, isComing);
    const TempFolder folder;
    TestProject t;
    write_numbered_film(folder / "film.mp4", 64, 48, 240, 240 * 2000);
    t.put(t.lower, "a", t.film, 0, length);
    Clip clip = *find_track(t.project, t.lower)->clips.front();
    if (isGoing || isComing) {
        clip.crossfade = Crossfade{.start = 0, .length = length, .incoming = {}, .unknown_fields = {}};
        if (isComing) {
            clip.crossfade->incoming = clip.sound;
        }
        if (!isGoing) {
            clip.sound.reset();
        }
    }
    const TimelineGeometry geometry;  // four pixels a frame
    FilmstripCache filmstrips;
    WaveformCache waveforms;
    const std::filesystem::path mediaFolder = folder.path();
    const QPalette palette;
    const QFont font;
    const ClipPainter clipPainter(t.project, geometry, palette, font, filmstrips, waveforms, mediaFolder);
    const auto painted = [&] {
        QImage image(length * pixelsPerFrame, 34, QImage::Format_RGB32);  // no room for pictures
        QPainter painter(&image);
        clipPainter.paint(painter, clip, image.rect(), image.rect(), {});
        return image;
    };
    QSignalSpy arrived(&waveforms, &WaveformCache::arrived);
    const QImage flat = painted();
    QTRY_COMPARE(arrived.count(), 1);
    const QImage image = painted();
    const int begin = waveAt(image, flat, 2);
    const int middle = waveAt(image, flat, length / 2);
    const int end = waveAt(image, flat, length - 3);
    QVERIFY2((begin > 1) == (isGoing || !isComing), qPrintable(QString::number(begin)));
    QVERIFY2(middle > 0 && (middle < std::max(begin, end)) == (isGoing || isComing), qPrintable(QString::number(middle)));
    QVERIFY2((end > 1) == (isComing || !isGoing), qPrintable(QString::number(end)));
}

void ClipPainterTest::an_offline_clip_is_told_by_more_than_its_colour() {
    TestProject t;
    t.put(t.lower, "a", t.film, 0, length);
    const TimelineGeometry geometry;
    FilmstripCache filmstrips;
    WaveformCache waveforms;
    const std::filesystem::path mediaFolder;
    const QPalette palette;
    const QFont font;
    const ClipPainter clipPainter(t.project, geometry, palette, font, filmstrips, waveforms, mediaFolder);
    const auto numColours = [&](bool isOffline) {
        QImage image(length * pixelsPerFrame, 68, QImage::Format_RGB32);
        QPainter painter(&image);
        clipPainter.paint(painter, *find_track(t.project, t.lower)->clips.front(), image.rect(), image.rect(), {.isOffline = isOffline});
        std::set<QRgb> colours;  // of the strip, beside its icon
        for (int y = 24; y < 48; ++y) {
            for (int x = 10; x < image.width() / 3; ++x) {
                colours.insert(image.pixel(x, y));
            }
        }
        return colours.size();
    };
    QCOMPARE(numColours(false), std::size_t{1});
    QVERIFY(numColours(true) > 1);
}

KINORA_TEST(ClipPainterTest)
#include "clip_painter_test.moc"

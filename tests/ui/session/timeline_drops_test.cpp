// Files from elsewhere, dropped onto the tracks.
#include "ui/session/timeline_drops.h"

#include <QDragEnterEvent>
#include <QMimeData>
#include <QUrl>

#include <sys/stat.h>

#include <fstream>

#include "core/base/file_io.h"
#include "core/media/image_file.h"
#include "core/project/edits/take_edits.h"
#include "tests/support/test_main.h"
#include "tests/ui/timeline/timeline_fixture.h"

using namespace kinora;
using namespace kinora::test;

class TimelineDropsTest : public QObject {
    Q_OBJECT

 private Q_SLOTS:
    void init() {
        t_ = std::make_unique<TimelineFixture>();
        drops_ = std::make_unique<TimelineDrops>(t_->state());
        connect(t_->view(), &TimelineView::filesDropped, drops_.get(), &TimelineDrops::drop);
        failures_.clear();
        connect(drops_.get(), &TimelineDrops::failed, this, [this](const QString& message) { failures_.append(message); });
    }
    void cleanup() {
        drops_.reset();
        t_.reset();
    }

    void files_become_clips_one_after_the_other_in_one_step();
    void a_place_that_is_taken_leads_behind_the_last_clip();
    void a_file_dropped_above_all_makes_a_track();
    void what_is_dragged_from_the_media_is_not_imported();
    void a_broken_file_ends_in_a_sentence();
    void numbered_pictures_become_one_clip();
    void a_folder_of_pictures_becomes_a_clip();
    void an_empty_timeline_takes_on_a_rate_that_people_use();
    void what_is_on_its_way_comes_along_under_another_name();

 private:
    QString picture(const char* name, int shade) const {
        const auto path = t_->folder / name;
        write_image(path, flat_picture(32, 24, shade, 0, 0), false);
        return QString::fromStdString(path.string());
    }
    void drop(const QStringList& files, const QPoint& at) const {
        QMimeData data;
        QList<QUrl> urls;
        for (const QString& file : files) {
            urls.append(QUrl::fromLocalFile(file));
        }
        data.setUrls(urls);
        QDragEnterEvent enter(at, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
        QApplication::sendEvent(t_->viewport(), &enter);
        QVERIFY(enter.isAccepted());
        QDragMoveEvent move(at, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
        QApplication::sendEvent(t_->viewport(), &move);
        QVERIFY(t_->state().preview() != nullptr && t_->state().preview()->guide);
        QDropEvent drop(at, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
        QApplication::sendEvent(t_->viewport(), &drop);
        QVERIFY(t_->state().preview() == nullptr);
    }

    std::unique_ptr<TimelineFixture> t_;
    std::unique_ptr<TimelineDrops> drops_;
    QStringList failures_;
};

void TimelineDropsTest::files_become_clips_one_after_the_other_in_one_step() {
    drop({picture("red.png", 200), picture("dark.png", 20)}, t_->at(200, 0));
    QTRY_COMPARE_WITH_TIMEOUT(find_track(t_->project(), t_->lower)->clips.size(), std::size_t{5}, 20'000);
    const auto& clips = find_track(t_->project(), t_->lower)->clips;
    QCOMPARE(clips[3]->range(), (FrameRange{200, 72}));
    QCOMPARE(clips[4]->range(), (FrameRange{272, 72}));
    QCOMPARE(clips[4]->name, std::string("dark"));
    QCOMPARE(t_->document.undoStack()->count(), 1);
    QVERIFY(t_->state().isSelected(clips[4]->id));
    t_->document.undoStack()->undo();
    QCOMPARE(find_track(t_->project(), t_->lower)->clips.size(), std::size_t{3});
}

void TimelineDropsTest::a_place_that_is_taken_leads_behind_the_last_clip() {
    drop({picture("red.png", 200)}, t_->at(60, 1));
    QTRY_COMPARE_WITH_TIMEOUT(find_track(t_->project(), t_->upper)->clips.size(), std::size_t{2}, 20'000);
    QCOMPARE(find_track(t_->project(), t_->upper)->clips.back()->start, std::int64_t{90});
}

void TimelineDropsTest::a_file_dropped_above_all_makes_a_track() {
    drop({picture("red.png", 200), picture("dark.png", 20)}, {t_->at(60, 1).x(), 8});
    QTRY_COMPARE_WITH_TIMEOUT(t_->project().timeline.tracks.size(), std::size_t{3}, 20'000);
    const auto clips = [&] { return t_->project().timeline.tracks.back()->clips; };
    QTRY_COMPARE_WITH_TIMEOUT(clips().size(), std::size_t{2}, 20'000);
    QCOMPARE(clips()[0]->range(), (FrameRange{60, 72}));
    QCOMPARE(clips()[1]->range(), (FrameRange{132, 72}));
    QCOMPARE(t_->document.undoStack()->count(), 1);
    t_->document.undoStack()->undo();
    QCOMPARE(t_->project().timeline.tracks.size(), std::size_t{2});
}

void TimelineDropsTest::what_is_dragged_from_the_media_is_not_imported() {
    const auto& clips = [this]() -> const auto& { return find_track(t_->project(), t_->lower)->clips; };
    drop({picture("red.png", 200)}, t_->at(200, 0));
    QTRY_COMPARE_WITH_TIMEOUT(clips().size(), std::size_t{4}, 20'000);
    const Asset asset = *t_->project().assets->back();
    const std::size_t numAssets = t_->project().assets->size();
    const auto file = t_->document.mediaFolder() / asset.file;
    write_image(file, flat_picture(32, 24, 90, 0, 0), true);  // who reads it finds another content
    drop({QString::fromStdString(file.string())}, t_->at(110, 0));
    QTRY_COMPARE_WITH_TIMEOUT(clips().size(), std::size_t{5}, 20'000);
    QCOMPARE(clips()[4]->shown()->media, MediaRef(asset.id));
    QCOMPARE(clips()[3]->shown()->media, MediaRef(asset.id));
    QCOMPARE(t_->project().assets->size(), numAssets);
    QCOMPARE(t_->document.undoStack()->count(), 2);
}

void TimelineDropsTest::a_broken_file_ends_in_a_sentence() {
    const auto path = t_->folder / "broken.mp4";
    write_file_atomically(path, "no video");
    drop({QString::fromStdString(path.string())}, t_->at(200, 0));
    QTRY_COMPARE_WITH_TIMEOUT(failures_.size(), 1, 20'000);
    QVERIFY(failures_.front().contains(QStringLiteral("broken")));
    QCOMPARE(t_->document.undoStack()->count(), 0);
}

void TimelineDropsTest::numbered_pictures_become_one_clip() {
    QStringList files;
    for (int i = 1; i <= 6; ++i) {
        files << picture(("walk_" + std::to_string(i) + ".png").c_str(), 20 * i);
    }
    drop(files, t_->at(200, 0));
    QTRY_COMPARE_WITH_TIMEOUT(find_track(t_->project(), t_->lower)->clips.size(), std::size_t{4}, 20'000);
    QTest::qWait(200);
    QCOMPARE(find_track(t_->project(), t_->lower)->clips.size(), std::size_t{4});
    QCOMPARE(find_track(t_->project(), t_->lower)->clips[3]->range(), (FrameRange{200, 6}));
    QVERIFY(failures_.isEmpty());
}

void TimelineDropsTest::a_folder_of_pictures_becomes_a_clip() {
    std::filesystem::create_directories(t_->folder / "walk");
    std::filesystem::create_directories(t_->folder / "nothing");
    for (int i = 1; i <= 3; ++i) {
        picture(("walk/" + std::to_string(i) + ".png").c_str(), 20 * i);
    }
    drop({QString::fromStdString((t_->folder / "walk").string())}, t_->at(200, 0));
    QTRY_COMPARE_WITH_TIMEOUT(find_track(t_->project(), t_->lower)->clips.size(), std::size_t{4}, 20'000);
    QCOMPARE(find_track(t_->project(), t_->lower)->clips[3]->range(), (FrameRange{200, 3}));
    QCOMPARE(find_track(t_->project(), t_->lower)->clips[3]->name, std::string("walk"));
    QVERIFY(failures_.isEmpty());
    drop({QString::fromStdString((t_->folder / "nothing").string())}, t_->at(210, 0));
    QTRY_COMPARE_WITH_TIMEOUT(failures_.size(), 1, 20'000);
    QVERIFY2(failures_.front().contains(QStringLiteral("holds no pictures")), qPrintable(failures_.front()));
}

void TimelineDropsTest::an_empty_timeline_takes_on_a_rate_that_people_use() {
    const Asset phone = {.kind = AssetKind::video, .name = "phone", .file = "phone.mp4", .width = 64, .height = 48, .num_frames = 300,
                         .frame_rate = {299'814, 10'007}};
    const Project start = add_asset(Project(), phone);
    const Project project = landMedia(start, start.assets->back()->id, {}, 0, 72, EditMode::normal, {});
    QCOMPARE(project.frame_rate, (FrameRate{30000, 1001}));
    QCOMPARE(project.width, 64);
}

void TimelineDropsTest::what_is_on_its_way_comes_along_under_another_name() {
    const auto pipe = t_->folder / "pipe.png";
    QCOMPARE(::mkfifo(pipe.c_str(), 0600), 0);
    const auto numClips = [this] { return find_track(t_->project(), t_->lower)->clips.size(); };
    drop({QString::fromStdString(pipe.string()), picture("red.png", 200)}, t_->at(200, 0));
    t_->document.saveAs(t_->folder / "renamed.kinora");
    QTRY_COMPARE(t_->document.file(), t_->folder / "renamed.kinora");
    std::ofstream(pipe) << "no picture";  // nothing was read until now
    QTRY_COMPARE_WITH_TIMEOUT(numClips(), std::size_t{4}, 20'000);
    QVERIFY(std::filesystem::exists(t_->document.mediaFolder() / t_->project().assets->back()->file));
    QCOMPARE(failures_.size(), 1);  // of what was no picture
    std::error_code ignored;
    QVERIFY(!std::filesystem::exists(t_->folder / "p.media/imported/red.png", ignored));
    // Of another project it is nothing.
    drop({QString::fromStdString(pipe.string()), picture("dark.png", 20)}, t_->at(300, 0));
    t_->document.create(t_->folder / "other.kinora");
    std::ofstream(pipe) << "no picture";
    QTRY_COMPARE(failures_.size(), 2);
    QTest::qWait(200);
    QVERIFY(t_->project().assets->empty());
}

KINORA_TEST(TimelineDropsTest)
#include "timeline_drops_test.moc"

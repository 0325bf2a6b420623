// The media panel in the window: dropped files, where they are used, what is missing, duplicates.
#include "ui/assets/assets_panel.h"

#include <QDockWidget>
#include <QFileDialog>
#include <QListView>
#include <QMimeData>
#include <QStatusBar>
#include <QDropEvent>

#include <fstream>

#include "core/base/content_hash.h"
#include "core/media/video_reader.h"
#include "core/project/edits/media_edits.h"
#include "core/project/project_file.h"
#include "tests/support/test_main.h"
#include "tests/ui/film_project.h"
#include "tests/ui/screenshot.h"
#include "tests/ui/studio_fixture.h"
#include "ui/assets/asset_model.h"

using namespace kinora;
using namespace kinora::test;

class AssetsPanelTest : public QObject {
    Q_OBJECT

 private Q_SLOTS:
    void init();
    void cleanup();
    void dropped_files_are_imported();
    void numbered_pictures_become_a_clip();
    void broken_media_end_in_a_sentence();
    void a_file_that_breaks_off_counts_what_can_be_read();
    void missing_numbered_pictures_are_relinked();
    void a_picture_is_no_film();
    void the_same_content_is_imported_once();
    void a_double_click_puts_it_on_the_timeline();
    void what_is_missing_is_relinked();
    void what_is_missing_comes_back_to_its_place();
    void another_file_that_is_too_short_is_refused();
    void what_was_moved_is_found_again();
    void duplicates_are_merged();
    void what_is_used_is_not_removed();

 private:
    void open(const Project& project = {}) {
        studio_ = std::make_unique<Studio>(folder_->path());
        studio_->open(*folder_ / "film.kinora", project);
        studio_->showWindow();
        QApplication::setActiveWindow(studio_->window.get());
        studio_->actions.action(QStringLiteral("layout.edit"))->trigger();
        studio_->window->findChild<QDockWidget*>(QStringLiteral("assets"))->raise();
        QTest::qWait(50);
    }
    void openFilm(int numFrames) { open(film_project(mediaFolder(), numFrames)); }
    std::filesystem::path mediaFolder() const { return media_folder_of(*folder_ / "film.kinora"); }
    const Project& project() const { return studio_->document.project(); }
    AssetsPanel* panel() const { return studio_->window->findChild<AssetsPanel*>(); }
    AssetModel& model() const { return panel()->model(); }
    QListView* list() const { return panel()->findChild<QListView*>(); }
    QString said() const { return studio_->window->statusBar()->currentMessage(); }
    void drop(const std::vector<std::filesystem::path>& files) const {
        QMimeData data;
        QList<QUrl> urls;
        for (const auto& file : files) {
            urls << QUrl::fromLocalFile(QString::fromStdString(file.string()));
        }
        data.setUrls(urls);
        QWidget* target = list()->viewport();
        QDragEnterEvent enter(target->rect().center(), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
        QApplication::sendEvent(target, &enter);
        QVERIFY(enter.isAccepted());
        QDropEvent event(QPointF(target->rect().center()), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
        QApplication::sendEvent(target, &event);
    }
    QPoint at(int row) const { return list()->visualRect(model().index(row)).center(); }
    void trigger(const char* action) const {
        QAction* command = studio_->actions.action(QString::fromLatin1(action));
        QVERIFY(command->isEnabled());
        command->trigger();
    }
    // What a user chooses in a dialog of files.
    void choose(const std::filesystem::path& file) const {
        QFileDialog* dialog = nullptr;
        QTRY_VERIFY((dialog = studio_->window->findChild<QFileDialog*>()) != nullptr);
        Q_EMIT dialog->fileSelected(QString::fromStdString(file.string()));
        dialog->close();
    }

    std::unique_ptr<TempFolder> folder_;
    std::unique_ptr<Studio> studio_;
};

void AssetsPanelTest::init() {
    folder_ = std::make_unique<TempFolder>();
}

void AssetsPanelTest::cleanup() {
    studio_.reset();
    folder_.reset();
}

void AssetsPanelTest::dropped_files_are_imported() {
    open();
    write_film(*folder_ / "outside/ball.mkv", 12);
    write_image(*folder_ / "outside/photo.png", numbered_picture(96, 64, 7), false);
    drop({*folder_ / "outside/ball.mkv", *folder_ / "outside/photo.png"});
    QTRY_COMPARE_WITH_TIMEOUT(model().rowCount(), 2, 20'000);
    QCOMPARE(model().row(0).name, QStringLiteral("ball"));
    QCOMPARE(model().row(0).facts, QStringLiteral("96 × 64, 12 frames at 24 fps"));
    QCOMPARE(model().row(0).uses, QStringLiteral("Not used"));
    QCOMPARE(model().row(1).facts, QStringLiteral("96 × 64, picture"));
    QVERIFY(std::filesystem::exists(mediaFolder() / "imported/ball.mkv"));
    QTRY_VERIFY_WITH_TIMEOUT(!model().index(1).data(AssetModel::thumbnailRole).value<QPixmap>().isNull(), 10'000);
    save_screenshots(*studio_->window, QStringLiteral("assets_panel"));
    studio_->document.undoStack()->undo();
    QCOMPARE(model().rowCount(), 1);
}

void AssetsPanelTest::numbered_pictures_become_a_clip() {
    open();
    std::vector<std::filesystem::path> pictures;
    for (int i = 8; i < 13; ++i) {
        pictures.push_back(*folder_ / ("shot_" + std::to_string(i) + ".png"));
        write_image(pictures.back(), numbered_picture(96, 64, i), false);
    }
    drop(pictures);
    QTRY_COMPARE_WITH_TIMEOUT(model().rowCount(), 1, 20'000);
    const Asset& asset = *project().assets->at(0);
    QCOMPARE(asset.kind, AssetKind::video);
    QCOMPARE(asset.num_frames, std::int64_t{5});
    QCOMPARE(asset.name, std::string("shot"));
    QTRY_VERIFY_WITH_TIMEOUT(!model().index(0).data(AssetModel::thumbnailRole).value<QPixmap>().isNull(), 10'000);
    QTest::qWait(100);
    QVERIFY(!model().row(0).isMissing);
}

void AssetsPanelTest::broken_media_end_in_a_sentence() {
    open();
    std::ofstream(*folder_ / "broken.mp4") << std::string(5000, 'x');
    std::ofstream(*folder_ / "empty.png");
    drop({*folder_ / "broken.mp4"});
    QTRY_VERIFY_WITH_TIMEOUT(said().contains(QStringLiteral("broken.mp4")), 10'000);
    drop({*folder_ / "empty.png"});
    QTRY_VERIFY_WITH_TIMEOUT(said().contains(QStringLiteral("empty.png")), 10'000);
    drop({*folder_ / "not-there.mkv"});
    QTRY_VERIFY_WITH_TIMEOUT(said().contains(QStringLiteral("not-there.mkv")), 10'000);
    QCOMPARE(model().rowCount(), 0);
    QVERIFY(std::filesystem::is_empty(mediaFolder() / "imported"));
}

void AssetsPanelTest::a_file_that_breaks_off_counts_what_can_be_read() {
    open();
    const auto file = *folder_ / "outside/ball.mkv";
    write_film(file, 40);
    std::filesystem::resize_file(file, std::filesystem::file_size(file) * 3 / 5);
    drop({file});
    QTRY_COMPARE_WITH_TIMEOUT(model().rowCount(), 1, 20'000);
    const Asset& asset = *project().assets->at(0);
    QVERIFY2(asset.num_frames > 10 && asset.num_frames < 30, qPrintable(QString::number(asset.num_frames)));
    VideoReader reader(mediaFolder() / asset.file);
    QCOMPARE(number_in(reader.frame(asset.num_frames - 1).image), static_cast<int>(asset.num_frames) - 1);
    QVERIFY(!reader.read_next());
    QVERIFY2(said().contains(QStringLiteral("ball.mkv breaks off")) && said().contains(QString::number(asset.num_frames)), qPrintable(said()));
}

void AssetsPanelTest::missing_numbered_pictures_are_relinked() {
    open();
    std::vector<std::filesystem::path> pictures;
    for (int i = 0; i < 6; ++i) {
        pictures.push_back(*folder_ / ("shot_" + std::to_string(i) + ".png"));
        write_image(pictures.back(), numbered_picture(96, 64, i), false);
    }
    drop(pictures);
    QTRY_COMPARE_WITH_TIMEOUT(model().rowCount(), 1, 20'000);
    std::filesystem::remove_all((mediaFolder() / project().assets->at(0)->file).parent_path());
    studio_->document.apply(QStringLiteral("name"), [](const Project& project) { return rename_asset(project, project.assets->at(0)->id, "walk"); });
    QTRY_VERIFY_WITH_TIMEOUT(model().row(0).isMissing, 5000);
    QTest::mouseClick(list()->viewport(), Qt::LeftButton, {}, at(0));
    trigger("assets.relink");
    choose(pictures[2]);  // any of them
    QTRY_VERIFY_WITH_TIMEOUT(!model().row(0).isMissing, 10'000);
    const Asset& asset = *project().assets->at(0);
    QCOMPARE(asset.kind, AssetKind::video);
    QCOMPARE(asset.num_frames, std::int64_t{6});
    QCOMPARE(number_in(VideoReader(mediaFolder() / asset.file).frame(5).image), 5);
}

void AssetsPanelTest::a_picture_is_no_film() {
    const Project start = film_project(mediaFolder(), 6);
    std::filesystem::remove(mediaFolder() / "imported/film.mkv");
    write_image(*folder_ / "photo.png", numbered_picture(96, 64, 7), false);
    open(start);
    QTRY_VERIFY_WITH_TIMEOUT(model().row(0).isMissing, 5000);
    QTest::mouseClick(list()->viewport(), Qt::LeftButton, {}, at(0));
    trigger("assets.relink");
    choose(*folder_ / "photo.png");
    QTRY_VERIFY_WITH_TIMEOUT(said().contains(QStringLiteral("still picture")), 10'000);
    QCOMPARE(project().assets->at(0)->kind, AssetKind::video);
}

void AssetsPanelTest::the_same_content_is_imported_once() {
    openFilm(6);
    std::filesystem::copy_file(mediaFolder() / "imported/film.mkv", *folder_ / "copy.mkv");
    drop({*folder_ / "copy.mkv"});
    QTRY_COMPARE_WITH_TIMEOUT(project().assets->size(), std::size_t{2}, 10'000);  // the film's content was never read
    drop({*folder_ / "copy.mkv"});
    QTRY_VERIFY_WITH_TIMEOUT(said().contains(QStringLiteral("in the project already")), 10'000);
    QCOMPARE(project().assets->size(), std::size_t{2});
}

void AssetsPanelTest::a_double_click_puts_it_on_the_timeline() {
    openFilm(6);
    QCOMPARE(model().row(0).uses, QStringLiteral("Used by 1 clip"));
    QTest::mouseClick(list()->viewport(), Qt::LeftButton, {}, at(0));
    QTest::mouseDClick(list()->viewport(), Qt::LeftButton, {}, at(0));
    QCOMPARE(timeline_end(project()), std::int64_t{12});
    QCOMPARE(model().row(0).uses, QStringLiteral("Used by 2 clips"));
}

void AssetsPanelTest::what_is_missing_is_relinked() {
    const Project start = film_project(mediaFolder(), 6);
    std::filesystem::rename(mediaFolder() / "imported/film.mkv", *folder_ / "elsewhere.mkv");
    open(start);
    QTRY_VERIFY_WITH_TIMEOUT(model().row(0).isMissing, 5000);
    QTest::mouseClick(list()->viewport(), Qt::LeftButton, {}, at(0));
    trigger("assets.relink");
    choose(*folder_ / "elsewhere.mkv");
    QTRY_VERIFY_WITH_TIMEOUT(!model().row(0).isMissing, 10'000);
    QCOMPARE(project().assets->size(), std::size_t{1});
    QVERIFY(std::filesystem::exists(mediaFolder() / project().assets->at(0)->file));
    QTRY_VERIFY_WITH_TIMEOUT(!model().index(0).data(AssetModel::thumbnailRole).value<QPixmap>().isNull(), 10'000);
}

void AssetsPanelTest::what_is_missing_comes_back_to_its_place() {
    Project start = film_project(mediaFolder(), 6);
    Asset film = *start.assets->at(0);
    film.content_hash = hash_file(mediaFolder() / film.file);
    start = relink_asset(start, film);
    std::filesystem::rename(mediaFolder() / film.file, *folder_ / "film.mkv");
    open(start);
    QTRY_VERIFY_WITH_TIMEOUT(model().row(0).isMissing, 5000);
    QTest::mouseClick(list()->viewport(), Qt::LeftButton, {}, at(0));
    trigger("assets.relink");
    choose(*folder_ / "film.mkv");
    QTRY_VERIFY_WITH_TIMEOUT(!model().row(0).isMissing, 10'000);
    QVERIFY(std::filesystem::exists(mediaFolder() / film.file));
    QCOMPARE(project().assets->at(0)->file, film.file);
    // Dropped as if it were new, it does the same.
    std::filesystem::remove(mediaFolder() / film.file);
    studio_->document.apply(QStringLiteral("name"), [](const Project& project) { return rename_asset(project, project.assets->at(0)->id, "ball"); });
    QTRY_VERIFY_WITH_TIMEOUT(model().row(0).isMissing, 5000);
    drop({*folder_ / "film.mkv"});
    QTRY_VERIFY_WITH_TIMEOUT(!model().row(0).isMissing, 10'000);
    QCOMPARE(model().rowCount(), 1);
}

void AssetsPanelTest::another_file_that_is_too_short_is_refused() {
    const Project start = film_project(mediaFolder(), 6);
    std::filesystem::remove(mediaFolder() / "imported/film.mkv");
    write_film(*folder_ / "short.mkv", 3);
    open(start);
    QTRY_VERIFY_WITH_TIMEOUT(model().row(0).isMissing, 5000);
    QTest::mouseClick(list()->viewport(), Qt::LeftButton, {}, at(0));
    trigger("assets.relink");
    choose(*folder_ / "short.mkv");
    QTRY_VERIFY_WITH_TIMEOUT(!said().isEmpty(), 10'000);
    QVERIFY(project().assets->at(0)->file == "imported/film.mkv");
    QVERIFY(model().row(0).isMissing);
}

void AssetsPanelTest::what_was_moved_is_found_again() {
    Project start = film_project(mediaFolder(), 6);
    Asset asset = *start.assets->at(0);
    asset.content_hash = hash_file(mediaFolder() / asset.file);
    start = relink_asset(start, asset);
    std::filesystem::create_directories(mediaFolder() / "old");
    std::filesystem::rename(mediaFolder() / "imported/film.mkv", mediaFolder() / "old/renamed.mkv");
    open(start);
    QTRY_VERIFY_WITH_TIMEOUT(model().row(0).isMissing, 5000);
    trigger("assets.find");
    QTRY_COMPARE_WITH_TIMEOUT(project().assets->at(0)->file, std::string("old/renamed.mkv"), 10'000);
    QTRY_VERIFY_WITH_TIMEOUT(!model().row(0).isMissing, 5000);
}

void AssetsPanelTest::duplicates_are_merged() {
    Project start = film_project(mediaFolder(), 6);
    Asset asset = *start.assets->at(0);
    asset.content_hash = "xxh3:same";
    start = relink_asset(start, asset);
    std::filesystem::copy_file(mediaFolder() / "imported/film.mkv", mediaFolder() / "imported/film-2.mkv");
    asset.file = "imported/film-2.mkv";
    asset.id = {};
    start = add_asset(start, asset);
    open(start);
    QVERIFY(model().row(1).isDuplicate);
    trigger("assets.merge");
    QCOMPARE(project().assets->size(), std::size_t{1});
    QVERIFY(!studio_->actions.action(QStringLiteral("assets.merge"))->isEnabled());
}

void AssetsPanelTest::what_is_used_is_not_removed() {
    openFilm(6);
    QTest::mouseClick(list()->viewport(), Qt::LeftButton, {}, at(0));
    trigger("assets.remove");
    QCOMPARE(project().assets->size(), std::size_t{1});
    QVERIFY(!said().isEmpty());
}

KINORA_TEST(AssetsPanelTest)
#include "assets_panel_test.moc"

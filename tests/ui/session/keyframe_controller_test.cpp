// Keyframes between the panel and the document, and files that are dropped on it.
#include "ui/session/keyframe_controller.h"

#include <QClipboard>
#include <QDoubleSpinBox>
#include <QDropEvent>
#include <QMimeData>
#include <QThread>

#include <fstream>

#include "core/media/image_file.h"
#include "tests/core/media/test_pictures.h"
#include "tests/support/test_main.h"
#include "tests/ui/studio_jobs.h"
#include "ui/keyframes/curve_editor.h"
#include "ui/keyframes/keyframe_panel.h"
#include "ui/keyframes/keyframe_tile.h"

using namespace kinora;
using namespace kinora::test;

class KeyframeControllerTest : public QObject {
    Q_OBJECT

 private Q_SLOTS:
    void init();
    void cleanup();
    void a_dropped_picture_becomes_a_copied_asset_and_a_keyframe();
    void the_same_file_twice_is_one_asset();
    void several_files_spread_over_the_latent_frames();
    void what_does_not_fit_is_said();
    void pasted_files_spread_from_the_playhead();
    void what_is_dragged_from_the_media_is_not_imported();
    void a_pasted_picture_is_kept();
    void a_clip_gives_as_many_frames_as_there_is_room_for();
    void what_is_no_picture_is_refused_and_leaves_nothing();
    void a_drag_is_one_step();
    void removing_is_undone();
    void the_ruler_has_the_models_grid();
    void a_curve_reaches_the_take();
    void a_picture_that_was_not_there_is_shown_when_it_is();
    void a_picture_on_its_way_is_shown_under_another_name();

 private:
    void drop(const std::filesystem::path& file, std::int64_t frame) {
        Q_EMIT panel_->filesDropped({QString::fromStdString(file.string())}, frame);
    }
    QStringList pictures(std::initializer_list<const char*> names) {
        QStringList files;
        for (const char* name : names) {
            files.append(QString::fromStdString(picture(name, static_cast<int>(files.size())).string()));
        }
        return files;
    }
    // Latent frames begin at 0, 1, 9, 17, 25 and 33.
    void makeLonger() {
        GenerateState state = *studio_->document.project().generate;
        state.settings = fake_model().defaults;
        state.settings.num_frames = 41;
        studio_->document.apply(QStringLiteral("longer"), [&](const Project& project) { return set_generate_state(project, state); });
    }
    QStringList shown() const {
        QStringList found;
        for (const Keyframe& keyframe : keyframes()) {
            const std::string name = media_facts(studio_->document.project(), keyframe.source.media)->name;
            found.append(QStringLiteral("%1@%2").arg(QString::fromStdString(name)).arg(keyframe.frame));
        }
        return found;
    }
    std::filesystem::path picture(const char* name, int number) {
        write_image(*folder_ / name, numbered_picture(64, 48, number), false);
        return *folder_ / name;
    }
    const std::vector<Keyframe>& keyframes() const { return studio_->document.project().generate->keyframes; }
    int steps() const { return studio_->document.undoStack()->count(); }

    std::unique_ptr<TempFolder> folder_;
    std::unique_ptr<Studio> studio_;
    std::unique_ptr<KeyframePanel> panel_;
    std::unique_ptr<KeyframeController> controller_;
};

void KeyframeControllerTest::init() {
    folder_ = std::make_unique<TempFolder>();
    studio_ = std::make_unique<Studio>(folder_->path());
    studio_->open(*folder_ / "film.kinora");
    panel_ = std::make_unique<KeyframePanel>();
    controller_ = std::make_unique<KeyframeController>(*panel_, studio_->document, studio_->models);
    panel_->resize(820, 340);
    panel_->show();
    panel_->activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(panel_.get()));
}

void KeyframeControllerTest::cleanup() {
    controller_.reset();
    panel_.reset();
    studio_.reset();
    folder_.reset();
}

void KeyframeControllerTest::a_dropped_picture_becomes_a_copied_asset_and_a_keyframe() {
    const auto file = picture("ball.png", 3);
    QMimeData data;
    data.setUrls({QUrl::fromLocalFile(QString::fromStdString(file.string()))});
    const QPointF at(panel_->strip().scale().middleOf(4), 20.0);
    QDragEnterEvent enter(at.toPoint(), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    QApplication::sendEvent(&panel_->strip(), &enter);
    QDropEvent event(at, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    QApplication::sendEvent(&panel_->strip(), &event);
    QTRY_COMPARE(keyframes().size(), std::size_t{1});
    QCOMPARE(steps(), 1);
    const Project& project = studio_->document.project();
    const Asset& asset = *project.assets->front();
    QCOMPARE(asset.kind, AssetKind::image);
    QCOMPARE(asset.name, std::string("ball"));
    QCOMPARE(asset.file, std::string("imported/ball.png"));
    QCOMPARE(asset.width, 64);
    QVERIFY(std::filesystem::exists(studio_->document.mediaFolder() / asset.file));
    QVERIFY(check_invariants(project).empty());
    QCOMPARE(keyframes()[0].source.media, MediaRef(asset.id));
    // Its picture comes from a thread.
    QTRY_VERIFY(panel_->strip().tile(keyframes()[0].id)->grab().toImage().pixelColor(8, 20).lightness() > 0);
    studio_->document.undoStack()->undo();
    QVERIFY(keyframes().empty());
    QVERIFY(studio_->document.project().assets->empty());
    QVERIFY(std::filesystem::exists(studio_->document.mediaFolder() / "imported/ball.png"));
}

void KeyframeControllerTest::the_same_file_twice_is_one_asset() {
    const auto file = picture("ball.png", 3);
    drop(file, 0);
    QTRY_COMPARE(keyframes().size(), std::size_t{1});
    drop(file, 8);
    QTRY_COMPARE(keyframes().size(), std::size_t{2});
    QCOMPARE(studio_->document.project().assets->size(), std::size_t{1});
    QVERIFY(!std::filesystem::exists(studio_->document.mediaFolder() / "imported/ball-2.png"));
}

void KeyframeControllerTest::several_files_spread_over_the_latent_frames() {
    makeLonger();
    const int before = steps();
    Q_EMIT panel_->filesDropped(pictures({"shot 10.png", "shot 1.png", "shot 2.png"}), 0);
    QTRY_COMPARE_WITH_TIMEOUT(shown(), QString::fromLatin1("shot 1@0|shot 2@17|shot 10@33").split(QLatin1Char('|')), 20'000);
    QCOMPARE(steps(), before + 1);
    QVERIFY(check_invariants(studio_->document.project()).empty());
    studio_->document.undoStack()->undo();
    QVERIFY(keyframes().empty());
    Q_EMIT panel_->filesDropped(pictures({"a.png", "b.png"}), 9);
    QTRY_COMPARE_WITH_TIMEOUT(shown(), QString::fromLatin1("a@9|b@33").split(QLatin1Char('|')), 20'000);
}

void KeyframeControllerTest::what_does_not_fit_is_said() {
    makeLonger();
    QSignalSpy failed(controller_.get(), &KeyframeController::failed);
    Q_EMIT panel_->filesDropped(pictures({"a.png", "b.png", "c.png", "d.png"}), 25);
    QCOMPARE(failed.size(), 1);
    const QString why = failed[0][0].value<Saying>().text();
    QVERIFY2(why.startsWith(QStringLiteral("2 files were left out")) && why.contains(QStringLiteral("25")), qPrintable(why));
    QTRY_COMPARE_WITH_TIMEOUT(shown(), QString::fromLatin1("a@25|b@33").split(QLatin1Char('|')), 20'000);
}

void KeyframeControllerTest::pasted_files_spread_from_the_playhead() {
    makeLonger();
    auto* data = new QMimeData;
    QList<QUrl> urls;
    for (const QString& file : pictures({"b.png", "a.png"})) {
        urls.append(QUrl::fromLocalFile(file));
    }
    data->setUrls(urls);
    QApplication::clipboard()->setMimeData(data);
    panel_->setPlayhead(17);
    panel_->strip().setFocus();
    QTest::keyClick(&panel_->strip(), Qt::Key_V, Qt::ControlModifier);
    QTRY_COMPARE_WITH_TIMEOUT(shown(), QString::fromLatin1("a@17|b@33").split(QLatin1Char('|')), 20'000);
}

void KeyframeControllerTest::what_is_dragged_from_the_media_is_not_imported() {
    drop(picture("ball.png", 3), 0);
    QTRY_COMPARE(keyframes().size(), std::size_t{1});
    const Asset asset = *studio_->document.project().assets->front();
    const auto file = studio_->document.mediaFolder() / asset.file;
    write_image(file, numbered_picture(64, 48, 7), true);  // who reads it finds another content
    drop(file, 8);
    QTRY_COMPARE(keyframes().size(), std::size_t{2});
    QCOMPARE(keyframes()[1].source.media, MediaRef(asset.id));
    QCOMPARE(studio_->document.project().assets->size(), std::size_t{1});
    make_takes(*studio_, "a ball", 1);
    const Take take = *studio_->document.project().takes->front();
    drop(studio_->document.mediaFolder() / take.file, 4);
    QTRY_COMPARE(keyframes().size(), std::size_t{3});
    QCOMPARE(keyframes()[1].source.media, MediaRef(take.id));
    QCOMPARE(keyframes()[1].num_frames, std::int64_t{5});
    QCOMPARE(studio_->document.project().assets->size(), std::size_t{1});
    std::filesystem::remove(file);
    QSignalSpy failed(controller_.get(), &KeyframeController::failed);
    drop(file, 2);
    QTRY_COMPARE(failed.size(), 1);
    QCOMPARE(keyframes().size(), std::size_t{3});
}

void KeyframeControllerTest::a_pasted_picture_is_kept() {
    QImage picture(32, 32, QImage::Format_RGB32);
    picture.fill(Qt::red);
    Q_EMIT panel_->pictureDropped(picture, 0);
    QTRY_COMPARE(keyframes().size(), std::size_t{1});
    const Asset& asset = *studio_->document.project().assets->front();
    const Image kept = read_image(studio_->document.mediaFolder() / asset.file);
    QCOMPARE(kept.width(), 32);
    QCOMPARE(kept.row(0)[0], std::uint8_t{255});
}

void KeyframeControllerTest::a_clip_gives_as_many_frames_as_there_is_room_for() {
    make_takes(*studio_, "a ball", 1);  // nine frames
    const Take& take = *studio_->document.project().takes->front();
    const auto copy = *folder_ / "clip.mkv";
    std::filesystem::copy_file(studio_->document.mediaFolder() / take.file, copy);
    drop(copy, 4);
    QTRY_COMPARE(keyframes().size(), std::size_t{1});
    QCOMPARE(keyframes()[0].frame, std::int64_t{4});
    QCOMPARE(keyframes()[0].num_frames, std::int64_t{5});
    const Asset& asset = *studio_->document.project().assets->front();
    QCOMPARE(asset.kind, AssetKind::video);
    QCOMPARE(asset.num_frames, std::int64_t{9});
}

void KeyframeControllerTest::what_is_no_picture_is_refused_and_leaves_nothing() {
    std::ofstream(*folder_ / "broken.png") << "no picture at all";
    QSignalSpy failed(controller_.get(), &KeyframeController::failed);
    drop(*folder_ / "broken.png", 0);
    QVERIFY(failed.wait(10'000));
    const QString why = failed[0][0].value<Saying>().text();
    QVERIFY2(why.startsWith(QString::fromStdString((*folder_ / "broken.png").string()) + QStringLiteral(": ")), qPrintable(why));
    QCOMPARE(why.count(QStringLiteral("broken.png")), 1);
    drop(*folder_ / "missing.png", 0);
    QVERIFY(failed.wait(10'000));
    QVERIFY(keyframes().empty());
    QCOMPARE(steps(), 0);
    QVERIFY(std::filesystem::is_empty(studio_->document.mediaFolder() / "imported"));
}

void KeyframeControllerTest::a_drag_is_one_step() {
    drop(picture("ball.png", 3), 0);
    QTRY_COMPARE(keyframes().size(), std::size_t{1});
    const KeyframeId id = keyframes()[0].id;
    KeyframeTile* tile = panel_->strip().tile(id);
    const int before = steps();
    const QPoint start = tile->rect().center();
    const int perFrame = static_cast<int>(panel_->strip().scale().perFrame());
    QTest::mousePress(tile, Qt::LeftButton, Qt::AltModifier, start);
    for (int frame = 1; frame <= 4; ++frame) {
        const QPoint at = tile->mapFromGlobal(panel_->strip().mapToGlobal(QPoint(
            static_cast<int>(panel_->strip().scale().middleOf(0)) + frame * perFrame, 20)));
        QTest::mouseMove(tile, at);
        QMouseEvent move(QEvent::MouseMove, at, tile->mapToGlobal(at), Qt::NoButton, Qt::LeftButton, Qt::AltModifier);
        QApplication::sendEvent(tile, &move);
    }
    QTest::mouseRelease(tile, Qt::LeftButton, Qt::AltModifier, start);
    QVERIFY(keyframes()[0].frame > 0);
    QCOMPARE(steps(), before + 1);
    QTest::keyClick(tile, Qt::Key_Left);
    QCOMPARE(steps(), before + 2);
    studio_->document.undoStack()->undo();
    studio_->document.undoStack()->undo();
    QCOMPARE(keyframes()[0].frame, std::int64_t{0});
    QCOMPARE(panel_->strip().find(id)->frame, std::int64_t{0});
}

void KeyframeControllerTest::removing_is_undone() {
    drop(picture("ball.png", 3), 0);
    QTRY_COMPARE(keyframes().size(), std::size_t{1});
    const KeyframeId id = keyframes()[0].id;
    QTest::keyClick(panel_->strip().tile(id), Qt::Key_Delete);
    QVERIFY(keyframes().empty());
    QVERIFY(panel_->strip().tile(id) == nullptr);
    studio_->document.undoStack()->undo();
    QCOMPARE(keyframes().size(), std::size_t{1});
    QVERIFY(panel_->strip().tile(id) != nullptr);
}

void KeyframeControllerTest::the_ruler_has_the_models_grid() {
    QVERIFY(panel_->ruler().textAt(4).contains(QStringLiteral("1 to 8")));
    GenerateState state = *studio_->document.project().generate;
    state.settings = fake_model().defaults;
    state.settings.num_frames = 41;
    studio_->document.apply(QStringLiteral("longer"), [&](const Project& project) { return set_generate_state(project, state); });
    QCOMPARE(panel_->ruler().scale().numFrames, std::int64_t{41});
}

void KeyframeControllerTest::a_curve_reaches_the_take() {
    drop(picture("ball.png", 3), 0);
    QTRY_COMPARE(keyframes().size(), std::size_t{1});
    panel_->strip().select(keyframes()[0].id);
    auto* length = control<QSpinBox>(panel_.get(), "Length of the keyframe in frames");
    length->setFocus();
    length->selectAll();
    QTest::keyClicks(length, QStringLiteral("9"));
    QTest::keyClick(length, Qt::Key_Return);
    QCOMPARE(keyframes()[0].num_frames, std::int64_t{9});
    panel_->curve().setFocus();
    QTest::keyClick(&panel_->curve(), Qt::Key_Insert);
    auto* strength = control<QDoubleSpinBox>(panel_.get(), "Strength of the curve point");
    QVERIFY(strength->isEnabled());
    strength->setFocus();
    strength->selectAll();
    QTest::keyClicks(strength, QStringLiteral("0.25"));
    QTest::keyClick(strength, Qt::Key_Return);
    QVERIFY(!keyframes()[0].curve.empty());
    make_takes(*studio_, "a ball", 1);
    const Take& take = *studio_->document.project().takes->front();
    QVERIFY(take.origin);
    QCOMPARE(take.origin->conditions.front().curve, keyframes()[0].curve);
}

void KeyframeControllerTest::a_picture_that_was_not_there_is_shown_when_it_is() {
    drop(picture("ball.png", 3), 4);
    QTRY_COMPARE(keyframes().size(), std::size_t{1});
    const auto file = studio_->document.mediaFolder() / studio_->document.project().assets->front()->file;
    const auto away = *folder_ / "away.png";
    std::filesystem::rename(file, away);
    KeyframeThumbnails thumbnails(studio_->document);
    QSignalSpy loaded(&thumbnails, &KeyframeThumbnails::loaded);
    thumbnails.load(keyframes().front());
    QVERIFY(!loaded.wait(200));
    std::filesystem::rename(away, file);
    thumbnails.load(keyframes().front());
    QTRY_COMPARE(loaded.count(), 1);
    // Another file stands in for it.
    studio_->document.apply(QStringLiteral("relink"), [&](const Project& project) {
        Project result = project;
        Asset asset = *result.assets->at(0);
        asset.content_hash = "another";
        result.assets = SharedList<Asset>(std::vector<Shared<Asset>>{asset});
        return result;
    });
    QTRY_COMPARE(loaded.count(), 2);
}

void KeyframeControllerTest::a_picture_on_its_way_is_shown_under_another_name() {
    drop(picture("ball.png", 3), 4);
    QTRY_COMPARE(keyframes().size(), std::size_t{1});
    KeyframeThumbnails thumbnails(studio_->document);
    QSignalSpy loaded(&thumbnails, &KeyframeThumbnails::loaded);
    studio_->document.saveAs(*folder_ / "renamed.kinora");
    while (!std::filesystem::exists(*folder_ / "renamed.kinora.journal")) {  // without an event loop: nobody knows yet
        QThread::msleep(2);
    }
    thumbnails.load(keyframes().front());
    QTRY_COMPARE(studio_->document.file(), *folder_ / "renamed.kinora");
    QTRY_VERIFY(loaded.count() >= 1);
}

KINORA_TEST(KeyframeControllerTest)
#include "keyframe_controller_test.moc"

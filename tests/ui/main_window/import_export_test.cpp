// Files that come into the window and go out of it.
#include "ui/main_window/import_export.h"

#include <QComboBox>
#include <QDropEvent>
#include <QFileDialog>
#include <QLabel>
#include <QLineEdit>
#include <QMessageBox>
#include <QMimeData>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QStatusBar>
#include <QToolButton>

#include <algorithm>
#include <fstream>

#include "core/base/content_hash.h"
#include "core/base/file_io.h"
#include "core/base/safetensors.h"
#include "core/project/interchange/otio.h"
#include "core/project/project_file.h"
#include "core/render/export_job.h"
#include "tests/support/test_main.h"
#include "tests/support/throws_message.h"
#include "tests/ui/film_project.h"
#include "tests/ui/screenshot.h"
#include "tests/ui/studio_fixture.h"
#include "ui/dialogs/export_dialog.h"
#include "ui/dialogs/export_row.h"
#include "ui/queue/queue_panel.h"
#include "ui/session/media_import.h"
#include "ui/session/recipe_restore.h"

using namespace kinora;
using namespace kinora::test;

class ImportExportTest : public QObject {
    Q_OBJECT

 private Q_SLOTS:
    void init();
    void cleanup();
    void a_dropped_video_brings_its_settings_back_data();
    void a_dropped_video_brings_its_settings_back();
    void strengths_come_back_as_a_curve();
    void an_exported_cut_brings_its_first_take_back();
    void a_keyframe_from_inside_a_clip_comes_back_as_it_was();
    void a_keyframe_is_counted_at_the_rate_of_its_recipe();
    void a_keyframe_that_is_lost_is_named();
    void a_file_without_a_recipe_is_said();
    void a_damaged_recipe_is_said();
    void a_dropped_project_is_opened();
    void the_cut_goes_out_and_comes_back();
    void numbered_pictures_of_a_cut_are_brought_in();
    void the_typed_name_says_how_the_cut_is_written_data();
    void the_typed_name_says_how_the_cut_is_written();
    void a_cut_under_an_added_ending_is_not_replaced_unasked();
    void the_dialog_offers_final_cut_pros_xml();
    void what_final_cut_pros_xml_cannot_say_is_said();
    void a_damaged_cut_is_said();
    void ctrl_e_asks_how_to_export();
    void a_running_export_is_in_the_queue_panel();

 private:
    void open(const Project& project = {}) {
        studio_ = std::make_unique<Studio>(folder_->path());
        studio_->open(*folder_ / "film.kinora", project);
        studio_->showWindow();
        QApplication::setActiveWindow(studio_->window.get());
    }
    const Project& project() const { return studio_->document.project(); }
    const GenerateState& panel() const { return *project().generate; }
    QString said() const { return studio_->window->statusBar()->currentMessage(); }
    void drop(const std::filesystem::path& file) const {
        QMimeData data;
        data.setUrls({QUrl::fromLocalFile(QString::fromStdString(file.string()))});
        MainWindow* target = studio_->window.get();
        QDragEnterEvent enter(target->rect().center(), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
        QApplication::sendEvent(target, &enter);
        QVERIFY(enter.isAccepted());
        QDropEvent event(QPointF(target->rect().center()), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
        QApplication::sendEvent(target, &event);
    }
    void choose(const char* action, const std::filesystem::path& file) const {
        studio_->actions.action(QString::fromLatin1(action))->trigger();
        auto* dialog = studio_->window->findChild<QFileDialog*>();
        QVERIFY(dialog != nullptr);
        Q_EMIT dialog->fileSelected(QString::fromStdString(file.string()));
        delete dialog;
    }
    // Into the dialog that asks where the cut goes, in this test's folder.
    void typeCutName(bool isXmlChosen, const QString& typed) const {
        studio_->actions.action(QStringLiteral("file.exportCut"))->trigger();
        auto* dialog = studio_->window->findChild<QFileDialog*>();
        QVERIFY(dialog != nullptr);
        // Without the focus in the field, Qt's dialog takes the folders of a typed path for what is chosen.
        QApplication::setActiveWindow(dialog);
        if (isXmlChosen) {
            QTest::keyClick(dialog->findChild<QComboBox*>(QStringLiteral("fileTypeCombo")), Qt::Key_Down);
        }
        auto* name = dialog->findChild<QLineEdit*>(QStringLiteral("fileNameEdit"));
        name->setFocus();
        QTRY_VERIFY(name->hasFocus());
        name->selectAll();
        QTest::keyClicks(name, QString::fromStdString((*folder_ / typed.toStdString()).string()));
        QTest::keyClick(name, Qt::Key_Return);
        QTRY_VERIFY(studio_->window->findChild<QFileDialog*>() == nullptr);
    }
    // A recipe with the folder's "first.png" as its keyframe.
    Recipe recipe(const std::string& prompt) const {
        write_image(*folder_ / "made/first.png", numbered_picture(96, 64, 3), true);
        Recipe recipe;
        recipe.model_name = studio_->models.models().front().name;
        recipe.settings = studio_->models.models().front().defaults;
        recipe.settings.prompt = prompt;
        recipe.settings.seed = 4711;
        recipe.settings.num_inference_steps = 7;
        recipe.conditions = {{.file = "first.png", .content_hash = hash_file(*folder_ / "made/first.png"), .frame = 0, .strength = 0.75}};
        return recipe;
    }
    std::filesystem::path writeWith(const Recipe& recipe, const char* name) const {
        const auto file = *folder_ / "made" / name;
        if (file.extension() == ".safetensors") {
            const std::vector<std::byte> bytes(2 * 3 * sizeof(float));
            write_safetensors(file, std::vector{TensorBytes{"frames", ScalarType::f32, {2, 1, 1, 3}, bytes}},
                              {{std::string(metadata_key_recipe), to_json(recipe).dump()}});
            return file;
        }
        ClipSettings settings = {.width = 96, .height = 64, .frame_rate = {24, 1}};
        settings.metadata[std::string(metadata_key_recipe)] = to_json(recipe).dump();
        settings.overwrite = true;
        ClipWriter writer(file, settings);
        writer.write(numbered_picture(96, 64, 1));
        writer.write(numbered_picture(96, 64, 2));
        writer.finish();
        return file;
    }

    std::unique_ptr<TempFolder> folder_;
    std::unique_ptr<Studio> studio_;
};

void ImportExportTest::init() {
    folder_ = std::make_unique<TempFolder>();
    std::filesystem::create_directories(*folder_ / "made");
}

void ImportExportTest::cleanup() {
    studio_.reset();
    folder_.reset();
}

void ImportExportTest::a_dropped_video_brings_its_settings_back_data() {
    QTest::addColumn<QByteArray>("name");
    QTest::addColumn<QByteArray>("dropped");
    QTest::newRow("mp4") << QByteArray("out.mp4") << QByteArray("out.mp4");
    QTest::newRow("mkv") << QByteArray("out.mkv") << QByteArray("out.mkv");
    QTest::newRow("png") << QByteArray("out_%02d.png") << QByteArray("out_01.png");
    QTest::newRow("gif") << QByteArray("out.gif") << QByteArray("out.gif");
    QTest::newRow("tensors") << QByteArray("out.safetensors") << QByteArray("out.safetensors");
}

void ImportExportTest::a_dropped_video_brings_its_settings_back() {
    QFETCH(QByteArray, name);
    QFETCH(QByteArray, dropped);
    open();
    const Recipe wanted = recipe("a ball, 一只红球");
    writeWith(wanted, name.constData());
    drop(*folder_ / "made" / dropped.constData());
    QTRY_COMPARE_WITH_TIMEOUT(panel().settings.prompt, wanted.settings.prompt, 10'000);
    QVERIFY(panel().settings == wanted.settings);
    QCOMPARE(panel().model, wanted.model_name);
    QVERIFY(panel().is_seed_locked);
    QCOMPARE(panel().keyframes.size(), std::size_t{1});
    QCOMPARE(panel().keyframes[0].strength, 0.75);
    QCOMPARE(project().assets->size(), std::size_t{1});
    QCOMPARE(control<QPlainTextEdit>(studio_->window.get(), "Prompt")->toPlainText(), QString::fromStdString(wanted.settings.prompt));
    studio_->document.undoStack()->undo();  // one step
    QVERIFY(panel().keyframes.empty());
    QVERIFY(project().assets->empty());
    QVERIFY(panel().settings.prompt.empty());
}

void ImportExportTest::strengths_come_back_as_a_curve() {
    open();
    FoundRecipe found = {.recipe = recipe("a ball")};
    found.recipe.settings.num_frames = 17;
    found.conditions.push_back({.recipe = {.frame = 0, .latent_strengths = {1.0, 0.5}}});
    Asset asset = {.kind = AssetKind::video, .name = "film", .file = "film.mkv", .width = 96, .height = 64, .num_frames = 9, .frame_rate = {24, 1}};
    found.conditions.front().asset = asset;
    const Project result = withRecipe(project(), found, 8);
    const Keyframe& keyframe = result.generate->keyframes.at(0);
    QCOMPARE(keyframe.num_frames, std::int64_t{9});
    QVERIFY(latent_strengths(keyframe.curve, 0, 9, 8) == (std::vector<double>{1.0, 0.5}));
}

void ImportExportTest::a_keyframe_is_counted_at_the_rate_of_its_recipe() {
    open();
    FoundRecipe found = {.recipe = recipe("a ball")};
    found.recipe.settings.num_frames = 17;
    found.recipe.settings.frame_rate = {8, 1};
    found.conditions.push_back({.recipe = {.frame = 0, .source_frame = 16, .num_frames = 9}});
    found.conditions.front().asset =
        Asset{.kind = AssetKind::video, .name = "film", .file = "film.mkv", .width = 96, .height = 64, .num_frames = 240, .frame_rate = {24, 1}};
    QVERIFY(project().frame_rate == (FrameRate{24, 1}));
    const Keyframe keyframe = withRecipe(project(), found, 8).generate->keyframes.at(0);
    QCOMPARE(keyframe.source.source_in, std::int64_t{48});  // two seconds
    QCOMPARE(keyframe.num_frames, std::int64_t{9});
}

// Such a cut names a pattern where there is no file of that name.
void ImportExportTest::numbered_pictures_of_a_cut_are_brought_in() {
    open();
    std::filesystem::create_directories(*folder_ / "pictures");
    for (int i = 0; i < 5; ++i) {
        write_image(*folder_ / ("pictures/walk_000" + std::to_string(i) + ".png"), numbered_picture(96, 64, i), true);
    }
    const Asset asset = importFile(*folder_ / "pictures/walk_%04d.png", studio_->document.mediaFolder(), project(), {});
    QCOMPARE(asset.num_frames, std::int64_t{5});
    QCOMPARE(asset.width, 96);
    const auto missing = [&] { importFile(*folder_ / "pictures/run_%04d.png", studio_->document.mediaFolder(), project(), {}); };
    QVERIFY(contains(message_of<MediaError>(missing), "run_"));
}

void ImportExportTest::an_exported_cut_brings_its_first_take_back() {
    const auto mediaFolder = media_folder_of(*folder_ / "film.kinora");
    open();
    const Recipe wanted = recipe("the take on the timeline");
    std::filesystem::create_directories(mediaFolder / "takes");
    std::filesystem::copy_file(writeWith(wanted, "take.mkv"), mediaFolder / "takes/take.mkv");
    studio_->document.apply(QStringLiteral("take"), [&](const Project& before) {
        Project project = add_take(set_timeline_size(add_track(before, 0, ""), 96, 64),
                                   {.name = "take", .file = "takes/take.mkv", .width = 96, .height = 64, .num_frames = 2,
                                    .frame_rate = {24, 1}, .recipe = to_json(wanted)});
        return insert_clip(project, project.timeline.tracks[0]->id, clip_of(project, project.takes->at(0)->id, 0), EditMode::normal);
    });
    ExportSettings settings;
    settings.path = *folder_ / "cut.mp4";
    export_timeline(project(), mediaFolder, settings, [](std::int64_t, std::int64_t) {}, {});
    drop(*folder_ / "cut.mp4");
    QTRY_COMPARE_WITH_TIMEOUT(panel().settings.prompt, wanted.settings.prompt, 10'000);
}

void ImportExportTest::a_keyframe_from_inside_a_clip_comes_back_as_it_was() {
    open();
    write_film(*folder_ / "made/film.mkv", 12);
    Recipe made = recipe("a ball");
    made.conditions = {{.file = "film.mkv", .content_hash = hash_file(*folder_ / "made/film.mkv"), .source_frame = 5, .num_frames = 1}};
    drop(writeWith(made, "out.mkv"));
    QTRY_COMPARE_WITH_TIMEOUT(panel().keyframes.size(), std::size_t{1}, 10'000);
    const Keyframe& keyframe = panel().keyframes.front();
    QCOMPARE(keyframe.source.source_in, std::int64_t{5});
    QCOMPARE(keyframe.num_frames, std::int64_t{1});
    QCOMPARE(keyframe.frame, std::int64_t{0});
}

void ImportExportTest::a_keyframe_that_is_lost_is_named() {
    open();
    const auto file = writeWith(recipe("a ball"), "out.mkv");
    std::filesystem::remove(*folder_ / "made/first.png");
    drop(file);
    QTRY_VERIFY_WITH_TIMEOUT(studio_->window->findChild<QMessageBox*>() != nullptr, 10'000);
    QVERIFY(studio_->window->findChild<QMessageBox*>()->informativeText().contains(QStringLiteral("first.png")));
    QCOMPARE(panel().settings.prompt, std::string("a ball"));
    QVERIFY(panel().keyframes.empty());
}

void ImportExportTest::a_file_without_a_recipe_is_said() {
    open();
    write_film(*folder_ / "made/plain.mkv", 2);
    choose("file.takeSettings", *folder_ / "made/plain.mkv");
    QTRY_VERIFY_WITH_TIMEOUT(said().contains(QStringLiteral("holds no recipe")), 10'000);
    QVERIFY(project() == Project());
}

void ImportExportTest::a_damaged_recipe_is_said() {
    open();
    ClipSettings settings = {.width = 96, .height = 64, .frame_rate = {24, 1}};
    settings.metadata[std::string(metadata_key_recipe)] = R"({"settings": {"width": "wide"}})";
    ClipWriter writer(*folder_ / "made/bad.mkv", settings);
    writer.write(numbered_picture(96, 64, 1));
    writer.finish();
    drop(*folder_ / "made/bad.mkv");
    QTRY_VERIFY_WITH_TIMEOUT(said().contains(QStringLiteral("bad.mkv")), 10'000);
    QVERIFY(project() == Project());
}

void ImportExportTest::a_dropped_project_is_opened() {
    open();
    save_project(*folder_ / "other.kinora", film_project(media_folder_of(*folder_ / "other.kinora"), 3));
    drop(*folder_ / "other.kinora");
    QTRY_COMPARE_WITH_TIMEOUT(studio_->document.file(), *folder_ / "other.kinora", 10'000);
    QCOMPARE(timeline_end(project()), std::int64_t{3});
}

void ImportExportTest::the_cut_goes_out_and_comes_back() {
    open(film_project(media_folder_of(*folder_ / "film.kinora"), 6));
    choose("file.exportCut", *folder_ / "cut.otio");
    QTRY_VERIFY_WITH_TIMEOUT(said().contains(QStringLiteral("cut.otio")), 10'000);
    QCOMPARE(read_otio(*folder_ / "cut.otio").tracks.size(), std::size_t{1});
    choose("file.importCut", *folder_ / "cut.otio");
    QTRY_COMPARE_WITH_TIMEOUT(project().timeline.tracks.size(), std::size_t{2}, 10'000);
    QCOMPARE(project().assets->size(), std::size_t{1});  // the file is known

    // In a project that does not know it, the media come along.
    studio_.reset();
    std::filesystem::rename(*folder_ / "film.kinora", *folder_ / "first.kinora");
    std::filesystem::rename(*folder_ / "film.media", *folder_ / "first.media");
    std::string text = read_file(*folder_ / "cut.otio", 1'000'000);
    text.replace(text.find("film.media"), 10, "first.media");
    std::ofstream(*folder_ / "cut.otio") << text;
    open();
    choose("file.importCut", *folder_ / "cut.otio");
    QTRY_COMPARE_WITH_TIMEOUT(project().timeline.tracks.size(), std::size_t{1}, 10'000);
    QCOMPARE(timeline_end(project()), std::int64_t{6});
    QCOMPARE(project().assets->size(), std::size_t{1});
    QVERIFY(std::filesystem::exists(media_folder_of(*folder_ / "film.kinora") / project().assets->at(0)->file));
}

void ImportExportTest::the_dialog_offers_final_cut_pros_xml() {
    open(film_project(media_folder_of(*folder_ / "film.kinora"), 6));
    studio_->actions.action(QStringLiteral("file.exportCut"))->trigger();
    auto* dialog = studio_->window->findChild<QFileDialog*>();
    QVERIFY(dialog != nullptr);
    auto* name = dialog->findChild<QLineEdit*>(QStringLiteral("fileNameEdit"));
    auto* formats = dialog->findChild<QComboBox*>(QStringLiteral("fileTypeCombo"));
    QVERIFY(name != nullptr && formats != nullptr);
    QCOMPARE(name->text(), QStringLiteral("film.otio"));
    QTest::keyClick(formats, Qt::Key_Down);
    QCOMPARE(name->text(), QStringLiteral("film.xml"));
    QCOMPARE(dialog->defaultSuffix(), QStringLiteral("xml"));
    Q_EMIT dialog->fileSelected(QString::fromStdString((*folder_ / "cut.xml").string()));
    QTRY_VERIFY_WITH_TIMEOUT(said().contains(QStringLiteral("cut.xml")), 10'000);
    const std::string text = read_file(*folder_ / "cut.xml", 1'000'000);
    QVERIFY2(contains(text, "<xmeml version=\"5\">") && contains(text, "<end>6</end>"), text.c_str());
    QVERIFY2(contains(text, "<pathurl>file://localhost" + (*folder_ / "film.media/").string()), text.c_str());
}

void ImportExportTest::the_typed_name_says_how_the_cut_is_written_data() {
    QTest::addColumn<bool>("isXmlChosen");
    QTest::addColumn<QString>("typed");
    QTest::addColumn<QString>("written");
    QTest::newRow("XML by its ending alone") << false << "cut.xml" << "cut.xml";
    QTest::newRow("in capitals") << false << "cut.XML" << "cut.XML";
    QTest::newRow("OTIO by its ending alone") << true << "cut.otio" << "cut.otio";
    QTest::newRow("XML, chosen") << true << "cut" << "cut.xml";
    QTest::newRow("OTIO, as it was") << false << "cut" << "cut.otio";
    QTest::newRow("XML, chosen, with a dot in the name") << true << "cut 1.5" << "cut 1.5.xml";
    QTest::newRow("OTIO, with a dot in the name") << false << "cut 1.5" << "cut 1.5.otio";
}

void ImportExportTest::the_typed_name_says_how_the_cut_is_written() {
    QFETCH(bool, isXmlChosen);
    QFETCH(QString, typed);
    QFETCH(QString, written);
    open(film_project(media_folder_of(*folder_ / "film.kinora"), 6));
    typeCutName(isXmlChosen, typed);
    QTRY_VERIFY_WITH_TIMEOUT(said().contains(written), 10'000);
    const std::string text = read_file(*folder_ / written.toStdString(), 1'000'000);
    QCOMPARE(contains(text, "<xmeml version=\"5\">"), written.endsWith(QStringLiteral("xml"), Qt::CaseInsensitive));
    QCOMPARE(contains(text, "\"OTIO_SCHEMA\""), written.endsWith(QStringLiteral("otio")));
}

void ImportExportTest::a_cut_under_an_added_ending_is_not_replaced_unasked() {
    open(film_project(media_folder_of(*folder_ / "film.kinora"), 6));
    std::ofstream(*folder_ / "cut 1.5.xml") << "of somebody else";
    typeCutName(true, QStringLiteral("cut 1.5"));
    QTRY_VERIFY_WITH_TIMEOUT(studio_->window->findChild<QMessageBox*>() != nullptr, 10'000);
    auto* question = studio_->window->findChild<QMessageBox*>();
    QVERIFY(question->text().contains(QStringLiteral("cut 1.5.xml")));
    QTest::mouseClick(question->button(QMessageBox::No), Qt::LeftButton);
    QTRY_VERIFY(studio_->window->findChild<QMessageBox*>() == nullptr);
    QCOMPARE(read_file(*folder_ / "cut 1.5.xml", 1000), std::string("of somebody else"));
    typeCutName(true, QStringLiteral("cut 1.5"));
    QTRY_VERIFY_WITH_TIMEOUT(studio_->window->findChild<QMessageBox*>() != nullptr, 10'000);
    QTest::mouseClick(studio_->window->findChild<QMessageBox*>()->button(QMessageBox::Yes), Qt::LeftButton);
    QTRY_VERIFY_WITH_TIMEOUT(contains(read_file(*folder_ / "cut 1.5.xml", 1'000'000), "<xmeml"), 10'000);
}

void ImportExportTest::what_final_cut_pros_xml_cannot_say_is_said() {
    Project project;
    project.frame_rate = {25, 2};
    open(project);
    choose("file.exportCut", *folder_ / "cut.xml");
    QTRY_VERIFY_WITH_TIMEOUT(said().contains(QStringLiteral("25/2")), 10'000);
    QVERIFY(!std::filesystem::exists(*folder_ / "cut.xml"));
}

void ImportExportTest::a_damaged_cut_is_said() {
    open();
    std::ofstream(*folder_ / "made/bad.otio") << "{}";
    drop(*folder_ / "made/bad.otio");
    QTRY_VERIFY_WITH_TIMEOUT(said().contains(QStringLiteral("bad.otio")), 10'000);
    QVERIFY(project() == Project());
}

void ImportExportTest::ctrl_e_asks_how_to_export() {
    open(film_project(media_folder_of(*folder_ / "film.kinora"), 6));
    QTest::keyClick(studio_->window.get(), Qt::Key_E, Qt::ControlModifier);
    auto* dialog = studio_->window->findChild<ExportDialog*>();
    QVERIFY(dialog != nullptr && dialog->isVisible());
    QTest::keyClick(dialog, Qt::Key_Escape);
    QVERIFY(!dialog->isVisible());
}

void ImportExportTest::a_running_export_is_in_the_queue_panel() {
    open(film_project(*folder_ / "film.media", 3000));
    auto* queue = studio_->window->findChild<QueuePanel*>();
    const auto rowsIn = [&](const QWidget* widget) { return widget->findChildren<ExportRow*>(); };
    QVERIFY(rowsIn(queue).empty());
    studio_->actions.action(QStringLiteral("file.export"))->trigger();
    auto* dialog = studio_->window->findChild<ExportDialog*>();
    QVERIFY(dialog != nullptr);
    for (auto* field : dialog->findChildren<QLineEdit*>()) {
        if (field->text().contains(QStringLiteral(".mp4"))) {
            field->setText(QString::fromStdString((*folder_ / "out.mp4").string()));
        }
    }
    for (auto* button : dialog->findChildren<QPushButton*>()) {
        if (button->isDefault()) {
            QTest::mouseClick(button, Qt::LeftButton);
        }
    }
    QTRY_COMPARE_WITH_TIMEOUT(rowsIn(queue).size(), qsizetype{1}, 10'000);
    dialog->close();
    auto* row = rowsIn(queue).front();
    QTRY_VERIFY(row->isVisibleTo(studio_->window.get()));
    for (auto* button : row->findChildren<QToolButton*>()) {
        if (button->isVisibleTo(row) && button->toolTip() == QStringLiteral("Stop")) {
            QTest::mouseClick(button, Qt::LeftButton);
        }
    }
    QTRY_VERIFY_WITH_TIMEOUT(std::ranges::any_of(row->findChildren<QLabel*>(), [](const QLabel* label) {
        return label->text().startsWith(QStringLiteral("Stopped"));
    }), 10'000);
}

KINORA_TEST(ImportExportTest)
#include "import_export_test.moc"

// The sample project opens and shows what it is to show.
#include "ui/main_window/sample_project.h"

#include <QFile>
#include <QLabel>
#include <QMessageBox>

#include "core/project/edits/marker_edits.h"
#include "core/project/project_file.h"
#include "core/render/missing_media.h"
#include "core/render/timeline_renderer.h"
#include "tests/support/test_main.h"
#include "tests/ui/studio_fixture.h"
#include "ui/main_window/project_files.h"
#include "ui/queue/queue_panel.h"

using namespace kinora;
using namespace kinora::test;

class SampleProjectTest : public QObject {
    Q_OBJECT

 private Q_SLOTS:
    void opens_from_the_menu();
    void opens_from_the_empty_queue();
    void shows_extend_fill_and_keyframes();
    void every_frame_of_it_is_there();
    void what_the_user_made_of_it_stays();
    void a_folder_that_cannot_be_written_is_said();

 private:
    QString unpacked() {
        QString problem;
        const QString file = unpackSample(QString::fromStdString((folder_ / "sample").string()), problem);
        return problem.isEmpty() ? file : problem;
    }
    TempFolder folder_;
};

void SampleProjectTest::opens_from_the_menu() {
    Studio studio(folder_ / "studio");
    studio.open(folder_ / "other.kinora");
    studio.showWindow();
    studio.actions.action(QStringLiteral("file.sample"))->trigger();
    QTRY_COMPARE(studio.document.file().filename().string(), std::string("sample.kinora"));
    QVERIFY(!studio.window->files().isUntitled());
    QCOMPARE(studio.document.project().takes->size(), std::size_t{4});
    QVERIFY(!studio.document.project().generate->keyframes.empty());
}

void SampleProjectTest::opens_from_the_empty_queue() {
    Studio studio(folder_ / "first");
    studio.open(folder_ / "another.kinora");
    studio.showWindow();
    QLabel* link = nullptr;
    for (auto* label : studio.window->findChild<QueuePanel*>()->findChildren<QLabel*>()) {
        link = label->text().contains(QStringLiteral("href=\"sample\"")) ? label : link;
    }
    QVERIFY(link != nullptr && link->isVisible());
    link->setFocus();
    QTest::keyClick(link, Qt::Key_Tab);  // to the link inside
    QTest::keyClick(link, Qt::Key_Return);
    QTRY_COMPARE(studio.document.file().filename().string(), std::string("sample.kinora"));
}

// The number of conditions of the take that a clip shows.
static std::size_t numConditions(const Project& project, std::size_t clip) {
    const MediaUse& shown = *project.timeline.tracks.at(0)->clips.at(clip)->shown();
    return find_take(project, std::get<TakeId>(shown.media))->origin->conditions.size();
}

void SampleProjectTest::shows_extend_fill_and_keyframes() {
    const Project project = load_project(unpacked().toStdString());
    QVERIFY(project.generations->empty());
    QCOMPARE(project.timeline.tracks.at(0)->clips.size(), std::size_t{4});
    QCOMPARE(numConditions(project, 0), std::size_t{0});  // from words
    QCOMPARE(numConditions(project, 1), std::size_t{1});  // extended
    QCOMPARE(numConditions(project, 2), std::size_t{2});  // filled in between
    QCOMPARE(numConditions(project, 3), std::size_t{1});  // from a picture
    const Take& last = *find_take(project, std::get<TakeId>(project.timeline.tracks.at(0)->clips.at(3)->shown()->media));
    QVERIFY(std::holds_alternative<AssetId>(last.origin->conditions.at(0).source.media));
}

void SampleProjectTest::every_frame_of_it_is_there() {
    const std::filesystem::path file = unpacked().toStdString();
    const Project project = load_project(file);
    QVERIFY(find_missing_media(project, media_folder_of(file)).empty());
    TimelineRenderer renderer(media_folder_of(file));
    QVERIFY(timeline_end(project) > 60);
    for (std::int64_t frame = 0; frame < timeline_end(project); ++frame) {
        QCOMPARE(renderer.render(project, frame).width(), project.width);
    }
}

void SampleProjectTest::what_the_user_made_of_it_stays() {
    const std::filesystem::path file = unpacked().toStdString();
    const Project changed = add_marker(load_project(file), {.start = 5, .name = "mine"});
    save_project(file, changed);
    const auto take = media_folder_of(file) / changed.takes->at(0)->file;
    QVERIFY(std::filesystem::remove(take));
    QCOMPARE(unpacked().toStdString(), file.string());
    QVERIFY(load_project(file) == changed);
    QVERIFY(std::filesystem::exists(take));
}

void SampleProjectTest::a_folder_that_cannot_be_written_is_said() {
    QString problem;
    QCOMPARE(unpackSample(QStringLiteral("/proc/nowhere"), problem), QString());
    QVERIFY(problem.contains(QStringLiteral("/proc/nowhere")));
}

KINORA_TEST(SampleProjectTest)
#include "sample_project_test.moc"

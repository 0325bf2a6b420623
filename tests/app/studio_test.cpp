// From the first start to a clip, with the embedded model in a real worker.
#include <QApplication>
#include <QListView>
#include <QPushButton>

#include <filesystem>

#include "app/application.h"
#include "core/media/media_probe.h"
#include "core/project/project_file.h"
#include "tests/support/temp_folder.h"
#include "tests/support/test_main.h"
#include "ui/main_window/main_window.h"

using namespace kinora;
using namespace kinora::test;

class StudioTest : public QObject {
    Q_OBJECT

 private Q_SLOTS:
    void the_first_clip_takes_one_click();
};

void StudioTest::the_first_clip_takes_one_click() {
    const TempFolder folder;
    const std::filesystem::path project = folder / "data/projects/Untitled.kinora";
    Application::Options options;
    options.settingsFile = QString::fromStdString((folder / "kinora.ini").string());
    options.dataFolder = QString::fromStdString((folder / "data").string());
    options.worker = {KINORA_CLI, "worker"};
    {
        Application application(*qApp, options);
        application.start();
        QListView* queue = nullptr;
        for (auto* list : application.window().findChildren<QListView*>()) {
            queue = list->accessibleName() == QStringLiteral("Jobs") ? list : queue;
        }
        QVERIFY(queue != nullptr);
        QTRY_VERIFY_WITH_TIMEOUT(([&] {
            if (queue->model()->rowCount() == 0) {
                for (auto* button : application.window().findChildren<QPushButton*>()) {
                    if (button->text() == QStringLiteral("Generate")) {
                        QTest::mouseClick(button, Qt::LeftButton);
                    }
                }
                QTest::qWait(200);
                return false;
            }
            return queue->model()->index(0, 0).data(Qt::AccessibleTextRole).toString().endsWith(QStringLiteral("Done"));
        }()), 240'000);
        QTRY_VERIFY_WITH_TIMEOUT(std::filesystem::exists(media_folder_of(project) / "takes/take-1.mkv"), 20'000);
        QTRY_VERIFY_WITH_TIMEOUT(std::filesystem::is_empty(media_folder_of(project) / "incoming"), 20'000);
        application.window().close();
        QTRY_VERIFY_WITH_TIMEOUT(!application.window().isVisible(), 20'000);
    }
    const Project saved = load_project(project);
    QCOMPARE(saved.takes->size(), std::size_t{1});
    const MediaInfo info = probe_media(media_folder_of(project) / saved.takes->front()->file);
    QCOMPARE(info.width, 96);
    QCOMPARE(info.num_frames, std::int64_t{17});
}

KINORA_TEST(StudioTest)
#include "studio_test.moc"

// A second start beside a studio that works.
#include "app/hand_over.h"

#include <QApplication>
#include <QFileInfo>
#include <QListView>
#include <QMessageBox>

#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <atomic>
#include <filesystem>
#include <thread>

#include "app/application.h"
#include "core/media/image_file.h"
#include "core/project/project_file.h"
#include "tests/core/media/test_pictures.h"
#include "tests/support/temp_folder.h"
#include "tests/support/test_main.h"
#include "ui/main_window/main_window.h"

using namespace kinora;
using namespace kinora::test;

class HandOverTest : public QObject {
    Q_OBJECT

 private Q_SLOTS:
    void a_project_is_opened_in_the_window_that_is_there();
    void changes_are_asked_about_first();
    void a_picture_comes_among_the_media();
    void without_a_file_the_window_comes_to_the_front();
    void a_first_start_takes_a_picture_as_well();
    void what_a_killed_studio_left_does_no_harm();
    void studios_in_other_folders_know_nothing();
    void nobody_else_may_connect();
    void what_is_not_understood_is_refused();
};

static Application::Options optionsIn(const std::filesystem::path& folder) {
    Application::Options options;
    options.settingsFile = QString::fromStdString((folder / "kinora.ini").string());
    options.dataFolder = QString::fromStdString((folder / "data").string());
    options.worker = {KINORA_FAKE_WORKER};
    return options;
}

// As the second process does, beside this thread, which answers.
static bool isTaken(const std::filesystem::path& folder, const std::filesystem::path& file) {
    std::atomic<int> answer = -1;
    const std::jthread second([&] {
        answer = handOver(optionsIn(folder).dataFolder, {QString::fromStdString(file.string()), {}}) ? 1 : 0;
    });
    return QTest::qWaitFor([&] { return answer >= 0; }, 20'000) && answer == 1;
}

static bool isOpen(Application& application, const char* title) {
    return application.window().windowTitle().contains(QString::fromLatin1(title));
}

static std::filesystem::path film(const std::filesystem::path& folder) {
    std::filesystem::create_directories(folder);
    save_project(folder / "harbour.kinora", Project());
    return folder / "harbour.kinora";
}

static int numMedia(Application& application) {
    for (auto* list : application.window().findChildren<QListView*>()) {
        if (list->accessibleName() == QStringLiteral("Media of the project")) {
            return list->model()->rowCount();
        }
    }
    return -1;
}

void HandOverTest::a_project_is_opened_in_the_window_that_is_there() {
    const TempFolder folder;
    Application application(*qApp, optionsIn(folder.path()));
    application.start();
    QTRY_VERIFY_WITH_TIMEOUT(isOpen(application, "Untitled"), 10'000);
    const auto file = film(folder / "films");
    QVERIFY(isTaken(folder.path(), file));
    QTRY_VERIFY_WITH_TIMEOUT(isOpen(application, "harbour"), 10'000);
    QVERIFY(isTaken(folder.path(), file));  // it is there already
    QTest::qWait(200);
    QVERIFY(QApplication::activeModalWidget() == nullptr && isOpen(application, "harbour"));
}

void HandOverTest::changes_are_asked_about_first() {
    const TempFolder folder;
    Application::Options options = optionsIn(folder.path());
    options.file = QString::fromStdString(film(folder / "films").string());
    Application application(*qApp, options);
    application.start();
    QTRY_VERIFY_WITH_TIMEOUT(isOpen(application, "harbour"), 10'000);
    write_image(folder / "red.png", flat_picture(32, 24, 200, 0, 0), false);
    QVERIFY(isTaken(folder.path(), folder / "red.png"));
    QTRY_VERIFY_WITH_TIMEOUT(application.window().isWindowModified(), 20'000);
    save_project(folder / "films/other.kinora", Project());
    QVERIFY(isTaken(folder.path(), folder / "films/other.kinora"));
    QTRY_VERIFY(qobject_cast<QMessageBox*>(QApplication::activeModalWidget()) != nullptr);
    QVERIFY(isOpen(application, "harbour"));
    QTest::keyClick(QApplication::activeModalWidget(), Qt::Key_Return);  // saves
    QTRY_VERIFY_WITH_TIMEOUT(isOpen(application, "other"), 10'000);
    QCOMPARE(load_project(folder / "films/harbour.kinora").assets->size(), std::size_t{1});
}

void HandOverTest::a_picture_comes_among_the_media() {
    const TempFolder folder;
    Application application(*qApp, optionsIn(folder.path()));
    application.start();
    QTRY_VERIFY_WITH_TIMEOUT(isOpen(application, "Untitled"), 10'000);
    QCOMPARE(numMedia(application), 0);
    write_image(folder / "red.png", flat_picture(32, 24, 200, 0, 0), false);
    QVERIFY(isTaken(folder.path(), folder / "red.png"));
    QTRY_COMPARE_WITH_TIMEOUT(numMedia(application), 1, 20'000);
}

void HandOverTest::without_a_file_the_window_comes_to_the_front() {
    const TempFolder folder;
    Application application(*qApp, optionsIn(folder.path()));
    application.start();
    QTRY_VERIFY_WITH_TIMEOUT(isOpen(application, "Untitled"), 10'000);
    application.window().showMinimized();
    QVERIFY(application.window().isMinimized());
    QVERIFY(isTaken(folder.path(), {}));
    QVERIFY(!application.window().isMinimized());
    QTRY_VERIFY(application.window().isActiveWindow());
    QVERIFY(isOpen(application, "Untitled"));
}

void HandOverTest::a_first_start_takes_a_picture_as_well() {
    const TempFolder folder;
    write_image(folder / "red.png", flat_picture(32, 24, 200, 0, 0), false);
    Application::Options options = optionsIn(folder.path());
    options.file = QString::fromStdString((folder / "red.png").string());
    Application application(*qApp, options);
    application.start();
    QTRY_COMPARE_WITH_TIMEOUT(numMedia(application), 1, 20'000);
    QVERIFY(isOpen(application, "Untitled"));
}

void HandOverTest::what_a_killed_studio_left_does_no_harm() {
    const TempFolder folder;
    std::filesystem::create_directories(folder / "data");
    const std::string name = (folder / "data/studio.socket").string();
    const int left = ::socket(AF_UNIX, SOCK_STREAM, 0);
    sockaddr_un address = {};
    address.sun_family = AF_UNIX;
    QVERIFY(name.size() < sizeof address.sun_path);
    name.copy(address.sun_path, name.size());
    QCOMPARE(::bind(left, reinterpret_cast<const sockaddr*>(&address), sizeof address), 0);
    ::close(left);  // as at a kill, the file stays
    QVERIFY(std::filesystem::exists(name));
    QVERIFY(!isTaken(folder.path(), {}));
    Application application(*qApp, optionsIn(folder.path()));
    application.start();
    QVERIFY(isTaken(folder.path(), {}));
}

void HandOverTest::studios_in_other_folders_know_nothing() {
    const TempFolder folder;
    Application one(*qApp, optionsIn(folder / "one"));
    Application other(*qApp, optionsIn(folder / "other"));
    one.start();
    other.start();
    QTRY_VERIFY_WITH_TIMEOUT(isOpen(one, "Untitled") && isOpen(other, "Untitled"), 10'000);
    QVERIFY(isTaken(folder / "other", film(folder / "films")));
    QTRY_VERIFY_WITH_TIMEOUT(isOpen(other, "harbour"), 10'000);
    QVERIFY(isOpen(one, "Untitled"));
    QVERIFY(!isTaken(folder / "third", {}));
}

void HandOverTest::nobody_else_may_connect() {
    const TempFolder folder;
    const Application application(*qApp, optionsIn(folder.path()));
    const QFileInfo socket(QString::fromStdString((folder / "data/studio.socket").string()));
    QVERIFY(socket.exists());
    const auto others = QFileDevice::ReadGroup | QFileDevice::WriteGroup | QFileDevice::ReadOther | QFileDevice::WriteOther;
    QVERIFY((socket.permissions() & others) == 0);
}

void HandOverTest::what_is_not_understood_is_refused() {
    const TempFolder folder;
    int numTaken = 0;
    std::filesystem::create_directories(folder / "data");
    const StartReceiver receiver(optionsIn(folder.path()).dataFolder, [&](const StartRequest&) { ++numTaken; });
    for (const std::string& bytes : {std::string(200'000, 'x'), std::string("\0\0\0\7\0\0\0\0\0\0\0\0", 12)}) {
        std::atomic<int> answer = -1;
        const std::jthread other([&] {
            const int connection = ::socket(AF_UNIX, SOCK_STREAM, 0);
            sockaddr_un address = {};
            address.sun_family = AF_UNIX;
            (folder / "data/studio.socket").string().copy(address.sun_path, sizeof address.sun_path - 1);
            ::connect(connection, reinterpret_cast<const sockaddr*>(&address), sizeof address);
            ::send(connection, bytes.data(), bytes.size(), MSG_NOSIGNAL);
            char byte = 0;
            answer = ::read(connection, &byte, 1) == 1 ? 1 : 0;  // ends with the connection
            ::close(connection);
        });
        QVERIFY(QTest::qWaitFor([&] { return answer >= 0; }, 10'000));
        QCOMPARE(answer.load(), 0);
    }
    QCOMPARE(numTaken, 0);
    QVERIFY(isTaken(folder.path(), {}));
    QCOMPARE(numTaken, 1);
}

KINORA_TEST(HandOverTest)
#include "hand_over_test.moc"

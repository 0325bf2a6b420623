// A program that is killed in the middle of an export: with the next start the export is there, goes on, and its file is the one that
// an export without interruption makes.
#include <QCoreApplication>
#include <QProcess>

#include <algorithm>
#include <cstdio>
#include <filesystem>

#include "core/base/file_io.h"
#include "core/project/project_file.h"
#include "tests/support/temp_folder.h"
#include "tests/support/test_main.h"
#include "tests/ui/film_project.h"
#include "ui/session/export_queue.h"

using namespace kinora;
using namespace kinora::test;

// The process that is killed is this same program; the variable says in which folder it works and which file it makes.
static constexpr const char* roleVariable = "KINORA_EXPORT_TO_KILL";

static constexpr int numFrames = 3000;
static constexpr int segment = 192;

class ExportKilledTest : public QObject {
    Q_OBJECT

 private Q_SLOTS:
    void initTestCase();
    void goes_on_to_the_same_file_data();
    void goes_on_to_the_same_file();

 private:
    static qint64 startIn(ExportQueue& queue, const std::filesystem::path& folder, const std::string& name) {
        ExportSettings settings;
        settings.path = folder / name;
        const std::filesystem::path project = folder / "film.kinora";
        return queue.add(std::make_shared<const Project>(film_project(media_folder_of(project), numFrames)), project, settings);
    }
    [[noreturn]] static void exportUntilKilled(const std::filesystem::path& folder, const std::string& name);
    static void killAfter(int frames, const std::filesystem::path& folder, const QString& name);
};

void ExportKilledTest::exportUntilKilled(const std::filesystem::path& folder, const std::string& name) {
    ExportQueue queue(folder / "exports");
    const qint64 id = startIn(queue, folder, name);
    while (true) {
        QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents, 20);
        std::printf("%lld\n", static_cast<long long>(queue.find(id)->framesDone));
        std::fflush(stdout);
    }
}

void ExportKilledTest::initTestCase() {
    const QStringList role = qEnvironmentVariable(roleVariable).split(QLatin1Char('|'));
    if (role.size() == 2) {
        exportUntilKilled(role[0].toStdString(), role[1].toStdString());
    }
}

void ExportKilledTest::killAfter(int frames, const std::filesystem::path& folder, const QString& name) {
    QProcess program;
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(QString::fromLatin1(roleVariable), QString::fromStdString(folder.string()) + QLatin1Char('|') + name);
    program.setProcessEnvironment(environment);
    program.setProcessChannelMode(QProcess::ForwardedErrorChannel);
    program.start(QCoreApplication::applicationFilePath(), {QStringLiteral("export_killed_test")});
    QVERIFY(program.waitForStarted());
    int done = 0;
    while (done < frames && program.waitForReadyRead(30'000)) {
        while (program.canReadLine()) {
            done = std::max(done, program.readLine().trimmed().toInt());
        }
    }
    program.kill();
    QVERIFY(program.waitForFinished());
    QVERIFY2(done >= frames && done < numFrames, qPrintable(QString::number(done)));
}

void ExportKilledTest::goes_on_to_the_same_file_data() {
    QTest::addColumn<QString>("name");
    QTest::newRow("lossless") << QStringLiteral("out.mkv");
    QTest::newRow("H.264") << QStringLiteral("out.mp4");
}

void ExportKilledTest::goes_on_to_the_same_file() {
    QFETCH(QString, name);
    const TempFolder folder;
    const std::filesystem::path out = folder / name.toStdString();
    killAfter(2 * segment + 10, folder.path(), name);
    QVERIFY(!std::filesystem::exists(out));
    std::string resumed;
    {
        ExportQueue queue(folder / "exports");
        QCOMPARE(queue.entries().size(), std::size_t{1});
        const qint64 id = queue.entries().front().id;
        QCOMPARE(queue.find(id)->state, ExportState::stopped);
        qint64 first = 0;
        connect(&queue, &ExportQueue::changed, this, [&] {
            const ExportEntry& entry = *queue.find(id);
            first = first == 0 && entry.state == ExportState::running ? entry.framesDone : first;
        });
        queue.resume(id);
        QTRY_COMPARE_WITH_TIMEOUT(queue.find(id)->state, ExportState::done, 60'000);
        QVERIFY2(first >= 2 * segment, qPrintable(QString::number(first)));
        resumed = read_file(out, 100'000'000);
        const auto isHidden = [](const auto& file) { return file.path().filename().string().starts_with("."); };
        QVERIFY(std::ranges::none_of(std::filesystem::directory_iterator(folder.path()), isHidden));
    }
    std::filesystem::remove(out);
    ExportQueue queue(folder / "others");
    const qint64 whole = startIn(queue, folder.path(), name.toStdString());
    QTRY_COMPARE_WITH_TIMEOUT(queue.find(whole)->state, ExportState::done, 60'000);
    QVERIFY(read_file(out, 100'000'000) == resumed);
}

KINORA_TEST(ExportKilledTest)
#include "export_killed_test.moc"

// Cuts of other programs on their way into a project.
#include "ui/session/cut_exchange.h"

#include <QSignalSpy>
#include <QThread>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <fstream>

#include "core/base/file_io.h"
#include "core/project/project_file.h"
#include "tests/support/temp_folder.h"
#include "tests/support/test_main.h"
#include "tests/ui/film_project.h"
#include "ui/session/document.h"

using namespace kinora;
using namespace kinora::test;

class CutExchangeTest : public QObject {
    Q_OBJECT

 private Q_SLOTS:
    void a_cut_comes_into_a_project_that_got_another_name_meanwhile();

 private:
    static int openToWrite(const std::filesystem::path& pipe) { return ::open(pipe.c_str(), O_WRONLY | O_NONBLOCK | O_CLOEXEC); }
    // False where nobody reads. Without an event loop from then on, so that nothing reads again before this one has read all.
    static bool feed(const std::filesystem::path& pipe, const std::string& bytes) {
        int reading = -1;
        if (!QTest::qWaitFor([&] { return (reading = openToWrite(pipe)) >= 0; }, 10'000)) {
            return false;
        }
        std::ofstream(pipe, std::ios::binary) << bytes;
        ::close(reading);
        while ((reading = openToWrite(pipe)) >= 0) {
            ::close(reading);
            QThread::msleep(2);
        }
        return true;
    }
};

void CutExchangeTest::a_cut_comes_into_a_project_that_got_another_name_meanwhile() {
    const TempFolder folder;
    const auto film = media_folder_of(folder / "film.kinora") / "imported/film.mkv";
    const auto pipe = folder / "pipe.mkv";
    Document document;
    document.create(folder / "film.kinora", film_project(media_folder_of(folder / "film.kinora"), 6));
    CutExchange cuts(document);
    QSignalSpy exported(&cuts, &CutExchange::exported);
    cuts.exportTo(QString::fromStdString((folder / "cut.otio").string()));
    QVERIFY(exported.wait(10'000));
    std::string text = read_file(folder / "cut.otio", 1'000'000);
    const std::string named = "film.media/imported/film.mkv";
    text.replace(text.find(named), named.size(), "pipe.mkv");
    std::ofstream(folder / "cut.otio") << text;
    document.create(folder / "other.kinora");

    QCOMPARE(::mkfifo(pipe.c_str(), 0600), 0);
    QSignalSpy imported(&cuts, &CutExchange::imported);
    cuts.importFrom(QString::fromStdString((folder / "cut.otio").string()));
    document.saveAs(folder / "renamed.kinora");
    QTRY_COMPARE(document.file(), folder / "renamed.kinora");
    QVERIFY(feed(pipe, "nothing was read until now"));
    QVERIFY(feed(pipe, read_file(film, 10'000'000)));
    QVERIFY(imported.wait(20'000));
    QCOMPARE(imported.count(), 1);
    QCOMPARE(timeline_end(document.project()), std::int64_t{6});
    QVERIFY(std::filesystem::exists(document.mediaFolder() / document.project().assets->at(0)->file));
}

KINORA_TEST(CutExchangeTest)
#include "cut_exchange_test.moc"

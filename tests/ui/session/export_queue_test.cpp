// Exports in the background: shown as they were asked for, stopped at once, there again after the program ended.
#include "ui/session/export_queue.h"

#include <QSignalSpy>

#include <algorithm>

#include <nlohmann/json.hpp>

#include "core/base/file_io.h"
#include "core/media/media_probe.h"
#include "core/project/project_file.h"
#include "tests/support/temp_folder.h"
#include "tests/support/test_main.h"
#include "tests/ui/film_project.h"
#include "ui/session/error_text.h"

using namespace kinora;
using namespace kinora::test;

class ExportQueueTest : public QObject {
    Q_OBJECT

 private Q_SLOTS:
    void init();
    void cleanup();
    void writes_what_the_timeline_was();
    void one_after_the_other();
    void stops_on_the_way_and_goes_on();
    void one_that_waits_is_stopped_at_once();
    void what_was_interrupted_is_there_again();
    void what_was_interrupted_goes_on_where_it_was();
    void a_failed_one_says_why_and_can_be_resumed();
    void a_damaged_list_stops_nothing();
    void a_damaged_entry_takes_no_other_along();

 private:
    std::shared_ptr<const Project> film(int numFrames) {
        return std::make_shared<const Project>(film_project(media_folder_of(projectFile()), numFrames));
    }
    std::filesystem::path projectFile() const { return *folder_ / "film.kinora"; }
    ExportSettings to(const char* name) const {
        ExportSettings settings;
        settings.path = *folder_ / name;
        return settings;
    }

    std::unique_ptr<TempFolder> folder_;
    std::unique_ptr<ExportQueue> queue_;
};

void ExportQueueTest::init() {
    folder_ = std::make_unique<TempFolder>();
    queue_ = std::make_unique<ExportQueue>(*folder_ / "exports");
}

void ExportQueueTest::cleanup() {
    queue_.reset();
    folder_.reset();
}

void ExportQueueTest::writes_what_the_timeline_was() {
    QSignalSpy ended(queue_.get(), &ExportQueue::ended);
    const qint64 id = queue_->add(film(20), projectFile(), to("out.mkv"));
    QCOMPARE(queue_->find(id)->numFrames, 20);
    QVERIFY(queue_->isRunning());
    QVERIFY(ended.wait(20'000));
    QCOMPARE(queue_->find(id)->state, ExportState::done);
    QCOMPARE(queue_->find(id)->framesDone, 20);
    QCOMPARE(probe_media(*folder_ / "out.mkv").num_frames, 20);
    QVERIFY(!queue_->isRunning());
    queue_->remove(id);
    QVERIFY(queue_->entries().empty());
    QVERIFY(std::filesystem::exists(*folder_ / "out.mkv"));
}

void ExportQueueTest::one_after_the_other() {
    const auto project = film(40);
    const qint64 first = queue_->add(project, projectFile(), to("a.mkv"));
    const qint64 second = queue_->add(project, projectFile(), to("b.mkv"));
    QSignalSpy ended(queue_.get(), &ExportQueue::ended);
    QTRY_COMPARE_WITH_TIMEOUT(ended.size(), 2, 20'000);
    QCOMPARE(ended[0][0].toLongLong(), first);
    QCOMPARE(ended[1][0].toLongLong(), second);
}

void ExportQueueTest::stops_on_the_way_and_goes_on() {
    const qint64 id = queue_->add(film(3000), projectFile(), to("out.mp4"));
    QTRY_VERIFY_WITH_TIMEOUT(queue_->find(id)->framesDone > 0, 20'000);
    QSignalSpy ended(queue_.get(), &ExportQueue::ended);
    qint64 furthest = queue_->find(id)->framesDone;
    connect(queue_.get(), &ExportQueue::changed, this, [&] { furthest = std::max(furthest, queue_->find(id)->framesDone); });
    queue_->stop(id);
    QVERIFY(ended.wait(10'000));
    QVERIFY2(furthest < 2500, qPrintable(QString::number(furthest)));  // it did not go on to the end
    disconnect(queue_.get(), &ExportQueue::changed, this, nullptr);
    QCOMPARE(queue_->find(id)->state, ExportState::stopped);
    QVERIFY(!std::filesystem::exists(*folder_ / "out.mp4"));
    queue_->resume(id);
    QVERIFY(queue_->isRunning());
    QTRY_VERIFY_WITH_TIMEOUT(queue_->find(id)->framesDone > 0, 20'000);
    QCOMPARE(queue_->find(id)->state, ExportState::running);
}

void ExportQueueTest::one_that_waits_is_stopped_at_once() {
    const auto project = film(3000);
    const qint64 first = queue_->add(project, projectFile(), to("a.mp4"));
    const qint64 second = queue_->add(project, projectFile(), to("b.mp4"));
    QTRY_VERIFY_WITH_TIMEOUT(queue_->find(first)->framesDone > 0, 20'000);
    queue_->stop(second);
    QCOMPARE(queue_->find(second)->state, ExportState::stopped);
    QCOMPARE(queue_->find(first)->state, ExportState::running);
}

void ExportQueueTest::what_was_interrupted_is_there_again() {
    const auto project = film(3000);
    ExportSettings first = to("first.mkv");
    first.range = {0, 12};
    ExportSettings settings = to("out.mkv");
    settings.range = {2, 7};
    settings.width = 48;
    settings.height = 32;
    const qint64 done = queue_->add(project, projectFile(), first);
    QTRY_COMPARE_WITH_TIMEOUT(queue_->find(done)->state, ExportState::done, 20'000);
    const qint64 long_one = queue_->add(project, projectFile(), to("long.mp4"));
    const qint64 id = queue_->add(project, projectFile(), settings);
    QTRY_VERIFY_WITH_TIMEOUT(queue_->find(long_one)->framesDone > 0, 20'000);
    queue_.reset();  // the program ends

    queue_ = std::make_unique<ExportQueue>(*folder_ / "exports");
    QCOMPARE(queue_->entries().size(), std::size_t{3});
    QCOMPARE(queue_->find(done)->state, ExportState::done);
    QCOMPARE(queue_->find(long_one)->state, ExportState::stopped);
    QCOMPARE(queue_->find(id)->state, ExportState::stopped);
    queue_->resume(id);
    QTRY_COMPARE_WITH_TIMEOUT(queue_->find(id)->state, ExportState::done, 20'000);
    const MediaInfo info = probe_media(*folder_ / "out.mkv");
    QCOMPARE(info.num_frames, 7);
    QCOMPARE(info.width, 48);
    QVERIFY(queue_->add(project, projectFile(), to("next.mp4")) > id);
}

void ExportQueueTest::what_was_interrupted_goes_on_where_it_was() {
    constexpr qint64 segment = 192;
    const qint64 id = queue_->add(film(3000), projectFile(), to("out.mp4"));
    QTRY_VERIFY_WITH_TIMEOUT(queue_->find(id)->framesDone > 2 * segment, 30'000);
    queue_.reset();  // the program ends
    QVERIFY(!std::filesystem::exists(*folder_ / "out.mp4"));

    queue_ = std::make_unique<ExportQueue>(*folder_ / "exports");
    qint64 first = 0;
    connect(queue_.get(), &ExportQueue::changed, this, [&] {
        const ExportEntry& entry = *queue_->find(id);
        first = first == 0 && entry.state == ExportState::running ? entry.framesDone : first;
    });
    queue_->resume(id);
    QTRY_VERIFY_WITH_TIMEOUT(first > 0, 20'000);
    QVERIFY2(first >= 2 * segment, qPrintable(QString::number(first)));
    disconnect(queue_.get(), &ExportQueue::changed, this, nullptr);
    // Who gives it up has nothing left of it.
    const auto numHidden = [&] {
        return std::ranges::count_if(std::filesystem::directory_iterator(folder_->path()),
                                     [](const auto& file) { return file.path().filename().string().starts_with("."); });
    };
    QCOMPARE(numHidden(), 1);
    queue_->stop(id);
    QTRY_COMPARE_WITH_TIMEOUT(queue_->find(id)->state, ExportState::stopped, 10'000);
    QVERIFY(queue_->find(id)->framesDone >= 2 * segment);
    queue_->remove(id);
    QTRY_COMPARE(numHidden(), 0);
}

void ExportQueueTest::a_failed_one_says_why_and_can_be_resumed() {
    const auto project = film(5);
    const auto file = media_folder_of(projectFile()) / "imported/film.mkv";
    std::filesystem::rename(file, *folder_ / "elsewhere.mkv");
    const qint64 id = queue_->add(project, projectFile(), to("out.mkv"));
    QTRY_COMPARE_WITH_TIMEOUT(queue_->find(id)->state, ExportState::failed, 20'000);
    QVERIFY(messageOf(queue_->find(id)->problem.value()).contains(QStringLiteral("is missing")));
    std::filesystem::rename(*folder_ / "elsewhere.mkv", file);
    queue_->resume(id);
    QTRY_COMPARE_WITH_TIMEOUT(queue_->find(id)->state, ExportState::done, 20'000);
    QVERIFY(!queue_->find(id)->problem);
}

void ExportQueueTest::a_damaged_list_stops_nothing() {
    std::filesystem::create_directories(*folder_ / "exports");
    write_file_atomically(*folder_ / "exports/exports.json", R"([{"id": "no number"}])");
    queue_ = std::make_unique<ExportQueue>(*folder_ / "exports");
    QVERIFY(queue_->entries().empty());
    const qint64 id = queue_->add(film(2), projectFile(), to("out.mkv"));
    QTRY_COMPARE_WITH_TIMEOUT(queue_->find(id)->state, ExportState::done, 20'000);
}

void ExportQueueTest::a_damaged_entry_takes_no_other_along() {
    const auto project = film(2);
    const qint64 first = queue_->add(project, projectFile(), to("a.mkv"));
    const qint64 second = queue_->add(project, projectFile(), to("b.mkv"));
    QTRY_COMPARE_WITH_TIMEOUT(queue_->find(second)->state, ExportState::done, 20'000);
    queue_.reset();
    const auto list = *folder_ / "exports/exports.json";
    const auto aside = *folder_ / "exports/exports.json.unreadable";
    nlohmann::json entries = nlohmann::json::parse(read_file(list, 1'000'000));
    entries.at(0)["id"] = "no number";
    write_file_atomically(list, entries.dump());
    queue_ = std::make_unique<ExportQueue>(*folder_ / "exports");
    QCOMPARE(queue_->entries().size(), std::size_t{1});
    QVERIFY(queue_->find(first) == nullptr);
    QCOMPARE(queue_->find(second)->state, ExportState::done);
    QCOMPARE(read_file(aside, 1'000'000), entries.dump());
    // What is no list at all stays too.
    queue_.reset();
    for (const char* text : {"{\"exports\": []}", "[", ""}) {
        write_file_atomically(list, text);
        queue_ = std::make_unique<ExportQueue>(*folder_ / "exports");
        QVERIFY(queue_->entries().empty());
        QCOMPARE(read_file(aside, 1'000'000), std::string(text));
        queue_.reset();
    }
}

KINORA_TEST(ExportQueueTest)
#include "export_queue_test.moc"

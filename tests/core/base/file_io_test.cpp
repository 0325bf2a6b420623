#include "core/base/file_io.h"

#include <sys/resource.h>

#include <csignal>
#include <fstream>

#include "core/base/error.h"
#include "tests/support/temp_folder.h"
#include "tests/support/test_main.h"
#include "tests/support/throws_message.h"

using namespace kinora;
using kinora::test::contains;
using kinora::test::message_of;
using kinora::test::TempFolder;

class FileIoTest : public QObject {
    Q_OBJECT

 private Q_SLOTS:
    void writes_whole_files_and_leaves_nothing_beside();
    void an_uncommitted_file_disappears();
    void does_not_replace_without_leave();
    void a_full_disk_keeps_the_old_file();
    void removes_what_killed_programs_left();
    void names_what_cannot_be_read();
    void maps_files();
};

static int count_entries(const std::filesystem::path& folder) {
    int count = 0;
    for ([[maybe_unused]] const auto& entry : std::filesystem::directory_iterator(folder)) {
        ++count;
    }
    return count;
}

void FileIoTest::writes_whole_files_and_leaves_nothing_beside() {
    const TempFolder folder;
    write_file_atomically(folder / "a.txt", "first");
    write_file_atomically(folder / "a.txt", "second");
    QCOMPARE(read_file(folder / "a.txt", 100), std::string("second"));
    QCOMPARE(count_entries(folder.path()), 1);
}

void FileIoTest::an_uncommitted_file_disappears() {
    const TempFolder folder;
    {
        const PendingFile pending(folder / "clip.mp4", false);
        std::ofstream(pending.path()) << "half";
        QVERIFY(!std::filesystem::exists(folder / "clip.mp4"));
    }
    QCOMPARE(count_entries(folder.path()), 0);
}

void FileIoTest::does_not_replace_without_leave() {
    const TempFolder folder;
    write_file_atomically(folder / "a.txt", "kept");
    QVERIFY(contains(message_of<FileError>([&] { PendingFile(folder / "a.txt", false); }), "exists already"));

    // Another program may make the file while ours is being written.
    PendingFile late(folder / "b.txt", false);
    write_file_atomically(folder / "b.txt", "theirs");
    QVERIFY(contains(message_of<FileError>([&] { late.commit(); }), "exists already"));
    QCOMPARE(read_file(folder / "b.txt", 100), std::string("theirs"));

    PendingFile replacing(folder / "a.txt", true);
    std::ofstream(replacing.path()) << "new";
    replacing.commit();
    QCOMPARE(read_file(folder / "a.txt", 100), std::string("new"));
}

void FileIoTest::a_full_disk_keeps_the_old_file() {
    // A limit on the size of files makes writing fail half-way, like a full disk.
    const TempFolder folder;
    write_file_atomically(folder / "a.txt", "old");
    rlimit before = {};
    ::getrlimit(RLIMIT_FSIZE, &before);
    const auto handler = std::signal(SIGXFSZ, SIG_IGN);
    const rlimit small = {1000, before.rlim_max};
    ::setrlimit(RLIMIT_FSIZE, &small);
    const auto message =
        message_of<FileError>([&] { write_file_atomically(folder / "a.txt", std::string(5000, 'x')); });
    ::setrlimit(RLIMIT_FSIZE, &before);
    std::signal(SIGXFSZ, handler);
    QVERIFY2(contains(message, "cannot be written: File too large"), message.c_str());
    QCOMPARE(count_entries(folder.path()), 1);
    QCOMPARE(read_file(folder / "a.txt", 100), std::string("old"));
}

void FileIoTest::removes_what_killed_programs_left() {
    const TempFolder folder;
    for (const char* name : {".a.txt.12-3.part", ".b.txt.12-4.part", "film.part", ".hidden.part", ".a.txt.12-.part"}) {
        std::ofstream(folder / name) << "half";
    }
    {
        const PendingFile pending(folder / "c.txt", true);
        QVERIFY(is_pending_name(pending.path()));
        // What is being written here is nobody's leftover.
        remove_leftovers(folder.path(), "c.txt");
        QVERIFY(std::filesystem::exists(pending.path()));
    }
    remove_leftovers(folder.path(), "a.txt");
    QVERIFY(!std::filesystem::exists(folder / ".a.txt.12-3.part"));
    QCOMPARE(count_entries(folder.path()), 4);
    remove_leftovers(folder.path());
    // Downloads of other programs have such names, too.
    QCOMPARE(count_entries(folder.path()), 3);
    QVERIFY(std::filesystem::exists(folder / "film.part"));
}

void FileIoTest::names_what_cannot_be_read() {
    const TempFolder folder;
    QVERIFY(contains(message_of<FileError>([&] { read_file(folder / "none", 10); }), "No such file"));
    QVERIFY(contains(message_of<FileError>([&] { read_file(folder.path(), 10); }), "is not a file"));
    write_file_atomically(folder / "long", "12345678901");
    QVERIFY(contains(message_of<FileError>([&] { read_file(folder / "long", 10); }), "is larger"));
    QVERIFY(contains(message_of<FileError>([&] { PendingFile(folder / "no/such/file", false); }), "is not a folder"));
    QVERIFY(contains(message_of<FileError>([&] { PendingFile(folder.path(), true); }), "is a folder"));
}

void FileIoTest::maps_files() {
    const TempFolder folder;
    write_file_atomically(folder / "a", "mapped");
    const MemoryMap map(folder / "a");
    QCOMPARE(map.bytes().size(), std::size_t{6});
    QCOMPARE(static_cast<char>(map.bytes()[5]), 'd');
    map.release(map.bytes());
    QCOMPARE(static_cast<char>(map.bytes()[0]), 'm');

    write_file_atomically(folder / "empty", "");
    QVERIFY(MemoryMap(folder / "empty").bytes().empty());
    QVERIFY(contains(message_of<FileError>([&] { MemoryMap(folder / "none"); }), "No such file"));
}

KINORA_TEST(FileIoTest)
#include "file_io_test.moc"

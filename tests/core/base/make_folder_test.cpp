#include "core/base/make_folder.h"

#include <fstream>

#include "core/base/error.h"
#include "tests/support/temp_folder.h"
#include "tests/support/test_main.h"
#include "tests/support/throws_message.h"

using namespace kinora;
using namespace kinora::test;

class MakeFolderTest : public QObject {
    Q_OBJECT

 private Q_SLOTS:
    void is_there_afterwards();
    void names_what_cannot_be_made();
};

void MakeFolderTest::is_there_afterwards() {
    const TempFolder folder;
    QVERIFY(make_folder(folder / "a/b") == folder / "a/b");
    QVERIFY(std::filesystem::is_directory(folder / "a/b"));
    make_folder(folder / "a/b");
}

void MakeFolderTest::names_what_cannot_be_made() {
    const TempFolder folder;
    std::ofstream(folder / "file") << "x";
    const std::string message = message_of<FileError>([&] { make_folder(folder / "file/b"); });
    QVERIFY2(contains(message, "file/b") && contains(message, "cannot be made: "), message.c_str());
}

KINORA_TEST(MakeFolderTest)
#include "make_folder_test.moc"

#include "ui/session/free_path.h"

#include <fstream>

#include "tests/support/temp_folder.h"
#include "tests/support/test_main.h"

using namespace kinora;

class FreePathTest : public QObject {
    Q_OBJECT

 private Q_SLOTS:
    void counts_from_two();
};

void FreePathTest::counts_from_two() {
    const test::TempFolder folder;
    for (const char* name : {"ball.png", "ball-2.png", "ball-3.png"}) {
        const auto place = freePath(folder / "ball.png");
        QCOMPARE(place, folder / name);
        std::ofstream(place) << "x";
    }
}

KINORA_TEST(FreePathTest)
#include "free_path_test.moc"

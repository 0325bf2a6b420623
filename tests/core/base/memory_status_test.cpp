#include "core/base/memory_status.h"

#include <fstream>
#include <string>

#include "tests/support/temp_folder.h"
#include "tests/support/test_main.h"

using namespace kinora;

class MemoryStatusTest : public QObject {
    Q_OBJECT

 private Q_SLOTS:
    void what_is_free_data();
    void what_is_free();
    void this_machine_has_some();
};

void MemoryStatusTest::what_is_free_data() {
    QTest::addColumn<QString>("limit");
    QTest::addColumn<qint64>("used");  // cached pages included
    QTest::addColumn<qint64>("inactive");
    QTest::addColumn<qint64>("active");
    QTest::addColumn<qint64>("expected");
    constexpr qint64 gib = qint64{1} << 30;
    constexpr qint64 machine = 64 * gib;
    QTest::newRow("no group") << QString() << qint64{0} << qint64{0} << qint64{0} << machine;
    QTest::newRow("no limit") << QStringLiteral("max") << 30 * gib << qint64{0} << qint64{0} << machine;
    QTest::newRow("programs") << QString::number(32 * gib) << 12 * gib << qint64{0} << qint64{0} << 20 * gib;
    QTest::newRow("a mapped model") << QString::number(32 * gib) << 31 * gib << 5 * gib << 15 * gib << 21 * gib;
    QTest::newRow("a model up to the limit") << QString::number(32 * gib) << 32 * gib << 20 * gib << qint64{0} << 20 * gib;
    QTest::newRow("programs up to the limit") << QString::number(32 * gib) << 32 * gib << qint64{0} << qint64{0} << qint64{1};
    QTest::newRow("above a limit that was lowered") << QString::number(32 * gib) << 40 * gib << gib << gib << qint64{1};
    QTest::newRow("the machine has less") << QString::number(200 * gib) << 12 * gib << qint64{0} << qint64{0} << machine;
    QTest::newRow("more cached than used") << QString::number(32 * gib) << 2 * gib << 3 * gib << gib << 32 * gib;
}

void MemoryStatusTest::what_is_free() {
    QFETCH(QString, limit);
    QFETCH(qint64, used);
    QFETCH(qint64, inactive);
    QFETCH(qint64, active);
    const test::TempFolder folder;
    std::ofstream(folder / "meminfo") << "MemTotal: 134217728 kB\nMemFree: 1024 kB\nMemAvailable: 67108864 kB\n";
    if (!limit.isEmpty()) {
        std::ofstream(folder / "memory.max") << limit.toStdString() << "\n";
        std::ofstream(folder / "memory.current") << used << "\n";
        std::ofstream(folder / "memory.stat") << "anon 1\nfile 2\ninactive_file " << inactive << "\nactive_file " << active << "\n";
    }
    QTEST(static_cast<qint64>(free_memory_bytes({.machine = folder / "meminfo", .group = folder.path()})), "expected");
}

void MemoryStatusTest::this_machine_has_some() {
    QVERIFY(free_memory_bytes() > 1);
}

KINORA_TEST(MemoryStatusTest)
#include "memory_status_test.moc"

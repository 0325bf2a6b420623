#include "ui/session/engine_bridge.h"

#include "tests/core/engine/engine_fixture.h"
#include "tests/support/test_main.h"

#include <QSignalSpy>
#include <QThread>

using namespace kinora;
using namespace kinora::test;

class EngineBridgeTest : public QObject {
    Q_OBJECT

 private Q_SLOTS:
    void news_arrive_on_this_thread_and_in_order();
    void many_changes_are_few_calls();
    void problems_are_told_once();
};

void EngineBridgeTest::news_arrive_on_this_thread_and_in_order() {
    const TempFolder folder;
    Takes takes;
    EngineBridge bridge(engine_options(folder.path(), takes));
    std::uint64_t last = 0;
    bool isInOrder = true;
    connect(&bridge, &EngineBridge::changed, this, [&](const EngineSnapshot& snapshot) {
        isInOrder = isInOrder && snapshot.revision >= last && QThread::currentThread() == thread();
        last = snapshot.revision;
    });
    QSignalSpy ended(&bridge, &EngineBridge::jobEnded);
    const JobId first = bridge.engine().submit(fake_job("one"));
    const JobId second = bridge.engine().submit(fake_job("two fail_at=2"));
    QTRY_COMPARE_WITH_TIMEOUT(ended.count(), 2, 20'000);
    QVERIFY(isInOrder);
    QCOMPARE(ended[0][0].value<Job>().id.value, first.value);
    QCOMPARE(ended[1][0].value<Job>().id.value, second.value);
    QCOMPARE(ended[1][0].value<Job>().error->kind, std::string("checkpoint"));
}

void EngineBridgeTest::many_changes_are_few_calls() {
    const TempFolder folder;
    Takes takes;
    EngineBridge bridge(engine_options(folder.path(), takes));
    QSignalSpy changed(&bridge, &EngineBridge::changed);
    const JobId id = bridge.engine().submit(fake_job("many", 200));
    QVERIFY(wait_for_state(bridge.engine(), id, JobState::done));  // without an event loop
    QCOMPARE(changed.count(), 0);
    QTRY_VERIFY(bridge.snapshot()->find(id) && bridge.snapshot()->find(id)->state == JobState::done);
    QVERIFY2(changed.count() <= 2, qPrintable(QString::number(changed.count())));
}

void EngineBridgeTest::problems_are_told_once() {
    const TempFolder folder;
    Takes takes;
    EngineBridge bridge(engine_options(folder.path(), takes));
    QSignalSpy problems(&bridge, &EngineBridge::problemOccurred);
    bridge.engine().pause({77});
    QTRY_COMPARE(problems.count(), 1);
    bridge.engine().submit(fake_job("one"));
    QTest::qWait(100);
    QCOMPARE(problems.count(), 1);
    bridge.engine().pause({77});  // the same again is told again
    QTRY_COMPARE(problems.count(), 2);
}

KINORA_TEST(EngineBridgeTest)
#include "engine_bridge_test.moc"

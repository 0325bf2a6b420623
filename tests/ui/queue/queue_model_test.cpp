#include "ui/queue/queue_model.h"

#include <QSignalSpy>

#include <fstream>

#include "tests/core/engine/engine_fixture.h"
#include "tests/support/test_main.h"
#include "ui/language/language.h"
#include "ui/session/engine_bridge.h"
#include "ui/session/job_context.h"
#include "ui/session/take_file.h"

using namespace kinora;
using namespace kinora::test;

class QueueModelTest : public QObject {
    Q_OBJECT

 private Q_SLOTS:
    void jobs_of_an_earlier_run_show_their_takes();
    void a_running_job_tells_its_notices();
};

static EngineOptions withTakeFiles(const TempFolder& folder, Takes& takes) {
    EngineOptions options = engine_options(folder / "queue", takes);
    options.make_output = [](const Job& job) { return std::make_unique<TakeFile>(job); };
    return options;
}

void QueueModelTest::jobs_of_an_earlier_run_show_their_takes() {
    const TempFolder folder;
    std::ofstream(folder / "film.kinora") << "a project";
    Takes takes;
    JobId id;
    {
        EngineBridge bridge(withTakeFiles(folder, takes));
        JobSpec spec = fake_job("a ball");
        spec.context = toText(JobContext{.project = folder / "film.kinora"});
        id = bridge.engine().submit(spec);
        QTRY_VERIFY_WITH_TIMEOUT(bridge.snapshot()->find(id) && bridge.snapshot()->find(id)->state == JobState::done, 20'000);
    }
    EngineBridge bridge(withTakeFiles(folder, takes));
    QTRY_VERIFY_WITH_TIMEOUT(bridge.snapshot()->find(id), 10'000);
    QueueModel model(bridge);
    QSignalSpy changed(&model, &QueueModel::dataChanged);
    const auto thumbnail = [&] { return model.index(model.rowOf(id)).data(QueueModel::thumbnailRole).value<QPixmap>(); };
    QVERIFY(thumbnail().isNull());  // asked for, and nobody waits for it
    QTRY_VERIFY_WITH_TIMEOUT(changed.count() > 0, 20'000);
    QVERIFY(!thumbnail().isNull());
}

void QueueModelTest::a_running_job_tells_its_notices() {
    Language language;
    language.set(QStringLiteral("zh_CN"));
    const TempFolder folder;
    Takes takes;
    EngineBridge bridge(engine_options(folder / "queue", takes));
    const JobId id = bridge.engine().submit(fake_job("notice delay=20", 500));
    const JobId waiting = bridge.engine().submit(fake_job("notice of another"));
    const QueueModel model(bridge);
    const auto toolTip = [&](JobId job) { return model.index(model.rowOf(job)).data(Qt::ToolTipRole).toString(); };
    QTRY_COMPARE_WITH_TIMEOUT(toolTip(id), QStringLiteral("notice delay=20\n提示词“a notice”有 300 个词元；模型只读取前 127 个"), 20'000);
    QCOMPARE(toolTip(waiting), QStringLiteral("notice of another"));
}

KINORA_TEST(QueueModelTest)
#include "queue_model_test.moc"

#include "ui/session/plot_feed.h"

#include "tests/support/test_main.h"
#include "tests/ui/studio_jobs.h"
#include "ui/plots/latent_plot.h"
#include "ui/plots/memory_plot.h"
#include "ui/plots/plots_panel.h"
#include "ui/plots/sigma_plot.h"
#include "ui/plots/step_time_plot.h"
#include "ui/session/watched_job.h"

using namespace kinora;
using namespace kinora::test;

class PlotFeedTest : public QObject {
    Q_OBJECT

 private Q_SLOTS:
    void steps_reach_every_plot();
    void memory_is_that_of_the_worker();
    void plots_fill_the_panel_in_every_shape();
};

void PlotFeedTest::steps_reach_every_plot() {
    const TempFolder folder;
    Studio studio(folder.path());
    studio.open(folder / "film.kinora");
    WatchedJob watched(studio.bridge);
    PlotsPanel plots;
    const PlotFeed feed(plots, watched, {});
    const QString empty = plots.latents().caption();
    make_takes(studio, "a ball", 1);
    QVERIFY(plots.sigma().caption().startsWith(QStringLiteral("Step 6 of 6")));
    QVERIFY(plots.latents().caption() != empty);
    QVERIFY(!plots.stepTime().caption().isEmpty());
}

void PlotFeedTest::memory_is_that_of_the_worker() {
    const TempFolder folder;
    Studio studio(folder.path());
    WatchedJob watched(studio.bridge);
    PlotsPanel plots;
    pid_t worker = 0;
    PlotFeed feed(plots, watched, [&] { return worker; });
    feed.sampleMemory();
    QCOMPARE(plots.memory().caption(), QStringLiteral("No worker is running"));
    worker = ::getpid();
    feed.sampleMemory();
    QVERIFY(plots.memory().caption().startsWith(QStringLiteral("Worker 0.")));
    QVERIFY(!plots.memory().caption().contains(QStringLiteral("0.00")));
    worker = 0;
    feed.sampleMemory();
    QCOMPARE(plots.memory().caption(), QStringLiteral("No worker is running"));
}

void PlotFeedTest::plots_fill_the_panel_in_every_shape() {
    PlotsPanel plots;
    plots.show();
    const auto columns = [&](int width, int height) {
        plots.resize(width, height);
        QTest::qWait(20);
        std::set<int> lefts;
        for (const QWidget* plot : std::initializer_list<QWidget*>{&plots.sigma(), &plots.stepTime(), &plots.latents(), &plots.memory()}) {
            lefts.insert(plot->x());
        }
        return lefts.size();
    };
    QCOMPARE(columns(1000, 220), std::size_t{4});
    QCOMPARE(columns(600, 500), std::size_t{2});
    QCOMPARE(columns(300, 800), std::size_t{1});
    QCOMPARE(columns(1000, 220), std::size_t{4});
}

KINORA_TEST(PlotFeedTest)
#include "plot_feed_test.moc"

#include <QLabel>

#include "tests/support/test_main.h"
#include "tests/ui/screenshot.h"
#include "ui/plots/latent_plot.h"
#include "ui/plots/memory_plot.h"
#include "ui/plots/qcustomplot_header.h"
#include "ui/plots/sigma_plot.h"
#include "ui/plots/step_time_plot.h"

using namespace kinora;
using namespace kinora::test;

class PlotsTest : public QObject {
    Q_OBJECT

 private Q_SLOTS:
    void cleanup();
    void sigma_marks_the_current_step();
    void sigma_shows_the_schedule_ahead();
    void step_times_say_what_is_left();
    void latents_are_curves_with_names();
    void memory_keeps_ten_minutes();
    void axes_have_units();
    void colours_follow_the_palette();
    void a_narrow_plot_has_its_legend_below_each_other();
    void durations();
    void looks();
};

static QCustomPlot* canvas_of(Plot& plot) {
    return plot.findChild<QCustomPlot*>();
}

static std::vector<StepRecord> some_steps(int count) {
    std::vector<StepRecord> steps;
    for (int i = 1; i <= count; ++i) {
        StepRecord record;
        record.step = i;
        record.sigma = 1.0 - 0.05 * (i - 1);
        record.seconds = 1.0 + 0.05 * (i % 4);
        record.latents = {0.02 * i - 0.1, 1.0 - 0.03 * i, 0.4 / i};
        steps.push_back(record);
    }
    return steps;
}

void PlotsTest::cleanup() {
    QApplication::setPalette(QPalette());
}

void PlotsTest::sigma_marks_the_current_step() {
    SigmaPlot plot;
    QVERIFY(plot.caption().contains(QStringLiteral("No schedule")));
    plot.setSteps(some_steps(5), 20, {});
    QCOMPARE(plot.caption(), QStringLiteral("Step 5 of 20, σ 0.800"));
    QCOMPARE(canvas_of(plot)->graph(1)->dataCount(), 5);
    QCOMPARE(canvas_of(plot)->graph(2)->data()->at(0)->key, 4.0);
    QCOMPARE(canvas_of(plot)->xAxis->range().upper, 20.0);
    plot.setSteps(some_steps(20), 20, {});
    QCOMPARE(plot.caption(), QStringLiteral("Step 20 of 20, σ 0.000"));
    QCOMPARE(canvas_of(plot)->graph(2)->data()->at(0)->key, 20.0);
}

void PlotsTest::sigma_shows_the_schedule_ahead() {
    SigmaPlot plot;
    plot.setSteps({}, 0, {1.4, 0.7, 0.2, 0.0});
    QCOMPARE(plot.caption(), QStringLiteral("Step 0 of 3, σ 1.400"));
    QCOMPARE(canvas_of(plot)->graph(0)->dataCount(), 4);
    QCOMPARE(canvas_of(plot)->graph(0)->data()->at(2)->value, 0.2);
    QCOMPARE(canvas_of(plot)->graph(1)->dataCount(), 0);
    QVERIFY(canvas_of(plot)->yAxis->range().upper > 1.4);
    plot.setSteps(some_steps(1), 3, {1.4, 0.7, 0.2, 0.0});
    QCOMPARE(canvas_of(plot)->graph(0)->dataCount(), 4);
    QCOMPARE(canvas_of(plot)->graph(1)->dataCount(), 1);
}

void PlotsTest::step_times_say_what_is_left() {
    StepTimePlot plot;
    QVERIFY(plot.caption().contains(QStringLiteral("No step")));
    plot.setSteps(some_steps(4), 30, 28.0);
    QCOMPARE(plot.caption(), QStringLiteral("1.1 s per step, about 28 s left"));
    QCOMPARE(canvas_of(plot)->xAxis->range().upper, 30.5);
    plot.setSteps(some_steps(4), 30, std::nullopt);
    QVERIFY(!plot.caption().contains(QStringLiteral("left")));
}

void PlotsTest::latents_are_curves_with_names() {
    LatentPlot plot;
    plot.setSteps(some_steps(8), 30);
    QCustomPlot* canvas = canvas_of(plot);
    QCOMPARE(canvas->graphCount(), 3);
    QCOMPARE(canvas->graph(1)->name(), QStringLiteral("Deviation"));
    QCOMPARE(canvas->graph(1)->data()->at(7)->value, 1.0 - 0.03 * 8);
    QCOMPARE(canvas->graph(2)->dataCount(), 8);
    QVERIFY(canvas->yAxis->range().contains(1.0));
    QVERIFY(plot.accessibleDescription().contains(QStringLiteral("Deviation 0.760")));
}

void PlotsTest::memory_keeps_ten_minutes() {
    MemoryPlot plot;
    for (int second = 0; second < 1000; ++second) {
        plot.addSample({static_cast<double>(second), std::int64_t{3} << 30, std::nullopt});
    }
    QCustomPlot* canvas = canvas_of(plot);
    QCOMPARE(canvas->graph(0)->dataCount(), 601);
    QVERIFY(!canvas->graph(1)->visible());
    QCOMPARE(plot.caption(), QStringLiteral("Worker 3.00 GiB"));
    plot.addSample({1000.0, std::int64_t{1} << 30, std::int64_t{5} << 29});
    QCOMPARE(plot.caption(), QStringLiteral("Worker 1.00 GiB, device 2.50 GiB"));
    QVERIFY(canvas->graph(1)->visible());
    plot.setLimits(std::int64_t{8} << 30, 0);
    QCOMPARE(canvas->graph(2)->data()->at(0)->value, 8.0);
    QVERIFY(canvas->yAxis->range().contains(8.0));
    plot.clear();
    QVERIFY(plot.caption().contains(QStringLiteral("No worker")));
}

void PlotsTest::axes_have_units() {
    SigmaPlot sigma;
    StepTimePlot times;
    LatentPlot latents;
    MemoryPlot memory;
    for (Plot* plot : std::initializer_list<Plot*>{&sigma, &times, &latents, &memory}) {
        QVERIFY(!canvas_of(*plot)->xAxis->label().isEmpty());
        QVERIFY(!canvas_of(*plot)->yAxis->label().isEmpty());
        QVERIFY(!plot->accessibleName().isEmpty());
    }
    QCOMPARE(canvas_of(memory)->yAxis->label(), QStringLiteral("GiB"));
}

void PlotsTest::colours_follow_the_palette() {
    LatentPlot plot;
    plot.setSteps(some_steps(8), 30);
    plot.show();
    QVERIFY(QTest::qWaitForWindowExposed(&plot));
    for (const QPalette& palette : {dark_palette(), light_palette()}) {
        QApplication::setPalette(palette);
        QTRY_COMPARE(canvas_of(plot)->axisRect()->backgroundBrush().color(), palette.color(QPalette::Base));
        const double base = palette.color(QPalette::Base).lightnessF();
        for (int i = 0; i < 3; ++i) {
            const double line = canvas_of(plot)->graph(i)->pen().color().lightnessF();
            QVERIFY(std::abs(line - base) > 0.3);
        }
    }
}

void PlotsTest::a_narrow_plot_has_its_legend_below_each_other() {
    QWidget room;  // its plot may be smaller than it would like to be
    room.resize(700, 400);
    LatentPlot plot(&room);
    plot.setSteps(some_steps(8), 30);
    plot.resize(640, 300);
    room.show();
    QVERIFY(QTest::qWaitForWindowExposed(&room));
    QCustomPlot* canvas = canvas_of(plot);
    const auto isWhole = [&] {
        for (const QCPLayoutElement* item : canvas->legend->elements(false)) {
            if (item != nullptr && item->outerRect().width() < item->minimumOuterSizeHint().width()) {
                return false;
            }
        }
        return true;
    };
    QTRY_VERIFY(isWhole());
    QCOMPARE(canvas->legend->columnCount(), 3);
    plot.resize(200, 150);
    QTRY_VERIFY(canvas->legend->columnCount() < 3);
    QTRY_VERIFY(isWhole());
    // The title of the axis is longer than the axis now; numbers below it do not run into each other.
    QTRY_COMPARE(canvas->yAxis->labelColor().alpha(), 0);
    QVERIFY(canvas->xAxis->ticker()->tickCount() < 5);
    plot.resize(640, 300);
    QTRY_COMPARE(canvas->legend->columnCount(), 3);
    QTRY_VERIFY(isWhole());
    QVERIFY(canvas->yAxis->labelColor().alpha() > 0);
}

void PlotsTest::durations() {
    QCOMPARE(durationText(0.0421), QStringLiteral("0.042 s"));
    QCOMPARE(durationText(3.44), QStringLiteral("3.4 s"));
    QCOMPARE(durationText(59.2), QStringLiteral("59 s"));
    QCOMPARE(durationText(200.0), QStringLiteral("3 min 20 s"));
    QCOMPARE(durationText(3900.0), QStringLiteral("1 h 5 min"));
}

void PlotsTest::looks() {
    SigmaPlot sigma;
    std::vector<double> schedule;
    for (const StepRecord& step : some_steps(20)) {
        schedule.push_back(step.sigma);
    }
    schedule.push_back(0.0);
    sigma.setSteps(some_steps(11), 20, schedule);
    StepTimePlot times;
    times.setSteps(some_steps(11), 20, 20.4);
    LatentPlot latents;
    latents.setSteps(some_steps(11), 20);
    MemoryPlot memory;
    memory.setLimits(std::int64_t{12} << 30, 0);
    for (int i = 0; i < 120; ++i) {
        memory.addSample({static_cast<double>(i), (std::int64_t{2} << 30) + std::min(i, 40) * (std::int64_t{1} << 27),
                          (std::int64_t{1} << 30) + (i % 17) * (std::int64_t{1} << 24)});
    }
    QVERIFY(!memory.caption().isEmpty());
    save_screenshots(sigma, QStringLiteral("plot_sigma"));
    save_screenshots(times, QStringLiteral("plot_times"));
    save_screenshots(latents, QStringLiteral("plot_latents"));
    save_screenshots(memory, QStringLiteral("plot_memory"));
}

KINORA_TEST(PlotsTest)
#include "plots_test.moc"

// The interpolations in the queue, with the mouse.
#include "ui/interpolate/interpolation_rows.h"

#include <QLabel>
#include <QProgressBar>
#include <QToolButton>

#include "tests/support/test_main.h"
#include "tests/ui/session/interpolation_fixture.h"
#include "ui/language/language.h"

using namespace kinora;
using namespace kinora::test;

class InterpolationRowsTest : public QObject, private InterpolationFixture {
    Q_OBJECT

 private Q_SLOTS:
    void init() { begin(); }
    void cleanup() {
        rows_.reset();
        end();
    }
    void shows_what_runs();
    void is_paused_gone_on_with_and_given_up();
    void a_failure_says_why();
    void speaks_another_language_at_once();

 private:
    void show() {
        rows_ = std::make_unique<InterpolationRows>(*work_);
        QVERIFY(!rows_->isVisible());
    }
    QToolButton* button(const char* name) const {
        for (auto* each : rows_->findChildren<QToolButton*>()) {
            if (each->accessibleName() == QLatin1String(name) && each->isVisible()) {
                return each;
            }
        }
        return nullptr;
    }
    void click(const char* name) {
        QTRY_VERIFY_WITH_TIMEOUT(button(name) != nullptr, 20'000);
        QTest::mouseClick(button(name), Qt::LeftButton);
    }
    bool says(const QString& text) const {
        for (auto* label : rows_->findChildren<QLabel*>()) {
            if (label->isVisible() && label->text().contains(text)) {
                return true;
            }
        }
        return false;
    }

    std::unique_ptr<InterpolationRows> rows_;
};

void InterpolationRowsTest::shows_what_runs() {
    openFilm(240);
    show();
    work_->start(clip(), wish(24 * 16));
    QVERIFY(rows_->isVisible());
    QVERIFY(says(QStringLiteral("film \u00b7 384 fps")));
    QTRY_VERIFY_WITH_TIMEOUT(says(QStringLiteral("of 3840, ")) && says(QStringLiteral("left")), 20'000);
    const auto* bar = rows_->findChild<QProgressBar*>();
    QVERIFY(bar->isVisible());
    QCOMPARE(bar->maximum(), 3840);
    QVERIFY(bar->value() > 0);
}

void InterpolationRowsTest::is_paused_gone_on_with_and_given_up() {
    openFilm(240);
    show();
    work_->start(clip(), wish(24 * 16));
    QTRY_VERIFY_WITH_TIMEOUT(says(QStringLiteral("left")), 20'000);
    click("Pause interpolating");
    QCOMPARE(only().state, InterpolationState::paused);
    QVERIFY(says(QStringLiteral("Paused at frame")));
    QVERIFY(button("Pause interpolating") == nullptr);
    click("Go on interpolating");
    QTRY_COMPARE_WITH_TIMEOUT(only().state, InterpolationState::running, 20'000);
    click("Give up interpolating");
    QVERIFY(work_->entries().empty());
    QVERIFY(!rows_->isVisible());
}

void InterpolationRowsTest::a_failure_says_why() {
    openFilm(6);
    show();
    std::filesystem::remove(document_->mediaFolder() / "imported/film.mkv");
    work_->start(clip(), wish(48));
    QTRY_VERIFY_WITH_TIMEOUT(says(QStringLiteral("film.mkv")), 20'000);
    QVERIFY(button("Go on interpolating") != nullptr);
}

void InterpolationRowsTest::speaks_another_language_at_once() {
    Language language;
    language.set(QStringLiteral("en"));
    openFilm(240);
    show();
    work_->start(clip(), wish(24 * 16));
    QTRY_VERIFY_WITH_TIMEOUT(says(QStringLiteral("left")), 20'000);
    QVERIFY(button("Pause interpolating") != nullptr);
    language.set(QStringLiteral("zh_CN"));
    QTRY_VERIFY(button("Pause interpolating") == nullptr);
    for (const auto* each : rows_->findChildren<QToolButton*>()) {
        QVERIFY2(each->accessibleName().at(0).unicode() > 0x2e7f, qPrintable(each->accessibleName()));
        QCOMPARE(each->toolTip(), each->accessibleName());
    }
    QVERIFY(rows_->accessibleName() != QStringLiteral("Interpolations"));
    QVERIFY(rows_->findChild<QProgressBar*>()->accessibleName() != QStringLiteral("Progress"));
    QTRY_VERIFY(!says(QStringLiteral("left")));
    language.set(QStringLiteral("en"));
    QTRY_VERIFY(button("Pause interpolating") != nullptr);
}

KINORA_TEST(InterpolationRowsTest)
#include "interpolation_rows_test.moc"

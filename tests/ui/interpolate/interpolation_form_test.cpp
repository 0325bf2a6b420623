// The engines that the dialog offers, and RIFE's weights.
#include "ui/interpolate/interpolation_form.h"

#include <QComboBox>
#include <QFileDialog>
#include <QLabel>
#include <QLocale>
#include <QRadioButton>
#include <QSignalSpy>
#include <QSpinBox>
#include <QStandardItemModel>

#include <cmath>

#include "core/media/video_reader.h"
#include "tests/support/test_main.h"
#include "tests/ui/interpolate/interpolation_room.h"
#include "tests/ui/studio_fixture.h"

using namespace kinora;
using namespace kinora::test;

namespace {

void chooseWeights(InterpolateDialog* dialog, const QString& folder) {
    QTest::mouseClick(buttonOf(dialog, "RIFE's Weights…"), Qt::LeftButton);
    auto* chooser = dialog->findChild<QFileDialog*>();
    QVERIFY(chooser != nullptr);
    Q_EMIT chooser->fileSelected(folder);
    chooser->close();
}

}  // namespace

class InterpolationFormTest : public QObject {
    Q_OBJECT

 private Q_SLOTS:
    void says_why_an_engine_is_not_there();
    void rife_works_where_its_weights_are();
    void says_what_is_wrong_with_weights();
    void other_weights_make_another_preview();
    void makes_no_rate_beyond_a_thousand();
};

void InterpolationFormTest::says_why_an_engine_is_not_there() {
    InterpolationRoom room;
    InterpolateDialog* dialog = room.ask();
    auto* engines = control<QComboBox>(dialog, "Engine");
    QCOMPARE(engines->currentData().toString(), QStringLiteral("flow"));
    const int rife = engines->findData(QStringLiteral("rife"));
    QVERIFY(rife > 0);
    QVERIFY(!qobject_cast<QStandardItemModel*>(engines->model())->item(rife)->isEnabled());
    engines->setFocus();
    QTest::keyClick(engines, Qt::Key_Down);
    QCOMPARE(engines->currentData().toString(), QStringLiteral("flow"));
    QVERIFY(engines->itemData(rife, Qt::ToolTipRole).toString().contains(QStringLiteral("needs weights")));
}

void InterpolationFormTest::rife_works_where_its_weights_are() {
    InterpolationRoom room;
    InterpolateDialog* dialog = room.ask();
    chooseWeights(dialog, room.weights());
    auto* engines = control<QComboBox>(dialog, "Engine");
    QCOMPARE(engines->currentData().toString(), QStringLiteral("rife"));  // the better one
    QVERIFY(dialog->findChild<QLabel*>(QStringLiteral("engineNote"))->isHidden());
    QTRY_VERIFY_WITH_TIMEOUT(!viewOf(dialog)->between().isNull(), 20'000);
    QSignalSpy closed(dialog, &QDialog::accepted);
    QTest::mouseClick(buttonOf(dialog, "Interpolate"), Qt::LeftButton);
    QVERIFY(closed.wait(30'000));
    const auto facts = media_facts(room.project(), room.clip().shown()->media);
    VideoReader made(room.document.mediaFolder() / facts->file);
    const auto frame = [&](std::int64_t number) { return made.frame(number, {}).image; };
    // A plain mix, as the fake makes it; along the motion it would be far from that.
    const std::vector<Image> three = {frame(0), frame(1), frame(2)};
    double difference = 0.0;
    for (std::size_t i = 0; i < three[1].rgb().size(); ++i) {
        difference += std::abs(three[1].rgb()[i] - 0.5 * three[0].rgb()[i] - 0.5 * three[2].rgb()[i]);
    }
    difference /= static_cast<double>(three[1].rgb().size());
    QVERIFY2(difference < 2.0, qPrintable(QString::number(difference)));
    // The next dialog knows them.
    dialog = room.ask();
    QCOMPARE(control<QComboBox>(dialog, "Engine")->currentData().toString(), QStringLiteral("rife"));
}

void InterpolationFormTest::says_what_is_wrong_with_weights() {
    InterpolationRoom room;
    InterpolateDialog* dialog = room.ask();
    auto* engines = control<QComboBox>(dialog, "Engine");
    auto* note = dialog->findChild<QLabel*>(QStringLiteral("engineNote"));
    chooseWeights(dialog, QString::fromStdString(room.folder.path().string()));
    QVERIFY2(note->isVisible() && note->text().contains(QStringLiteral("holds no weights of RIFE")), qPrintable(note->text()));
    QCOMPARE(engines->currentData().toString(), QStringLiteral("flow"));
    // Weights that cannot be read are told where the picture would be.
    chooseWeights(dialog, room.weights("missing"));
    QTRY_VERIFY_WITH_TIMEOUT(viewOf(dialog)->accessibleDescription().contains(QStringLiteral("block0.conv0.weight")), 20'000);
    std::filesystem::remove_all(room.folder / "missing");
    dialog = room.ask();
    engines = control<QComboBox>(dialog, "Engine");
    QCOMPARE(engines->currentData().toString(), QStringLiteral("flow"));
    QVERIFY(dialog->findChild<QLabel*>(QStringLiteral("engineNote"))->text().contains(QStringLiteral("no longer")));
}

void InterpolationFormTest::other_weights_make_another_preview() {
    InterpolationRoom room;
    InterpolateDialog* dialog = room.ask();
    chooseWeights(dialog, room.weights());
    QTRY_VERIFY_WITH_TIMEOUT(!viewOf(dialog)->between().isNull(), 20'000);
    QVERIFY(!viewOf(dialog)->accessibleDescription().contains(QStringLiteral("block0.conv0.weight")));
    chooseWeights(dialog, room.weights("missing"));
    QTRY_VERIFY_WITH_TIMEOUT(viewOf(dialog)->accessibleDescription().contains(QStringLiteral("block0.conv0.weight")), 20'000);
}

void InterpolationFormTest::makes_no_rate_beyond_a_thousand() {
    InterpolationRoom room;
    InterpolationForm form(room.engines);
    form.show();
    auto* factor = form.findChild<QSpinBox*>();
    const auto enter = [&](const char* number) {
        factor->setFocus();
        factor->selectAll();
        QTest::keyClicks(factor, QString::fromLatin1(number));
        QTest::keyClick(factor, Qt::Key_Return);
    };
    enter("9");
    QVERIFY2(form.whyNot({120, 1}).contains(QLocale().toString(1000)), qPrintable(form.whyNot({120, 1})));
    enter("8");
    QCOMPARE(form.whyNot({120, 1}), QString());
    // Slow motion shows what it makes at the clip's own rate.
    enter("9");
    for (QRadioButton* button : form.findChildren<QRadioButton*>()) {
        if (button->text().startsWith(QStringLiteral("Slow motion"))) {
            QTest::mouseClick(button, Qt::LeftButton, {}, QPoint(8, button->height() / 2));
        }
    }
    QVERIFY(form.isSlowMotion());
    QCOMPARE(form.whyNot({120, 1}), QString());
}

KINORA_TEST(InterpolationFormTest)
#include "interpolation_form_test.moc"

#include "ui/main_window/main_window.h"

#include <QLabel>

#include "tests/support/test_main.h"

class MainWindowTest : public QObject {
    Q_OBJECT

 private Q_SLOTS:
    void opens_and_shows_how_to_begin();
};

void MainWindowTest::opens_and_shows_how_to_begin() {
    kinora::MainWindow window;
    window.show();
    QVERIFY(QTest::qWaitForWindowExposed(&window));
    bool has_command = false;
    for (const QLabel* label : window.findChildren<QLabel*>()) {
        has_command = has_command || (label->text().contains(QStringLiteral("render")) && label->isVisible());
    }
    QVERIFY(has_command);
}

KINORA_TEST(MainWindowTest)
#include "main_window_test.moc"

#include "ui/widgets/work_row.h"

#include <QLabel>
#include <QProgressBar>
#include <QSignalSpy>
#include <QToolButton>

#include <array>
#include <memory>

#include "tests/support/test_main.h"
#include "ui/theme/theme.h"

using namespace kinora;

class WorkRowTest : public QObject {
    Q_OBJECT

 private Q_SLOTS:
    void init();
    void shows_what_it_is_told();
    void work_under_way_has_a_bar();
    void a_failure_stands_out();
    void only_what_can_be_done_is_offered();
    void a_click_says_what_is_wanted();
    void without_a_folder_there_is_no_file_to_look_at();

 private:
    static std::unique_ptr<WorkRow> row(bool hasFolder) {
        const auto folder = hasFolder ? std::optional(WorkRow::Button{"folder", QStringLiteral("Open Folder")}) : std::nullopt;
        auto made = std::make_unique<WorkRow>(WorkRow::Button{"stop", QStringLiteral("Stop")}, WorkRow::Button{"retry", QStringLiteral("Go On")},
                                              WorkRow::Button{"remove", QStringLiteral("Remove")}, folder);
        made->resize(400, 80);
        made->QWidget::show();
        return made;
    }
    static WorkRowContent everything() {
        return {.name = QStringLiteral("film.mp4"), .toolTip = QStringLiteral("/films/film.mp4"), .state = QStringLiteral("Frame 3 of 48"),
                .framesDone = 3, .numFrames = 48, .isUnderWay = true, .canStop = true, .canGoOn = true, .hasFile = true, .canBeRemoved = true};
    }
    QToolButton* button(const char* name) const {
        for (auto* found : row_->findChildren<QToolButton*>()) {
            if (found->accessibleName() == QLatin1String(name)) {
                return found;
            }
        }
        return nullptr;
    }
    QLabel* label(const QString& text) const {
        for (auto* found : row_->findChildren<QLabel*>()) {
            if (found->text() == text) {
                return found;
            }
        }
        return nullptr;
    }
    QStringList offered() const {
        QStringList names;
        for (const auto* found : row_->findChildren<QToolButton*>()) {
            if (found->isVisible()) {
                names.append(found->accessibleName());
            }
        }
        return names;
    }

    std::unique_ptr<WorkRow> row_;
};

void WorkRowTest::init() {
    row_ = row(true);
}

void WorkRowTest::shows_what_it_is_told() {
    WorkRowContent content = everything();
    content.name = QStringLiteral("<b>film</b>");  // a name is no markup
    row_->show(content);
    QLabel* name = label(content.name);
    QVERIFY(name != nullptr && name->textFormat() == Qt::PlainText);
    QCOMPARE(name->toolTip(), content.toolTip);
    QVERIFY(label(content.state) != nullptr);
}

void WorkRowTest::work_under_way_has_a_bar() {
    const auto* bar = row_->findChild<QProgressBar*>();
    WorkRowContent content = everything();
    row_->show(content);
    QVERIFY(bar->isVisible() && !bar->accessibleName().isEmpty());
    QVERIFY(bar->minimum() == 0 && bar->value() == 3 && bar->maximum() == 48);
    content.framesDone = content.numFrames = 0;  // it has not begun: no bar that is busy for ever
    row_->show(content);
    QVERIFY(bar->value() == 0 && bar->maximum() > 0);
    content.isUnderWay = false;
    row_->show(content);
    QVERIFY(!bar->isVisible());
}

void WorkRowTest::a_failure_stands_out() {
    const auto colour = [&](bool isFailed) {
        WorkRowContent content = everything();
        content.isFailed = isFailed;
        row_->show(content);
        return label(content.state)->palette().color(QPalette::WindowText);
    };
    QCOMPARE(colour(true), theme::danger(row_->palette()));
    QCOMPARE(colour(false), theme::mutedText(row_->palette()));
    QVERIFY(colour(true) != colour(false));
}

void WorkRowTest::only_what_can_be_done_is_offered() {
    row_->show(everything());
    QCOMPARE(offered(), (QStringList{QStringLiteral("Stop"), QStringLiteral("Go On"), QStringLiteral("Open Folder"), QStringLiteral("Remove")}));
    const auto without = [&](bool WorkRowContent::* what) {
        WorkRowContent content = everything();
        content.*what = false;
        row_->show(content);
        return offered();
    };
    QVERIFY(!without(&WorkRowContent::canStop).contains(QStringLiteral("Stop")));
    QVERIFY(!without(&WorkRowContent::canGoOn).contains(QStringLiteral("Go On")));
    QVERIFY(!without(&WorkRowContent::hasFile).contains(QStringLiteral("Open Folder")));
    QCOMPARE(without(&WorkRowContent::canBeRemoved), (QStringList{QStringLiteral("Stop"), QStringLiteral("Go On"), QStringLiteral("Open Folder")}));
}

void WorkRowTest::a_click_says_what_is_wanted() {
    row_->show(everything());
    QSignalSpy stop(row_.get(), &WorkRow::stopWanted);
    QSignalSpy goOn(row_.get(), &WorkRow::resumeWanted);
    QSignalSpy folder(row_.get(), &WorkRow::folderWanted);
    QSignalSpy remove(row_.get(), &WorkRow::removeWanted);
    const std::array spies = {&stop, &goOn, &folder, &remove};
    const std::array names = {"Stop", "Go On", "Open Folder", "Remove"};
    for (std::size_t clicked = 0; clicked < names.size(); ++clicked) {
        QCOMPARE(button(names[clicked])->toolTip(), QString::fromLatin1(names[clicked]));
        QTest::mouseClick(button(names[clicked]), Qt::LeftButton);
        for (std::size_t i = 0; i < spies.size(); ++i) {
            QCOMPARE(spies[i]->size(), i <= clicked ? 1 : 0);
        }
    }
}

void WorkRowTest::without_a_folder_there_is_no_file_to_look_at() {
    row_ = row(false);
    row_->show(everything());
    QCOMPARE(offered(), (QStringList{QStringLiteral("Stop"), QStringLiteral("Go On"), QStringLiteral("Remove")}));
}

KINORA_TEST(WorkRowTest)
#include "work_row_test.moc"

// Styles as files that are exchanged.
#include "ui/generate/style_editor.h"

#include <QFileDialog>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QTimer>

#include <algorithm>
#include <filesystem>
#include <memory>

#include "tests/support/temp_folder.h"
#include "tests/support/test_main.h"
#include "tests/ui/studio_fixture.h"
#include "ui/session/style_presets.h"

using namespace kinora;
using namespace kinora::test;

class StyleEditorTest : public QObject {
    Q_OBJECT

 private Q_SLOTS:
    void init();
    void cleanup();
    void styles_are_exported_and_imported();
    void a_file_that_cannot_be_written_is_told();
    void a_file_without_styles_is_told();
    void names_are_said_in_the_language_and_kept_as_they_are();
    void what_is_typed_is_kept();
    void the_chosen_style_is_removed();

 private:
    void openEditor(StylePresets& presets) {
        editor_ = std::make_unique<StyleEditor>(presets);
        editor_->show();
        QVERIFY(QTest::qWaitForWindowExposed(editor_.get()));
        QApplication::setActiveWindow(editor_.get());
    }
    // Presses a button that asks for a file, and answers.
    void press(const char* text, const std::filesystem::path& file) {
        QTimer answer;
        connect(&answer, &QTimer::timeout, this, [&] {
            if (auto* dialog = qobject_cast<QFileDialog*>(QApplication::activeModalWidget())) {
                answer.stop();
                auto* name = dialog->findChild<QLineEdit*>(QStringLiteral("fileNameEdit"));
                name->setText(QString::fromStdString(file.string()));
                QTest::keyClick(name, Qt::Key_Return);
            }
        });
        answer.start(50);
        for (QPushButton* button : editor_->findChildren<QPushButton*>()) {
            if (button->text() == QString::fromUtf8(text)) {
                QTest::mouseClick(button, Qt::LeftButton);
            }
        }
        QVERIFY(!answer.isActive());
    }
    bool says(const char* words) const {
        return std::ranges::any_of(editor_->findChildren<QLabel*>(), [&](const QLabel* label) {
            return label->isVisible() && label->text().contains(QString::fromLatin1(words));
        });
    }

    std::unique_ptr<TempFolder> folder_;
    std::unique_ptr<StyleEditor> editor_;
    Language language_;
};

void StyleEditorTest::init() {
    language_.set(QStringLiteral("en"));
    folder_ = std::make_unique<TempFolder>();
}

void StyleEditorTest::cleanup() {
    editor_.reset();
    folder_.reset();
    language_.set(QStringLiteral("en"));
}

void StyleEditorTest::styles_are_exported_and_imported() {
    const std::filesystem::path file = *folder_ / "shared.json";
    {
        StylePresets mine(*folder_ / "mine.json");
        mine.put({"Neon", "{prompt}, neon light", "daylight"});
        openEditor(mine);
        press("Export\u2026", file);
        QTRY_VERIFY(std::filesystem::exists(file));
        editor_.reset();
    }
    StylePresets theirs(*folder_ / "theirs.json");
    QVERIFY(theirs.find("Neon") == nullptr);
    openEditor(theirs);
    press("Import\u2026", file);
    QTRY_VERIFY(theirs.find("Neon") != nullptr);
    QCOMPARE(theirs.find("Neon")->prompt, std::string("{prompt}, neon light"));
    auto* list = control<QListWidget>(editor_.get(), "Styles");
    QVERIFY(!list->findItems(QStringLiteral("Neon"), Qt::MatchExactly).isEmpty());
}

void StyleEditorTest::a_file_that_cannot_be_written_is_told() {
    StylePresets presets(*folder_ / "mine.json");
    openEditor(presets);
    std::filesystem::create_directories(*folder_ / "taken.json");
    presets.exportTo(*folder_ / "taken.json");  // a dialog for files would go into that folder
    QTRY_VERIFY(says("taken.json: "));
}

void StyleEditorTest::a_file_without_styles_is_told() {
    QFile other(QString::fromStdString((*folder_ / "other.json").string()));
    QVERIFY(other.open(QIODevice::WriteOnly));
    other.write("{}");
    other.close();
    StylePresets presets(*folder_ / "mine.json");
    const std::size_t before = presets.presets().size();
    openEditor(presets);
    press("Import\u2026", *folder_ / "other.json");
    QTRY_VERIFY(says("holds no style presets"));
    QCOMPARE(presets.presets().size(), before);
}

void StyleEditorTest::names_are_said_in_the_language_and_kept_as_they_are() {
    language_.set(QStringLiteral("zh_CN"));
    QVERIFY(shownStyleName("Cinematic") != QStringLiteral("Cinematic"));
    QCOMPARE(shownStyleName("My own"), QStringLiteral("My own"));
    StylePresets presets(*folder_ / "mine.json");
    openEditor(presets);
    auto* list = editor_->findChild<QListWidget*>();
    QCOMPARE(list->item(0)->text(), shownStyleName("Cinematic"));
    list->setFocus();
    QTest::keyClick(list, Qt::Key_Down);
    QCOMPARE(editor_->findChild<QLineEdit*>()->text(), QStringLiteral("Documentary"));
    QVERIFY(presets.find("Documentary") != nullptr);
}

void StyleEditorTest::what_is_typed_is_kept() {
    StylePresets presets(*folder_ / "mine.json");
    openEditor(presets);
    auto* list = editor_->findChild<QListWidget*>();
    const std::string first = presets.presets().at(0).name;
    const std::string second = presets.presets().at(1).name;
    const auto type = [this](const char* words) {
        auto* prompt = editor_->findChild<QPlainTextEdit*>();
        prompt->setFocus();
        QTest::keyClick(prompt, Qt::Key_A, Qt::ControlModifier);
        QTest::keyClicks(prompt, QString::fromLatin1(words));
    };
    type("{prompt} in chalk");
    list->setFocus();
    QTest::keyClick(list, Qt::Key_Down);
    QCOMPARE(presets.find(first)->prompt, std::string("{prompt} in chalk"));
    QCOMPARE(list->currentRow(), 1);
    QCOMPARE(editor_->findChild<QLineEdit*>()->text(), QString::fromStdString(second));
    type("{prompt} in ink");
    QTest::keyClick(editor_.get(), Qt::Key_Escape);
    QVERIFY(!editor_->isVisible());
    QCOMPARE(presets.find(second)->prompt, std::string("{prompt} in ink"));
}

void StyleEditorTest::the_chosen_style_is_removed() {
    StylePresets presets(*folder_ / "mine.json");
    openEditor(presets);
    const std::string first = presets.presets().at(0).name;
    const std::string second = presets.presets().at(1).name;
    editor_->findChild<QLineEdit*>()->setText(QString::fromStdString(second));  // on the way to another name
    for (QPushButton* button : editor_->findChildren<QPushButton*>()) {
        if (button->text() == QStringLiteral("Remove")) {
            QTest::mouseClick(button, Qt::LeftButton);
        }
    }
    QVERIFY(presets.find(first) == nullptr);
    QVERIFY(presets.find(second) != nullptr);
}

KINORA_TEST(StyleEditorTest)
#include "style_editor_test.moc"

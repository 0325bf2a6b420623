// The generate panel with mouse and keys.
#include "ui/generate/generate_panel.h"

#include <QAbstractButton>
#include <QAbstractItemView>
#include <QAccessible>
#include <QComboBox>
#include <QDoubleSpinBox>
#include <QInputMethodEvent>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSlider>
#include <QSpinBox>
#include <QTimer>
#include <QToolButton>

#include <set>

#include "core/project/edits/keyframe_edits.h"
#include "tests/support/full_disk.h"
#include "tests/support/test_main.h"
#include "tests/ui/studio_fixture.h"
#include "ui/generate/model_delegate.h"
#include "ui/generate/style_editor.h"
#include "ui/theme/theme.h"

using namespace kinora;
using namespace kinora::test;

class GeneratePanelTest : public QObject {
    Q_OBJECT

 private Q_SLOTS:
    void init();
    void cleanup();
    void typing_a_prompt_is_one_undo_step_until_a_pause();
    void chinese_text_reaches_the_document();
    void the_keys_generate();
    void sizes_are_rounded_and_said();
    void shapes_keep_the_area();
    void each_choice_is_a_step_of_its_own();
    void durations_are_frames_that_the_model_makes();
    void sliders_and_fields_agree();
    void the_seed_is_drawn_typed_and_locked();
    void tokens_are_counted_and_a_cut_is_said();
    void an_empty_prompt_has_no_tokens();
    void fields_stay_together_in_a_tall_window();
    void a_problem_keeps_its_distance_from_the_button();
    void the_switch_of_the_negative_prompt_shows_its_focus();
    void a_style_is_chosen_and_edited();
    void broken_models_cannot_be_chosen();
    void every_model_in_the_list_says_what_it_can_do_and_whether_it_fits();
    void what_the_worker_holds_counts_in_the_list_too();
    void what_does_not_fit_offers_what_would();
    void free_memory_is_asked_for_when_it_matters();
    void what_a_model_does_not_have_is_not_shown();
    void refusals_show_in_the_panel();
    void what_the_queue_cannot_store_shows_in_the_panel();
    void history_brings_prompts_back();
    void negative_prompts_have_their_own_history();
    void every_control_has_a_name();

 private:
    template <typename T>
    T* find(const char* name) {
        return control<T>(panel_, name);
    }
    const GenerateState& state() const { return *studio_->document.project().generate; }
    void type(QWidget* field, const QString& text) {
        field->setFocus();
        QTest::keyClick(field, Qt::Key_A, Qt::ControlModifier);
        QTest::keyClicks(field, text);
        QTest::keyClick(field, Qt::Key_Tab);
    }

    std::unique_ptr<TempFolder> folder_;
    std::unique_ptr<Studio> studio_;
    GeneratePanel* panel_ = nullptr;
};

void GeneratePanelTest::init() {
    folder_ = std::make_unique<TempFolder>();
    studio_ = std::make_unique<Studio>(folder_->path());
    studio_->open(*folder_ / "film.kinora");
    studio_->showWindow();
    QApplication::setActiveWindow(studio_->window.get());
    panel_ = studio_->window->findChild<GeneratePanel*>();
    QVERIFY(panel_ != nullptr);
}

void GeneratePanelTest::cleanup() {
    studio_.reset();
    folder_.reset();
}

void GeneratePanelTest::typing_a_prompt_is_one_undo_step_until_a_pause() {
    auto* prompt = find<QPlainTextEdit>("Prompt");
    prompt->setFocus();
    QTest::keyClicks(prompt, QStringLiteral("a red"));
    QCOMPARE(state().settings.prompt, std::string("a red"));
    QCOMPARE(studio_->document.undoStack()->count(), 1);
    QTest::qWait(900);
    QTest::keyClicks(prompt, QStringLiteral(" ball"));
    QCOMPARE(studio_->document.undoStack()->count(), 2);
    QTest::keyClick(prompt, Qt::Key_Z, Qt::ControlModifier);
    QCOMPARE(state().settings.prompt, std::string("a red"));
    QCOMPARE(prompt->toPlainText(), QStringLiteral("a red"));
    QTest::keyClick(prompt, Qt::Key_Z, Qt::ControlModifier | Qt::ShiftModifier);
    QCOMPARE(prompt->toPlainText(), QStringLiteral("a red ball"));
}

void GeneratePanelTest::chinese_text_reaches_the_document() {
    auto* prompt = find<QPlainTextEdit>("Prompt");
    const QString text = QString::fromUtf8("\xe4\xb8\x80\xe4\xb8\xaa\xe7\xba\xa2\xe7\x90\x83");
    QInputMethodEvent preedit(text, {});
    QApplication::sendEvent(prompt, &preedit);
    QVERIFY(state().settings.prompt.empty());  // still being composed
    QInputMethodEvent commit;
    commit.setCommitString(text);
    QApplication::sendEvent(prompt, &commit);
    QCOMPARE(QString::fromStdString(state().settings.prompt), text);
}

void GeneratePanelTest::the_keys_generate() {
    auto* prompt = find<QPlainTextEdit>("Prompt");
    prompt->setFocus();
    QTest::keyClicks(prompt, QStringLiteral("a ball delay=80"));
    QTest::keyClick(prompt, Qt::Key_Return, Qt::ControlModifier);
    QTRY_VERIFY_WITH_TIMEOUT(studio_->numJobs() == 1 && studio_->job().state == JobState::running, 5'000);
    QTest::keyClick(prompt, Qt::Key_Return, Qt::ControlModifier);
    QTRY_COMPARE(studio_->numJobs(), std::size_t{2});
    QTest::keyClicks(prompt, QStringLiteral(" first"));
    QTest::keyClick(prompt, Qt::Key_Return, Qt::ControlModifier | Qt::ShiftModifier);
    QTRY_COMPARE(studio_->numJobs(), std::size_t{3});
    QTest::keyClick(prompt, Qt::Key_Return, Qt::ControlModifier | Qt::AltModifier);
    // The running one goes, and the one from the front comes next.
    QTRY_VERIFY_WITH_TIMEOUT(std::ranges::any_of(studio_->bridge.snapshot()->jobs, [](const auto& job) {
        return job->state == JobState::running && job->recipe.settings.prompt == "a ball delay=80 first";
    }), 5'000);
    QVERIFY(prompt->toPlainText() == QStringLiteral("a ball delay=80 first"));
    // What was typed into a field and not confirmed counts as well.
    auto* width = find<QSpinBox>("Width in pixels");
    width->setFocus();
    QTest::keyClick(width, Qt::Key_A, Qt::ControlModifier);
    QTest::keyClicks(width, QStringLiteral("64"));
    QTest::keyClick(width, Qt::Key_Return, Qt::ControlModifier);
    QTRY_COMPARE(studio_->numJobs(), std::size_t{4});
    QVERIFY(std::ranges::any_of(studio_->bridge.snapshot()->jobs, [](const auto& job) { return job->recipe.settings.width == 64; }));
}

void GeneratePanelTest::sizes_are_rounded_and_said() {
    type(find<QSpinBox>("Width in pixels"), QStringLiteral("100"));
    QCOMPARE(state().settings.width, 96);
    QCOMPARE(find<QSpinBox>("Width in pixels")->value(), 96);
    auto* note = find<QLabel>("What was rounded");
    QVERIFY(note->isVisible());
    QVERIFY2(note->text().contains(QStringLiteral("100")) && note->text().contains(QStringLiteral("96")), qPrintable(note->text()));
    QTest::keyClick(find<QSpinBox>("Height in pixels"), Qt::Key_Up);
    QCOMPARE(state().settings.height, 32);
    QVERIFY(!note->isVisible());  // that was no rounding
}

void GeneratePanelTest::shapes_keep_the_area() {
    type(find<QSpinBox>("Width in pixels"), QStringLiteral("256"));
    type(find<QSpinBox>("Height in pixels"), QStringLiteral("256"));
    auto* wide = find<QAbstractButton>("Shape 16:9");
    QTest::mouseClick(wide, Qt::LeftButton);
    QCOMPARE(state().settings.width, 336);
    QCOMPARE(state().settings.height, 192);
    QVERIFY(wide->isChecked());
    QTest::keyClick(find<QAbstractButton>("Shape 9:16"), Qt::Key_Space);
    QCOMPARE(state().settings.width, 192);
    QVERIFY(!wide->isChecked());
}

void GeneratePanelTest::durations_are_frames_that_the_model_makes() {
    type(find<QDoubleSpinBox>("Duration in seconds"), QStringLiteral("2"));
    QCOMPARE(state().settings.num_frames, std::int64_t{49});
    QCOMPARE(find<QLabel>("Frames that will be made")->text(), QStringLiteral("49 frames"));
    QVERIFY(find<QLabel>("What was rounded")->isVisible());
    auto* rate = find<QComboBox>("Frames per second");
    rate->setFocus();
    QTest::keyClicks(rate, QStringLiteral("12"));
    QVERIFY(state().settings.frame_rate == FrameRate({12, 1}));
    QCOMPARE(state().settings.num_frames, std::int64_t{49});
    QCOMPARE(find<QDoubleSpinBox>("Duration in seconds")->value(), 4.08);
}

void GeneratePanelTest::sliders_and_fields_agree() {
    auto* slider = find<QSlider>("Steps");
    auto* field = find<QDoubleSpinBox>("Steps");
    QTest::keyClick(slider, Qt::Key_Right);
    QCOMPARE(state().settings.num_inference_steps, 7);
    QCOMPARE(field->value(), 7.0);
    type(field, QStringLiteral("250"));
    QCOMPARE(state().settings.num_inference_steps, 250);
    QCOMPARE(slider->value(), slider->maximum());
    type(find<QDoubleSpinBox>("Guidance"), QStringLiteral("4.5"));
    QCOMPARE(state().settings.guidance_scale, 4.5);
    type(find<QSpinBox>("Variations"), QStringLiteral("3"));
    QCOMPARE(state().num_variations, 3);
}

void GeneratePanelTest::the_seed_is_drawn_typed_and_locked() {
    auto* field = find<QLineEdit>("Seed");
    type(field, QStringLiteral("18446744073709551615"));
    QCOMPARE(state().settings.seed, ~std::uint64_t{0});
    type(field, QStringLiteral("12x3"));
    QCOMPARE(state().settings.seed, std::uint64_t{123});
    const std::uint64_t before = state().settings.seed;
    for (auto* button : panel_->findChildren<QToolButton*>()) {
        if (button->defaultAction() == studio_->actions.action(QStringLiteral("generate.seed")) ||
            button->defaultAction() == studio_->actions.action(QStringLiteral("generate.lockSeed"))) {
            QTest::mouseClick(button, Qt::LeftButton);
        }
    }
    QVERIFY(state().settings.seed != before);
    QCOMPARE(field->text(), QString::number(state().settings.seed));
    QVERIFY(state().is_seed_locked);
    QTest::keyClick(panel_, Qt::Key_Z, Qt::ControlModifier);
    QVERIFY(!state().is_seed_locked);
    QVERIFY(!studio_->actions.action(QStringLiteral("generate.lockSeed"))->isChecked());
}

void GeneratePanelTest::tokens_are_counted_and_a_cut_is_said() {
    auto* prompt = find<QPlainTextEdit>("Prompt");
    prompt->setFocus();
    QTest::keyClicks(prompt, QStringLiteral("a ball"));
    auto* tokens = find<QLabel>("Number of tokens");
    QTRY_COMPARE(tokens->text(), QStringLiteral("6 / 128 tokens"));
    prompt->setPlainText(QString(130, QLatin1Char('x')));
    QTRY_COMPARE(tokens->text(), QStringLiteral("130 tokens: cut after 128"));
    // The negative prompt has a counter of its own.
    QTest::mouseClick(find<QToolButton>("Show the negative prompt"), Qt::LeftButton);
    auto* negative = find<QPlainTextEdit>("Without");
    negative->setFocus();
    QTest::keyClicks(negative, QStringLiteral("blur"));
    auto* its = negative->parentWidget()->findChild<QLabel*>(QString(), Qt::FindDirectChildrenOnly);
    for (auto* label : negative->parentWidget()->findChildren<QLabel*>()) {
        its = label->accessibleName() == QStringLiteral("Number of tokens") ? label : its;
    }
    QTRY_COMPARE(its->text(), QStringLiteral("4 / 128 tokens"));
    negative->setPlainText(QString(129, QLatin1Char('y')));
    QTRY_COMPARE(its->text(), QStringLiteral("129 tokens: cut after 128"));
    QCOMPARE(tokens->text(), QStringLiteral("130 tokens: cut after 128"));
}

void GeneratePanelTest::an_empty_prompt_has_no_tokens() {
    auto* prompt = find<QPlainTextEdit>("Prompt");
    auto* tokens = find<QLabel>("Number of tokens");
    prompt->setPlainText(QStringLiteral("a ball"));
    QTRY_COMPARE(tokens->text(), QStringLiteral("6 / 128 tokens"));
    prompt->setPlainText({});
    QTRY_COMPARE(tokens->text(), QString());
}

void GeneratePanelTest::fields_stay_together_in_a_tall_window() {
    panel_->window()->resize(400, 2000);
    QTest::mouseClick(find<QToolButton>("Show the negative prompt"), Qt::LeftButton);
    auto* prompt = find<QPlainTextEdit>("Prompt");
    QTRY_VERIFY(panel_->height() > 1500);
    QTest::qWait(20);
    const auto top = [&](const QWidget* widget) { return widget->mapTo(panel_, QPoint(0, 0)).y(); };
    const auto bottom = [&](const QWidget* widget) { return top(widget) + widget->height(); };
    QVERIFY(top(prompt) < 50);
    const auto* toggle = find<QToolButton>("Show the negative prompt");
    const auto* negative = find<QPlainTextEdit>("Without");
    QVERIFY2(top(toggle) - bottom(prompt) <= theme::spaceLarge, qPrintable(QString::number(top(toggle) - bottom(prompt))));
    QVERIFY2(top(negative) - bottom(toggle) < 50, qPrintable(QString::number(top(negative) - bottom(toggle))));
    QVERIFY(top(find<QComboBox>("Style")) - bottom(negative) <= theme::spaceLarge);
}

void GeneratePanelTest::a_problem_keeps_its_distance_from_the_button() {
    panel_->showProblem({.kind = "NoSpace", .message = "There is no space."});
    QTRY_VERIFY(find<QLabel>("Problem")->isVisible());
    for (auto* button : panel_->findChildren<QPushButton*>()) {
        if (button->text() == QStringLiteral("Generate")) {
            const QWidget* problem = find<QLabel>("Problem")->parentWidget();
            QTRY_VERIFY(button->geometry().top() - problem->geometry().bottom() > theme::spaceSmall);
        }
    }
}

void GeneratePanelTest::the_switch_of_the_negative_prompt_shows_its_focus() {
    theme::apply(*qApp, QStringLiteral("dark"));
    auto* toggle = find<QToolButton>("Show the negative prompt");
    QApplication::setActiveWindow(panel_->window());
    const QColor edge = toggle->grab().toImage().pixelColor(toggle->width() / 2, 0);
    toggle->setFocus(Qt::TabFocusReason);
    QTRY_VERIFY(toggle->hasFocus());
    const QColor ring = toggle->grab().toImage().pixelColor(toggle->width() / 2, 0);
    QVERIFY(ring != edge);
}

void GeneratePanelTest::a_style_is_chosen_and_edited() {
    auto* style = find<QComboBox>("Style");
    style->setFocus();
    QTest::keyClicks(style, QStringLiteral("Water"));
    QCOMPARE(state().style, std::string("Watercolour"));
    QTest::mouseClick(find<QToolButton>("Edit styles"), Qt::LeftButton);
    auto* editor = studio_->window->findChild<StyleEditor*>();
    QVERIFY(editor != nullptr && editor->isVisible());
    auto* name = editor->findChild<QLineEdit*>();
    type(name, QStringLiteral("My own"));
    for (auto* button : editor->findChildren<QPushButton*>()) {
        if (button->text() == QStringLiteral("Keep")) {
            QTest::mouseClick(button, Qt::LeftButton);
        }
    }
    QVERIFY(studio_->styles.find("My own") != nullptr);
    QVERIFY(style->findText(QStringLiteral("My own")) > 0);
    QTest::keyClick(editor, Qt::Key_Escape);
    QVERIFY(!editor->isVisible());
}

void GeneratePanelTest::broken_models_cannot_be_chosen() {
    auto* model = find<QComboBox>("Model");
    QCOMPARE(model->count(), 3);
    QVERIFY((model->model()->index(2, 0).flags() & Qt::ItemIsEnabled) == 0);
    model->setFocus();
    QTest::keyClick(model, Qt::Key_Down);
    QCOMPARE(state().model, std::string("other"));
    QTest::keyClick(model, Qt::Key_Down);
    QCOMPARE(state().model, std::string("other"));
}

void GeneratePanelTest::every_model_in_the_list_says_what_it_can_do_and_whether_it_fits() {
    auto* box = find<QComboBox>("Model");
    QTest::mouseClick(box, Qt::LeftButton);
    QTRY_VERIFY(box->view()->isVisible());
    QVERIFY(box->count() == 3);
    const QModelIndex other = box->model()->index(1, 0);
    const QString details = other.data(ModelDelegate::detailsRole).toString();
    QVERIFY2(details.contains(QStringLiteral("text")) && details.contains(QStringLiteral("fits")), qPrintable(details));
    QVERIFY(other.data(Qt::AccessibleTextRole).toString().contains(details));
    QVERIFY(box->model()->index(2, 0).data(ModelDelegate::detailsRole).toString().contains(QStringLiteral("it is broken")));
    // They are seen: two lines in each row, with ink in the lower one.
    const QRect row = box->view()->visualRect(other);
    QVERIFY(row.height() >= 2 * QFontMetrics(theme::smallFont(box->font())).height());
    const QImage picture = box->view()->viewport()->grab(row.adjusted(0, row.height() / 2, 0, 0)).toImage();
    std::set<QRgb> colours;
    for (int x = 0; x < picture.width(); ++x) {
        colours.insert(picture.pixel(x, picture.height() / 2));
    }
    QVERIFY(colours.size() > 3);
    QTest::keyClick(box->view(), Qt::Key_Escape);
}

void GeneratePanelTest::what_the_worker_holds_counts_in_the_list_too() {
    studio_->catalog.freeBytes = 5'000'000;
    studio_->models.setHeldMemory([](const auto&, const auto&) { return HeldMemory{500'000'000, fake_model("fake").folder}; });
    QSignalSpy changed(&studio_->models, &AvailableModels::changed);
    studio_->models.refresh();
    QVERIFY(changed.wait());
    auto* box = find<QComboBox>("Model");
    const auto details = [&](int row) { return box->model()->index(row, 0).data(ModelDelegate::detailsRole).toString(); };
    QVERIFY2(details(0).contains(QStringLiteral("fits")), qPrintable(details(0)));
    QVERIFY(find<QLabel>("Memory")->text().contains(QStringLiteral("fits")));
    QVERIFY2(details(1).contains(QStringLiteral("are free")), qPrintable(details(1)));  // it would have to be loaded
}

void GeneratePanelTest::what_does_not_fit_offers_what_would() {
    QVERIFY(find<QLabel>("Memory")->text().contains(QStringLiteral("fits")));
    type(find<QSpinBox>("Width in pixels"), QStringLiteral("4096"));
    type(find<QSpinBox>("Height in pixels"), QStringLiteral("4096"));
    type(find<QDoubleSpinBox>("Duration in seconds"), QStringLiteral("20"));
    QVERIFY2(find<QLabel>("Memory")->text().contains(QStringLiteral("are free")), qPrintable(find<QLabel>("Memory")->text()));
    QPushButton* fix = nullptr;
    for (auto* button : panel_->findChildren<QPushButton*>()) {
        if (button->isVisible() && button->text().startsWith(QStringLiteral("Use ")) && fix == nullptr) {
            fix = button;
        }
    }
    QVERIFY(fix != nullptr);
    QTest::mouseClick(fix, Qt::LeftButton);
    QVERIFY(state().settings.width < 4096);
    QVERIFY(find<QLabel>("Memory")->text().contains(QStringLiteral("fits")));
}

void GeneratePanelTest::free_memory_is_asked_for_when_it_matters() {
    auto* memory = find<QLabel>("Memory");
    auto* model = find<QComboBox>("Model");
    QVERIFY(memory->text().contains(QStringLiteral("fits")));
    const auto becomes = [&](std::int64_t bytes, const char* words) {
        return [this, memory, bytes, words](const std::function<void()>& occasion) {
            studio_->catalog.freeBytes = bytes;
            occasion();
            return QTest::qWaitFor([&] { return memory->text().contains(QString::fromLatin1(words)); }, 5'000);
        };
    };
    constexpr std::int64_t little = 100'000;
    constexpr std::int64_t much = 1'000'000'000;
    const auto open = [&] {
        QTest::mouseClick(model, Qt::LeftButton);
        QVERIFY(model->view()->isVisible());
    };
    QVERIFY(becomes(little, "are free")(open));
    QCOMPARE(model->count(), 3);
    QVERIFY(model->view()->isVisible());  // it stays open, and as it is
    QTest::keyClick(model->view(), Qt::Key_Escape);
    QVERIFY(becomes(much, "fits")([] { Q_EMIT qApp->applicationStateChanged(Qt::ApplicationActive); }));
    const auto endJob = [&] {
        find<QPlainTextEdit>("Prompt")->setPlainText(QStringLiteral("a ball"));
        studio_->controller.generate(QueuePlace::back);
    };
    QVERIFY(becomes(little, "are free")(endJob));
    const int asked = studio_->catalog.numAsked;
    QTest::qWait(300);
    QCOMPARE(studio_->catalog.numAsked.load(), asked);  // nobody asks in between
}

void GeneratePanelTest::what_a_model_does_not_have_is_not_shown() {
    studio_->catalog.change = [](std::vector<ModelInfo>& models) {
        models[1].steps = {8, 8, 8};
        models[1].guidance_scale = {1, 1, 1};
        models[0].guidance_scale = {1, 5, 7};
    };
    QSignalSpy changed(&studio_->models, &AvailableModels::changed);
    studio_->models.refresh();
    QVERIFY(changed.wait());
    auto* guidance = find<QDoubleSpinBox>("Guidance");
    auto* showNegative = find<QToolButton>("Show the negative prompt");
    QVERIFY(guidance->isVisible() && showNegative->isVisible());
    QCOMPARE(guidance->maximum(), 7.0);
    type(guidance, QStringLiteral("6"));
    showNegative->click();
    auto* negative = find<QPlainTextEdit>("Without");
    QVERIFY(negative->isVisible());
    auto* model = find<QComboBox>("Model");
    model->setFocus();
    QTest::keyClick(model, Qt::Key_Down);
    QCOMPARE(state().model, std::string("other"));
    QVERIFY(!guidance->isVisible() && !showNegative->isVisible() && !negative->isVisible());
    QVERIFY(!find<QDoubleSpinBox>("Steps")->isVisible());
    // A recipe of another model's may bring what this one cannot be.
    GenerateState brought = state();
    brought.settings = studio_->models.find("other")->defaults;
    brought.settings.prompt = "a ball";
    brought.settings.guidance_scale = 6.0;
    brought.settings.num_inference_steps = 40;
    studio_->document.apply(QStringLiteral("bring"), [&](const Project& project) { return set_generate_state(project, brought); });
    studio_->controller.generate(QueuePlace::back);
    QTRY_COMPARE(studio_->numJobs(), std::size_t{1});
    QCOMPARE(studio_->job().recipe.settings.guidance_scale, 1.0);
    QCOMPARE(studio_->job().recipe.settings.num_inference_steps, 8);
    model->setFocus();
    QTest::keyClick(model, Qt::Key_Up);
    QVERIFY(guidance->isVisible() && showNegative->isVisible() && negative->isVisible());
}

void GeneratePanelTest::refusals_show_in_the_panel() {
    auto* problem = find<QLabel>("Problem");
    QVERIFY(!problem->isVisible());
    for (auto* button : panel_->findChildren<QPushButton*>()) {
        if (button->text() == QStringLiteral("Generate")) {
            QTest::mouseClick(button, Qt::LeftButton);
        }
    }
    QTRY_VERIFY(problem->isVisible());
    QVERIFY(problem->text().contains(QStringLiteral("empty")));
    QTest::keyClicks(find<QPlainTextEdit>("Prompt"), QStringLiteral("x"));
    QVERIFY(!problem->isVisible());
}

void GeneratePanelTest::what_the_queue_cannot_store_shows_in_the_panel() {
    auto* problem = find<QLabel>("Problem");
    {
        const FullDisk full;
        QTest::keyClicks(find<QPlainTextEdit>("Prompt"), QStringLiteral("a red ball"));
        QTest::keyClick(find<QPlainTextEdit>("Prompt"), Qt::Key_Enter, Qt::ControlModifier);
        QTRY_VERIFY(problem->isVisible());
        QCOMPARE(studio_->numJobs(), std::size_t{0});
    }
    for (auto* button : panel_->findChildren<QPushButton*>()) {
        if (button->text() == QStringLiteral("Generate")) {
            QTest::mouseClick(button, Qt::LeftButton);
        }
    }
    QTRY_COMPARE(studio_->numJobs(), std::size_t{1});
    QTRY_VERIFY(!problem->isVisible());
}

void GeneratePanelTest::history_brings_prompts_back() {
    studio_->history.add(QStringLiteral("an old prompt"));
    const auto written = [&] { return PromptHistory(*folder_ / "data/prompts.json").prompts(); };
    QTRY_COMPARE(written(), QStringList{QStringLiteral("an old prompt")});
    auto* button = find<QToolButton>("Earlier prompts");
    QTimer::singleShot(300, this, [] { QTest::keyClick(QApplication::activePopupWidget(), Qt::Key_Down); });
    QTimer::singleShot(500, this, [] { QTest::keyClick(QApplication::activePopupWidget(), Qt::Key_Return); });
    QTest::mouseClick(button, Qt::LeftButton);
    QCOMPARE(state().settings.prompt, std::string("an old prompt"));
}

// What a screen reader would say nothing about.
void GeneratePanelTest::every_control_has_a_name() {
    QStringList nameless;
    for (QWidget* widget : studio_->window->findChildren<QWidget*>()) {
        const bool isPart = widget->parentWidget() != nullptr && (qobject_cast<QAbstractSpinBox*>(widget->parentWidget()) != nullptr ||
                                                                  qobject_cast<QComboBox*>(widget->parentWidget()) != nullptr);
        const bool isControl = widget->focusPolicy() != Qt::NoFocus && !isPart && widget->isVisible() && widget->focusProxy() == nullptr;
        if (!isControl || widget->inherits("QScrollArea") || widget->inherits("QMainWindow") || widget->inherits("QTabBar")) {
            continue;
        }
        QAccessibleInterface* access = QAccessible::queryAccessibleInterface(widget);
        if (access == nullptr || access->text(QAccessible::Name).isEmpty()) {
            nameless.append(QString::fromLatin1(widget->metaObject()->className()) + QLatin1Char(' ') + widget->objectName());
        }
    }
    QVERIFY2(nameless.isEmpty(), qPrintable(nameless.join(QStringLiteral(", "))));
}

void GeneratePanelTest::each_choice_is_a_step_of_its_own() {
    QUndoStack* stack = studio_->document.undoStack();
    QTest::mouseClick(find<QAbstractButton>("Shape 16:9"), Qt::LeftButton);
    const int wide = state().settings.width;
    QTest::mouseClick(find<QAbstractButton>("Shape 9:16"), Qt::LeftButton);
    QVERIFY(state().settings.width < wide);
    stack->undo();
    QCOMPARE(state().settings.width, wide);
    const std::uint64_t seed = state().settings.seed;
    QAction* draw = studio_->actions.action(QStringLiteral("generate.seed"));
    draw->trigger();
    const std::uint64_t first = state().settings.seed;
    draw->trigger();
    stack->undo();
    QCOMPARE(state().settings.seed, first);
    stack->undo();
    QCOMPARE(state().settings.seed, seed);
    type(find<QSpinBox>("Width in pixels"), QStringLiteral("128"));
    type(find<QSpinBox>("Width in pixels"), QStringLiteral("160"));
    stack->undo();
    QCOMPARE(state().settings.width, 128);
}

void GeneratePanelTest::negative_prompts_have_their_own_history() {
    QTest::mouseClick(find<QToolButton>("Show the negative prompt"), Qt::LeftButton);
    auto* negative = find<QPlainTextEdit>("Without");
    QVERIFY(negative->isVisible());
    QTest::keyClicks(negative, QStringLiteral("blurry"));
    auto* prompt = find<QPlainTextEdit>("Prompt");
    QTest::keyClicks(prompt, QStringLiteral("a ball"));
    QTest::keyClick(prompt, Qt::Key_Return, Qt::ControlModifier);
    QTRY_COMPARE(studio_->negativeHistory.prompts(), QStringList{QStringLiteral("blurry")});
    QCOMPARE(studio_->history.prompts(), QStringList{QStringLiteral("a ball")});
}

KINORA_TEST(GeneratePanelTest)
#include "generate_panel_test.moc"

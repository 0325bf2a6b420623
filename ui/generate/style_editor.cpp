#include "ui/generate/style_editor.h"

#include <QDialogButtonBox>
#include <QFileDialog>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSignalBlocker>
#include <QVBoxLayout>

#include "ui/session/style_presets.h"
#include "ui/theme/theme.h"

namespace kinora {

namespace {

constexpr int nameRole = Qt::UserRole;

}  // namespace

StyleEditor::StyleEditor(StylePresets& presets, QWidget* parent) : QDialog(parent), presets_(presets) {
    setWindowTitle(tr("Styles"));
    resize(640, 400);
    auto* layout = new QVBoxLayout(this);
    auto* middle = new QHBoxLayout;
    list_ = new QListWidget(this);
    list_->setAccessibleName(tr("Styles"));
    list_->setMaximumWidth(180);
    middle->addWidget(list_);
    auto* form = new QFormLayout;
    name_ = new QLineEdit(this);
    prompt_ = new QPlainTextEdit(this);
    negative_ = new QPlainTextEdit(this);
    for (QPlainTextEdit* field : {prompt_, negative_}) {
        field->setTabChangesFocus(true);
    }
    form->addRow(tr("Name"), name_);
    form->addRow(tr("Prompt"), prompt_);
    form->addRow(tr("Negative prompt"), negative_);
    auto* hint = new QLabel(tr("{prompt} stands for what you wrote."), this);
    hint->setFont(theme::smallFont(font()));
    form->addRow(QString(), hint);
    middle->addLayout(form, 1);
    layout->addLayout(middle, 1);
    problem_ = new QLabel(this);
    problem_->setWordWrap(true);
    problem_->hide();
    layout->addWidget(problem_);

    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close, this);
    keep_ = buttons->addButton(tr("Keep"), QDialogButtonBox::ActionRole);
    remove_ = buttons->addButton(tr("Remove"), QDialogButtonBox::ActionRole);
    connect(buttons->addButton(tr("Import\u2026"), QDialogButtonBox::ActionRole), &QPushButton::clicked, this, &StyleEditor::importFile);
    connect(buttons->addButton(tr("Export\u2026"), QDialogButtonBox::ActionRole), &QPushButton::clicked, this, &StyleEditor::exportFile);
    layout->addWidget(buttons);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(keep_, &QPushButton::clicked, this, &StyleEditor::keep);
    connect(remove_, &QPushButton::clicked, this, [this] { presets_.remove(currentName().toStdString()); });
    connect(list_, &QListWidget::currentItemChanged, this, [this] { leaveRow(currentName()); });
    connect(name_, &QLineEdit::textChanged, this, [this](const QString& name) { keep_->setEnabled(!name.trimmed().isEmpty()); });
    connect(&presets_, &StylePresets::changed, this, [this] { fill(name_->text().trimmed()); });
    connect(&presets_, &StylePresets::changed, problem_, &QWidget::hide);
    connect(&presets_, &StylePresets::failed, this, [this](const QString& problem) {
        problem_->setText(problem);
        problem_->show();
    });
    fill({});
}

QString StyleEditor::currentName() const {
    const QListWidgetItem* item = list_->currentItem();
    return item == nullptr ? QString() : item->data(nameRole).toString();
}

// Shows that style, or the first one where there is none of the name.
void StyleEditor::fill(const QString& current) {
    const QSignalBlocker quiet(list_);
    list_->clear();
    for (const StylePreset& preset : presets_.presets()) {
        auto* item = new QListWidgetItem(shownStyleName(preset.name), list_);
        item->setData(nameRole, QString::fromStdString(preset.name));
        if (QString::fromStdString(preset.name) == current) {
            list_->setCurrentRow(list_->count() - 1);
        }
    }
    if (list_->currentItem() == nullptr) {
        list_->setCurrentRow(0);
    }
    showCurrent();
}

void StyleEditor::showCurrent() {
    const StylePreset* preset = presets_.find(currentName().toStdString());
    remove_->setEnabled(preset != nullptr);
    shown_ = preset == nullptr ? std::string() : preset->name;
    if (preset != nullptr) {
        name_->setText(QString::fromStdString(preset->name));
        prompt_->setPlainText(QString::fromStdString(preset->prompt));
        negative_->setPlainText(QString::fromStdString(preset->negative_prompt));
    }
}

void StyleEditor::leaveRow(const QString& next) {
    keepWhatIsTyped();
    fill(next);
}

void StyleEditor::done(int result) {
    keepWhatIsTyped();
    QDialog::done(result);
}

// Nobody loses a style for not having pressed a button.
void StyleEditor::keepWhatIsTyped() {
    const StylePreset* preset = presets_.find(shown_);
    const bool isTyped = preset != nullptr && (name_->text().trimmed().toStdString() != preset->name ||
                                               prompt_->toPlainText().toStdString() != preset->prompt ||
                                               negative_->toPlainText().toStdString() != preset->negative_prompt);
    if (isTyped && keep_->isEnabled()) {
        keep();
    }
}

void StyleEditor::keep() {
    const StylePreset preset = {name_->text().trimmed().toStdString(), prompt_->toPlainText().toStdString(),
                                negative_->toPlainText().toStdString()};
    presets_.put(preset);
}

void StyleEditor::importFile() {
    const QString file = QFileDialog::getOpenFileName(this, tr("Import Styles"), {}, tr("Styles (*.json)"));
    if (!file.isEmpty()) {
        presets_.import(file.toStdString());
    }
}

void StyleEditor::exportFile() {
    const QString file = QFileDialog::getSaveFileName(this, tr("Export Styles"), QStringLiteral("styles.json"), tr("Styles (*.json)"));
    if (!file.isEmpty()) {
        presets_.exportTo(file.toStdString());
    }
}

}  // namespace kinora

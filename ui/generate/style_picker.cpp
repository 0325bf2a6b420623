#include "ui/generate/style_picker.h"

#include <QComboBox>
#include <QEvent>
#include <QHBoxLayout>
#include <QToolButton>

#include "ui/generate/style_editor.h"
#include "ui/session/style_presets.h"
#include "ui/theme/icons.h"
#include "ui/theme/theme.h"

namespace kinora {

namespace {

constexpr int leastLetters = 10;

}  // namespace

StylePicker::StylePicker(StylePresets& presets, QWidget* parent) : QWidget(parent), presets_(presets) {
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(theme::spaceSmall);
    combo_ = new QComboBox(this);
    combo_->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);  // users name styles as they like
    combo_->setMinimumContentsLength(leastLetters);
    edit_ = new QToolButton(this);
    edit_->setIcon(icons::icon(QStringLiteral("edit")));
    edit_->setAutoRaise(true);
    layout->addWidget(combo_, 1);
    layout->addWidget(edit_);
    setFocusProxy(combo_);
    connect(combo_, &QComboBox::activated, this, [this] { Q_EMIT chosen(combo_->currentData().toString()); });
    connect(edit_, &QToolButton::clicked, this, [this] {
        auto* editor = new StyleEditor(presets_, window());
        editor->setAttribute(Qt::WA_DeleteOnClose);
        editor->open();
    });
    connect(&presets_, &StylePresets::changed, this, &StylePicker::fill);
    retranslate();
}

void StylePicker::show(const std::string& style) {
    if (style != current_) {
        current_ = style;
        fill();
    }
}

QAbstractButton* StylePicker::editButton() const {
    return edit_;
}

void StylePicker::fill() {
    combo_->clear();
    combo_->addItem(tr("None"), QString());
    for (const StylePreset& preset : presets_.presets()) {
        combo_->addItem(shownStyleName(preset.name), QString::fromStdString(preset.name));
        combo_->setItemData(combo_->count() - 1, QString::fromStdString(preset.prompt), Qt::ToolTipRole);
    }
    const QString current = QString::fromStdString(current_);
    if (combo_->findData(current) < 0) {
        combo_->addItem(tr("%1 (not here)").arg(shownStyleName(current_)), current);
    }
    combo_->setCurrentIndex(combo_->findData(current));
}

void StylePicker::changeEvent(QEvent* event) {
    if (event->type() == QEvent::LanguageChange) {
        retranslate();
    }
    QWidget::changeEvent(event);
}

void StylePicker::retranslate() {
    combo_->setAccessibleName(tr("Style"));
    edit_->setToolTip(tr("Edit styles"));
    edit_->setAccessibleName(tr("Edit styles"));
    fill();
}

}  // namespace kinora

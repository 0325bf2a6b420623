#include "ui/interpolate/interpolation_form.h"

#include <QButtonGroup>
#include <QCheckBox>
#include <QComboBox>
#include <QEvent>
#include <QFileDialog>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QLocale>
#include <QPushButton>
#include <QRadioButton>
#include <QSignalBlocker>
#include <QSpinBox>
#include <QStandardItemModel>

#include <algorithm>
#include <array>
#include <cmath>

#include "core/base/error.h"
#include "core/media/interpolation/retiming.h"
#include "ui/session/error_text.h"
#include "ui/theme/theme.h"

namespace kinora {

namespace {

constexpr int leastFactor = 2;
constexpr int mostFactor = 16;
constexpr int fastestRate = 1000;  // of media in a project
constexpr int noteWidth = 480;
constexpr std::array rates = {"48", "50", "60", "60000/1001", "100", "120"};

}  // namespace

QString perSecond(const FrameRate& rate) {
    return QLocale().toString(std::round(rate.per_second() * 1000.0) / 1000.0);
}

InterpolationForm::InterpolationForm(InterpolationEngines& engines, QWidget* parent) : QWidget(parent), sources_(engines) {
    build();
}

void InterpolationForm::build() {
    auto* form = new QFormLayout(this);
    form->setContentsMargins(0, 0, 0, 0);
    addResult(form);
    addAmount(form);
    addEngine(form);
    duplicates_ = new QCheckBox(this);
    duplicates_->setAccessibleName(tr("Replace repeated frames by motion"));
    form->addRow(tr("Repeated frames"), duplicates_);
    room_ = new QCheckBox(tr("Make the clip longer and move what follows"), this);
    room_->setChecked(true);
    room_->setEnabled(false);
    form->addRow(tr("Timeline"), room_);
    showDuplicates(numDuplicates_);
    connect(slow_, &QRadioButton::toggled, room_, &QWidget::setEnabled);
    for (QRadioButton* button : {slow_, byRate_}) {
        connect(button, &QRadioButton::toggled, this, &InterpolationForm::changed);
    }
}

void InterpolationForm::changeEvent(QEvent* event) {
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange) {
        rebuild();
        Q_EMIT changed();
    }
}

// In another language, with what was chosen.
void InterpolationForm::rebuild() {
    const bool isSlow = slow_->isChecked();
    const bool isByRate = byRate_->isChecked();
    const int factor = factor_->value();
    const QString rate = rate_->currentText();
    const QString engine = engine_->currentData().toString();
    const bool mergesDuplicates = duplicates_->isChecked();
    const bool makesRoom = room_->isChecked();
    delete layout();
    qDeleteAll(findChildren<QWidget*>(Qt::FindDirectChildrenOnly));
    const QSignalBlocker quiet(this);
    build();
    slow_->setChecked(isSlow);
    factor_->setValue(factor);
    rate_->setCurrentText(rate);
    (isByRate ? byRate_ : byFactor_)->setChecked(true);
    engine_->setCurrentIndex(std::max(0, engine_->findData(engine)));
    duplicates_->setChecked(mergesDuplicates);
    room_->setChecked(makesRoom);
}

void InterpolationForm::addResult(QFormLayout* form) {
    smooth_ = new QRadioButton(tr("Smooth motion: more frames in the same time"), this);
    slow_ = new QRadioButton(tr("Slow motion: more time at the same rate"), this);
    smooth_->setChecked(true);
    auto* kinds = new QButtonGroup(this);
    kinds->addButton(smooth_);
    kinds->addButton(slow_);
    form->addRow(tr("Result"), smooth_);
    form->addRow(QString(), slow_);
}

void InterpolationForm::addAmount(QFormLayout* form) {
    byFactor_ = new QRadioButton(this);
    byFactor_->setAccessibleName(tr("By a factor"));
    byFactor_->setChecked(true);
    factor_ = new QSpinBox(this);
    factor_->setRange(leastFactor, mostFactor);
    factor_->setAccessibleName(tr("Factor"));
    byRate_ = new QRadioButton(this);
    byRate_->setAccessibleName(tr("To a rate"));
    rate_ = new QComboBox(this);
    rate_->setEditable(true);
    rate_->setCompleter(nullptr);  // "12" is not the beginning of "120"
    rate_->setAccessibleName(tr("Frames per second"));
    for (const char* rate : rates) {
        rate_->addItem(QString::fromLatin1(rate));
    }
    auto* amounts = new QButtonGroup(this);
    amounts->addButton(byFactor_);
    amounts->addButton(byRate_);
    auto* row = new QHBoxLayout;
    row->addWidget(byFactor_);
    row->addWidget(factor_);
    row->addWidget(new QLabel(tr("times as many"), this));
    row->addSpacing(2 * theme::spaceLarge);
    row->addWidget(byRate_);
    row->addWidget(rate_);
    row->addWidget(new QLabel(tr("a second"), this));
    row->addStretch();
    form->addRow(tr("Frames"), row);
    connect(factor_, &QSpinBox::valueChanged, this, [this] {
        byFactor_->setChecked(true);
        Q_EMIT changed();
    });
    connect(rate_, &QComboBox::currentTextChanged, this, [this] {
        byRate_->setChecked(true);
        Q_EMIT changed();
    });
}

void InterpolationForm::addEngine(QFormLayout* form) {
    engine_ = new QComboBox(this);
    engine_->setAccessibleName(tr("Engine"));
    auto* weights = new QPushButton(tr("RIFE's Weights…"), this);
    weights->setToolTip(tr("Choose the folder that RIFE's weights are in"));
    weights->setAutoDefault(false);
    auto* row = new QHBoxLayout;
    row->addWidget(engine_, 1);
    row->addWidget(weights);
    form->addRow(tr("Engine"), row);
    engineNote_ = new QLabel(this);
    engineNote_->setObjectName(QStringLiteral("engineNote"));
    engineNote_->setAccessibleName(tr("About the engines"));
    engineNote_->setWordWrap(true);
    engineNote_->setMinimumWidth(noteWidth);  // a form asks for the height of the narrowest
    engineNote_->setFont(theme::smallFont(font()));
    engineNote_->setTextInteractionFlags(Qt::TextSelectableByMouse);
    form->addRow(QString(), engineNote_);
    listEngines();
    connect(engine_, &QComboBox::currentIndexChanged, this, &InterpolationForm::engineChanged);
    connect(weights, &QPushButton::clicked, this, &InterpolationForm::chooseWeights);
}

void InterpolationForm::listEngines() {
    engines_ = sources_.list();
    const QSignalBlocker quiet(engine_);
    engine_->clear();
    QStringList missing;
    for (const InterpolationEngine& engine : engines_) {
        engine_->addItem(engine.missing.isEmpty() ? engine.name : tr("%1 - not here").arg(engine.name), engine.id);
        if (!engine.missing.isEmpty()) {
            missing.append(engine.missing);
            qobject_cast<QStandardItemModel*>(engine_->model())->item(engine_->count() - 1)->setEnabled(false);
            engine_->setItemData(engine_->count() - 1, engine.missing, Qt::ToolTipRole);
        }
    }
    engineNote_->setText(missing.join(QLatin1Char('\n')));
    engineNote_->setVisible(!missing.isEmpty());
}

void InterpolationForm::chooseWeights() {
    auto* dialog = new QFileDialog(this, tr("The folder that RIFE's weights are in"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::Directory);
    dialog->setOption(QFileDialog::ShowDirsOnly);
    connect(dialog, &QFileDialog::fileSelected, this, [this](const QString& folder) {
        try {
            sources_.setRifeWeights(folder.toStdString());
            listEngines();
            Q_EMIT engineChanged();
        } catch (const Error& error) {
            engineNote_->setText(messageOf(error));
            engineNote_->setVisible(true);
        }
    });
    dialog->open();
}

bool InterpolationForm::isSlowMotion() const {
    return slow_->isChecked();
}

bool InterpolationForm::mergesDuplicates() const {
    return duplicates_->isChecked();
}

bool InterpolationForm::makesRoom() const {
    return room_->isChecked();
}

InterpolationEngine InterpolationForm::engine() const {
    return engines_[static_cast<std::size_t>(engine_->currentIndex())];
}

FrameRate InterpolationForm::frameRate(const FrameRate& from) const {
    return byFactor_->isChecked() ? multiply(from, factor_->value()) : parse_frame_rate(rate_->currentText().trimmed().toStdString());
}

QString InterpolationForm::whyNot(const FrameRate& from) const {
    FrameRate to;
    try {
        to = frameRate(from);
    } catch (const InvalidRequest& error) {
        return messageOf(error);
    }
    const double times = to.per_second() / from.per_second();
    if (isSlowMotion() && times <= 1.0) {
        return tr("Slow motion needs a rate above %1, that of the clip.").arg(perSecond(from));
    }
    if (to == from) {
        return tr("The clip has this rate already.");
    }
    if (!isSlowMotion() && to.per_second() > fastestRate) {
        return tr("At most %1 frames a second can be made.").arg(QLocale().toString(fastestRate));
    }
    return times > mostFactor ? tr("At most %1 times as many frames can be made.").arg(mostFactor) : QString();
}

void InterpolationForm::interpretText() {
    factor_->interpretText();
}

void InterpolationForm::showDuplicates(std::optional<int> count) {
    numDuplicates_ = count;
    duplicates_->setText(!count        ? tr("Replace them by motion (animation on twos)")
                         : *count == 0 ? tr("Replace them by motion (animation on twos); none found")
                                       : tr("Replace them by motion (animation on twos); %n found", nullptr, *count));
}

}  // namespace kinora

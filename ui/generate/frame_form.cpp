#include "ui/generate/frame_form.h"

#include <QComboBox>
#include <QDoubleSpinBox>
#include <QEvent>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLabel>

#include <algorithm>

#include "core/generation/sizes.h"
#include "ui/generate/aspect_picker.h"
#include "ui/session/panel_settings.h"
#include "ui/theme/theme.h"
#include "ui/widgets/stepped_spin_box.h"

namespace kinora {

namespace {

constexpr int mostPixels = 4096;
constexpr double mostSeconds = 600.0;
constexpr const char* rates[] = {"8", "12", "15", "16", "23.976", "24", "25", "29.97", "30", "48", "50", "60"};

QHBoxLayout* rowIn(QWidget* widget) {
    auto* row = new QHBoxLayout(widget);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(theme::spaceSmall);
    return row;
}

QString rateText(const FrameRate& rate) {
    return QString::number(rate.per_second(), 'g', 5);
}

}  // namespace

FrameForm::FrameForm(QWidget* parent) : QWidget(parent) {
    form_ = new QFormLayout(this);
    form_->setContentsMargins(0, 0, 0, 0);
    form_->setLabelAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    aspect_ = new AspectPicker(this);
    form_->addRow(QStringLiteral(" "), aspect_);

    size_ = new QWidget(this);
    auto* sizeRow = rowIn(size_);
    width_ = new SteppedSpinBox(size_);
    height_ = new SteppedSpinBox(size_);
    sizeRow->addWidget(width_, 1);
    sizeRow->addWidget(new QLabel(QStringLiteral("\u00d7"), size_));
    sizeRow->addWidget(height_, 1);
    form_->addRow(QStringLiteral(" "), size_);

    duration_ = new QWidget(this);
    auto* durationRow = rowIn(duration_);
    seconds_ = new QDoubleSpinBox(duration_);
    seconds_->setDecimals(2);
    seconds_->setRange(0.01, mostSeconds);
    seconds_->setKeyboardTracking(false);
    frames_ = new QLabel(duration_);
    durationRow->addWidget(seconds_, 1);
    durationRow->addWidget(frames_, 1);
    form_->addRow(QStringLiteral(" "), duration_);

    rate_ = new QComboBox(this);
    form_->addRow(QStringLiteral(" "), rate_);
    note_ = new QLabel(this);
    note_->setWordWrap(true);
    note_->setFont(theme::smallFont(font()));
    note_->hide();
    form_->addRow(note_);

    const auto editSize = [this] {
        say({});
        Q_EMIT sizeEdited(width_->value(), height_->value());
    };
    connect(width_, &QSpinBox::valueChanged, this, editSize);
    connect(height_, &QSpinBox::valueChanged, this, editSize);
    for (SteppedSpinBox* field : {width_, height_}) {
        connect(field, &SteppedSpinBox::rounded, this, [this](int typed, int made) {
            say(tr("%1 became %2: this model makes multiples of %3 pixels.").arg(typed).arg(made).arg(model_.size_multiple));
        });
    }
    connect(aspect_, &AspectPicker::chosen, this, [this](double aspect) {
        const double area = static_cast<double>(settings_.width) * settings_.height;
        const PictureSize size = size_for_aspect(aspect, area, std::max(model_.size_multiple, 1));
        say({});
        Q_EMIT sizeEdited(size.width, size.height);
        Q_EMIT released();
        aspect_->setCurrent(settings_.width, settings_.height, model_.size_multiple);
    });
    connect(seconds_, &QDoubleSpinBox::valueChanged, this, &FrameForm::editDuration);
    for (QAbstractSpinBox* field : {static_cast<QAbstractSpinBox*>(width_), static_cast<QAbstractSpinBox*>(height_),
                                    static_cast<QAbstractSpinBox*>(seconds_)}) {
        connect(field, &QAbstractSpinBox::editingFinished, this, &FrameForm::released);
    }
    connect(rate_, &QComboBox::activated, this, [this] { Q_EMIT rateEdited(parse_frame_rate(rate_->currentData().toString().toStdString())); });
    retranslate();
}

void FrameForm::lockLength(const QString& why) {
    for (QWidget* field : {duration_, static_cast<QWidget*>(rate_)}) {
        field->setEnabled(false);
        field->setToolTip(why);
    }
}

void FrameForm::show(const GenerationSettings& settings, const ModelInfo& model) {
    if (model.name != model_.name) {
        say({});
    }
    model_ = model;
    settings_ = settings;
    for (SteppedSpinBox* field : {width_, height_}) {
        const QSignalBlocker quiet(field);
        field->setSteps(model.size_multiple, 0, model.size_multiple, mostPixels);
        field->setValue(field == width_ ? settings.width : settings.height);
    }
    aspect_->setCurrent(settings.width, settings.height, model.size_multiple);
    showRates();
    showLength();
}

void FrameForm::showRates() {
    const QSignalBlocker quiet(rate_);
    rate_->clear();
    for (const char* text : rates) {
        rate_->addItem(tr("%1 fps").arg(rateText(parse_frame_rate(text))), QString::fromStdString(to_string(parse_frame_rate(text))));
    }
    const QString current = QString::fromStdString(to_string(settings_.frame_rate));
    if (rate_->findData(current) < 0) {
        rate_->addItem(tr("%1 fps").arg(rateText(settings_.frame_rate)), current);
    }
    rate_->setCurrentIndex(rate_->findData(current));
}

void FrameForm::showLength() {
    if (!settings_.frame_rate.is_valid()) {
        return;
    }
    const QSignalBlocker quiet(seconds_);
    seconds_->setSingleStep(settings_.frame_rate.seconds(std::max(model_.frame_multiple, 1)));
    seconds_->setValue(settings_.frame_rate.seconds(settings_.num_frames));
    frames_->setText(tr("%n frame(s)", nullptr, static_cast<int>(settings_.num_frames)));
}

void FrameForm::editDuration() {
    const double typed = seconds_->value();
    const std::int64_t frames = framesFor(typed, settings_.frame_rate, model_);
    const double made = settings_.frame_rate.seconds(frames);
    say({});
    if (qAbs(made - typed) >= 0.01) {
        say(tr("%1 s became %2 s: this model makes 1 + a multiple of %3 frames.")
                .arg(typed, 0, 'f', 2)
                .arg(made, 0, 'f', 2)
                .arg(model_.frame_multiple));
    }
    if (frames != settings_.num_frames) {
        Q_EMIT lengthEdited(frames);
    } else {
        showLength();
    }
}

void FrameForm::say(const QString& note) {
    note_->setText(note);
    note_->setVisible(!note.isEmpty());
}

void FrameForm::changeEvent(QEvent* event) {
    if (event->type() == QEvent::LanguageChange) {
        retranslate();
    }
    QWidget::changeEvent(event);
}

void FrameForm::retranslate() {
    const auto label = [this](QWidget* field, const QString& text, QWidget* buddy) {
        auto* name = qobject_cast<QLabel*>(form_->labelForField(field));
        name->setText(text);
        name->setMinimumWidth(theme::labelWidth);
        name->setBuddy(buddy);
    };
    label(aspect_, tr("Shape"), nullptr);
    label(size_, tr("Size"), width_);
    label(duration_, tr("Duration"), seconds_);
    label(rate_, tr("Rate"), rate_);
    width_->setAccessibleName(tr("Width in pixels"));
    height_->setAccessibleName(tr("Height in pixels"));
    seconds_->setAccessibleName(tr("Duration in seconds"));
    seconds_->setSuffix(tr(" s"));
    frames_->setAccessibleName(tr("Frames that will be made"));
    rate_->setAccessibleName(tr("Frames per second"));
    note_->setAccessibleName(tr("What was rounded"));
    say({});
    if (rate_->count() > 0) {
        showRates();
    }
    showLength();
}

}  // namespace kinora

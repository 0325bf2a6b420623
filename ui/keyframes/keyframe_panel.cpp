#include "ui/keyframes/keyframe_panel.h"

#include <QDoubleSpinBox>
#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QSignalBlocker>
#include <QSpinBox>
#include <QVBoxLayout>

#include <algorithm>

#include "ui/actions/widget_keys.h"
#include "ui/keyframes/curve_editor.h"
#include "ui/viewer/glyph_button.h"

namespace kinora {

namespace {

constexpr std::array interpolationOrder = {Interpolation::hold, Interpolation::linear, Interpolation::smooth};

QDoubleSpinBox* makeStrengthBox(QWidget* parent) {
    auto* box = new QDoubleSpinBox(parent);
    box->setRange(0.0, 1.0);
    box->setSingleStep(0.05);
    box->setDecimals(2);
    box->setKeyboardTracking(false);
    return box;
}

QSpinBox* makeFrameBox(QWidget* parent) {
    auto* box = new QSpinBox(parent);
    box->setKeyboardTracking(false);
    return box;
}

}  // namespace

KeyframePanel::KeyframePanel(QWidget* parent)
    : QWidget(parent), strip_(new KeyframeStrip(this)), ruler_(new LatentRuler(this)), curve_(new CurveEditor(this)) {
    auto* keyframeRow = new QHBoxLayout;
    auto* pointRow = new QHBoxLayout;
    makeKeyframeRow(keyframeRow);
    makePointRow(pointRow);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 4);
    layout->setSpacing(0);
    layout->addWidget(strip_);
    layout->addWidget(ruler_);
    layout->addLayout(keyframeRow);
    layout->addWidget(curve_, 1);
    layout->addLayout(pointRow);

    connect(strip_, &KeyframeStrip::changeBegan, this, &KeyframePanel::changeBegan);
    connect(strip_, &KeyframeStrip::keyframeChanged, this, [this](const Keyframe& keyframe) {
        showSelected();
        Q_EMIT keyframeChanged(keyframe);
    });
    connect(strip_, &KeyframeStrip::changeEnded, this, &KeyframePanel::changeEnded);
    connect(strip_, &KeyframeStrip::removeRequested, this, &KeyframePanel::removeRequested);
    connect(strip_, &KeyframeStrip::filesDropped, this, &KeyframePanel::filesDropped);
    connect(strip_, &KeyframeStrip::pictureDropped, this, &KeyframePanel::pictureDropped);
    connect(strip_, &KeyframeStrip::selectionChanged, this, &KeyframePanel::showSelected);
    connect(ruler_, &LatentRuler::frameChosen, this, [this](qint64 frame) {
        Q_EMIT frameChosen(frame);
        setPlayhead(frame);  // what the monitor shows may have fewer frames than the clip to be made
    });
    connect(curve_, &CurveEditor::selectionChanged, this, &KeyframePanel::showPoint);
    connect(curve_, &CurveEditor::changeBegan, this, [this] { Q_EMIT changeBegan(strip_->selected()); });
    connect(curve_, &CurveEditor::changeEnded, this, [this] { Q_EMIT changeEnded(strip_->selected()); });
    connect(curve_, &CurveEditor::curveChanged, this, [this](const StrengthCurve& curve) {
        strip_->edit(strip_->selected(), [&](Keyframe& keyframe) { keyframe.curve = curve; });
        showPoint();
    });
    connect(&curve_->keys(), &WidgetKeys::changed, this, &KeyframePanel::retranslate);
    retranslate();
    showSelected();
}

void KeyframePanel::makeKeyframeRow(QHBoxLayout* row) {
    row->setContentsMargins(8, 4, 4, 4);
    row->setSpacing(6);
    const auto add = [&](QLabel*& label, auto* box) {
        label = new QLabel(this);
        label->setBuddy(box);
        row->addWidget(label);
        row->addWidget(box);
        row->addSpacing(8);
        return box;
    };
    frame_ = add(frameLabel_, makeFrameBox(this));
    length_ = add(lengthLabel_, makeFrameBox(this));
    strength_ = add(strengthLabel_, makeStrengthBox(this));
    row->addStretch(1);
    snap_ = new GlyphButton(Glyph::snap, {}, {}, this);
    snap_->setCheckable(true);
    snap_->setChecked(true);
    remove_ = new GlyphButton(Glyph::remove, {}, {}, this);
    row->addWidget(snap_);
    row->addWidget(remove_);
    connect(frame_, &QSpinBox::valueChanged, this, [this](int value) {
        editSelected([value](Keyframe& keyframe) { keyframe.frame = value; });
    });
    connect(length_, &QSpinBox::valueChanged, this, [this](int value) {
        editSelected([value](Keyframe& keyframe) { keyframe.num_frames = value; });
    });
    connect(strength_, &QDoubleSpinBox::valueChanged, this, [this](double value) {
        editSelected([value](Keyframe& keyframe) { keyframe.strength = value; });
    });
    connect(snap_, &QAbstractButton::toggled, strip_, &KeyframeStrip::setSnapping);
    connect(remove_, &QAbstractButton::clicked, this, [this] { Q_EMIT removeRequested(strip_->selected()); });
}

void KeyframePanel::makePointRow(QHBoxLayout* row) {
    row->setContentsMargins(8, 0, 4, 0);
    row->setSpacing(6);
    pointLabel_ = new QLabel(this);
    pointFrame_ = makeFrameBox(this);
    pointStrength_ = makeStrengthBox(this);
    pointStrength_->setSingleStep(0.01);
    addPoint_ = new GlyphButton(Glyph::add, {}, {}, this);
    removePoint_ = new GlyphButton(Glyph::remove, {}, {}, this);
    row->addWidget(pointLabel_);
    row->addWidget(pointFrame_);
    row->addWidget(pointStrength_);
    row->addSpacing(8);
    constexpr std::array glyphs = {Glyph::hold, Glyph::linear, Glyph::ease};
    for (std::size_t i = 0; i < interpolations_.size(); ++i) {
        interpolations_[i] = new GlyphButton(glyphs[i], {}, {}, this);
        interpolations_[i]->setCheckable(true);
        row->addWidget(interpolations_[i]);
        connect(interpolations_[i], &QAbstractButton::clicked, curve_, [this, i] {
            curve_->setSelectedInterpolation(interpolationOrder.at(i));
            showPoint();
        });
    }
    row->addStretch(1);
    row->addWidget(addPoint_);
    row->addWidget(removePoint_);
    connect(pointFrame_, &QSpinBox::valueChanged, this, [this](int value) {
        if (const Keyframe* keyframe = strip_->find(strip_->selected())) {
            curve_->setSelectedFrame(value - keyframe->frame);
        }
    });
    connect(pointStrength_, &QDoubleSpinBox::valueChanged, curve_, &CurveEditor::setSelectedStrength);
    connect(addPoint_, &QAbstractButton::clicked, curve_, &CurveEditor::addPoint);
    connect(removePoint_, &QAbstractButton::clicked, curve_, &CurveEditor::removeSelected);
}

std::vector<ButtonCommand> KeyframePanel::buttonCommands() const {
    return {{"keyframe.remove", remove_, QT_TRANSLATE_NOOP("kinora::ButtonActions", "No keyframe is chosen.")}, {"keyframe.snap", snap_}};
}

void KeyframePanel::setClip(std::int64_t numFrames, const FrameRate& rate, std::int64_t frameMultiple) {
    numFrames_ = std::max<std::int64_t>(numFrames, 1);
    strip_->setClip(numFrames, frameMultiple);
    ruler_->setClip(numFrames, rate, frameMultiple);
    curve_->setFrameMultiple(frameMultiple);
    showSelected();
}

void KeyframePanel::setKeyframes(const std::vector<Keyframe>& keyframes) {
    strip_->setKeyframes(keyframes);
    showSelected();
}

void KeyframePanel::setPlayhead(std::int64_t frame) {
    strip_->setPlayhead(frame);
    ruler_->setPlayhead(frame);
}

void KeyframePanel::editSelected(const std::function<void(Keyframe&)>& edit) {
    const KeyframeId id = strip_->selected();
    if (id.is_set()) {
        Q_EMIT changeBegan(id);
        strip_->edit(id, edit);
        Q_EMIT changeEnded(id);
    }
}

void KeyframePanel::showSelected() {
    const Keyframe* keyframe = strip_->find(strip_->selected());
    for (QWidget* control : std::initializer_list<QWidget*>{frame_, length_, remove_, addPoint_}) {
        control->setEnabled(keyframe != nullptr);
    }
    strength_->setEnabled(keyframe != nullptr && keyframe->curve.empty());
    const QSignalBlocker frameBlocker(frame_);
    const QSignalBlocker lengthBlocker(length_);
    const QSignalBlocker strengthBlocker(strength_);
    if (keyframe != nullptr) {
        frame_->setRange(0, static_cast<int>(std::max<std::int64_t>(numFrames_ - keyframe->num_frames, keyframe->frame)));
        length_->setRange(1, static_cast<int>(std::max<std::int64_t>(numFrames_ - keyframe->frame, keyframe->num_frames)));
        frame_->setValue(static_cast<int>(keyframe->frame));
        length_->setValue(static_cast<int>(keyframe->num_frames));
        strength_->setValue(keyframe->strength);
    } else {
        for (QAbstractSpinBox* box : std::initializer_list<QAbstractSpinBox*>{frame_, length_, strength_}) {
            box->clear();
        }
    }
    curve_->setKeyframe(keyframe != nullptr ? std::optional(*keyframe) : std::nullopt);
    showPoint();
}

void KeyframePanel::showPoint() {
    const Keyframe* keyframe = strip_->find(strip_->selected());
    const int index = curve_->selected();
    const bool hasPoint = keyframe != nullptr && index >= 0 && index < static_cast<int>(curve_->curve().size());
    for (QWidget* control : std::initializer_list<QWidget*>{pointFrame_, pointStrength_, removePoint_}) {
        control->setEnabled(hasPoint);
    }
    const QSignalBlocker frameBlocker(pointFrame_);
    const QSignalBlocker strengthBlocker(pointStrength_);
    const StrengthPoint point = hasPoint ? curve_->curve().at(static_cast<std::size_t>(index)) : StrengthPoint();
    for (std::size_t i = 0; i < interpolations_.size(); ++i) {
        interpolations_.at(i)->setEnabled(hasPoint);
        interpolations_.at(i)->setChecked(hasPoint && point.interpolation == interpolationOrder.at(i));
    }
    if (hasPoint) {
        pointFrame_->setRange(static_cast<int>(keyframe->frame), static_cast<int>(keyframe->frame + keyframe->num_frames - 1));
        pointFrame_->setValue(static_cast<int>(keyframe->frame + point.frame));
        pointStrength_->setValue(point.strength);
    } else {
        pointFrame_->clear();
        pointStrength_->clear();
    }
}

void KeyframePanel::changeEvent(QEvent* event) {
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange) {
        retranslate();
    }
}

void KeyframePanel::retranslate() {
    setAccessibleName(tr("Keyframes"));
    frameLabel_->setText(tr("Frame"));
    lengthLabel_->setText(tr("Length"));
    strengthLabel_->setText(tr("Strength"));
    pointLabel_->setText(tr("Curve point"));
    frame_->setAccessibleName(tr("Frame of the keyframe"));
    length_->setAccessibleName(tr("Length of the keyframe in frames"));
    strength_->setAccessibleName(tr("Strength of the keyframe"));
    strength_->setToolTip(tr("1 keeps the frames, 0 ignores them; a curve takes its place"));
    pointFrame_->setAccessibleName(tr("Frame of the curve point"));
    pointStrength_->setAccessibleName(tr("Strength of the curve point"));
    snap_->setGlyph(Glyph::snap, tr("Snap to the latent grid"), tr("Alt lets go"));
    remove_->setGlyph(Glyph::remove, tr("Remove the keyframe"), tr("Del"));
    const auto key = [this](CurveCommand command) { return curve_->keys().text(static_cast<int>(command)); };
    addPoint_->setGlyph(Glyph::add, tr("Add a curve point"), key(CurveCommand::add));
    removePoint_->setGlyph(Glyph::remove, tr("Remove the curve point"), key(CurveCommand::remove));
    interpolations_[0]->setGlyph(Glyph::hold, tr("Hold until the next point"), key(CurveCommand::hold));
    interpolations_[1]->setGlyph(Glyph::linear, tr("Straight to the next point"), key(CurveCommand::linear));
    interpolations_[2]->setGlyph(Glyph::ease, tr("Smooth to the next point"), key(CurveCommand::smooth));
}

}  // namespace kinora

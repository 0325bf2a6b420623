#include "ui/timeline/segment_keyframes.h"

#include <QMenu>

#include <utility>

#include "ui/theme/icons.h"

namespace kinora {

namespace {

constexpr qsizetype longestName = 16;

QString shortName(const SegmentPicture& picture) {
    return picture.name.size() <= longestName ? picture.name : picture.name.left(longestName - 1) + QStringLiteral("…");
}

Keyframe keyframeOf(const SegmentPicture& picture, std::int64_t frame) {
    Keyframe keyframe;
    keyframe.source = picture.source;
    keyframe.frame = frame;
    return keyframe;
}

}  // namespace

SegmentKeyframes::SegmentKeyframes(std::function<std::vector<SegmentPicture>()> pictures, QWidget* parent)
    : QToolButton(parent), pictures_(std::move(pictures)) {
    setIcon(icons::icon(QStringLiteral("keyframes")));
    setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    setPopupMode(QToolButton::InstantPopup);
    setToolTip(tr("The pictures that this segment begins and ends with"));
    auto* menu = new QMenu(this);
    auto* first = menu->addMenu(tr("Begin With"));
    auto* last = menu->addMenu(tr("End With"));
    connect(first, &QMenu::aboutToShow, this, [this, first] { fillMenu(first, first_); });
    connect(last, &QMenu::aboutToShow, this, [this, last] { fillMenu(last, last_); });
    setMenu(menu);
    showChoice();
}

void SegmentKeyframes::fillMenu(QMenu* menu, std::optional<SegmentPicture>& chosen) {
    menu->clear();
    const auto add = [&](const QString& name, const std::optional<SegmentPicture>& picture) {
        QAction* action = menu->addAction(QString(name).replace(QLatin1Char('&'), QStringLiteral("&&")));
        action->setCheckable(true);
        action->setChecked(chosen ? picture && picture->source == chosen->source : !picture);
        connect(action, &QAction::triggered, this, [this, &chosen, picture] {
            chosen = picture;
            showChoice();
            Q_EMIT changed();
        });
    };
    add(tr("No picture"), std::nullopt);
    menu->addSeparator();
    for (const SegmentPicture& picture : pictures_()) {
        add(picture.name, picture);
    }
}

void SegmentKeyframes::showChoice() {
    setText(first_ && last_ ? tr("%1 to %2").arg(shortName(*first_), shortName(*last_))
            : first_        ? tr("From %1").arg(shortName(*first_))
            : last_         ? tr("To %1").arg(shortName(*last_))
                            : tr("Pictures"));
}

std::vector<Keyframe> SegmentKeyframes::keyframes(std::int64_t length) const {
    std::vector<Keyframe> keyframes;
    if (first_) {
        keyframes.push_back(keyframeOf(*first_, 0));
    }
    if (last_ && length > 1) {
        keyframes.push_back(keyframeOf(*last_, length - 1));
    }
    return keyframes;
}

}  // namespace kinora

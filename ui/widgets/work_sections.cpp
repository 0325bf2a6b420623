#include "ui/widgets/work_sections.h"

#include <QEvent>
#include <QVBoxLayout>

#include <algorithm>

namespace kinora {

WorkSections::WorkSections(const std::vector<QWidget*>& sections, QWidget* parent) : QWidget(parent), sections_(sections) {
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins({});
    layout->setSpacing(0);
    for (QWidget* section : sections_) {
        const bool isHidden = section->isHidden();  // a layout would show what was never shown
        layout->addWidget(section);
        section->setHidden(isHidden);
        section->installEventFilter(this);
    }
    refresh();
}

bool WorkSections::eventFilter(QObject* watched, QEvent* event) {
    if (event->type() == QEvent::ShowToParent || event->type() == QEvent::HideToParent) {
        refresh();
    }
    return QWidget::eventFilter(watched, event);
}

void WorkSections::refresh() {
    setVisible(std::ranges::any_of(sections_, [](const QWidget* section) { return !section->isHidden(); }));
}

}  // namespace kinora

// The segments of a chain as rows to be edited: what happens, for how long, and whether it begins anew instead of going on from the one
// before.
#pragma once

#include <QWidget>

#include <vector>

#include "core/project/edits/generation_edits.h"

class QCheckBox;
class QDoubleSpinBox;
class QLineEdit;
class QVBoxLayout;

namespace kinora {

class SegmentRows : public QWidget {
    Q_OBJECT

 public:
    explicit SegmentRows(QWidget* parent = nullptr);

    void setRate(const FrameRate& rate) { rate_ = rate; }
    void setSegments(const std::vector<Segment>& segments);
    std::vector<Segment> segments() const;
    void add(const QString& prompt, double seconds);
    int numRows() const { return static_cast<int>(rows_.size()); }

 Q_SIGNALS:
    void changed();

 private:
    struct Row {
        QWidget* widget = nullptr;
        QLineEdit* prompt = nullptr;
        QDoubleSpinBox* seconds = nullptr;
        QCheckBox* anew = nullptr;
    };

    void remove(QWidget* widget);
    void number();

    FrameRate rate_ = {24, 1};
    QVBoxLayout* layout_;
    std::vector<Row> rows_;
};

}  // namespace kinora

// The two takes under comparison: A is the monitor's, B another one of the project.
#pragma once

#include <QObject>

#include <optional>
#include <utility>
#include <vector>

#include "core/project/ids.h"

namespace kinora {

class Document;
class Monitor;
class MonitorController;

class CompareController : public QObject {
    Q_OBJECT

 public:
    // All outlive this object.
    CompareController(Monitor& monitor, MonitorController& first, Document& document, QObject* parent = nullptr);

    // Brings both to the monitor, side by side or as the user last compared.
    void compare(TakeId first, TakeId second);
    std::optional<TakeId> second() const { return second_; }

 private:
    void refresh();
    void nameTakes();
    void open();

    Monitor& monitor_;
    MonitorController& first_;
    Document& document_;
    std::vector<TakeId> choices_;  // every take but A, those of A's clip first
    std::optional<TakeId> second_;
    std::optional<std::pair<TakeId, TakeId>> shown_;
};

}  // namespace kinora

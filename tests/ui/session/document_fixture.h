// What the tests of the document share.
#pragma once

#include <QSignalSpy>

#include <cstdint>
#include <stdexcept>

#include "core/project/edits/marker_edits.h"
#include "ui/session/document.h"

namespace kinora::test {

inline Document::Edit marker_at(std::int64_t start) {
    return [start](const Project& p) { return add_marker(p, {.start = start}); };
}

inline std::size_t num_markers(const Document& document) {
    return document.project().timeline.markers->size();
}

inline bool saved_within_reason(Document& document) {
    QSignalSpy spy(&document, &Document::saved);
    return spy.wait(10'000);
}

inline bool no_recovery(const RecoveredProject&) {
    throw std::logic_error("recovery was offered");
}

}  // namespace kinora::test

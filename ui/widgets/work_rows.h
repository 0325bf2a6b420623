// One row for each entry of a list of work, by the entries' numbers.
#pragma once

#include <QWidget>

#include <map>
#include <set>

namespace kinora {

// Removes the rows of entries that are gone, adds those of new ones with `add(id)`, and shows every entry in its row with
// `show(row, entry)`. An entry for which `isShown` is false has no row.
template <typename Row, typename Entries, typename IsShown, typename Add, typename Show>
void refreshRows(std::map<qint64, Row*>& rows, const Entries& entries, const IsShown& isShown, const Add& add, const Show& show) {
    std::set<qint64> shown;
    for (const auto& entry : entries) {
        if (isShown(entry)) {
            shown.insert(entry.id);
        }
    }
    std::erase_if(rows, [&](const auto& row) {
        const bool isGone = !shown.contains(row.first);
        if (isGone) {
            row.second->hide();
            row.second->deleteLater();
        }
        return isGone;
    });
    for (const auto& entry : entries) {
        if (shown.contains(entry.id)) {
            const auto [place, isNew] = rows.try_emplace(entry.id);
            if (isNew) {
                place->second = add(entry.id);
            }
            show(*place->second, entry);
        }
    }
}

}  // namespace kinora

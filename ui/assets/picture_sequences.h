// Which of some dropped files belong together as one clip.
#pragma once

#include <QStringList>

#include <vector>

namespace kinora {

// Pictures of one folder whose names differ in their number alone, with numbers that follow each other, are one group in the
// order of their numbers; every other file is a group of its own. A folder stands for the pictures in it. Groups are in the
// order of their first file. Looks into folders.
std::vector<QStringList> groupSequences(const QStringList& files);

}  // namespace kinora

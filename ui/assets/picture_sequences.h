// Which of some dropped files belong together as one clip.
#pragma once

#include <QStringList>

#include <vector>

namespace kinora {

// Pictures of one folder and one size whose names differ in their number alone, with numbers that follow each other, are one group in the
// order of their numbers, from five on: fewer are photographs that somebody picked. Every other file is a group of its own. A folder stands
// for the pictures in it, of which two are enough. Groups are in the order of their first file. Looks into folders and files, so it may
// take its time.
std::vector<QStringList> groupSequences(const QStringList& files);

// The group that `picture` belongs to among all pictures of its folder, however few they are.
QStringList sequenceOf(const QString& picture);

}  // namespace kinora

// The project that comes with the program: takes of the model that comes with it, extended, filled in and made from a picture.
#pragma once

#include <QString>

namespace kinora {

// Puts the sample into `folder`, unless it is there with what the user made of it; files that are gone come back. Returns the
// project file, or nothing and a sentence in `problem`. Some hundred kilobytes are written.
QString unpackSample(const QString& folder, QString& problem);

}  // namespace kinora

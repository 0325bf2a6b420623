// A queue's file that was read and is none: damaged, cut short, or of another program. Not one that is in use, cannot be opened, or is
// of a newer version: those are plain FileErrors.
#pragma once

#include "core/base/error.h"

namespace kinora {

class DamagedStore : public FileError {
 public:
    using FileError::FileError;
};

}  // namespace kinora

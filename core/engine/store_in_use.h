// The queue's file is open in another program. It is free again when that ends, which takes as long as its worker does to stop.
#pragma once

#include "core/base/error.h"

namespace kinora {

class StoreInUse : public FileError {
 public:
    using FileError::FileError;
};

}  // namespace kinora

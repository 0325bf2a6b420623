// What the program's rooms say, in the user's language. What is not in its catalogue, such as what the system says, stays as it is.
#pragma once

#include <QString>

#include "core/base/sentence.h"

namespace kinora {

QString sentenceText(const Sentence& sentence);

}  // namespace kinora

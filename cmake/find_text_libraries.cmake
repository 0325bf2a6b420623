# The libraries behind core/model/text: SentencePiece and utf8proc, as targets kinora::sentencepiece and kinora::utf8proc.
# They have pkg-config files, but finding them by name also works where somebody only copied the libraries.
include_guard(GLOBAL)

function(_kinora_find_library target header library)
  find_path(KINORA_${target}_INCLUDE_DIR ${header} REQUIRED)
  find_library(KINORA_${target}_LIBRARY ${library} REQUIRED)
  mark_as_advanced(KINORA_${target}_INCLUDE_DIR KINORA_${target}_LIBRARY)
  add_library(kinora_${target} INTERFACE)
  add_library(kinora::${target} ALIAS kinora_${target})
  target_include_directories(kinora_${target} SYSTEM INTERFACE "${KINORA_${target}_INCLUDE_DIR}")
  target_link_libraries(kinora_${target} INTERFACE "${KINORA_${target}_LIBRARY}")
endfunction()

_kinora_find_library(sentencepiece sentencepiece_processor.h sentencepiece)
_kinora_find_library(utf8proc utf8proc.h utf8proc)

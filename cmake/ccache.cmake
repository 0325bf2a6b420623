# Compile through ccache where it is installed.
#
# GCC's precompiled headers are only cached when the preprocessor keeps its markers (-fpch-preprocess, in
# compiler_options.cmake) and ccache is told not to compare their time stamps. The base directory makes two clones
# share hits.
include_guard(GLOBAL)

find_program(KINORA_CCACHE ccache)
mark_as_advanced(KINORA_CCACHE)
if(KINORA_CCACHE)
  set(CMAKE_CXX_COMPILER_LAUNCHER
      ${CMAKE_COMMAND} -E env
      "CCACHE_SLOPPINESS=pch_defines,time_macros,include_file_mtime,include_file_ctime"
      "CCACHE_BASEDIR=${CMAKE_SOURCE_DIR}"
      CCACHE_NOHASHDIR=1
      ${KINORA_CCACHE})
endif()

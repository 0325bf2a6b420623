# kinora::ffmpeg and kinora::opencv: what core/media links, and nothing else may.
#
# FFmpeg is found through pkg-config. OpenCV's own CMake package insists on every module that its distribution knows, also
# on those whose development files are not installed; the three modules that Kinora uses are looked for by hand.
include_guard(GLOBAL)

find_package(PkgConfig REQUIRED)
pkg_check_modules(KINORA_FFMPEG REQUIRED IMPORTED_TARGET
  libavformat>=59 libavcodec>=59 libavfilter>=8 libavutil>=57 libswscale>=6)
add_library(kinora_ffmpeg INTERFACE)
add_library(kinora::ffmpeg ALIAS kinora_ffmpeg)
target_link_libraries(kinora_ffmpeg INTERFACE PkgConfig::KINORA_FFMPEG)

find_path(KINORA_OPENCV_INCLUDE opencv2/imgcodecs.hpp PATH_SUFFIXES opencv4)
mark_as_advanced(KINORA_OPENCV_INCLUDE)
add_library(kinora_opencv INTERFACE)
add_library(kinora::opencv ALIAS kinora_opencv)
foreach(module IN ITEMS imgcodecs imgproc core)
  find_library(KINORA_OPENCV_${module} opencv_${module})
  mark_as_advanced(KINORA_OPENCV_${module})
  if(NOT KINORA_OPENCV_${module} OR NOT KINORA_OPENCV_INCLUDE)
    message(FATAL_ERROR "OpenCV's ${module} was not found. Run packaging/setup.sh, or install libopencv-${module}-dev. "
                        "To build without media set KINORA_BUILD_MEDIA=OFF.")
  endif()
  target_link_libraries(kinora_opencv INTERFACE "${KINORA_OPENCV_${module}}")
endforeach()
target_include_directories(kinora_opencv SYSTEM INTERFACE "${KINORA_OPENCV_INCLUDE}")
message(STATUS "FFmpeg libavformat ${KINORA_FFMPEG_libavformat_VERSION}; OpenCV in ${KINORA_OPENCV_INCLUDE}")

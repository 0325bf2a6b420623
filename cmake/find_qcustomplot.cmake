# QCustomPlotQt6::QCustomPlotQt6, the library of the studio's plots, built for Qt 6.
include_guard(GLOBAL)

find_package(Qt6 6.4 REQUIRED COMPONENTS PrintSupport)
find_package(QCustomPlotQt6 QUIET)
if(NOT TARGET QCustomPlotQt6::QCustomPlotQt6)
  # Some distributions have the library without a CMake package.
  find_library(KINORA_QCUSTOMPLOT NAMES QCustomPlotQt6 qcustomplot-qt6)
  find_path(KINORA_QCUSTOMPLOT_INCLUDE qcustomplot.h)
  mark_as_advanced(KINORA_QCUSTOMPLOT KINORA_QCUSTOMPLOT_INCLUDE)
  if(NOT KINORA_QCUSTOMPLOT OR NOT KINORA_QCUSTOMPLOT_INCLUDE)
    message(FATAL_ERROR "QCustomPlot for Qt 6 was not found. Run packaging/setup.sh, or install libqcustomplot-dev. "
                        "To build without the studio set KINORA_BUILD_GUI=OFF.")
  endif()
  add_library(QCustomPlotQt6::QCustomPlotQt6 INTERFACE IMPORTED)
  target_include_directories(QCustomPlotQt6::QCustomPlotQt6 SYSTEM INTERFACE "${KINORA_QCUSTOMPLOT_INCLUDE}")
  target_link_libraries(QCustomPlotQt6::QCustomPlotQt6 INTERFACE "${KINORA_QCUSTOMPLOT}" Qt6::Widgets Qt6::PrintSupport)
endif()

# kinora::libtorch: libtorch as the wheel of torch carries it.
#
# torch's own CMake package asks for a whole CUDA toolkit when the wheel is a CUDA build. Kinora compiles no CUDA code, so
# it needs only the headers and the shared libraries, and this file makes a target of those. The wheel is looked for in
# Torch_DIR, in CMAKE_PREFIX_PATH, in .deps/ (where packaging/setup.sh puts it) and in the active python3.
include_guard(GLOBAL)

set(KINORA_LIBTORCH_MINIMUM 2.9.0)

function(_kinora_find_torch_root out)
  set(candidates "")
  if(DEFINED Torch_DIR)
    cmake_path(SET from_dir NORMALIZE "${Torch_DIR}/../../..")
    list(APPEND candidates "${from_dir}")
  endif()
  list(APPEND candidates ${CMAKE_PREFIX_PATH})
  foreach(python IN ITEMS "${CMAKE_SOURCE_DIR}/.deps/python/bin/python3" python3)
    execute_process(
      COMMAND ${python} -c "import importlib.util as u; print(u.find_spec('torch').submodule_search_locations[0])"
      OUTPUT_VARIABLE found OUTPUT_STRIP_TRAILING_WHITESPACE ERROR_QUIET RESULT_VARIABLE failed)
    if(NOT failed)
      list(APPEND candidates "${found}")
    endif()
  endforeach()
  foreach(candidate IN LISTS candidates)
    string(REGEX REPLACE "/share/cmake/?$" "" root "${candidate}")
    if(EXISTS "${root}/include/torch/csrc/api/include/torch/torch.h" AND EXISTS "${root}/lib/libtorch_cpu.so")
      set(${out} "${root}" PARENT_SCOPE)
      return()
    endif()
  endforeach()
  message(FATAL_ERROR "libtorch was not found. Run packaging/setup.sh, or install torch (pip install torch==2.13.0) "
                      "for the active python3, or set Torch_DIR. To build without models set KINORA_BUILD_MODEL=OFF.")
endfunction()

_kinora_find_torch_root(KINORA_LIBTORCH_ROOT)

file(STRINGS "${KINORA_LIBTORCH_ROOT}/version.py" version_line REGEX "^__version__")
string(REGEX MATCH "[0-9]+\\.[0-9]+\\.[0-9]+" KINORA_LIBTORCH_VERSION "${version_line}")
if(KINORA_LIBTORCH_VERSION VERSION_LESS KINORA_LIBTORCH_MINIMUM)
  message(FATAL_ERROR "libtorch in ${KINORA_LIBTORCH_ROOT} is ${KINORA_LIBTORCH_VERSION}; Kinora needs "
                      "${KINORA_LIBTORCH_MINIMUM} or newer.")
endif()

# Qt and OpenCV use the C++11 ABI of libstdc++; a libtorch built with the old one would only fail at link time.
file(STRINGS "${KINORA_LIBTORCH_ROOT}/lib/libc10.so" new_abi_symbol LIMIT_COUNT 1 REGEX "basic_stringIcSt11char_traits|cxx11")
if(NOT new_abi_symbol MATCHES "cxx11")
  message(FATAL_ERROR "libtorch in ${KINORA_LIBTORCH_ROOT} was built with the old C++ ABI; take the wheel of torch 2.9 "
                      "or newer.")
endif()

add_library(kinora_libtorch INTERFACE)
add_library(kinora::libtorch ALIAS kinora_libtorch)
target_include_directories(kinora_libtorch SYSTEM INTERFACE
  "${KINORA_LIBTORCH_ROOT}/include" "${KINORA_LIBTORCH_ROOT}/include/torch/csrc/api/include")
set(libraries libtorch.so libtorch_cpu.so libc10.so)
set(KINORA_LIBTORCH_CUDA OFF)
if(EXISTS "${KINORA_LIBTORCH_ROOT}/lib/libtorch_cuda.so")
  set(KINORA_LIBTORCH_CUDA ON)
  list(APPEND libraries libtorch_cuda.so libc10_cuda.so)
endif()
# The CUDA library registers its kernels when it is loaded and nothing refers to it by name, so it must not be dropped.
target_link_options(kinora_libtorch INTERFACE "LINKER:--no-as-needed")
foreach(library IN LISTS libraries)
  target_link_libraries(kinora_libtorch INTERFACE "${KINORA_LIBTORCH_ROOT}/lib/${library}")
endforeach()
# Our own parallel loops must run in the threads of libtorch's OpenMP, not in those of a second copy.
file(GLOB openmp "${KINORA_LIBTORCH_ROOT}/lib/libgomp*.so*" "${KINORA_LIBTORCH_ROOT}/../torch.libs/libgomp*.so*")
if(openmp)
  list(GET openmp 0 openmp)
  target_link_libraries(kinora_libtorch INTERFACE "${openmp}")
else()
  target_link_options(kinora_libtorch INTERFACE -fopenmp)
endif()
target_link_options(kinora_libtorch INTERFACE "LINKER:-rpath,${KINORA_LIBTORCH_ROOT}/lib")
message(STATUS "libtorch ${KINORA_LIBTORCH_VERSION} (CUDA: ${KINORA_LIBTORCH_CUDA}) in ${KINORA_LIBTORCH_ROOT}")

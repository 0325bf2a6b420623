# kinora_options: the language, warnings and sanitizers of our own code. Linked PRIVATE by our targets only.
include_guard(GLOBAL)

set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
set(CMAKE_CXX_EXTENSIONS OFF)

add_library(kinora_options INTERFACE)
target_compile_features(kinora_options INTERFACE cxx_std_20)
set_target_properties(kinora_options PROPERTIES INTERFACE_POSITION_INDEPENDENT_CODE ON)
target_include_directories(kinora_options INTERFACE "${CMAKE_SOURCE_DIR}")
target_compile_definitions(kinora_options INTERFACE KINORA_VERSION="${PROJECT_VERSION}")
target_compile_options(
  kinora_options
  INTERFACE -Wall -Wextra -Wpedantic -Wshadow -Wnon-virtual-dtor -Woverloaded-virtual -Wimplicit-fallthrough
            -Wold-style-cast -Wno-missing-field-initializers -fvisibility=hidden)
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  # GCC 12 finds impossible copies inside its own std::string at -O3 (GCC bug 105329).
  target_compile_options(kinora_options INTERFACE -Wduplicated-cond -Wno-restrict -Wno-stringop-overflow -Wno-array-bounds -fpch-preprocess)
endif()
if(KINORA_WARNINGS_AS_ERRORS)
  target_compile_options(kinora_options INTERFACE -Werror)
endif()

# Value code: implicit conversions between integers are mistakes there.
add_library(kinora_strict_conversions INTERFACE)
target_compile_options(kinora_strict_conversions INTERFACE -Wconversion -Wsign-conversion)

if(KINORA_SANITIZE)
  target_compile_options(kinora_options INTERFACE -fsanitize=${KINORA_SANITIZE} -fno-omit-frame-pointer
                                                  -fno-sanitize-recover=undefined)
  target_link_options(kinora_options INTERFACE -fsanitize=${KINORA_SANITIZE})
endif()

if(KINORA_BUILD_FUZZERS)
  # Tells the fuzzer which branches an input reached.
  target_compile_options(kinora_options INTERFACE -fsanitize=fuzzer-no-link)
endif()

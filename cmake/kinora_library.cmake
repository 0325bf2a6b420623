# One line per target:
#   kinora_library(name SOURCES a.cpp … LINKS kinora::x … PRIVATE_LINKS foreign …)
#     makes the static library kinora_<name> with the alias kinora::<name>.
#   kinora_tests(name SOURCES a_test.cpp … LINKS kinora::x … LABELS unit …)
#     makes one executable <name>_tests and one ctest entry per source. A source that ends in _slow_test.cpp has the
#     label slow besides: the presets leave it out, and `ctest --preset slow` runs it. So do those of
#     KINORA_UNFINISHED_TESTS (tests/CMakeLists.txt) have the label unfinished.
include_guard(GLOBAL)

function(kinora_library name)
  cmake_parse_arguments(PARSE_ARGV 1 arg "STRICT" "" "SOURCES;LINKS;PRIVATE_LINKS")
  add_library(kinora_${name} STATIC ${arg_SOURCES})
  add_library(kinora::${name} ALIAS kinora_${name})
  target_link_libraries(kinora_${name} PUBLIC ${arg_LINKS} PRIVATE kinora_options ${arg_PRIVATE_LINKS})
  if(arg_STRICT)
    target_link_libraries(kinora_${name} PRIVATE kinora_strict_conversions)
  endif()
endfunction()

# Every test source holds one QObject with KINORA_TEST(Class) at its end (tests/support/test_main.h) and includes its
# own .moc file; the executable runs the one whose source name is given as the first argument.
function(kinora_tests name)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "SOURCES;LINKS;LABELS;ENVIRONMENT")
  add_executable(${name}_tests ${arg_SOURCES} "${CMAKE_SOURCE_DIR}/tests/support/test_main.cpp")
  set_target_properties(${name}_tests PROPERTIES AUTOMOC ON)
  target_link_libraries(${name}_tests PRIVATE kinora_options Qt6::Core Qt6::Test ${arg_LINKS})
  target_compile_definitions(${name}_tests PRIVATE QT_NO_KEYWORDS KINORA_SOURCE_DIR="${CMAKE_SOURCE_DIR}"
                                                   KINORA_BINARY_DIR="${CMAKE_BINARY_DIR}")
  foreach(source IN LISTS arg_SOURCES)
    cmake_path(GET source STEM test)
    if(NOT test MATCHES "_test$")
      continue()
    endif()
    set(entry "${name}.${test}")
    set(labels ${arg_LABELS})
    set(timeout 900)
    set(environment "QT_QPA_PLATFORM=offscreen;${arg_ENVIRONMENT}")
    if(test MATCHES "_slow_test$")
      list(APPEND labels slow)
      set(timeout 3600)
      list(APPEND environment "QTEST_FUNCTION_TIMEOUT=3600000")  # of one test function; five minutes otherwise
    endif()
    if(entry IN_LIST KINORA_UNFINISHED_TESTS)
      list(APPEND labels unfinished)
    endif()
    add_test(NAME ${entry} COMMAND ${name}_tests ${test})
    set_tests_properties(${entry} PROPERTIES LABELS "${labels}" TIMEOUT ${timeout}
                                             ENVIRONMENT "${environment}")
  endforeach()
endfunction()

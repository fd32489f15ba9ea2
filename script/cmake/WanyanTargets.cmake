# One function for each kind of target. They glob, so that a new file needs no
# edit here, and a folder without files yet makes no error.

include(GoogleTest)

# wanyan_component(NAME
#   [DEPS component…]        components it includes; each stands above it
#   [LIBS target…]           libraries whose headers its own headers may include
#   [PRIVATE_LIBS target…]   libraries that only its .cc files include
#   [EXCLUDE regex…])        file names that are not part of the library
#
# makes the library wanyan::NAME of src/NAME/*.cc and src/NAME/internal/*.cc.
# Headers are included as "NAME/header.h".
function(wanyan_component name)
  cmake_parse_arguments(PARSE_ARGV 1 ARG "" "" "DEPS;LIBS;PRIVATE_LIBS;EXCLUDE")
  set(folder ${PROJECT_SOURCE_DIR}/src/${name})
  file(GLOB sources CONFIGURE_DEPENDS
    ${folder}/*.h ${folder}/*.cc ${folder}/internal/*.h ${folder}/internal/*.cc)
  foreach(regex IN LISTS ARG_EXCLUDE)
    list(FILTER sources EXCLUDE REGEX "/${regex}$")
  endforeach()
  list(TRANSFORM ARG_DEPS PREPEND wanyan::)

  set(target wanyan_${name})
  set(compiled ${sources})
  list(FILTER compiled INCLUDE REGEX "\\.cc$")
  if(compiled)
    add_library(${target} STATIC ${sources})
    target_include_directories(${target} PUBLIC
      ${PROJECT_SOURCE_DIR}/src ${PROJECT_BINARY_DIR}/generated)
    target_link_libraries(${target}
      PUBLIC ${ARG_DEPS} ${ARG_LIBS} PRIVATE ${ARG_PRIVATE_LIBS} wanyan_warnings)
  else()
    add_library(${target} INTERFACE)
    target_include_directories(${target} INTERFACE
      ${PROJECT_SOURCE_DIR}/src ${PROJECT_BINARY_DIR}/generated)
    target_link_libraries(${target} INTERFACE ${ARG_DEPS} ${ARG_LIBS})
  endif()
  add_library(wanyan::${name} ALIAS ${target})
endfunction()

# wanyan_test_suite(NAME [LIBS target…])
#
# makes of tests/NAME:
# - wanyan::NAME_testing, the .cc files that are no tests (reference
#   implementations, generators), for use by other suites and the fuzzers;
# - NAME_test, one GoogleTest program of the *_test.cc. Its tests are ctest's
#   NAME.Suite.Test; those of suites named *Exhaustive* have the label
#   "exhaustive" and more time.
function(wanyan_test_suite name)
  cmake_parse_arguments(PARSE_ARGV 1 ARG "" "" "LIBS")
  set(folder ${PROJECT_SOURCE_DIR}/tests/${name})
  file(GLOB tests CONFIGURE_DEPENDS
    ${folder}/*_test.cc ${folder}/internal/*_test.cc)
  file(GLOB helpers CONFIGURE_DEPENDS ${folder}/*.cc ${folder}/internal/*.cc)
  if(tests)
    list(REMOVE_ITEM helpers ${tests})
  endif()

  set(helper_target wanyan_${name}_testing)
  if(helpers)
    add_library(${helper_target} STATIC ${helpers})
    target_include_directories(${helper_target} PUBLIC ${PROJECT_SOURCE_DIR}/tests)
    target_link_libraries(${helper_target}
      PUBLIC ${ARG_LIBS} wanyan::support GTest::gmock PRIVATE wanyan_warnings)
  else()
    add_library(${helper_target} INTERFACE)
    target_link_libraries(${helper_target} INTERFACE ${ARG_LIBS} wanyan::support)
  endif()
  add_library(wanyan::${name}_testing ALIAS ${helper_target})

  if(NOT tests OR WANYAN_FUZZ)
    return()
  endif()
  add_executable(${name}_test ${tests})
  target_include_directories(${name}_test PRIVATE ${PROJECT_SOURCE_DIR}/tests)
  target_link_libraries(${name}_test PRIVATE
    wanyan::${name}_testing GTest::gmock_main wanyan_warnings)
  # Listed when ctest starts: a listing after each link would run the program
  # during the build.
  gtest_discover_tests(${name}_test
    DISCOVERY_MODE PRE_TEST
    TEST_PREFIX ${name}.
    TEST_FILTER "-*Exhaustive*"
    PROPERTIES TIMEOUT 120)
  gtest_discover_tests(${name}_test
    DISCOVERY_MODE PRE_TEST
    TEST_PREFIX ${name}.
    TEST_FILTER "*Exhaustive*"
    TEST_LIST ${name}_exhaustive_tests
    PROPERTIES TIMEOUT 1800 LABELS exhaustive)
endfunction()

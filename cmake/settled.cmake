# settled.cmake -- the three kinds of things this project builds: rooms, plugins, tests.

# Flags of everything written here; nothing outside inherits them.
add_library(settled_flags INTERFACE)
target_compile_options(settled_flags INTERFACE
  $<$<CXX_COMPILER_ID:GNU,Clang>:-Wall -Wextra -Wpedantic -Werror>
  $<$<AND:$<COMPILE_LANGUAGE:CXX>,$<CXX_COMPILER_ID:GNU,Clang>>:-Wconversion>
  # Records that cross the wall are views with dozens of fields; naming the few that are set is the point.
  $<$<AND:$<COMPILE_LANGUAGE:CXX>,$<CXX_COMPILER_ID:GNU,Clang>>:-Wno-missing-field-initializers>
  # All of it could go into a shared library, so gcc would call what it has before it: nothing here replaces a function at load.
  $<$<AND:$<CXX_COMPILER_ID:GNU>,$<CONFIG:Release,RelWithDebInfo>>:-fno-semantic-interposition>
  # gcc 12 at -O3 sees overlapping copies inside std::string's own operator+ (GCC bug 105651).
  $<$<AND:$<CXX_COMPILER_ID:GNU>,$<VERSION_LESS:$<CXX_COMPILER_VERSION>,13>>:-Wno-restrict>
  # gcc 12 at -O3 takes the alternatives that a std::variant does not hold for values read before they are written.
  $<$<AND:$<CXX_COMPILER_ID:GNU>,$<VERSION_LESS:$<CXX_COMPILER_VERSION>,13>,$<CONFIG:Release,RelWithDebInfo>>:-Wno-maybe-uninitialized>)
if(MINGW)
  target_compile_definitions(settled_flags INTERFACE UNICODE _UNICODE WIN32_LEAN_AND_MEAN NOMINMAX)
  target_include_directories(settled_flags BEFORE INTERFACE ${PROJECT_SOURCE_DIR}/packaging/windows/include) # paths in UTF-8
endif()
if(SETTLED_SANITIZE)
  target_compile_options(settled_flags INTERFACE -fsanitize=${SETTLED_SANITIZE} -fno-sanitize-recover=all -fno-omit-frame-pointer)
  target_link_options(settled_flags INTERFACE -fsanitize=${SETTLED_SANITIZE})
endif()

# Sources of a folder, its tests apart. Globbed, so that adding a file needs no second edit. What systems do differently stands in
# NAME_posix.cpp and NAME_windows.cpp, behind one header.
function(settled_sources folder sources_out tests_out)
  file(GLOB sources CONFIGURE_DEPENDS ${folder}/*.cpp)
  if(WIN32)
    list(FILTER sources EXCLUDE REGEX "_posix\\.cpp$")
  else()
    list(FILTER sources EXCLUDE REGEX "_windows\\.cpp$")
  endif()
  file(GLOB tests CONFIGURE_DEPENDS ${folder}/*_test.cpp)
  list(REMOVE_ITEM sources ${tests})
  set(${sources_out} ${sources} PARENT_SCOPE)
  set(${tests_out} ${tests} PARENT_SCOPE)
endfunction()

# One test program for a folder's *_test.cpp files.
function(settled_tests name)
  cmake_parse_arguments(ARG "" "" "SOURCES;LINKS;DEFINITIONS" ${ARGN})
  if(NOT SETTLED_TESTS OR NOT ARG_SOURCES)
    return()
  endif()
  add_executable(${name} ${ARG_SOURCES})
  target_link_libraries(${name} PRIVATE ${ARG_LINKS} settled_flags GTest::gtest GTest::gmock GTest::gtest_main)
  target_compile_definitions(${name} PRIVATE SETTLED_SOURCE_DIR="${PROJECT_SOURCE_DIR}" SETTLED_BINARY_DIR="${CMAKE_BINARY_DIR}"
    ${ARG_DEFINITIONS})
  # One program is one test: a database that its cases share is started once, and a run starts dozens of processes
  # instead of a thousand.
  add_test(NAME ${name} COMMAND ${name} --gtest_brief=1)
  set_tests_properties(${name} PROPERTIES TIMEOUT 1200)
endfunction()

# A room of the house: agent/NAME as a library that sees only the rooms it links. Its headers are
# reached as "NAME/header.hpp" through a link of its own, so an include that is not linked does not
# compile.
function(settled_room name)
  cmake_parse_arguments(ARG "" "WITHOUT" "LINKS;TEST_LINKS" ${ARGN}) # WITHOUT: a regular expression of sources
  set(folder ${PROJECT_SOURCE_DIR}/agent/${name})
  set(door ${CMAKE_BINARY_DIR}/rooms/${name})
  file(MAKE_DIRECTORY ${door})
  file(CREATE_LINK ${folder} ${door}/${name} COPY_ON_ERROR SYMBOLIC)
  settled_sources(${folder} sources tests)
  if(ARG_WITHOUT)
    list(FILTER sources EXCLUDE REGEX "${ARG_WITHOUT}")
  endif()
  if(sources)
    add_library(settled_${name} STATIC ${sources})
    target_include_directories(settled_${name} PUBLIC ${door})
    target_link_libraries(settled_${name} PUBLIC settled_sdk ${ARG_LINKS} PRIVATE settled_flags)
  else()
    add_library(settled_${name} INTERFACE)
    target_include_directories(settled_${name} INTERFACE ${door})
    target_link_libraries(settled_${name} INTERFACE settled_sdk ${ARG_LINKS})
  endif()
  settled_tests(${name}_test SOURCES ${tests} LINKS settled_${name} ${ARG_TEST_LINKS})
endfunction()

include(${CMAKE_CURRENT_LIST_DIR}/settled-plugin.cmake)

# A plugin of this tree: its folder's sources once as objects, for the module and for its tests.
function(settled_plugin name)
  cmake_parse_arguments(ARG "" "" "LINKS;TEST_LINKS" ${ARGN})
  settled_sources(${CMAKE_CURRENT_SOURCE_DIR} sources tests)
  add_library(${name}_code OBJECT ${sources})
  target_include_directories(${name}_code PUBLIC ${CMAKE_CURRENT_SOURCE_DIR})
  target_link_libraries(${name}_code PUBLIC settled_sdk settled_formats ${ARG_LINKS} PRIVATE settled_flags)
  set_target_properties(${name}_code PROPERTIES C_VISIBILITY_PRESET hidden CXX_VISIBILITY_PRESET hidden VISIBILITY_INLINES_HIDDEN ON)
  add_library(${name} MODULE $<TARGET_OBJECTS:${name}_code>)
  target_link_libraries(${name} PRIVATE settled_sdk settled_formats settled_flags ${ARG_LINKS})
  set_target_properties(${name} PROPERTIES LIBRARY_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/plugins)
  settled_plugin_module(${name})
  set_property(GLOBAL APPEND PROPERTY SETTLED_PLUGINS ${name})
  settled_tests(${name}_test SOURCES ${tests} LINKS ${name}_code ${ARG_TEST_LINKS})
endfunction()

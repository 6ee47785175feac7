# find_package(settled-sdk [COMPONENTS digest net]): the kit for plugins, and a function to make one.
#
#   settled_plugin(ledger_my_erp [SOURCES file.cpp …] [LINKS library …])
#
# Without SOURCES: every *.cpp beside the CMakeLists.txt but *_test.cpp. The libraries are settled::sdk (the wall and its
# values) and settled::formats (numbers, days, tables, encodings), which every plugin gets; settled::digest needs OpenSSL
# and settled::net libcurl: they are there when they are asked for as components.
include(CMakeFindDependencyMacro)
find_dependency(Iconv)
if("digest" IN_LIST settled-sdk_FIND_COMPONENTS)
  find_dependency(OpenSSL COMPONENTS Crypto)
endif()
if("net" IN_LIST settled-sdk_FIND_COMPONENTS)
  find_dependency(CURL)
endif()
include(${CMAKE_CURRENT_LIST_DIR}/settled-sdk-targets.cmake)
include(${CMAKE_CURRENT_LIST_DIR}/settled-plugin.cmake)

function(settled_plugin name)
  cmake_parse_arguments(ARG "" "" "SOURCES;LINKS" ${ARGN})
  if(NOT ARG_SOURCES)
    file(GLOB ARG_SOURCES CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/*.cpp)
    list(FILTER ARG_SOURCES EXCLUDE REGEX "_test\\.cpp$")
  endif()
  add_library(${name} MODULE ${ARG_SOURCES})
  target_link_libraries(${name} PRIVATE settled::sdk settled::formats ${ARG_LINKS})
  settled_plugin_module(${name})
endfunction()

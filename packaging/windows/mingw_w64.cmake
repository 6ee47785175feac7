# mingw_w64.cmake -- CMake toolchain: 64-bit Windows programs built on Debian, their tests run through Wine.
#
# SETTLED_WINDOWS_PREFIX is where build_dependencies.sh put its libraries; build/windows-deps where nothing is said.
set(CMAKE_SYSTEM_NAME Windows)
set(CMAKE_SYSTEM_PROCESSOR x86_64)
set(triple x86_64-w64-mingw32)

# The "posix" flavour: std::thread and std::mutex are missing from the other one.
set(CMAKE_C_COMPILER ${triple}-gcc-posix)
set(CMAKE_CXX_COMPILER ${triple}-g++-posix)
set(CMAKE_RC_COMPILER ${triple}-windres)
set(CMAKE_AR /usr/bin/${triple}-gcc-ar-posix CACHE FILEPATH "")
set(CMAKE_RANLIB /usr/bin/${triple}-gcc-ranlib-posix CACHE FILEPATH "")

if(NOT SETTLED_WINDOWS_PREFIX)
  set(SETTLED_WINDOWS_PREFIX "$ENV{SETTLED_WINDOWS_PREFIX}")
  if(NOT SETTLED_WINDOWS_PREFIX)
    cmake_path(SET SETTLED_WINDOWS_PREFIX NORMALIZE "${CMAKE_CURRENT_LIST_DIR}/../../build/windows-deps")
  endif()
endif()
set(SETTLED_WINDOWS_PREFIX "${SETTLED_WINDOWS_PREFIX}" CACHE PATH "Libraries built by packaging/windows/build_dependencies.sh")
list(APPEND CMAKE_TRY_COMPILE_PLATFORM_VARIABLES SETTLED_WINDOWS_PREFIX)

# Programs are this machine's; everything that is linked or included is Windows'.
set(CMAKE_FIND_ROOT_PATH ${SETTLED_WINDOWS_PREFIX} /usr/${triple})
set(CMAKE_FIND_ROOT_PATH_MODE_PROGRAM NEVER)
set(CMAKE_FIND_ROOT_PATH_MODE_LIBRARY ONLY)
set(CMAKE_FIND_ROOT_PATH_MODE_INCLUDE ONLY)
set(CMAKE_FIND_ROOT_PATH_MODE_PACKAGE ONLY)

set(CMAKE_C_STANDARD_INCLUDE_DIRECTORIES ${SETTLED_WINDOWS_PREFIX}/include)
set(CMAKE_CXX_STANDARD_INCLUDE_DIRECTORIES ${SETTLED_WINDOWS_PREFIX}/include) # as system headers: their warnings are not ours

# One level of the system's interface for the libraries and for us: Windows 10, Server 2016.
set(CMAKE_C_FLAGS_INIT "-D_WIN32_WINNT=0x0A00 -DWINVER=0x0A00")
set(CMAKE_CXX_FLAGS_INIT "-D_WIN32_WINNT=0x0A00 -DWINVER=0x0A00")

find_program(SETTLED_WINE NAMES wine wine64 NO_CMAKE_FIND_ROOT_PATH)
if(SETTLED_WINE)
  set(CMAKE_CROSSCOMPILING_EMULATOR ${SETTLED_WINE})
endif()

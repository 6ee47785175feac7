// native_handle.hpp -- what the system gives for an open thing: a descriptor, on Windows a handle.
#pragma once

namespace settled::world {

#if defined(_WIN32) // the one place that has to know, so that headers can hold one
using NativeHandle = void*;
inline constexpr NativeHandle no_handle = nullptr;
#else
using NativeHandle = int;
inline constexpr NativeHandle no_handle = -1;
#endif

} // namespace settled::world

// windows_handle.hpp -- a Windows handle and its one owner. Only for files that are built for Windows.
#pragma once

#include <utility>

#include <windows.h>

namespace settled::world {

class WindowsHandle {
  public:
    WindowsHandle() = default;
    explicit WindowsHandle(HANDLE handle) : handle_(handle == INVALID_HANDLE_VALUE ? nullptr : handle) {}
    WindowsHandle(WindowsHandle&& other) noexcept : handle_(other.release()) {}
    WindowsHandle& operator=(WindowsHandle&& other) noexcept { return std::swap(handle_, other.handle_), *this; }
    ~WindowsHandle() {
        if (handle_ != nullptr) ::CloseHandle(handle_);
    }
    explicit operator bool() const { return handle_ != nullptr; }
    HANDLE get() const { return handle_; }
    HANDLE release() { return std::exchange(handle_, nullptr); }

  private:
    HANDLE handle_ = nullptr;
};

} // namespace settled::world

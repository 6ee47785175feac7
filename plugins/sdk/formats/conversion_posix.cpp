#include <formats/conversion.hpp>

#include <array>
#include <cerrno>
#include <system_error>

#include <iconv.h>

namespace settled::formats {

struct Conversion::State {
    iconv_t handle;
};

Conversion::Conversion(Encoding from) : state_(new State{iconv_open("UTF-8", std::string(name(from)).c_str())}) {
    if (reinterpret_cast<std::intptr_t>(state_->handle) != -1) return;
    const int reason = errno;
    delete state_;
    throw std::system_error(reason, std::generic_category(), "iconv_open");
}

Conversion::~Conversion() {
    iconv_close(state_->handle);
    delete state_;
}

Conversion::Converted Conversion::append(std::string_view bytes, std::string& out) {
    std::array<char, 16384> buffer;               // NOLINT: written by iconv before it is read
    char* from = const_cast<char*>(bytes.data()); // iconv's signature; it does not write there
    std::size_t left = bytes.size();
    while (left > 0) {
        char* to = buffer.data();
        std::size_t room = buffer.size();
        const std::size_t answer = iconv(state_->handle, &from, &left, &to, &room);
        const int reason = errno;
        out.append(buffer.data(), buffer.size() - room);
        if (answer != static_cast<std::size_t>(-1) || reason == E2BIG) continue;
        return {bytes.size() - left, reason == EINVAL ? End::cut : End::bad};
    }
    return {bytes.size(), End::whole};
}

} // namespace settled::formats

#include <formats/peeked_input.hpp>

#include <span>

namespace settled::formats {

Result<std::string_view> PeekedInput::head(std::size_t bytes) {
    std::size_t held = head_.size();
    if (held < bytes) head_.resize(bytes);
    Status done;
    while (held < bytes) {
        auto got = input_.read(std::span(head_).subspan(held));
        if (!got) done = pass(got);
        if (!got || *got == 0) break;
        held += *got;
    }
    head_.resize(held);
    if (!done) return pass(done);
    return std::string_view(head_).substr(0, bytes);
}

std::int64_t PeekedInput::read_again(void* context, char* buffer, std::size_t capacity) {
    auto& self = *static_cast<PeekedInput*>(context);
    if (self.head_given_ < self.head_.size()) {
        const std::size_t given = self.head_.copy(buffer, capacity, self.head_given_);
        self.head_given_ += given;
        return static_cast<std::int64_t>(given);
    }
    const auto got = self.input_.read({buffer, capacity});
    return got ? static_cast<std::int64_t>(*got) : -1;
}

} // namespace settled::formats

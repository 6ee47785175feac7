#include <formats/headed_input.hpp>

namespace settled::formats {

Result<std::string_view> HeadedInput::head() {
    if (!looked_ && rest_) {
        looked_ = true;
        std::size_t held = 0;
        head_.resize(head_bytes);
        while (held < head_.size()) {
            auto got = rest_->read({head_.data() + held, head_.size() - held});
            if (!got) return pass(got);
            if (*got == 0) break;
            held += *got;
        }
        head_.resize(held);
    }
    return std::string_view(head_).substr(0, head_bytes);
}

std::int64_t HeadedInput::read(void* self, char* buffer, std::size_t capacity) {
    auto& input = *static_cast<HeadedInput*>(self);
    if (input.given_ < input.head_.size()) {
        const std::size_t copied = input.head_.copy(buffer, capacity, input.given_);
        input.given_ += copied;
        return static_cast<std::int64_t>(copied);
    }
    if (!input.rest_) return 0;
    auto got = input.rest_->read({buffer, capacity});
    return got ? static_cast<std::int64_t>(*got) : -1;
}

} // namespace settled::formats

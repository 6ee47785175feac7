#include "render/json_writer.hpp"

#include <cassert>

namespace settled::render {
namespace {
constexpr std::size_t piece_bytes = std::size_t{64} * 1024;
}

void JsonWriter::before_value() {
    if (after_key_) {
        after_key_ = false;
        return;
    }
    if (has_members_.empty()) return;
    if (has_members_.back()) buffer_ += ',';
    has_members_.back() = true;
}

JsonWriter& JsonWriter::open(char bracket) {
    before_value();
    buffer_ += bracket;
    has_members_.push_back(false);
    return *this;
}

JsonWriter& JsonWriter::close(char bracket) {
    assert(!has_members_.empty() && !after_key_);
    has_members_.pop_back();
    buffer_ += bracket;
    if (has_members_.empty()) buffer_ += '\n';
    if (buffer_.size() >= piece_bytes) flush();
    return *this;
}

JsonWriter& JsonWriter::key(std::string_view name) {
    assert(!has_members_.empty() && !after_key_);
    before_value();
    quoted(name);
    buffer_ += ':';
    after_key_ = true;
    return *this;
}

JsonWriter& JsonWriter::text(std::string_view value) {
    before_value();
    quoted(value);
    return *this;
}

JsonWriter& JsonWriter::text_or_null(std::string_view name, std::string_view value) {
    return value.empty() ? key(name).null() : key(name).text(value);
}

JsonWriter& JsonWriter::number(std::int64_t value) {
    before_value();
    buffer_ += std::to_string(value);
    return *this;
}

JsonWriter& JsonWriter::boolean(bool value) {
    before_value();
    buffer_ += value ? "true" : "false";
    return *this;
}

JsonWriter& JsonWriter::null() {
    before_value();
    buffer_ += "null";
    return *this;
}

void JsonWriter::quoted(std::string_view value) {
    constexpr std::string_view hex = "0123456789abcdef";
    buffer_ += '"';
    for (const char c : value) {
        const auto byte = static_cast<unsigned char>(c);
        if (c == '"' || c == '\\') {
            buffer_ += '\\';
            buffer_ += c;
        } else if (c == '\n') {
            buffer_ += "\\n";
        } else if (byte < 0x20 || byte == 0x7F) {
            buffer_ += "\\u00";
            buffer_ += hex[byte >> 4];
            buffer_ += hex[byte & 15];
        } else {
            buffer_ += c;
        }
    }
    buffer_ += '"';
}

void JsonWriter::flush() {
    if (!buffer_.empty()) sink_(buffer_);
    buffer_.clear();
}

} // namespace settled::render

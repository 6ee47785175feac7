// json_writer.hpp -- one JSON document, written as it is produced (RFC 8259).
//
// Bytes go to the sink in pieces of some 64 KiB, so a list of a million rows needs no memory. The
// writer keeps commas and brackets right; a value without its key, or a bracket too many, is our
// mistake and asserts. Text must be UTF-8; control characters are escaped.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace settled::render {

class JsonWriter {
  public:
    using Sink = std::function<void(std::string_view bytes)>;
    explicit JsonWriter(Sink sink) : sink_(std::move(sink)) {}
    JsonWriter(const JsonWriter&) = delete;
    JsonWriter& operator=(const JsonWriter&) = delete;
    ~JsonWriter() { flush(); }

    JsonWriter& begin_object() { return open('{'); }
    JsonWriter& end_object() { return close('}'); }
    JsonWriter& begin_array() { return open('['); }
    JsonWriter& end_array() { return close(']'); }
    JsonWriter& key(std::string_view name);
    JsonWriter& text(std::string_view value);
    JsonWriter& number(std::int64_t value);
    JsonWriter& boolean(bool value);
    JsonWriter& null();

    // The pairs that most objects are made of.
    JsonWriter& text(std::string_view name, std::string_view value) { return key(name).text(value); }
    JsonWriter& text_or_null(std::string_view name, std::string_view value);
    JsonWriter& number(std::string_view name, std::int64_t value) { return key(name).number(value); }
    JsonWriter& boolean(std::string_view name, bool value) { return key(name).boolean(value); }
    JsonWriter& null(std::string_view name) { return key(name).null(); }

    void flush();

  private:
    JsonWriter& open(char bracket);
    JsonWriter& close(char bracket);
    void before_value();
    void quoted(std::string_view value);

    Sink sink_;
    std::string buffer_;
    std::vector<bool> has_members_; // one per open bracket
    bool after_key_ = false;
};

} // namespace settled::render

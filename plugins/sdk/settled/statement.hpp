// statement.hpp -- a statement plugin as a C++ class: one family of bank-statement files.
#pragma once

#include <settled/host.hpp>

#include <cstdint>
#include <span>
#include <string_view>

namespace settled {

class Input {
  public:
    explicit Input(const settled_input& input) : input_(&input) {}
    std::string_view name() const { return input_->name; }
    // Fills as much of the buffer as is at hand; 0 at the end of the file.
    Result<std::size_t> read(std::span<char> buffer) const {
        const std::int64_t got = input_->read(input_->context, buffer.data(), buffer.size());
        if (got < 0)
            return fail(SETTLED_UNAVAILABLE, "cannot read " + std::string(name()) + "; is the disk or share still there?");
        return static_cast<std::size_t>(got);
    }

  private:
    const settled_input* input_;
};

class StatementSink {
  public:
    explicit StatementSink(const settled_statement_sink& sink) : sink_(&sink) {}
    Status begin(const settled_statement_begin& begin) { return answer(sink_->begin(sink_->context, &begin)); }
    Status entry(const settled_entry& entry) { return answer(sink_->entry(sink_->context, &entry)); }
    Status end(const settled_statement_end& end) { return answer(sink_->end(sink_->context, &end)); }
    // What a reader noticed and survived: "BALANCE", "FINER_AMOUNT", "IMPOSSIBLE_DATE" …
    void diagnostic(settled_severity severity, std::string_view code, std::int64_t line, std::string_view message) {
        const settled_diagnostic made{sizeof made, severity, line, code, message};
        sink_->diagnostic(sink_->context, &made);
    }

  private:
    static Status answer(std::int32_t code) { return code == 0 ? Status{} : Status(stopped()); }
    const settled_statement_sink* sink_;
};

class StatementParser {
  public:
    virtual ~StatementParser() = default;
    // How surely the head of a file (up to 16 KiB) is this family's: 0 no .. 100 certain.
    virtual int sniff(std::string_view head, std::string_view name) = 0;
    // Streams: memory does not grow with the file. BAD_DATA carries the line.
    virtual Status parse(const Input& input, StatementSink& sink) = 0;
};

} // namespace settled

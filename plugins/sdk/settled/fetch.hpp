// fetch.hpp -- a fetch plugin as a C++ class: where statement files are found.
#pragma once

#include <settled/host.hpp>

#include <string_view>

namespace settled {

class FileSink {
  public:
    explicit FileSink(const settled_file_sink& sink) : sink_(&sink) {}
    Status add(const settled_remote_file& file) { return sink_->file(sink_->context, &file) == 0 ? Status{} : Status(stopped()); }

  private:
    const settled_file_sink* sink_;
};

class ByteSink {
  public:
    explicit ByteSink(const settled_byte_sink& sink) : sink_(&sink) {}
    Status add(std::string_view bytes) {
        const settled_text text(bytes);
        return sink_->bytes(sink_->context, &text) == 0 ? Status{} : Status(stopped());
    }

  private:
    const settled_byte_sink* sink_;
};

class FileSource {
  public:
    virtual ~FileSource() = default;
    virtual Status check(const Findings& findings) = 0;
    virtual Status list(FileSink& sink) = 0;
    virtual Status read(std::string_view id, ByteSink& sink) = 0;
    // Called only after the agent has stored what the file held, or why it was refused.
    virtual Status dispose(const settled_dispose_request& request) = 0;
};

} // namespace settled

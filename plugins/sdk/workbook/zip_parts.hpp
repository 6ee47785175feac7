// zip_parts.hpp -- the parts of a zip file in memory, unpacked as they are read, within limits.
//
// What a part claims to unpack to is checked before, and what it really unpacks to while it is read: a
// forger writes both numbers.
#pragma once

#include <settled/statement.hpp>
#include <workbook/workbook.hpp>

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace settled::workbook {

class ZipParts {
  public:
    // The bytes are kept. BAD_DATA: no zip, damaged, or beyond a limit.
    static Result<std::unique_ptr<ZipParts>> open(std::string bytes, const WorkbookLimits& limits);
    ~ZipParts();
    ZipParts(const ZipParts&) = delete;

    bool has(std::string_view name) const;

    // One part being unpacked. Reads fail (-1) where the part is damaged or beyond a limit; why() tells.
    class Part {
      public:
        ~Part();
        Part(const Part&) = delete;
        Input input() { return Input(abi_); }
        const std::string& why() const { return why_; } // empty: nothing went wrong

      private:
        friend class ZipParts;
        Part(ZipParts& parts, void* file, std::string name);
        static std::int64_t read(void* self, char* buffer, std::size_t capacity);

        ZipParts& parts_;
        void* file_;
        std::string name_, why_;
        settled_input abi_;
    };
    // BAD_DATA when there is no such part. The part must not outlive this object.
    Result<std::unique_ptr<Part>> part(std::string_view name);

  private:
    ZipParts(std::string bytes, const WorkbookLimits& limits) : bytes_(std::move(bytes)), limits_(limits) {}

    std::string bytes_;
    WorkbookLimits limits_;
    void* archive_ = nullptr; // zip_t
    std::uint64_t unpacked_ = 0;
};

} // namespace settled::workbook

// xlsx_parts.hpp -- what a workbook says beside its sheets: their names, its strings, its formats of days.
#pragma once

#include <workbook/zip_parts.hpp>

#include <pugixml.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace settled::workbook {

struct XlsxSheet {
    std::string name, part;
    bool hidden = false;
};

struct XlsxBook {
    std::vector<XlsxSheet> sheets; // as listed, hidden ones too
    bool epoch_1904 = false;
};

// Many texts in one piece of memory.
class SharedStrings {
  public:
    void add(std::string_view text) {
        arena_ += text;
        ends_.push_back(arena_.size());
    }
    std::size_t size() const { return ends_.size(); }
    std::string_view operator[](std::size_t index) const {
        const std::size_t begin = index == 0 ? 0 : ends_[index - 1];
        return std::string_view(arena_).substr(begin, ends_[index] - begin);
    }

  private:
    std::string arena_;
    std::vector<std::size_t> ends_;
};

Result<XlsxBook> read_book(ZipParts& parts, const WorkbookLimits& limits);
Result<SharedStrings> read_strings(ZipParts& parts, const WorkbookLimits& limits); // none where the part is missing
// Per cell format: is it one of days? Empty where the part is missing.
Result<std::vector<bool>> read_day_formats(ZipParts& parts, const WorkbookLimits& limits);

// An element's child by its local name; the empty node when it has none.
pugi::xml_node child_named(const pugi::xml_node& node, std::string_view local);
// The text of <t>, and of <t> in runs <r>; phonetic guides <rPh> are left out.
std::string text_of_runs(const pugi::xml_node& node);

// An error of reading a part, with the part's own reason where it has one.
std::unexpected<Error> part_error(const ZipParts::Part& part, Error error);

} // namespace settled::workbook

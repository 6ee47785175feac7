#include <tables/row_words.hpp>

#include <learning/heading_words.hpp>
#include <settled/text.hpp>
#include <tables/cell_text.hpp>

#include <algorithm>
#include <array>
#include <string>

namespace settled::tables {

bool says_total(std::string_view cell) {
    constexpr std::array<std::string_view, 22> words = {
        "合计",       "总计",         "小计",     "累计",     "共计",        "汇总",         "本页合计", "本页小计",
        "本月合计",   "本月累计",     "本年累计", "合计金额", "total",       "totals",       "subtotal", "sub-total",
        "grandtotal", "totalgeneral", "summe",    "gesamt",   "gesamtsumme", "zwischensumme"};
    std::string text = learning::folded(plain_cell(cell));
    for (const std::string_view mark : {":", "："})
        if (text.ends_with(mark)) text.resize(text.size() - mark.size());
    return std::ranges::find(words, text) != words.end();
}

bool says_subtotal(std::string_view cell) {
    constexpr std::array<std::string_view, 5> endings = {"汇总", "小计", "合计", " total", " subtotal"};
    const std::string text = ascii_lower(trim(cell));
    return std::ranges::any_of(endings, [&](std::string_view ending) { return text.ends_with(ending); });
}

bool begins_a_note(std::string_view cell) {
    constexpr std::array<std::string_view, 16> beginnings = {"制表",     "审核",  "复核",  "打印",    "备注：", "备注:",
                                                             "说明：",   "说明:", "注：",  "注:",     "编制",   "printed",
                                                             "prepared", "note:", "page ", "erstellt"};
    const std::string text = ascii_lower(cell);
    return std::ranges::any_of(beginnings, [&](std::string_view one) { return text.starts_with(one); });
}

} // namespace settled::tables

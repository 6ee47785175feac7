// row_words.hpp -- what rows of a table say that are no rows of it: sums, and words under the table.
#pragma once

#include <string_view>

namespace settled::tables {

bool says_total(std::string_view cell);    // and nothing else: 合计, 小计, Total …
bool says_subtotal(std::string_view cell); // of Excel's subtotals: "华远机械 汇总", "ACME Total"
bool begins_a_note(std::string_view cell); // 制表人：…, Printed …

} // namespace settled::tables

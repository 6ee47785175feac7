// rows_test.hpp -- CODA records for tests, by what stands in them.
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>

namespace settled::coda {

using Placed = std::initializer_list<std::pair<std::size_t, std::string_view>>;

// 128 columns with texts from these columns (1 is the first), and a line end.
inline std::string row(Placed texts) {
    std::string made(128, ' ');
    for (const auto& [column, text] : texts) made.replace(column - 1, text.size(), text);
    made.resize(128);
    return made + "\r\n";
}

inline std::string header(std::string_view version = "2") {
    return row({{1, "00000"}, {6, "021026"}, {12, "300"}, {15, "05"}, {61, "KREDBEBB"}, {84, "00000"}, {128, version}});
}
// 100.00 EUR on the first of October.
inline std::string old_balance(std::string_view structure = "2",
                               std::string_view account = "BE68539007547034                  EUR") {
    return row({{1, "1"},
                {2, structure},
                {3, "214"},
                {6, account},
                {43, "0"},
                {44, "000000000100000"},
                {59, "011026"},
                {65, "BROUWERIJ DE LEEUW"},
                {126, "214"}});
}
struct Amount {
    std::string_view sequence, detail, sign, thousandths, code, communication = "0";
};
inline std::string movement(const Amount& amount) {
    return row({{1, "21"},
                {3, amount.sequence},
                {7, amount.detail},
                {11, "REF-A1"},
                {32, amount.sign},
                {33, amount.thousandths},
                {48, "031026"},
                {54, amount.code},
                {62, amount.communication},
                {116, "021026"},
                {122, "214"}});
}
inline std::string new_balance(std::string_view thousandths, std::string_view account = "BE68539007547034                  EUR") {
    return row({{1, "8214"}, {5, account}, {42, "0"}, {43, thousandths}, {58, "021026"}});
}
inline std::string trailer(std::string_view records, std::string_view debits, std::string_view credits) {
    return row({{1, "9"}, {17, records}, {23, debits}, {38, credits}, {128, "2"}});
}

} // namespace settled::coda

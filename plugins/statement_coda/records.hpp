// records.hpp -- the columns of a CODA file (Febelfin, "Coded statement of account", versions 1 and 2).
#pragma once

#include <formats/fixed_record.hpp>

namespace settled::coda {

using formats::FixedField;
using formats::FixedRecord;

inline constexpr std::size_t record_columns = 128;
inline constexpr int decimals = 3; // of every amount, whatever its currency
inline constexpr int rate_decimals = 8;
inline constexpr std::string_view day_pattern = "DDMMYY";

inline constexpr FixedField record_code = {"record", 1, 1};
inline constexpr FixedField article_code = {"record and article", 1, 2};

namespace header { // 0
inline constexpr FixedField application = {"application code", 15, 16};
inline constexpr FixedField duplicate = {"duplicate code", 17, 17};
inline constexpr FixedField bank = {"BIC of the bank", 61, 71};
inline constexpr FixedField separate_application = {"separate application", 84, 88};
inline constexpr FixedField version = {"version", 128, 128};
} // namespace header

namespace old_balance { // 1
inline constexpr FixedField structure = {"account structure", 2, 2};
inline constexpr std::uint16_t account = 6; // first column of the account and its currency, 37 of them
inline constexpr FixedField sign = {"sign of the old balance", 43, 43};
inline constexpr FixedField amount = {"old balance", 44, 58};
inline constexpr FixedField day = {"date of the old balance", 59, 64};
inline constexpr FixedField holder = {"account holder", 65, 90};
inline constexpr FixedField number = {"statement number", 126, 128};
} // namespace old_balance

namespace movement { // 2, articles 1 to 3; the numbers also in 3
inline constexpr FixedField sequence = {"sequence number", 3, 6};
inline constexpr FixedField detail = {"detail number", 7, 10};
inline constexpr FixedField bank_reference = {"reference of the bank", 11, 31};
inline constexpr FixedField sign = {"debit or credit", 32, 32};
inline constexpr FixedField amount = {"amount", 33, 47};
inline constexpr FixedField value_date = {"value date", 48, 53};
inline constexpr FixedField code = {"transaction code", 54, 61};
inline constexpr FixedField structured = {"communication type", 62, 62};
inline constexpr FixedField communication_1 = {"communication", 63, 115};
inline constexpr FixedField booking_date = {"entry date", 116, 121};
// article 2
inline constexpr FixedField communication_2 = {"communication", 11, 63};
inline constexpr FixedField customer_reference = {"customer reference", 64, 98};
inline constexpr FixedField bank = {"BIC of the counterparty", 99, 109};
inline constexpr FixedField return_type = {"type of R-transaction", 113, 113};
inline constexpr FixedField return_reason = {"reason of the return", 114, 117};
// article 3
inline constexpr FixedField account = {"account of the counterparty", 11, 44}; // its currency follows
inline constexpr FixedField name = {"name of the counterparty", 48, 82};
inline constexpr FixedField communication_3 = {"communication", 83, 125};
inline constexpr FixedField account_version_1 = {"account of the counterparty", 11, 22};
inline constexpr FixedField name_version_1 = {"name of the counterparty", 48, 73};
} // namespace movement

namespace information { // 3, articles 1 to 3
inline constexpr FixedField structured = {"communication type", 40, 40};
inline constexpr FixedField text_1 = {"information", 41, 113};
inline constexpr FixedField kind = {"kind of information", 41, 43};
inline constexpr FixedField name = {"name", 44, 113}; // of kinds 001, 008, 009
inline constexpr FixedField text_2 = {"information", 11, 115};
inline constexpr FixedField text_3 = {"information", 11, 100};
// kind 006: an amount that the movement holds
inline constexpr FixedField currency_code = {"currency of the detail", 74, 76};
inline constexpr FixedField amount = {"amount of the detail", 77, 91};
inline constexpr FixedField sign = {"sign of the detail", 92, 92};
inline constexpr FixedField category = {"category of the detail", 93, 95};
} // namespace information

namespace new_balance { // 8
inline constexpr std::uint16_t account = 5;
inline constexpr FixedField sign = {"sign of the new balance", 42, 42};
inline constexpr FixedField amount = {"new balance", 43, 57};
inline constexpr FixedField day = {"date of the new balance", 58, 63};
} // namespace new_balance

namespace trailer { // 9
inline constexpr FixedField records = {"number of records", 17, 22};
inline constexpr FixedField debits = {"sum of the debits", 23, 37};
inline constexpr FixedField credits = {"sum of the credits", 38, 52};
inline constexpr FixedField more = {"multiple file code", 128, 128};
} // namespace trailer

} // namespace settled::coda

// reading_limits.hpp -- what a statement reader keeps to, as the agent's [limits] say.
//
// A plugin that declares an option of one of these names is given its value; 0 lifts the limit. What it
// does not declare it cannot keep to: size, time, memory and entries the agent sees to itself.
#pragma once

#include <settled/host.hpp>

#include <cstdint>
#include <limits>

namespace settled {

namespace limit_option {
inline constexpr Option nesting =
    option("limit_nesting", "64", "Elements inside each other. Set by limits.nesting.", "嵌套层数；由 limits.nesting 设定。");
inline constexpr Option field_kb =
    option("limit_field_kb", "4", "KiB of one text. Set by limits.field_kb.", "单个文本的 KiB 数；由 limits.field_kb 设定。");
inline constexpr Option unpacked_mb = option("limit_unpacked_mb", "200", "MiB of a workbook unpacked. Set by limits.unpacked_mb.",
                                             "工作簿解压后的 MiB 数；由 limits.unpacked_mb 设定。");
inline constexpr Option unpack_ratio =
    option("limit_unpack_ratio", "100", "Bytes unpacked for one packed. Set by limits.unpack_ratio.",
           "解压与压缩字节之比；由 limits.unpack_ratio 设定。");
inline constexpr Option parts =
    option("limit_parts", "1000", "Parts of a workbook. Set by limits.parts.", "工作簿的部件数；由 limits.parts 设定。");
} // namespace limit_option

// The value of such an option in its unit; the largest number for 0. INVALID_CONFIG names key and value.
inline Result<std::uint64_t> limit_of(const Settings& settings, const Option& option, std::uint64_t unit = 1) {
    constexpr std::int64_t largest = 1'000'000'000;
    const auto value = settings.whole_number(option.key, 0, largest);
    if (!value) return std::unexpected(value.error());
    return *value == 0 ? std::numeric_limits<std::uint32_t>::max() * unit : static_cast<std::uint64_t>(*value) * unit;
}

} // namespace settled

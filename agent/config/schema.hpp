// schema.hpp -- every block and key of the configuration as data: what check refuses, the starter
// writes and the manual prints come from these rows. Keys of a plugin are not here but in its own
// option rows.
#pragma once

#include <settled/plugin_abi.h>

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace settled::config {

enum class Shape : std::uint8_t {
    single, // [store]
    named,  // [company.NAME]
    list,   // [[assignment]]
    rows,   // tables inside a block: steps of a procedure, [[matching.residual]]
};

struct BlockRow {
    std::string_view name;
    Shape shape = Shape::single;
    std::optional<settled_kind> plugin_kind; // its `plugin` is of this kind, and other keys are the plugin's
    std::string_view help_en, help_zh;
};

// What a key takes. `allowed` of the row says more where the comment names it.
enum class ValueType : std::uint8_t {
    text,
    path,             // relative ones start at the configuration's folder
    secret,           // "secret:NAME"
    flag,             // true or false
    number,           // allowed: "0..100"
    day,              // 2026-12-01, without quotes
    currency,         // "CNY"
    zone,             // IANA name
    amount,           // "30.00" of the row's currency
    amounts,          // { CNY = "30.00" }
    decimals,         // ["2", "1.5"]
    by_language,      // "…" or { zh-CN = "…", en = "…" }
    choice,           // allowed: "shadow|approve|auto"
    choices,          // a list of them
    texts,            // ["…"]
    time,             // "09:00"
    times,            // ["07:30", "13:00"]
    span,             // ["09:00", "18:00"]
    reference,        // allowed: the block whose name it is: "company"
    references,       // a list of them
    named_references, // { email = "mail" }; allowed: "gateway"
    fingerprints,     // { ledger_odbc = "sha256:…" }
    principals,       // ["group:finance-ar", "user:wang"]
    recipients,       // ["a@b.example", "role:ar_manager"]
    customers,        // ["u8:C0017"]: ledger and id
    own_port,         // "127.0.0.1:9464": reached from this machine only
    web_address,      // "https://…", without a password in it
    rows,             // a list of tables; allowed: their block
};

struct KeyRow {
    std::string_view block; // "" for the top of the file
    std::string_view key;
    ValueType type = ValueType::text;
    std::string_view allowed, fallback; // fallback as TOML writes it; "" where there is none
    bool required = false;
    std::string_view help_en, help_zh;
};

std::span<const BlockRow> blocks();
std::span<const KeyRow> keys();

const BlockRow* find_block(std::string_view name);
const KeyRow* find_key(std::string_view block, std::string_view key);
std::vector<std::string_view> key_names(std::string_view block);

} // namespace settled::config

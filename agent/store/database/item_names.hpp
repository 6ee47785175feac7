// item_names.hpp -- an item that its ERP renumbered, by all the names it has had.
#pragma once

#include "store/database/database.hpp"

#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

namespace settled::store {

// The names of renumbered items of a company: what an item was called first, and what it is called
// in the generation of a day: as the pulls recognised it, and as people answered. Read once per question; usually empty.
class ItemNames {
  public:
    // As of the end of that day.
    static ItemNames on(Database& database, const std::string& company, Date as_of);
    static ItemNames now(Database& database, const std::string& company);

    std::string root(const std::string& ledger, const std::string& key) const;    // the first name; claims use it
    std::string current(const std::string& ledger, const std::string& key) const; // the name of the day

  private:
    struct Answer {
        bool same = false; // else they are two items
        std::string ledger, old_key, new_key;
    };
    static std::vector<Answer> answers(Database& database, const std::string& company, std::int32_t day);

    using Name = std::pair<std::string, std::string>; // ledger, key
    static ItemNames load(Database& database, const std::string& company, std::int32_t day);
    void join(const std::string& ledger, const std::string& old_key, const std::string& new_key);
    std::map<Name, std::vector<std::string>> families_; // by root, the oldest first
    std::map<Name, std::string> roots_, current_;       // current_: by root
};

} // namespace settled::store

// column_rules.hpp -- how a connector's file says what a column is made of, and which rows are kept.
#pragma once

#include "text_template.hpp"

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace settled::ledger_http {

// How this service writes what CONTRACT's columns want differently.
struct Forms {
    std::string date;        // "DD.MM.YYYY", "unix_seconds", "unix_milliseconds"; "": as in record_reader.hpp, or /Date(…)/
    char decimal_mark = '.'; // of amounts that are texts
    std::string grouping_marks;
    bool false_is_empty = false; // false where a text is meant
    bool doubles = false;        // numbers have passed through floating point: 15 digits are meant
};

// A value of the row ("/DocNum"), of the part of it that becomes a row ("part:/DueDate"), or of a row of
// another list that a join found ("sales:/Email").
struct Place {
    static constexpr int of_row = -1, of_part = -2; // else the number of the join
    int scope = of_row;
    Pointer pointer;
    std::string written;
};

struct Condition {
    std::optional<Place> at, same;       // `same`: both hold the same value
    std::vector<std::string> is, is_not; // "{accounts}" stands for the values of a parameter
    bool present = false, negative = false;
};

// One way to make a column; the first whose conditions hold and that is not empty is taken.
struct Choice {
    std::vector<Place> at; // the first that is not empty
    TextTemplate value;    // instead of `at`
    std::vector<Place> plus, minus;
    std::vector<Place> followed_by; // joined with '/': an id of several parts
    std::string until;              // only what stands before this
    bool negate = false, optional = false;
    std::map<std::string, std::string, std::less<>> map; // "*" for everything else; "*" = "*" keeps it
    std::vector<Condition> when;
};

struct Column {
    std::string name;
    std::vector<Choice> choices;
};

} // namespace settled::ledger_http

// two_sided_lines.hpp -- the lines of both sides as the comparison sees them: keys, order, what is free.
#pragma once

#include "matching/nearest_pairs.hpp"
#include "matching/two_sided.hpp"

#include <algorithm>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

namespace settled::matching::two_sided {

inline constexpr int no_key = -1;

struct Side {
    std::span<const Line> lines;
    std::vector<std::uint32_t> order;                // by day, then everything else that a line says
    std::vector<int> number, text, counterpart, day; // keys shared by both sides; no_key where nothing is said
    std::vector<bool> free, bound;                   // bound: never the same as a line of another number

    bool is_free(std::uint32_t line) const { return free[line]; }
    const Line& operator[](std::uint32_t line) const { return lines[line]; }
};

// Keys are numbered in the order of their signs, so that nothing depends on the order of the lines.
struct Sides {
    Side left, right;
    std::vector<std::string> numbers;    // number_key() of each key
    std::vector<bool> on_left, on_right; // which numbers stand on which side

    Sides(std::span<const Line> left, std::span<const Line> right);

    // -1: no line has it.
    int find_number(std::string_view key) const;
};

// May two lines be the same though their numbers differ or are missing?
bool numbers_allow(const Side& left, std::uint32_t one, const Side& right, std::uint32_t other);

struct Group {
    std::vector<Dated> left, right; // ascending by day
};

// Calls `visit` with the free lines of both sides that have one key, groups without lines on either side left
// out, in order of the keys. `key_of(side, line)` answers an optional.
template <class KeyOf, class Visit> void each_group(const Sides& sides, const KeyOf& key_of, const Visit& visit) {
    using Key = typename decltype(key_of(sides.left, 0U))::value_type;
    struct Member {
        Key key;
        bool on_right;
        std::size_t rank;
        Dated dated;
    };
    std::vector<Member> members;
    for (const Side* side : {&sides.left, &sides.right})
        for (std::size_t rank = 0; rank < side->order.size(); ++rank)
            if (const std::uint32_t line = side->order[rank]; side->free[line])
                if (auto key = key_of(*side, line))
                    members.push_back({std::move(*key), side == &sides.right, rank, {line, side->day[line]}});
    std::sort(members.begin(), members.end(), [](const Member& one, const Member& other) {
        return std::tie(one.key, one.on_right, one.rank) < std::tie(other.key, other.on_right, other.rank);
    });
    for (std::size_t from = 0, to = 0; from < members.size(); from = to) {
        Group group;
        for (to = from; to < members.size() && members[to].key == members[from].key; ++to)
            (members[to].on_right ? group.right : group.left).push_back(members[to].dated);
        if (!group.left.empty() && !group.right.empty()) visit(group);
    }
}

} // namespace settled::matching::two_sided

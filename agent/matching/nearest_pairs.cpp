#include "matching/nearest_pairs.hpp"

#include <cstddef>
#include <limits>
#include <queue>
#include <tuple>
#include <utility>

namespace settled::matching::two_sided {
namespace {

constexpr std::size_t none = std::numeric_limits<std::size_t>::max();

struct Node { // of both lists, in order of days
    Dated dated;
    bool is_left = true;
    bool gone = false;
    std::size_t before = none, after = none;
};

struct Candidate { // two neighbours of different sides
    int distance = 0;
    std::size_t first = 0, second = 0;

    // The queue gives the greatest: the nearest and, of these, the earliest.
    friend bool operator<(const Candidate& left, const Candidate& right) {
        return std::tie(left.distance, left.first) > std::tie(right.distance, right.first);
    }
};

using Pairs = std::vector<std::pair<std::uint32_t, std::uint32_t>>;

// Takes the pairs of one day out of both lists.
Pairs same_day(std::vector<Dated>& left, std::vector<Dated>& right) {
    Pairs pairs;
    std::vector<Dated> left_rest, right_rest;
    std::size_t l = 0, r = 0;
    while (l < left.size() && r < right.size()) {
        if (left[l].day == right[r].day)
            pairs.emplace_back(left[l++].line, right[r++].line);
        else if (left[l].day < right[r].day)
            left_rest.push_back(left[l++]);
        else
            right_rest.push_back(right[r++]);
    }
    left_rest.insert(left_rest.end(), left.begin() + static_cast<std::ptrdiff_t>(l), left.end());
    right_rest.insert(right_rest.end(), right.begin() + static_cast<std::ptrdiff_t>(r), right.end());
    left = std::move(left_rest), right = std::move(right_rest);
    return pairs;
}

std::vector<Node> merged(std::span<const Dated> left, std::span<const Dated> right) {
    std::vector<Node> nodes;
    nodes.reserve(left.size() + right.size());
    for (std::size_t l = 0, r = 0; l < left.size() || r < right.size();) {
        const bool take_left = r == right.size() || (l < left.size() && left[l].day <= right[r].day);
        nodes.push_back({take_left ? left[l++] : right[r++], take_left});
    }
    for (std::size_t i = 0; i < nodes.size(); ++i) {
        nodes[i].before = i == 0 ? none : i - 1;
        nodes[i].after = i + 1 == nodes.size() ? none : i + 1;
    }
    return nodes;
}

} // namespace

// The nearest two of different sides are always neighbours: whatever stood between would be nearer.
Pairs nearest_pairs(std::span<const Dated> left, std::span<const Dated> right, int days_max) {
    std::vector<Dated> left_rest(left.begin(), left.end()), right_rest(right.begin(), right.end());
    Pairs pairs = same_day(left_rest, right_rest);
    if (left_rest.empty() || right_rest.empty()) return pairs;
    std::vector<Node> nodes = merged(left_rest, right_rest);
    std::priority_queue<Candidate> candidates;
    const auto offer = [&](std::size_t first, std::size_t second) {
        if (first == none || second == none || nodes[first].is_left == nodes[second].is_left) return;
        const int distance = nodes[second].dated.day - nodes[first].dated.day;
        if (distance <= days_max) candidates.push({distance, first, second});
    };
    for (std::size_t i = 0; i + 1 < nodes.size(); ++i) offer(i, i + 1);
    while (!candidates.empty()) {
        const Candidate nearest = candidates.top();
        candidates.pop();
        Node& first = nodes[nearest.first];
        Node& second = nodes[nearest.second];
        if (first.gone || second.gone) continue;
        first.gone = second.gone = true;
        if (first.before != none) nodes[first.before].after = second.after;
        if (second.after != none) nodes[second.after].before = first.before;
        offer(first.before, second.after);
        const Node& of_left = first.is_left ? first : second;
        const Node& of_right = first.is_left ? second : first;
        pairs.emplace_back(of_left.dated.line, of_right.dated.line);
    }
    return pairs;
}

} // namespace settled::matching::two_sided

// camt_node.hpp -- one piece of a camt message as a tree, asked by local names.
//
// Banks write the same element with and without a prefix and in a dozen schema versions, so names are
// compared without prefix and versions are never asked for: what is there is read.
#pragma once

#include <formats/decimal_text.hpp>
#include <settled/date.hpp>
#include <settled/result.hpp>

#include <pugixml.hpp>

#include <array>
#include <cstdint>
#include <cstring>
#include <deque>
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace settled::camt {

using Node = pugi::xml_node;

std::string_view name_of(Node node); // without prefix

// Most names differ in their first letter.
inline bool is_name(const char* name, std::string_view wanted) {
    return name[0] == wanted[0] && std::strncmp(name, wanted.data(), wanted.size()) == 0 && name[wanted.size()] == '\0';
}

// Cheaper than pugixml's iterators, each step of which is several calls into the library.
template <class Visit> void each_child(Node parent, Visit&& visit) {
    for (Node child = parent.first_child(); child; child = child.next_sibling()) visit(child);
}

// The first child of each name, in one pass; an empty node where there is none.
template <std::size_t N> std::array<Node, N> children(Node parent, const std::array<std::string_view, N>& names) {
    const Node none; // copied, because each construction is a call into the library
    auto found = [&]<std::size_t... I>(std::index_sequence<I...>) {
        return std::array<Node, N>{(static_cast<void>(I), none)...};
    }(std::make_index_sequence<N>());
    std::array<bool, N> known{};
    const auto place_of = [&](const char* name) {
        std::size_t i = 0;
        while (i < N && !is_name(name, names[i])) ++i;
        return i;
    };
    each_child(parent, [&](Node child) {
        const char* const name = child.name();
        std::size_t i = place_of(name);
        if (i == N) { // a prefix, or nothing that is asked for
            const char* const colon = std::strrchr(name, ':');
            if (colon != nullptr) i = place_of(colon + 1);
        }
        if (i == N || known[i]) return;
        found[i] = child;
        known[i] = true;
    });
    return found;
}

Node child(Node parent, std::string_view name);
Node descend(Node parent, std::initializer_list<std::string_view> path);

// A piece of the file: its tree, and the texts made from it. Both live until the next load().
class Piece {
  public:
    // BAD_DATA with the line of what is not well-formed.
    Status load(std::string_view xml, std::int64_t line);

    Node root() const { return document_.document_element(); }
    std::int64_t line_of(Node node) const;

    // Without blanks at its ends; line breaks and tabs inside are one blank.
    std::string_view text(Node node);
    std::string_view text(Node parent, std::initializer_list<std::string_view> path) { return text(descend(parent, path)); }
    std::string& fresh_text(); // empty, and lives as long as the tree

    // "2026-11-20" of "2026-11-20", "2026-11-20+01:00", "2026-11-20T23:30:00-05:00": the day as the
    // bank wrote it. Of <Dt> or <DtTm> inside the node, or of its own text. None when it is empty.
    Result<Date> date(Node node);

    struct Amount {
        formats::DecimalAmount value;
        Currency currency;
    };
    // Of <Amt Ccy="EUR">12.34</Amt>; never negative, because the direction stands elsewhere unless
    // `may_be_negative`.
    Result<Amount> amount(Node node, Currency fallback, bool may_be_negative = false);

    std::unexpected<Error> refuse(Node node, std::string message) const {
        return fail(SETTLED_BAD_DATA, std::move(message), line_of(node));
    }

  private:
    pugi::xml_document document_;
    std::string_view xml_;
    std::string scratch_; // pugixml writes into what it reads
    std::int64_t line_ = 0;
    std::deque<std::string> texts_;
    std::size_t texts_used_ = 0;
};

} // namespace settled::camt

// names.hpp -- a firm's name as two parties spell it: folded, in words, without its legal form.
#pragma once

#include <boost/container/small_vector.hpp>

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace settled::matching {

struct FirmName {
    std::string whole;                                     // all words, folded, nothing between them; Chinese text is one word
    boost::container::small_vector<std::uint16_t, 8> ends; // of the words in it
    std::uint16_t bare_begin = 0, bare_end = 0;

    std::string_view bare() const { // without the legal form; `whole` where nothing else is left
        return std::string_view(whole).substr(bare_begin, static_cast<std::size_t>(bare_end - bare_begin));
    }
    std::size_t words() const { return ends.size(); }
    std::string_view word(std::size_t at) const {
        const std::size_t begin = at == 0 ? 0 : ends[at - 1];
        return std::string_view(whole).substr(begin, ends[at] - begin);
    }
};

// Of a name longer than limits::name_bytes its beginning.
FirmName firm_name(std::string_view written);

// Whoever pays through one of these pays for many: group treasuries, payment providers, public
// treasuries, factors. Their name and account prove nothing.
bool shared_payer_name(std::string_view folded);

// The debtor named in a text by who pays for him: "代华远公司付", "on behalf of Acme", "im Auftrag von". "代" and "替" begin a
// text or stand behind the payer's "我司": in "现代" they are part of a name.
// Empty where none is named.
std::string debtor_in_text(std::string_view folded);

// `written` abbreviates the words of `name` one by one: "northwind trdg" and "northwind trading".
bool abbreviates(const FirmName& written, const FirmName& name);

// At most one sign (a UTF-8 character) left out, added or changed.
bool one_sign_apart(std::string_view left, std::string_view right);

} // namespace settled::matching

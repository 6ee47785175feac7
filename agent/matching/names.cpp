#include "matching/names.hpp"

#include "matching/fold.hpp"
#include "matching/limits.hpp"
#include "matching/word_filter.hpp"

#include <settled/text.hpp>

#include <algorithm>
#include <array>

namespace settled::matching {
namespace {

// Folded, without dots, as they stand at the end of a name (a few also at its beginning).
constexpr auto legal_forms = std::to_array<std::string_view>(
    {// English
     "ltd", "limited", "inc", "incorporated", "corp", "corporation", "co", "company", "coltd", "llc", "llp", "lp", "plc", "pte",
     "pty",
     // German
     "gmbh", "mbh", "ag", "kg", "kgaa", "ohg", "gbr", "ug", "ev", "eg", "ek", "se",
     // French
     "sa", "sas", "sasu", "sarl", "eurl", "snc", "scs", "sca", "scop", "cie",
     // Spanish
     "sl", "slu", "sau", "slne", "scoop", "sll",
     // Italian
     "spa", "srl", "srls", "sapa", "sas", "snc", "scarl",
     // Dutch, Nordic, Central European
     "bv", "nv", "cv", "ab", "oy", "oyj", "as", "asa", "aps", "spzoo", "zoo", "sp", "sro", "kft", "doo"});
constexpr auto leading_forms =
    std::to_array<std::string_view>({"sarl", "sas", "sa", "societe", "soc", "ditta", "firma", "fa", "pt"});
constexpr auto joining_words = std::to_array<std::string_view>({"and", "und", "et", "y", "e"});
// Longest first.
constexpr auto chinese_forms = std::to_array<std::string_view>(
    {"股份有限公司", "有限责任公司", "股份合作公司", "有限公司", "总公司", "公司", "股份", "有限"});

constexpr auto shared_names = std::to_array<std::string_view>(
    {// group finance and treasury
     "财务公司", "财务有限", "财务有限责任", "结算中心", "资金池", "资金管理", "资金结算", "资金中心", "司库", "treasury",
     "cash pool", "cashpool",
     // public money
     "财政局", "财政厅", "财政部", "财政所", "国库", "收付中心",
     // payment providers
     "备付金", "客户备付", "支付宝", "财付通", "银联", "网联", "网银在线", "拉卡拉", "快钱支付", "paypal", "stripe", "adyen",
     "klarna", "worldline", "payone", "mollie", "sumup", "worldpay", "checkout.com", "amazon pay", "airwallex", "payoneer",
     "wise payments", "lianlian", "pingpong",
     // factors
     "保理", "factoring", "factor gmbh", "factor bank"});

struct Marks {
    std::string_view before, after;
};
constexpr auto debtor_marks = std::to_array<Marks>({{"代", "付"},
                                                    {"替", "付"},
                                                    {"受", "委托"},
                                                    {"on behalf of ", ""},
                                                    {"im auftrag von ", ""},
                                                    {"i.a. ", ""},
                                                    {"im namen von ", ""},
                                                    {"pour le compte de ", ""},
                                                    {"per conto di ", ""},
                                                    {"por cuenta de ", ""}});

// Bits: the sizes of the forms that begin with each letter. Of most words they say at once that it is none.
constexpr auto form_sizes = [] {
    std::array<std::uint16_t, 256> sizes{};
    for (const std::string_view form : legal_forms)
        sizes[static_cast<unsigned char>(form.front())] |= static_cast<std::uint16_t>(1U << form.size());
    return sizes;
}();
bool is_form(std::string_view word) {
    if (word.size() >= 16 || (form_sizes[static_cast<unsigned char>(word.front())] >> word.size() & 1U) == 0) return false;
    return std::ranges::find(legal_forms, word) != legal_forms.end();
}

std::size_t characters(std::string_view text) {
    return static_cast<std::size_t>(
        std::ranges::count_if(text, [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
}

std::size_t character_size(std::string_view text) {
    std::size_t size = 1;
    while (size < text.size() && (static_cast<unsigned char>(text[size]) & 0xC0) == 0x80) ++size;
    return size;
}

// Marks and blanks end a word, but the dots of "s.p.a." and "g.m.b.h." do not. Bytes beyond ASCII
// belong to words, except ideographic punctuation.
void split_words(std::string_view folded, FirmName& name) {
    std::string& whole = name.whole;
    std::size_t begin = 0; // of the word being read
    const auto end_word = [&] {
        if (whole.size() == begin) return;
        if (std::ranges::find(joining_words, std::string_view(whole).substr(begin)) != joining_words.end()) {
            whole.resize(begin);
            return;
        }
        begin = whole.size();
        name.ends.push_back(static_cast<std::uint16_t>(begin));
    };
    for (std::size_t i = 0; i < folded.size();) {
        const char c = folded[i];
        if (is_sign(c)) {
            std::size_t end = i + 1;
            while (end < folded.size() && is_sign(folded[end])) ++end;
            whole += folded.substr(i, end - i);
            i = end;
        } else if (static_cast<unsigned char>(c) >= 0x80) {
            const std::string_view sign = folded.substr(i, character_size(folded.substr(i)));
            // All of these marks begin with one of three bytes; the characters of names with none of them.
            constexpr std::string_view marks = "、。「」《》【】·“”‘’–—　";
            const bool may_be_mark = c == '\xE3' || c == '\xE2' || c == '\xC2';
            if (!may_be_mark || marks.find(sign) == std::string_view::npos) whole += sign;
            i += sign.size();
        } else {
            const std::size_t size = whole.size() - begin;
            const bool inner_dot = c == '.' && i + 1 < folded.size() && is_letter(folded[i + 1]) && size <= 3 &&
                                   (i < 2 || !is_sign(folded[i - 2]) || size > 1);
            const bool single = size == 1 || (i + 2 < folded.size() && folded[i + 2] == '.') || i + 2 == folded.size();
            if (!(inner_dot && single)) end_word();
            ++i;
        }
    }
    end_word();
}

} // namespace

FirmName firm_name(std::string_view written) {
    FirmName name;
    split_words(fold(trim(cut_at_character(written, limits::name_bytes))), name);
    std::size_t first = 0, end = name.words();
    while (end - first > 1 && is_form(name.word(end - 1))) --end;
    if (end - first > 1 && std::ranges::find(leading_forms, name.word(first)) != leading_forms.end()) ++first;
    name.bare_begin = first == 0 ? std::uint16_t{0} : name.ends[first - 1];
    name.bare_end = end == 0 ? std::uint16_t{0} : name.ends[end - 1];
    const std::string_view bare = name.bare();
    for (const std::string_view form : chinese_forms)
        // A branch (分公司) is not its head office.
        if (bare.size() > form.size() && bare.ends_with(form) && !bare.ends_with("分公司")) {
            name.bare_end = static_cast<std::uint16_t>(name.bare_end - form.size());
            break;
        }
    return name;
}

bool shared_payer_name(std::string_view folded) {
    static constexpr WordFilter<4> filter(shared_names);
    if (!filter.may_stand_in(folded)) return false;
    return std::ranges::any_of(shared_names, [&](std::string_view name) { return whole_word(folded, name); });
}

namespace {

// "代" in the middle of other characters is one of them.
bool speaks_of_another(std::string_view before) {
    if (before.empty() || static_cast<unsigned char>(before.back()) < 0x80) return true;
    constexpr auto speakers = std::to_array<std::string_view>(
        {"我司", "我公司", "本公司", "本单位", "我单位", "我方", "本人", "由", "今", "，", "。", "、", "：", "；"});
    return std::ranges::any_of(speakers, [&](std::string_view speaker) { return before.ends_with(speaker); });
}

} // namespace

std::string debtor_in_text(std::string_view folded) {
    static constexpr WordFilter<> filter = [] {
        WordFilter<> made;
        for (const Marks& mark : debtor_marks) made.add(mark.before);
        return made;
    }();
    if (!filter.may_stand_in(folded)) return {};
    for (const Marks& mark : debtor_marks) {
        std::size_t before = folded.find(mark.before);
        while (before != std::string_view::npos && !mark.after.empty() && !speaks_of_another(folded.substr(0, before)))
            before = folded.find(mark.before, before + mark.before.size());
        if (before == std::string_view::npos) continue;
        std::string_view rest = folded.substr(before + mark.before.size());
        if (!mark.after.empty()) {
            const std::size_t after = rest.find(mark.after);
            // "代付华远公司货款": the debtor stands behind.
            if (after == std::string_view::npos) continue;
            rest = after == 0 ? rest.substr(mark.after.size()) : rest.substr(0, after);
            if (const std::size_t goods = rest.find("货款"); goods != std::string_view::npos) rest = rest.substr(0, goods);
        }
        const std::size_t end = std::min({rest.find(','), rest.find(';'), rest.find('/'), rest.find("，"), rest.size()});
        const std::string_view debtor = trim(rest.substr(0, end));
        if (characters(debtor) >= 3) return std::string(debtor);
    }
    return {};
}

bool abbreviates(const FirmName& written, const FirmName& name) {
    if (written.words() != name.words() || written.words() == 0 || written.word(0) != name.word(0)) return false;
    for (std::size_t i = 0; i < written.words(); ++i) {
        const std::string_view part = written.word(i);
        const std::string_view word = name.word(i);
        if (part == word) continue;
        if (part.size() < 2 || part.front() != word.front() || part.size() >= word.size()) return false;
        std::size_t at = 0;
        for (const char c : word)
            if (at < part.size() && part[at] == c) ++at;
        if (at != part.size()) return false;
    }
    return true;
}

bool one_sign_apart(std::string_view left, std::string_view right) {
    if (left.size() > right.size()) std::swap(left, right);
    while (!left.empty()) {
        const std::size_t size = character_size(left);
        if (!right.starts_with(left.substr(0, size))) break;
        left.remove_prefix(size);
        right.remove_prefix(size);
    }
    if (right.empty()) return true;
    const std::string_view left_rest = left.empty() ? left : left.substr(character_size(left));
    const std::string_view right_rest = right.substr(character_size(right));
    return left == right_rest || left_rest == right_rest || left_rest == right;
}

} // namespace settled::matching

#include "information.hpp"

#include <formats/proving_reference.hpp>
#include <settled/text.hpp>

#include <algorithm>
#include <array>
#include <utility>

namespace settled::mt940 {
namespace {

constexpr std::size_t free_text_width = 65; // ISO 15022 field 86: 6*65x

void append_with_blank(std::string& text, std::string_view more) {
    if (more.empty()) return;
    if (!text.empty()) text += ' ';
    text += more;
}

// What stands between `label` and one of `ends`.
std::string_view labelled(std::string_view text, std::string_view label, std::string_view ends) {
    const std::size_t at = text.find(label);
    if (at == text.npos) return {};
    text.remove_prefix(at + label.size());
    return trim(text.substr(0, text.find_first_of(ends)));
}

// Two house dialects that label account and name inside free text: Knab (NL), BRE (PL).
void read_labels(std::string_view field, Information& information) {
    if (const auto account = labelled(field, "REK: ", "/\n"); !account.empty()) information.counterparty_account = account;
    if (const auto name = labelled(field, "/NAAM: ", "\n"); !name.empty()) information.counterparty_name = name;
    if (const auto account = labelled(field, "Z RACH.: ", ";"); !account.empty()) {
        information.counterparty_account = account;
        std::erase_if(information.counterparty_account, [](char c) { return c == ' ' || c == '\n'; });
    }
}

void read_free_text(std::string_view field, Information& information) {
    // GVC 999: "unstructured", the only thing that such a field shares with the numbered ones.
    if (field.size() > 3 && field.starts_with("999") && !is_digit(field[3])) {
        information.business_code = "999";
        field.remove_prefix(3);
    }
    read_labels(field, information);
    append_with_blank(information.remittance, fold_blanks(joined_lines(field, free_text_width)));
}

} // namespace

void Information::clear() {
    for (std::string* text : {&counterparty_name, &counterparty_account, &counterparty_bank, &ultimate_party, &remittance,
                              &structured_reference, &end_to_end_id, &mandate_id, &customer_reference, &business_code,
                              &booking_text, &return_reason, &original_amount, &charge, &rate})
        text->clear();
}

std::size_t characters(std::string_view utf8) {
    return static_cast<std::size_t>(
        std::ranges::count_if(utf8, [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
}

void append_piece(std::string& text, std::string_view before, std::string_view piece, std::size_t width) {
    const bool blank_there = text.empty() || text.ends_with(' ') || piece.starts_with(' ') || piece.empty();
    if (!blank_there && width > 0 && (before.size() < width || characters(before) < width)) text += ' ';
    text += piece;
}

void join_lines(std::string_view field, std::size_t width, std::string& text) {
    text.clear();
    std::string_view before;
    while (!field.empty()) {
        const std::size_t end = std::min(field.find('\n'), field.size());
        const std::string_view line = field.substr(0, end);
        append_piece(text, before, line, width);
        before = line;
        field.remove_prefix(std::min(end + 1, field.size()));
    }
}

std::string joined_lines(std::string_view field, std::size_t width) {
    std::string text;
    join_lines(field, width, text);
    return text;
}

void read_information(std::string_view field, Information& information) {
    if (read_subfields(field, information) || read_slash_codes(field, information)) return;
    read_free_text(field, information);
}

void read_notes(std::string_view field, Information& information) {
    constexpr std::size_t note_width = 27;
    std::string_view before_purpose, before_name;
    std::string purpose = std::exchange(information.remittance, {});
    while (!field.empty()) {
        const std::size_t end = std::min(field.find('\n'), field.size());
        const std::string_view line = field.substr(0, end);
        field.remove_prefix(std::min(end + 1, field.size()));
        if (line.size() < 3 || !is_digit(line[0]) || !is_digit(line[1])) continue;
        const std::string_view id = line.substr(0, 2), value = line.substr(2);
        if (id >= "01" && id <= "14") {
            append_piece(purpose, before_purpose, value, note_width);
            before_purpose = value;
        } else if (id == "15" || id == "16") {
            append_piece(information.counterparty_name, before_name, value, note_width);
            before_name = value;
        } else if (id == "17") {
            information.booking_text = trim(value);
        } else if (id == "33") {
            information.counterparty_bank = trim(value);
        } else if (id == "34") {
            information.counterparty_account = trim(value);
        }
    }
    read_sepa_keys(purpose, information);
    information.remittance = fold_blanks(purpose);
    information.counterparty_name = fold_blanks(information.counterparty_name);
}

void read_supplementary(std::string_view lines, Information& information) {
    if (lines.empty()) return;
    const std::string text = joined_lines(lines, 0);
    const auto code = [&](std::string_view key, std::string& value) {
        if (const auto found = labelled(text, key, "/"); value.empty()) value = found;
    };
    code("/OCMT/", information.original_amount);
    code("/CHGS/", information.charge);
    code("/EXCH/", information.rate);
    if (text.starts_with('/')) return;
    const std::string_view first_line = trim(lines.substr(0, lines.find('\n')));
    if (formats::is_iban(first_line)) {
        if (information.counterparty_account.empty()) information.counterparty_account = first_line;
        return;
    }
    if (information.remittance.empty()) information.remittance = fold_blanks(joined_lines(lines, free_text_width));
}

} // namespace settled::mt940

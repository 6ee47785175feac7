// parse_limits -- what a reader of statements cannot be quicker than: one forward scan by hand.
//
//   parse_limits mt940|ofx|csv|bai2|coda|norma43|cfonb120|qif|camt FILE
//
// The file is read whole, lines are cut by memchr, the fields of every entry become views and its amount a
// number; nothing is checked, copied or handed on. CAMT is what its XML library needs to load the document
// and visit every entry. Prints entries and sum, so that a reader's answer can be compared.
#include <pugixml.hpp>

#include <sys/stat.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdio>
#include <cstring>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace {

using View = std::string_view;

struct Entry {
    std::int64_t cents = 0;
    View day, name, account, reference, text;
};
using Entries = std::vector<Entry>;

std::string whole_file(const char* path) {
    const std::unique_ptr<std::FILE, int (*)(std::FILE*)> file(std::fopen(path, "rb"), std::fclose);
    struct stat about{};
    std::string bytes;
    if (!file || ::fstat(::fileno(file.get()), &about) != 0) return bytes;
    bytes.resize(static_cast<std::size_t>(about.st_size));
    std::setvbuf(file.get(), nullptr, _IONBF, 0);
    bytes.resize(std::fread(bytes.data(), 1, bytes.size(), file.get()));
    return bytes;
}

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// Digits with a sign and any one mark, two decimals.
std::int64_t cents_of(View text) {
    const bool negative = !text.empty() && text.front() == '-';
    std::int64_t value = 0;
    for (const char c : text)
        if (is_digit(c)) value = value * 10 + (c - '0');
    return negative ? -value : value;
}

View up_to(View& text, char mark) {
    const auto* const hit = static_cast<const char*>(std::memchr(text.data(), mark, text.size()));
    const View part = hit == nullptr ? text : text.substr(0, static_cast<std::size_t>(hit - text.data()));
    text.remove_prefix(hit == nullptr ? text.size() : part.size() + 1);
    return part;
}

template <class Take> void each_line(View text, Take&& take) {
    while (!text.empty()) {
        View line = up_to(text, '\n');
        if (line.ends_with('\r')) line.remove_suffix(1);
        take(line);
    }
}

void mt940(View line, Entries& entries) {
    if (line.starts_with(":61:")) {
        Entry& made = entries.emplace_back();
        made.day = line.substr(4, 6);
        const bool out = line[14] == 'D';
        View rest = line.substr(15);
        made.cents = cents_of(up_to(rest, 'N'));
        if (out) made.cents = -made.cents;
        made.reference = rest.substr(3);
    } else if (!entries.empty() && (line.starts_with(":86:") || line.starts_with('?'))) {
        up_to(line, '?');
        while (!line.empty()) {
            const View part = up_to(line, '?');
            if (part.starts_with("20")) entries.back().text = part.substr(2);
            if (part.starts_with("31")) entries.back().account = part.substr(2);
            if (part.starts_with("32")) entries.back().name = part.substr(2);
        }
    }
}

void ofx(View line, Entries& entries) {
    if (!line.starts_with('<')) return;
    line.remove_prefix(1);
    const View tag = up_to(line, '>');
    if (tag == "STMTTRN") entries.emplace_back();
    if (entries.empty()) return;
    Entry& entry = entries.back();
    if (tag == "TRNAMT") entry.cents = cents_of(line);
    if (tag == "DTPOSTED") entry.day = line;
    if (tag == "FITID") entry.reference = line;
    if (tag == "NAME") entry.name = line;
    if (tag == "MEMO") entry.text = line;
}

void csv(View line, Entries& entries) {
    std::array<View, 16> cells;
    for (std::size_t cell = 0; cell < cells.size() && !line.empty(); ++cell) {
        if (line.front() != '"') {
            cells[cell] = up_to(line, ',');
            continue;
        }
        std::size_t end = line.find('"', 1);
        while (end + 1 < line.size() && line[end + 1] == '"') end = line.find('"', end + 2);
        cells[cell] = line.substr(0, end + 1);
        line.remove_prefix(std::min(end + 2, line.size()));
    }
    if (cells[0].empty() || !is_digit(cells[0].front())) return; // the header
    entries.push_back({cents_of(cells[2]) - cents_of(cells[3]), cells[0], cells[6], cells[7], cells[8], cells[10]});
}

void bai2(View line, Entries& entries) {
    if (!line.starts_with("16,")) return;
    line.remove_prefix(3);
    Entry& made = entries.emplace_back();
    const bool out = up_to(line, ',') >= "400";
    made.cents = out ? -cents_of(up_to(line, ',')) : cents_of(up_to(line, ','));
    up_to(line, ',');
    made.reference = up_to(line, ',');
    up_to(line, ',');
    made.text = line;
}

void coda(View line, Entries& entries) {
    if (line.starts_with("21"))
        entries.push_back({.cents = (line[31] == '1' ? -1 : 1) * cents_of(line.substr(32, 14)),
                           .day = line.substr(47, 6),
                           .reference = line.substr(10, 21),
                           .text = line.substr(62, 53)});
    else if (line.starts_with("23") && !entries.empty())
        entries.back().account = line.substr(10, 37), entries.back().name = line.substr(47, 35);
}

void norma43(View line, Entries& entries) {
    if (line.starts_with("22"))
        entries.push_back({.cents = (line[27] == '1' ? -1 : 1) * cents_of(line.substr(28, 14)),
                           .day = line.substr(10, 6),
                           .reference = line.substr(42, 10)});
    else if (line.starts_with("23") && !entries.empty())
        entries.back().name = line.substr(4, 38), entries.back().text = line.substr(42, 38);
}

void cfonb120(View line, Entries& entries) {
    if (line.starts_with("04")) {
        const char last = line[103]; // "{ABCDEFGHI" is positive, "}JKLMNOPQR" negative
        const bool out = last == '}' || (last >= 'J' && last <= 'R');
        const int digit = last == '{' || last == '}' ? 0 : out ? last - 'J' + 1 : last - 'A' + 1;
        const std::int64_t cents = cents_of(line.substr(90, 13)) * 10 + digit;
        entries.push_back({.cents = out ? -cents : cents, .day = line.substr(34, 6), .reference = line.substr(81, 7)});
    } else if (line.starts_with("05") && !entries.empty()) {
        (line.substr(45, 3) == "LCC" ? entries.back().text : entries.back().name) = line.substr(48, 70);
    }
}

void qif(View line, Entries& entries) {
    const char what = line.empty() ? '\0' : line.front();
    if (what == 'D') entries.push_back({.day = line.substr(1)});
    if (entries.empty()) return;
    if (what == 'T') entries.back().cents = cents_of(line.substr(1));
    if (what == 'N') entries.back().reference = line.substr(1);
    if (what == 'P') entries.back().name = line.substr(1);
    if (what == 'M') entries.back().text = line.substr(1);
}

Entries camt(pugi::xml_document& document, const char* path) {
    Entries entries;
    if (!document.load_file(path)) return entries;
    for (const auto statement : document.child("Document").child("BkToCstmrStmt").children("Stmt"))
        for (const auto entry : statement.children("Ntry")) {
            const bool out = entry.child_value("CdtDbtInd")[0] == 'D';
            const auto details = entry.child("NtryDtls").child("TxDtls"), parties = details.child("RltdPties");
            const std::int64_t cents = cents_of(entry.child_value("Amt"));
            entries.push_back({out ? -cents : cents, entry.child("BookgDt").child_value("Dt"),
                               parties.child(out ? "Cdtr" : "Dbtr").child_value("Nm"),
                               parties.child(out ? "CdtrAcct" : "DbtrAcct").child("Id").child_value("IBAN"),
                               details.child("Refs").child_value("EndToEndId"), details.child("RmtInf").child_value("Ustrd")});
        }
    return entries;
}

struct Scan {
    View name;
    void (*take)(View, Entries&);
};
constexpr std::array<Scan, 8> scans = {{{"mt940", mt940},
                                        {"ofx", ofx},
                                        {"csv", csv},
                                        {"bai2", bai2},
                                        {"coda", coda},
                                        {"norma43", norma43},
                                        {"cfonb120", cfonb120},
                                        {"qif", qif}}};

} // namespace

int main(int count, char** words) {
    if (count != 3) return std::fputs("usage: parse_limits FORMAT FILE\n", stderr), 2;
    Entries entries;
    std::string text;
    pugi::xml_document document;
    if (View(words[1]) == "camt") entries = camt(document, words[2]);
    for (const Scan& scan : scans)
        if (scan.name == words[1]) {
            text = whole_file(words[2]);
            entries.reserve(text.size() / 100);
            each_line(text, [&](View line) { scan.take(line, entries); });
        }
    std::int64_t sum = 0;
    for (const Entry& entry : entries) sum += entry.cents;
    std::printf("%s %zu %lld\n", words[1], entries.size(), static_cast<long long>(sum));
    return entries.empty() ? 1 : 0;
}

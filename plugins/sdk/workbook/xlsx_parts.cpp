#include <workbook/xlsx_parts.hpp>

#include <formats/xml_pieces.hpp>
#include <settled/text.hpp>
#include <workbook/spreadsheet_number.hpp>

#include <algorithm>
#include <charconv>
#include <map>

namespace settled::workbook {
namespace {

constexpr std::size_t small_part_bytes = std::size_t{8} << 20; // workbook, relations, styles: taken whole
constexpr std::size_t sheets_max = 1000;

// A small part as a tree. It is checked piece by piece before: UTF-8, depth, no entities.
Result<pugi::xml_document> tree_of(ZipParts& parts, std::string_view name, const WorkbookLimits& limits) {
    auto part = parts.part(name);
    if (!part) return pass(part);
    const Input input = (*part)->input();
    formats::XmlPieces pieces(input, {.piece_bytes = small_part_bytes, .depth = limits.nesting});
    const auto step = pieces.next();
    if (!step) return part_error(**part, step.error());
    const auto root = pieces.take();
    if (!root) return part_error(**part, root.error());
    pugi::xml_document tree;
    if (!tree.load_buffer(root->data(), root->size(), pugi::parse_default | pugi::parse_ws_pcdata, pugi::encoding_utf8))
        return fail(SETTLED_BAD_DATA, "the workbook's part " + std::string(name) + " is no XML", 1);
    return tree;
}

std::string_view attribute_named(const pugi::xml_node& node, std::string_view local) {
    for (const pugi::xml_attribute& attribute : node.attributes())
        if (formats::local_name(attribute.name()) == local) return attribute.value();
    return {};
}

bool is_true(std::string_view value) { return value == "1" || value == "true"; }

// "worksheets/sheet1.xml" beside xl/workbook.xml, or "/xl/worksheets/sheet1.xml".
std::string part_of_target(std::string_view target) {
    if (target.starts_with('/')) return std::string(target.substr(1));
    return "xl/" + std::string(target);
}

} // namespace

std::unexpected<Error> part_error(const ZipParts::Part& part, Error error) {
    if (!part.why().empty()) return fail(SETTLED_BAD_DATA, part.why(), error.line);
    return std::unexpected(std::move(error));
}

pugi::xml_node child_named(const pugi::xml_node& node, std::string_view local) {
    for (const pugi::xml_node& child : node.children())
        if (formats::local_name(child.name()) == local) return child;
    return {};
}

std::string text_of_runs(const pugi::xml_node& node) {
    std::string text;
    for (const pugi::xml_node& child : node.children()) {
        const std::string_view name = formats::local_name(child.name());
        if (name == "t") text += child.child_value();
        if (name == "r") text += child_named(child, "t").child_value();
    }
    return text;
}

Result<XlsxBook> read_book(ZipParts& parts, const WorkbookLimits& limits) {
    auto relations = tree_of(parts, "xl/_rels/workbook.xml.rels", limits);
    if (!relations) return pass(relations);
    std::map<std::string, std::string, std::less<>> targets;
    for (const pugi::xml_node& relation : relations->first_child().children())
        targets.emplace(attribute_named(relation, "Id"), part_of_target(attribute_named(relation, "Target")));
    auto tree = tree_of(parts, "xl/workbook.xml", limits);
    if (!tree) return pass(tree);
    const pugi::xml_node root = tree->first_child();
    XlsxBook book;
    book.epoch_1904 = is_true(attribute_named(child_named(root, "workbookPr"), "date1904"));
    for (const pugi::xml_node& sheet : child_named(root, "sheets").children()) {
        if (formats::local_name(sheet.name()) != "sheet") continue;
        // "r:id", not "sheetId": the attribute whose local name is exactly id.
        const auto target = targets.find(attribute_named(sheet, "id"));
        if (target == targets.end() || !parts.has(target->second)) continue; // a chart sheet, or nothing
        if (book.sheets.size() == sheets_max)
            return fail(SETTLED_BAD_DATA, "the workbook has more than " + std::to_string(sheets_max) + " sheets", 1);
        const std::string_view state = attribute_named(sheet, "state"); // visible, hidden, veryHidden
        book.sheets.push_back(
            {std::string(attribute_named(sheet, "name")), target->second, !state.empty() && state != "visible"});
    }
    return book;
}

Result<SharedStrings> read_strings(ZipParts& parts, const WorkbookLimits& limits) {
    SharedStrings strings;
    if (!parts.has("xl/sharedStrings.xml")) return strings;
    auto part = parts.part("xl/sharedStrings.xml");
    if (!part) return pass(part);
    const Input input = (*part)->input();
    formats::XmlPieces pieces(input, {.piece_bytes = small_part_bytes, .depth = limits.nesting});
    for (;;) {
        const auto step = pieces.next();
        if (!step) return part_error(**part, step.error());
        if (*step == formats::XmlPieces::Step::end_of_document) return strings;
        if (*step != formats::XmlPieces::Step::element || pieces.name() != "si") continue;
        const auto piece = pieces.take();
        if (!piece) return part_error(**part, piece.error());
        pugi::xml_document tree;
        if (!tree.load_buffer(piece->data(), piece->size(), pugi::parse_default | pugi::parse_ws_pcdata, pugi::encoding_utf8))
            return fail(SETTLED_BAD_DATA, "a shared string of the workbook is no XML", pieces.line());
        strings.add(text_of_runs(tree.first_child()));
    }
}

Result<std::vector<bool>> read_day_formats(ZipParts& parts, const WorkbookLimits& limits) {
    std::vector<bool> days;
    if (!parts.has("xl/styles.xml")) return days;
    auto tree = tree_of(parts, "xl/styles.xml", limits);
    if (!tree) return pass(tree);
    std::map<std::string, std::string, std::less<>> codes;
    for (const pugi::xml_node& format : child_named(tree->first_child(), "numFmts").children())
        codes.emplace(attribute_named(format, "numFmtId"), attribute_named(format, "formatCode"));
    for (const pugi::xml_node& cell : child_named(tree->first_child(), "cellXfs").children()) {
        const std::string id(attribute_named(cell, "numFmtId"));
        const auto code = codes.find(id);
        int number = 0; // 0, General, where it is none
        std::from_chars(id.data(), id.data() + id.size(), number);
        days.push_back(is_day_format(code == codes.end() ? number : 0, code == codes.end() ? "" : code->second));
    }
    return days;
}

} // namespace settled::workbook

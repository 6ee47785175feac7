#include "config/instances.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace settled::config {
namespace {

bool is_name(std::string_view name) {
    return !name.empty() && name.size() <= limit::block_name_bytes_max && std::ranges::all_of(name, [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
    });
}

std::vector<std::string_view> block_names() {
    std::vector<std::string_view> names;
    for (const BlockRow& row : blocks())
        if (row.shape != Shape::rows) names.push_back(row.name);
    return names;
}

// "[company.NAME]" for messages about what should have stood there.
std::string pattern(const BlockRow& block) {
    switch (block.shape) {
    case Shape::named:
        return fmt::format("[{}.NAME]", block.name);
    case Shape::list:
        return fmt::format("[[{}]]", block.name);
    default:
        return fmt::format("[{}]", block.name);
    }
}

class Walk {
  public:
    explicit Walk(Findings& findings) : findings_(&findings) {}

    void member(const Member& member) {
        const BlockRow* block = find_block(member.key);
        if (block == nullptr || block->shape == Shape::rows) return unknown(member);
        const Value& value = member.value;
        switch (block->shape) {
        case Shape::single:
            if (value.kind != ValueKind::table) return wrong_shape(*block, member.line, value);
            found_.push_back({block, "", fmt::format("[{}]", block->name), member.line, &value});
            return;
        case Shape::named:
            if (value.kind != ValueKind::table) return wrong_shape(*block, member.line, value);
            for (const Member& one : value.members) named(*block, one);
            return;
        default:
            if (value.kind != ValueKind::array) return wrong_shape(*block, member.line, value);
            for (const Value& item : value.items) {
                if (item.kind == ValueKind::table)
                    found_.push_back({block, "", fmt::format("[[{}]]", block->name), item.line, &item});
                else
                    wrong_shape(*block, item.line, item);
            }
        }
    }

    std::vector<Instance> take() { return std::move(found_); }

  private:
    void unknown(const Member& member) {
        const ValueKind kind = member.value.kind;
        if (kind == ValueKind::table || kind == ValueKind::array) {
            const std::string where = fmt::format("[{}]", written_key(member.key));
            findings_->error(member.line, where, "unknown block" + hint(member.key, block_names(), "Known blocks"));
        } else {
            findings_->error(member.line, "",
                             fmt::format("unknown key {}{}", shown(member.key), hint(member.key, key_names(""), "Known keys")));
        }
    }

    void wrong_shape(const BlockRow& block, int line, const Value& found) {
        findings_->error(line, fmt::format("[{}]", block.name),
                         fmt::format("is {}; expected {} with its keys below", describe(found.kind), pattern(block)));
    }

    void named(const BlockRow& block, const Member& member) {
        const std::string where = fmt::format("[{}.{}]", block.name, written_key(member.key));
        if (member.value.kind != ValueKind::table)
            return findings_->error(member.line, fmt::format("[{}]", block.name),
                                    fmt::format("{} is {}; each {} has a name: write {} and its keys below", shown(member.key),
                                                describe(member.value.kind), block.name, pattern(block)));
        if (!is_name(member.key))
            findings_->error(
                member.line, where,
                fmt::format("{} is no name; expected 1 to {} letters a-z, digits, '-' and '_', because it is typed in "
                            "commands and stands in file names",
                            shown(member.key), limit::block_name_bytes_max));
        found_.push_back({&block, member.key, where, member.line, &member.value});
    }

    Findings* findings_;
    std::vector<Instance> found_;
};

} // namespace

std::vector<Instance> instances(const Value& root, Findings& findings) {
    Walk walk(findings);
    for (const Member& member : root.members)
        if (find_key("", member.key) == nullptr) walk.member(member);
    std::vector<Instance> found = walk.take();
    if (found.size() > limit::instances_max) {
        findings.error(0, "", fmt::format("more than {} blocks", limit::instances_max));
        found.resize(limit::instances_max);
    }
    return found;
}

Names names_of(const std::vector<Instance>& instances) {
    Names names;
    for (const Instance& instance : instances)
        if (instance.block->shape == Shape::named) names[std::string(instance.block->name)].push_back(instance.name);
    return names;
}

} // namespace settled::config

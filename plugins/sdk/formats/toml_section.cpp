#include <formats/toml_section.hpp>

#include <settled/text.hpp>

namespace settled::formats {

void ConnectorSource::refuse(const toml::node* at, const std::string& words) {
    if (!trouble_) return;
    const std::int64_t line = at == nullptr ? 0 : static_cast<std::int64_t>(at->source().begin.line);
    trouble_ = fail(SETTLED_INVALID_CONFIG, file_ + (line > 0 ? ":" + std::to_string(line) : "") + ": " + words, line);
}

void ConnectorSource::refuse_elsewhere(const std::filesystem::path& file, const Error& error) {
    if (trouble_) trouble_ = fail(SETTLED_INVALID_CONFIG, file.string() + ": " + error.message, error.line);
}

std::optional<std::string> scalar_text(const toml::node& node) {
    if (const auto* text = node.as_string()) return text->get();
    if (const auto* number = node.as_integer()) return std::to_string(number->get());
    if (const auto* flag = node.as_boolean()) return flag->get() ? "true" : "false";
    return std::nullopt;
}

const toml::node* Section::node(std::string_view key) {
    asked_.emplace(key);
    return table_->get(key);
}

void Section::refuse(std::string_view key, const std::string& words) {
    const toml::node* const at = table_->get(key);
    source_->refuse(at != nullptr ? at : table_, name_ + (key.empty() ? "" : " " + std::string(key)) + ": " + words);
}

std::string Section::text(std::string_view key, std::string_view fallback) {
    const toml::node* const at = node(key);
    if (at == nullptr) return std::string(fallback);
    if (const auto* text = at->as_string()) return text->get();
    refuse(key, "expected a text in quotes");
    return {};
}

std::string Section::needed_text(std::string_view key) {
    const std::string found = text(key);
    if (found.empty()) refuse(key, "is missing");
    return found;
}

bool Section::flag(std::string_view key) {
    const toml::node* const at = node(key);
    if (at == nullptr) return false;
    if (const auto* flag = at->as_boolean()) return flag->get();
    refuse(key, "expected true or false");
    return false;
}

std::int64_t Section::number(std::string_view key, std::int64_t fallback, std::int64_t smallest, std::int64_t largest) {
    const toml::node* const at = node(key);
    if (at == nullptr) return fallback;
    if (const auto* number = at->as_integer(); number && number->get() >= smallest && number->get() <= largest)
        return number->get();
    refuse(key, "expected a whole number from " + std::to_string(smallest) + " to " + std::to_string(largest));
    return fallback;
}

std::vector<std::string> Section::texts(std::string_view key) {
    const toml::node* const at = node(key);
    if (at == nullptr) return {};
    std::vector<std::string> all;
    if (const auto one = scalar_text(*at)) return {*one};
    if (const toml::array* many = at->as_array())
        for (const toml::node& item : *many) {
            if (auto one = scalar_text(item)) {
                all.push_back(std::move(*one));
                continue;
            }
            refuse(key, "expected texts or numbers");
        }
    else
        refuse(key, "expected a text, a number or a list of them");
    return all;
}

const toml::table* Section::table(std::string_view key) {
    const toml::node* const at = node(key);
    if (at == nullptr) return nullptr;
    if (at->as_table() == nullptr) refuse(key, "expected a table");
    return at->as_table();
}

std::vector<const toml::table*> Section::tables(std::string_view key) {
    const toml::node* const at = node(key);
    if (at == nullptr) return {};
    std::vector<const toml::table*> all;
    const toml::array* const many = at->as_array();
    if (many == nullptr) {
        refuse(key, "expected a list of tables");
        return {};
    }
    for (const toml::node& item : *many) {
        if (item.as_table() == nullptr)
            refuse(key, "expected a list of tables");
        else
            all.push_back(item.as_table());
    }
    return all;
}

void Section::finish() {
    for (const auto& [key, value] : *table_) {
        if (asked_.contains(key.str())) continue;
        const std::string_view near = nearest(key.str(), {asked_.begin(), asked_.end()});
        std::string known;
        for (const std::string& one : asked_) known += (known.empty() ? "" : ", ") + one;
        source_->refuse(&value, name_ + ": unknown key \"" + std::string(key.str()) + "\"" +
                                    (near.empty() ? "" : "; did you mean \"" + std::string(near) + "\"?") +
                                    " Known keys: " + known);
    }
}

} // namespace settled::formats

#include "json.hpp"

#include <settled/text.hpp>

#include <nlohmann/json.hpp>

#include <algorithm>
#include <charconv>

namespace settled::ledger_http {
namespace {

// Builds the value while nlohmann's reader walks the text.
class Builder final : public nlohmann::json_sax<nlohmann::json> {
  public:
    explicit Builder(Json& root) : root_(&root) {}

    bool null() override { return add({}); }
    bool boolean(bool value) override { return add({Json::Kind::boolean, value ? "true" : "false", {}, {}}); }
    bool number_integer(number_integer_t value) override { return number(std::to_string(value)); }
    bool number_unsigned(number_unsigned_t value) override { return number(std::to_string(value)); }
    bool number_float(number_float_t, const string_t& written) override {
        std::string text = written;
        std::ranges::replace(text, ',', '.'); // the reader writes the locale's mark
        return number(std::move(text));
    }
    bool string(string_t& value) override { return add({Json::Kind::text, std::move(value), {}, {}}); }
    bool binary(binary_t&) override { return false; }
    bool start_object(std::size_t) override { return open(Json::Kind::object); }
    bool key(string_t& name) override { return key_ = std::move(name), true; }
    bool end_object() override { return open_.pop_back(), true; }
    bool start_array(std::size_t) override { return open(Json::Kind::list); }
    bool end_array() override { return open_.pop_back(), true; }
    bool parse_error(std::size_t at, const std::string& near, const nlohmann::detail::exception&) override {
        at_ = at, near_ = near;
        return false;
    }

    std::string trouble(std::size_t size) const {
        if (!trouble_.empty()) return trouble_;
        if (at_ > size) return "the answer is cut: its JSON ends early, at byte " + std::to_string(size);
        return "is no JSON at byte " + std::to_string(at_) + ", near " + visible(cut_at_character(near_, shown_bytes_max));
    }

  private:
    static constexpr std::size_t shown_bytes_max = 40;

    bool number(std::string text) { return add({Json::Kind::number, std::move(text), {}, {}}); }
    Json* place(Json&& value) {
        if (open_.empty()) return *root_ = std::move(value), root_;
        Json& parent = *open_.back();
        if (parent.kind == Json::Kind::list) return &parent.items.emplace_back(std::move(value));
        return &parent.members.emplace_back(std::move(key_), std::move(value)).value;
    }
    bool add(Json value) {
        if (++values_ > json_values_max) return trouble_ = "has more than " + std::to_string(json_values_max) + " values", false;
        place(std::move(value));
        return true;
    }
    bool open(Json::Kind kind) {
        if (open_.size() >= json_depth_max)
            return trouble_ = "is nested deeper than " + std::to_string(json_depth_max) + " levels", false;
        Json value;
        value.kind = kind;
        open_.push_back(place(std::move(value)));
        return true;
    }

    Json* root_;
    std::vector<Json*> open_; // stays valid: a parent grows only after its last child is closed
    std::string key_, near_, trouble_;
    std::size_t at_ = 0, values_ = 0;
};

} // namespace

Result<Pointer> Pointer::parse(std::string_view text) {
    Pointer made;
    made.text_ = text;
    if (text.empty()) return made;
    if (text.front() != '/')
        return fail(SETTLED_INVALID_CONFIG,
                    "\"" + visible(text) + "\" is no place in an answer; expected one such as \"/value\" or \"/0/DocNum\"");
    for (const std::string_view part : split(text.substr(1), '/')) {
        std::string plain;
        for (std::size_t i = 0; i < part.size(); ++i) {
            const bool escaped = part[i] == '~' && i + 1 < part.size() && (part[i + 1] == '0' || part[i + 1] == '1');
            plain += escaped ? (part[++i] == '0' ? '~' : '/') : part[i];
        }
        made.parts_.push_back(std::move(plain));
    }
    return made;
}

const Json* Json::member(std::string_view name) const {
    const auto hit = std::ranges::find(members, name, &JsonMember::name);
    return hit == members.end() ? nullptr : &hit->value;
}

const Json* Json::at(const Pointer& pointer) const {
    const Json* here = this;
    for (const std::string& part : pointer.parts()) {
        if (here->kind == Kind::object) {
            here = here->member(part);
        } else if (here->kind == Kind::list) {
            std::size_t index = 0;
            const auto [end, trouble] = std::from_chars(part.data(), part.data() + part.size(), index);
            const bool number = trouble == std::errc() && end == part.data() + part.size();
            here = number && index < here->items.size() ? &here->items[index] : nullptr;
        } else {
            here = nullptr;
        }
        if (here == nullptr) return nullptr;
    }
    return here;
}

Result<Json> parse_json(std::string_view text) {
    Json root;
    Builder builder(root);
    if (!nlohmann::json::sax_parse(text, &builder)) return fail(SETTLED_BAD_DATA, builder.trouble(text.size()));
    return root;
}

std::string json_quoted(std::string_view text) {
    return nlohmann::json(std::string(text)).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

} // namespace settled::ledger_http

#include "letters/short_text.hpp"

#include "render/html.hpp"

#include <settled/text.hpp>

namespace settled::letters {

Result<ShortText> short_text(const ReminderInput& input, const TemplateSource& templates) {
    render::Values values = reminder_values(input);
    ShortText made;
    for (auto& [name, value] : values) {
        if (value.kind() != render::Value::Kind::text) continue;
        value = render::Value(render::sms_text(value.text())); // a customer's name brings no link and no signature
        made.values.emplace_back(name, value.text());
    }
    const std::string file = input.message->template_name + ".sms";
    const auto found = templates.find(input.message->language, file);
    if (!found) return made;
    const std::string where = "letters/" + input.message->language + "/" + file;
    if (Status fine = check_template(*found, where); !fine) return pass(fine);
    auto text = render::fill(*found, values, render::Escape::none);
    if (!text) return fail(text.error().code, where + ": " + text.error().message, text.error().line);
    made.text = fold_blanks(*text);
    return made;
}

} // namespace settled::letters

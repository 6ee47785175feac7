// settled(1): what a person types. The lists are the command line's own; the words around them stand here.
#include "cli/manual_pages.hpp"
#include "render/roff.hpp"

#include <array>

namespace settled::cli {
namespace {

using render::roff_bold;
using render::roff_italic;
using render::roff_text;

struct Explained {
    std::string_view typed, words;
};

constexpr std::array<Explained, 7> first_hour = {{
    {"settled init --out DIR", "writes a first configuration with comments."},
    {"settled connectors show NAME --grants", "prints the script that makes the read-only account in the ERP's database."},
    {"settled secret set NAME", "takes a password from the terminal; the configuration says secret:NAME."},
    {"settled check", "tests every line, every ERP, mailbox and gateway, and changes nothing."},
    {"settled cycle", "does the whole day once. A company begins in mode shadow: everything is decided and reported, nothing "
                      "leaves to a customer."},
    {"settled review", "what waits for a person; settled explain says why anything was decided as it was."},
    {"settled mode COMPANY approve", "from then on a person releases what is sent: settled outbox release."},
}};

constexpr std::array<Explained, 5> exit_statuses = {{
    {"0", "done, also when questions wait for a person"},
    {"1", "done in part, or something to look at was found"},
    {"2", "wrong usage or configuration"},
    {"3", "could not run at all"},
    {"4", "interrupted, state consistent"},
}};

constexpr std::array<Explained, 5> environment = {{
    {"SETTLED_CONFIG", "the configuration, where --config is not given"},
    {"SETTLED_SOCKET",
     "the service's socket, for callers who cannot read the configuration of a service that is not the package's"},
    {"LANG",
     "where it begins with zh, lists of plugins and connectors and the comments of settled init are Chinese; what is said to "
     "IT is in the language of the configuration"},
    {"CREDENTIALS_DIRECTORY", "set by systemd for LoadCredential=: a secret of that name is read from there"},
    {"SETTLED_TEST_CLOCK", "the clock of a test; refused unless the configuration says [test] clock = true"},
}};

constexpr std::array<Explained, 6> files = {{
    {"/etc/settled/settled.toml", "the configuration: settled.toml(5). Upgrades of the package never touch it."},
    {"/etc/settled/secrets/", "secrets, readable by the service's user alone"},
    {"/var/lib/settled/", "the store, sent.log, and what the service says of itself"},
    {"/var/log/settled/", "the service's log where [log] folder says so; it also goes to the journal"},
    {"/run/settled/settled.sock", "here people's commands reach the running service"},
    {"/usr/share/settled/", "what is shipped as data: connectors, banks, letters, procedures, calendars"},
}};

// "--kind KIND" as roff: what is typed bold, what stands for something italic; where it may be left out, in brackets.
std::string option_words(const CompletedOption& option) {
    std::string made;
    for (const std::string& name : option.names) (made += made.empty() ? "" : ", ") += roff_bold(name);
    if (option.takes_value) (made += made.empty() ? "" : " ") += roff_italic(option.value);
    if (option.repeated) made += roff_text("...");
    return made;
}

std::string usage(const std::string& path, const CompletedCommand& command) {
    std::string made = roff_bold(path);
    for (const CompletedOption& option : command.options) {
        if (!option.names.empty() && !option.required) continue; // these stand below, one a line
        made += option.required ? " " + option_words(option) : " [" + option_words(option) + "]";
    }
    return made;
}

bool is_help(const CompletedOption& option) {
    return std::ranges::find(option.names, std::string("--help")) != option.names.end();
}

void add_options(render::ManualPage& page, const CompletedCommand& command) {
    for (const CompletedOption& option : command.options)
        if (!is_help(option)) page.item(option_words(option), option.help);
}

// The words that lead to a command of a command: what stands between them is of the one above ("log CUSTOMER add").
void add_command(render::ManualPage& page, const std::string& path, const CompletedCommand& command) {
    page.item(usage(path, command), command.help);
    if (std::ranges::any_of(command.options, [](const CompletedOption& option) { return !is_help(option); })) {
        page.begin_inside();
        add_options(page, command);
        page.end_inside();
    }
    std::string below = path;
    for (const CompletedOption& option : command.options)
        if (option.names.empty() && option.required) below += " " + option.value;
    for (const CompletedCommand& each : command.commands) add_command(page, below + " " + each.name, each);
}

template <std::size_t count>
void add_explained(render::ManualPage& page, std::string_view heading, const std::array<Explained, count>& rows) {
    page.section(heading);
    for (const Explained& row : rows) page.item(roff_bold(row.typed), row.words);
}

} // namespace

std::string commands_manual(const CompletedCommand& program, std::string_view version) {
    render::ManualPage page("SETTLED", "1", version);
    page.section("NAME");
    page.plain("settled - gets a company's receivables settled");
    page.section("SYNOPSIS");
    page.written(roff_bold("settled") + " [" + roff_italic("OPTION") + "]... " + roff_italic("COMMAND") + " [" +
                 roff_italic("OPTION") + "]... [" + roff_italic("WORD") + "]...");
    page.section("DESCRIPTION");
    page.paragraph(
        "Reads the ledgers of ERPs and the statements of banks, works out who has paid, reminds those who have not, and "
        "tells finance every day what came in. Nothing is ever written to an ERP.");
    page.paragraph("This page is printed by settled manual commands, of the program's own list of commands.");
    add_explained(page, "THE FIRST HOUR", first_hour);
    page.section("OPTIONS OF EVERY COMMAND");
    page.paragraph("They may stand before or behind the command.");
    add_options(page, program);
    page.section("COMMANDS");
    for (const CompletedCommand& each : program.commands) add_command(page, "settled " + each.name, each);
    page.section("SIGNALS");
    page.paragraph(
        "SIGHUP lets settled run read its configuration again; a wrong one leaves the old in force. SIGTERM ends it within "
        "10 seconds, a job that runs included.");
    page.section("PEOPLE");
    page.paragraph("Whoever may not open configuration and store is served by the running service: his commands reach it through "
                   "its socket, the system says who he is, and [access] says what he may.");
    add_explained(page, "EXIT STATUS", exit_statuses);
    add_explained(page, "ENVIRONMENT", environment);
    add_explained(page, "FILES", files);
    page.section("SEE ALSO");
    page.written(roff_bold("settled.toml") + "(5), " + roff_bold("settled.service") + "(8), " + roff_bold("systemctl") +
                 "(1), /usr/share/doc/settled");
    return page.take();
}

} // namespace settled::cli

// settled banks learn FILE -- proposes a layout for a table that no installed one knows, and proves it.

#include "cli/commands.hpp"
#include "cli/parse_output.hpp"
#include "host/make_clients.hpp"
#include "world/files.hpp"

#include <formats/headed_input.hpp>
#include <learning/learn_layout.hpp>

#include <fmt/format.h>

#include <algorithm>

namespace settled::cli {
namespace {

constexpr std::size_t file_bytes_max = std::size_t{50} << 20; // as limits.statement_file_mb

struct Options {
    std::string file, out;
};

// A folder that holds one layout as long as this object lives.
class LayoutFolder {
  public:
    LayoutFolder(std::int64_t process, std::string_view toml)
        : path_(std::filesystem::temp_directory_path() / fmt::format("settled-learn-{}", process)) {
        done_ = world::make_folder(path_, world::Permission::owner_only);
        if (done_) done_ = world::write_file(path_ / "learned.toml", toml, world::Permission::owner_only);
    }
    LayoutFolder(const LayoutFolder&) = delete;
    LayoutFolder& operator=(const LayoutFolder&) = delete;
    ~LayoutFolder() {
        std::error_code gone;
        std::filesystem::remove_all(path_, gone);
    }
    const Status& status() const { return done_; }
    const std::filesystem::path& path() const { return path_; }

  private:
    std::filesystem::path path_;
    Status done_;
};

// What reading the file by the proposal gave, as sentences; `proved` when every row is proved by a balance.
struct Proof {
    std::vector<std::string> sentences;
    bool read = false, proved = false;
};

Proof prove(Session& session, const Options& options, const std::filesystem::path& layouts) {
    host::ChildOptions children;
    children.executable = session.tools().executable;
    children.interrupted = &session.tools().interrupted;
    const auto clients = host::make_clients(session.catalog(), std::move(children));
    host::FileToRead request{options.file, std::filesystem::path(options.file).filename().string(), "statement_csv", {}, true};
    request.options.emplace_back("layouts_folder", layouts.string());
    CountedStatements counted;
    const auto parser = clients->statements().read(request, counted);
    Proof proof;
    if (!parser) {
        proof.sentences.push_back(
            fmt::format("it does not read the file yet: line {}: {}", parser.error().line, parser.error().message));
        return proof;
    }
    std::int64_t entries = 0;
    for (const StatementFigures& figures : counted.statements) {
        entries += figures.entries;
        proof.sentences.push_back(fmt::format("account {}: {} entries from {} to {}, sum {} {}",
                                              figures.account.empty() ? "not named" : figures.account, figures.entries,
                                              figures.first.iso(), figures.last.iso(), figures.sum.text(figures.currency),
                                              figures.currency.none() ? "without a currency" : figures.currency.code()));
    }
    proof.read = entries > 0;
    if (entries == 0) {
        proof.sentences.emplace_back("it reads no entry");
        return proof;
    }
    bool balance_missing = false, wrong = false;
    for (const statement::Diagnostic& diagnostic : counted.diagnostics) {
        balance_missing |= diagnostic.code == "BALANCE_UNPROVED";
        wrong |= diagnostic.severity == statement::Severity::error;
        if (diagnostic.severity == statement::Severity::error)
            proof.sentences.push_back(fmt::format("line {}: {}", diagnostic.line, diagnostic.message));
    }
    proof.proved = proof.read && !balance_missing && !wrong;
    proof.sentences.emplace_back(proof.proved ? "the balances add up row by row"
                                 : balance_missing
                                     ? "there are no balances to prove it by; compare count and sum with the bank's page"
                                     : "the balances do not add up, so a column, a sign or a row is read wrongly");
    return proof;
}

int run_learn(Session& session, const Options& options) {
    auto bytes = world::read_file(options.file, file_bytes_max);
    if (!bytes) return report(session, bytes.error());
    const formats::HeadedInput input{std::string_view(*bytes)};
    const auto proposal = learning::learn_layout(input.input());
    if (!proposal) {
        Error error = proposal.error();
        error.message = fmt::format("{}: {}", options.file, error.message);
        return report(session, error);
    }
    const LayoutFolder folder(session.tools().process, proposal->toml);
    if (!folder.status()) return report(session, folder.status().error());
    const Proof proof = prove(session, options, folder.path());
    std::string text;
    for (const std::string& sentence : proof.sentences) text += fmt::format("# proof: {}\n", sentence);
    text += proposal->toml;
    if (options.out.empty()) {
        session.tools().out(text);
    } else {
        if (auto written = world::create_file(options.out, text); !written) return report(session, written.error());
        for (const std::string& sentence : proof.sentences) session.journal().warning(sentence);
    }
    return status_of(!proof.read);
}

} // namespace

void add_banks(Commands& commands) {
    auto& options = commands.keep<Options>();
    CLI::App& banks = commands.add_group("banks", "Layouts of bank exports (config/banks)");
    CLI::App& learn = commands.add_to(banks, "learn", "Propose a layout for a table that no layout knows, and prove it",
                                      [&](Session& session) { return run_learn(session, options); });
    learn.add_option("file", options.file, "CSV, TSV, XLSX or XLS file")->required()->type_name("FILE");
    learn.add_option("--out", options.out, "Write the layout to this new file instead of standard output")->type_name("FILE");
}

} // namespace settled::cli

// Statement plugins in this process: who reads the file, and the reading.
#include "host/plugin_clients.hpp"

#include <settled/abi_array.hpp>

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstring>
#include <memory>
#include <span>

namespace settled::host {
namespace {

using Parser = PluginInstance<settled_statement_operations>;

struct FileCloser {
    void operator()(std::FILE* file) const { std::fclose(file); }
};
using File = std::unique_ptr<std::FILE, FileCloser>;

std::int64_t read_some(void* context, char* buffer, std::size_t capacity) {
    auto* const file = static_cast<std::FILE*>(context);
    const std::size_t got = std::fread(buffer, 1, capacity, file);
    return got == 0 && std::ferror(file) ? -1 : static_cast<std::int64_t>(got);
}

// An array of the plugin's, element by element as we know it. Nothing is copied where both sides know the same structure.
template <class Struct> const Struct* widened_array(const Struct* theirs, std::uint32_t count, std::vector<Struct>& scratch) {
    if (count == 0 || theirs->size == sizeof(Struct)) return theirs;
    const std::size_t first = scratch.size();
    for (std::uint32_t i = 0; i < count; ++i) scratch.push_back(widened<Struct>(element_at(theirs, i), theirs->size));
    return scratch.data() + first;
}

class Sink {
  public:
    explicit Sink(StatementReceiver& receiver) : receiver_(&receiver) {}

    settled_statement_sink abi() {
        return {sizeof(settled_statement_sink),
                0,
                this,
                [](void* self, const settled_statement_begin* begin) {
                    auto& sink = *static_cast<Sink*>(self);
                    return sink.relay_.pass_on([&] { return sink.receiver_->begin(widened(begin)); });
                },
                [](void* self, const settled_entry* entry) {
                    auto& sink = *static_cast<Sink*>(self);
                    return sink.relay_.pass_on([&] { return sink.entry(entry); });
                },
                [](void* self, const settled_statement_end* end) {
                    auto& sink = *static_cast<Sink*>(self);
                    return sink.relay_.pass_on([&] { return sink.receiver_->end(widened(end)); });
                },
                [](void* self, const settled_diagnostic* diagnostic) {
                    auto& sink = *static_cast<Sink*>(self);
                    return sink.relay_.pass_on(
                        [&]() -> Status { return sink.receiver_->diagnostic(widened(diagnostic)), Status{}; });
                }};
    }
    Status settle(Status plugin_said) const { return relay_.settle(std::move(plugin_said)); }

  private:
    Status entry(const settled_entry* theirs) {
        const bool same = theirs->size == sizeof(settled_entry) &&
                          (theirs->charge_count == 0 || theirs->charges->size == sizeof(settled_charge)) &&
                          theirs->detail_count == 0;
        return same ? receiver_->entry(*theirs) : widened_entry(theirs);
    }
    Status widened_entry(const settled_entry* theirs) {
        charges_.clear(), details_.clear();
        settled_entry entry = widened(theirs);
        std::size_t charge_count = entry.charge_count;
        if (entry.detail_count > 0) {
            for (std::uint32_t i = 0; i < entry.detail_count; ++i) {
                details_.push_back(widened<settled_entry>(element_at(entry.details, i), entry.details->size));
                charge_count += details_.back().charge_count;
                details_.back().details = nullptr, details_.back().detail_count = 0;
            }
            entry.details = details_.data();
        }
        charges_.reserve(charge_count); // so that pointers into it stay
        entry.charges = widened_array(entry.charges, entry.charge_count, charges_);
        for (settled_entry& detail : details_) detail.charges = widened_array(detail.charges, detail.charge_count, charges_);
        return receiver_->entry(entry);
    }

    StatementReceiver* receiver_;
    Relay relay_;
    std::vector<settled_charge> charges_;
    std::vector<settled_entry> details_;
};

struct Candidate {
    Parser parser;
    int sureness = 0;
};

std::string where_of(const FileToRead& file) { return "parser options of " + file.name; }

Result<std::string> head_of(std::FILE* file, const FileToRead& wanted) {
    std::string head(limit::sniffed_bytes, '\0');
    head.resize(std::fread(head.data(), 1, head.size(), file));
    if (std::ferror(file) || std::fseek(file, 0, SEEK_SET) != 0)
        return fail(SETTLED_UNAVAILABLE, "cannot read " + wanted.path + "; is the disk or share still there?");
    // Nothing in it belongs to no format, so no parser could say what is wrong with it.
    if (head.empty()) return fail(SETTLED_BAD_DATA, "the file is empty; expected a bank statement");
    return head;
}

// Limits are offered to every plugin and taken by those that have a use for them.
bool is_limit_option(std::string_view key) { return key.starts_with(limit::option_prefix); }

Status refuse_options_nobody_knows(const FileToRead& file, const OptionPairs& known) {
    for (const auto& pair : file.options)
        if (!is_limit_option(pair.first) && std::ranges::find(known, pair) == known.end())
            return fail(SETTLED_INVALID_CONFIG,
                        where_of(file) + ": no installed statement plugin has an option \"" + pair.first + '"');
    return {};
}

// Asks everybody; a plugin that cannot be opened with what it is given has no say, but is named.
Result<Parser> surest(const std::vector<PluginFile>& plugins, const FileToRead& file, std::string_view head,
                      const std::shared_ptr<PluginWorld>& world) {
    std::vector<Candidate> candidates;
    OptionPairs known;
    std::string told, silent; // silent: who could not be asked
    const settled_text head_text(head), name_text(file.name);
    for (const PluginFile& plugin : plugins) {
        auto library = load_plugin(plugin);
        if (!library) {
            silent += ", " + plugin.name + " cannot be loaded (" + library.error().message + ')';
            continue;
        }
        OptionPairs options = known_options(*library, file.options);
        known.insert(known.end(), options.begin(), options.end());
        auto parser = Parser::open(std::move(*library), world, options, where_of(file));
        if (!parser) {
            silent += ", " + plugin.name + " cannot be opened (" + parser.error().message + ')';
            continue;
        }
        const int sureness = std::clamp(parser->operations().sniff(parser->self(), &head_text, &name_text), 0, 100);
        told += ", " + plugin.name + ' ' + std::to_string(sureness);
        candidates.push_back({std::move(*parser), sureness});
    }
    if (auto fits = refuse_options_nobody_knows(file, known); !fits) return pass(fits);
    told += silent;
    const std::string asked = told.empty() ? "none is installed" : told.substr(2);
    std::ranges::stable_sort(candidates, std::ranges::greater{}, &Candidate::sureness);
    const bool unknown = candidates.empty() || candidates.front().sureness == 0;
    // The one that could not be asked might have known it: no fault of the file's.
    if (unknown && !silent.empty())
        return fail(SETTLED_INVALID_CONFIG, "no statement plugin that works recognises " + file.name +
                                                " (surety 0 to 100: " + asked + "). Mend the plugin, or name the file's parser");
    if (unknown)
        return fail(SETTLED_BAD_DATA, "no statement plugin recognises " + file.name + " (surety 0 to 100: " + asked +
                                          "). Is it a bank statement? If so, name its parser");
    if (candidates.size() > 1 && candidates[1].sureness == candidates[0].sureness)
        return fail(SETTLED_BAD_DATA, "more than one statement plugin takes " + file.name +
                                          " for its own (surety 0 to 100: " + asked + "). Name its parser");
    return std::move(candidates.front().parser);
}

Result<Parser> choose(const std::vector<PluginFile>& plugins, const FileToRead& file, std::FILE* bytes,
                      const std::shared_ptr<PluginWorld>& world) {
    if (file.parser != "auto") {
        auto library = load_plugin(plugins.front());
        if (!library) return pass(library);
        const OptionPairs options = without_needless_limits(*library, file.options);
        return Parser::open(std::move(*library), world, options, where_of(file));
    }
    const auto head = head_of(bytes, file);
    if (!head) return std::unexpected(head.error());
    return surest(plugins, file, *head, world);
}

} // namespace

Result<std::string> read_statement(const std::vector<PluginFile>& plugins, const FileToRead& file,
                                   const std::shared_ptr<PluginWorld>& world, StatementReceiver& receiver) {
    const File bytes(std::fopen(file.path.c_str(), "rbe"));
    if (!bytes) return fail(SETTLED_UNAVAILABLE, "cannot open " + file.path + ": " + std::strerror(errno));
    std::setvbuf(bytes.get(), nullptr, _IONBF, 0); // plugins read in blocks of their own
    const auto parser = choose(plugins, file, bytes.get(), world);
    if (!parser) return std::unexpected(parser.error());

    Sink sink(receiver);
    const settled_statement_sink table = sink.abi();
    const settled_input input{sizeof input, 0, bytes.get(), read_some, file.name};
    settled_error error = fresh_error();
    const std::int32_t code = parser->operations().parse(parser->self(), &input, &table, &error);
    if (auto done = sink.settle(status_of(code, error, parser->name())); !done) return pass(done);
    return std::string(parser->name());
}

} // namespace settled::host

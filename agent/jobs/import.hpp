// import.hpp -- fetches statement files, has each read in a child process, and publishes what can
// be believed.
//
// A file's digest is committed as `reading` before a reader sees it, so that a file on which run
// after run dies is refused. One whose reader could not work (no plugin, no memory on the machine)
// is left where it lies, and holds the reminders of its companies meanwhile. A file is taken from its source only after its
// entries (or the reason why not) are stored. The same file again is "already known": nothing is done.
#pragma once

#include "jobs/context.hpp"

#include <optional>
#include <string>
#include <vector>

namespace settled::jobs {

// held: not proved by its balances, so it waits beside the book until a person hands it over.
enum class FileFate : std::uint8_t { imported, already_known, refused, left, held };
std::string_view name(FileFate fate);

struct ImportedFile {
    std::string source, name, sha256, parser;
    FileFate fate = FileFate::imported;
    std::int64_t statements = 0, entries_new = 0, entries_known = 0;
    std::vector<statement::Diagnostic> diagnostics;
    std::optional<Error> error; // why it was refused or left
};

struct ImportReport {
    std::vector<ImportedFile> files;
    std::vector<Trouble> troubles;   // a source that could not be reached
    std::optional<Error> not_stored; // of a statement that lies there
    bool failed() const;
};

// `files`: only these, handed over by a person; empty: what every source of the companies has. A statement
// that lies there and cannot be stored (a full disk) ends the job with that error, when all others are in.
Result<ImportReport> import(JobContext& context, const Scope& scope, const std::vector<std::string>& files = {});

} // namespace settled::jobs

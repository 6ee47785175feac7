// exit_status.hpp -- CONTRACT's five answers to a script.
#pragma once

#include <settled/result.hpp>

namespace settled::cli {

enum class ExitStatus : int {
    done = 0,        // also when questions wait for a person
    in_part = 1,     // a source, file, message or check failed or was refused; it says which
    usage = 2,       // wrong usage or configuration
    cannot_run = 3,  // another run holds the job, database, disk full, permission
    interrupted = 4, // state consistent
    elsewhere = 5,   // only of `settled job` as the service starts it: another agent is doing it
};

// Of an error that ended the whole command.
constexpr ExitStatus exit_status(settled_code code) {
    switch (code) {
    case SETTLED_OK:
        return ExitStatus::done;
    case SETTLED_STOPPED:
        return ExitStatus::interrupted;
    case SETTLED_INVALID_CONFIG:
        return ExitStatus::usage;
    case SETTLED_BAD_DATA:
    case SETTLED_REJECTED:
        return ExitStatus::in_part;
    default:
        return ExitStatus::cannot_run;
    }
}

} // namespace settled::cli

// process_identity.hpp -- which process holds a lock, so that a dead one's lock can be taken over.
//
// A process number is given out again after a while; with the moment it started it is unmistakable.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace settled::store {

struct ProcessIdentity {
    std::string host;
    std::int64_t process = 0;
    std::string start; // since the machine's start, with that start's own name; "" where it cannot be told
};

ProcessIdentity this_process();

// Of an owner's text: "host pid …" where it begins so, else this process.
ProcessIdentity process_of(std::string_view owner);

// True only where it is certain: this host, and no such process any more, or only its entry that waits to be collected.
bool gone(const ProcessIdentity& process);

} // namespace settled::store

// sent_log.hpp -- what was handed over, once more, in files that only grow: a store that went back in time sends nothing twice.
//
// One file lies beside the store; [store] sent_log_copy names another, best on another machine. A line is written, and is
// on the disk, before a message can count as delivered: its key and a digest of each claim beneath it. A store that was
// restored, or a machine that was rolled back, does not know what it sent since; these lines do.
#pragma once

#include "store/stored_message.hpp"

#include <settled/result.hpp>

#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace settled::jobs {

class SentLog {
  public:
    // Reads every file that is there. UNAVAILABLE: one cannot be read, so that nobody knows what was sent.
    static Result<SentLog> open(std::vector<std::filesystem::path> files);

    // A message's name, and one of each claim beneath it, as the lines tell them.
    struct Names {
        std::string key;
        std::vector<std::string> claims; // digests, in hex
    };
    static Names names_of(const store::Message& message, std::span<const store::Claim> claims);

    // The message, or another one with one of its claims, was handed over more often than this store remembers: `tries`.
    bool knows_more(const Names& message, int tries) const;

    // One message that is about to be handed over; several of them are lines one after the other.
    static std::string line_of(const Names& message, const std::string& at);
    // In every file, on the disk, before it returns. What was known at open() stays what is known: this store knows the rest.
    Status add(const std::string& lines) const;

  private:
    // A name that stands in a line, and the message that was sent with it. Years of them are kept in memory: 64 bits each.
    struct Seen {
        std::uint64_t name = 0, message = 0;
    };
    void take(std::string_view line);

    std::vector<std::filesystem::path> files_;
    std::vector<Seen> seen_; // by name; of one name in the order of the lines
};

} // namespace settled::jobs

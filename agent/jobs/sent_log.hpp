// sent_log.hpp -- what was handed over, once more, in files that only grow: a store that went back in time sends nothing twice.
//
// One file lies beside the store; [store] sent_log_copy names another, best on another machine. A line is written, and is
// on the disk, before a message can count as delivered: its key and a digest of each claim beneath it. A store that was
// restored, or a machine that was rolled back, does not know what it sent since; these lines do.
#pragma once

#include "store/stored_message.hpp"

#include <settled/result.hpp>

#include <filesystem>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

namespace settled::jobs {

class SentLog {
  public:
    // Reads every file that is there. UNAVAILABLE: one cannot be read, so that nobody knows what was sent.
    static Result<SentLog> open(std::vector<std::filesystem::path> files);

    // The message, or another one with one of its claims, was handed over more often than this store remembers.
    bool knows_more(const store::Message& message, std::span<const store::Claim> claims) const;

    // One message that is about to be handed over; several of them are lines one after the other.
    static std::string line_of(const store::Message& message, std::span<const store::Claim> claims, const std::string& at);
    // In every file, on the disk, before it returns.
    Status add(const std::string& lines);

  private:
    struct Seen {
        std::string key; // of the message that was sent with it
        int times = 0;
    };
    void take(std::string_view line);

    std::vector<std::filesystem::path> files_;
    std::unordered_map<std::string, Seen> seen_; // by message key and by digest of a claim
};

} // namespace settled::jobs

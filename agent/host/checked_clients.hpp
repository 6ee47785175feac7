// checked_clients.hpp -- any client with the gate of checked_receivers.hpp in front of the job.
#pragma once

#include "host/checked_receivers.hpp"
#include "host/clients.hpp"

#include <memory>

namespace settled::host {

struct SourceLimits {
    std::size_t field_bytes_max = 4096;
    std::int64_t file_bytes_max = 50 << 20; // of a fetched file
};

std::unique_ptr<LedgerClient> checked(std::unique_ptr<LedgerClient> client, SourceLimits limits);
std::unique_ptr<FetchClient> checked(std::unique_ptr<FetchClient> client, SourceLimits limits);

namespace limit {
inline constexpr std::size_t listed_files_max = 100'000;
inline constexpr std::size_t file_id_bytes_max = 4096;
} // namespace limit

} // namespace settled::host

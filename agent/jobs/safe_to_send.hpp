// safe_to_send.hpp -- may anything leave at all? Asked once before each delivery, whatever waits in it.
#pragma once

#include "jobs/context.hpp"

namespace settled::jobs {

// BAD_DATA: a page of the store is not as it was written, so nobody knows whose money is right. UNAVAILABLE: less room on the
// store's disk than limit::free_bytes_min, so what is sent might not be recorded. The words name what to do.
Status safe_to_send(JobContext& context);

} // namespace settled::jobs

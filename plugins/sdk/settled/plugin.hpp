// plugin.hpp -- write a plugin as one C++ class; the C wall in plugin_abi.h is handled for you.
//
//   class MyErp final : public settled::LedgerSource {
//     public:
//       static constexpr settled::Info info = {"ledger_my_erp", "1.0.0", "Reads My ERP", "读取 My ERP"};
//       static constexpr settled::Option options[] = {
//           settled::option("url", "", "Where the ERP listens.", "ERP 的地址。", SETTLED_REQUIRED)};
//       static settled::Result<std::unique_ptr<MyErp>> open(settled::Host, settled::Settings);
//       settled::Status check(const settled::Findings&) override;
//       settled::Status pull(const settled_pull_request&, settled::LedgerSink&) override;
//   };
//   SETTLED_PLUGIN(MyErp)
//
// The base class decides the kind: LedgerSource, StatementParser, FileSource, Notifier,
// FeedbackSource. Exceptions may be thrown freely inside: they are caught at the wall and become
// SETTLED_INTERNAL. Expected failures are returned: `return settled::fail(SETTLED_BAD_DATA, "…");`
#pragma once

#include <settled/wall.hpp>

#include <memory>

// constinit: the descriptor is data in the file, never the work of a static constructor.
#define SETTLED_PLUGIN(Class)                                                                                                    \
    extern "C" SETTLED_EXPORT constinit const settled_plugin SETTLED_PLUGIN_SYMBOL = settled::wall::describe<Class>();

// statement_rival -- is as sure of files that begin with "TIE" as statement_faulty is.
#include <settled/plugin.hpp>

#include <memory>

namespace {

using namespace settled;

class Rival final : public StatementParser {
  public:
    static constexpr Info info = {"statement_rival", "1.0.0", "Competes", "竞争者"};
    static constexpr Option options[] = {option("rivalry", "", "Only known here.", "仅此处。")};
    static Result<std::unique_ptr<Rival>> open(Host, Settings) { return std::make_unique<Rival>(); }
    int sniff(std::string_view head, std::string_view) override { return head.starts_with("TIE") ? 50 : 1; }
    Status parse(const Input&, StatementSink&) override { return {}; }
};

} // namespace

SETTLED_PLUGIN(Rival)

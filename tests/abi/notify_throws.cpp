// notify_throws -- throws wherever it can, and sends without asking when told to.
#include <settled/plugin.hpp>

#include <memory>
#include <stdexcept>
#include <string>

namespace {

using namespace settled;

class Throws final : public Notifier {
  public:
    static constexpr Info info = {"notify_throws", "1.0.0", "Throws", "抛出异常"};
    static constexpr Option options[] = {
        option("where", "check", "open, check, before, after, unasked, unheeded, twice or nowhere.", "位置。", SETTLED_REQUIRED)};
    static Result<std::unique_ptr<Throws>> open(Host, Settings settings) {
        if (settings["where"] == "open") throw std::runtime_error("thrown in open");
        return std::make_unique<Throws>(settings.text("where"));
    }
    explicit Throws(std::string where) : where_(std::move(where)) {}
    Status check(const Findings&) override {
        if (where_ == "check") throw 42;
        return {};
    }
    Status send(const settled_message&, const HandOver& hand_over, settled_send_outcome& outcome) override {
        outcome.reply_code = 250;
        set_provider_id(outcome, "id-1");
        if (where_ == "unasked") return {};
        if (where_ == "before") throw std::runtime_error("thrown before the release");
        if (auto released = hand_over(); !released && where_ != "unheeded") return released;
        if (where_ == "twice") static_cast<void>(hand_over());
        if (where_ == "after") throw std::runtime_error("thrown after the release");
        return {};
    }

  private:
    std::string where_;
};

} // namespace

SETTLED_PLUGIN(Throws)

// feedback_sms_http -- what became of short messages, asked of the provider that took them; how to ask is data (config/gateways,
// [reports]). A report names the message by the number that the provider gave when it took it.

#include <messaging/sender_options.hpp>
#include <settled/plugin.hpp>
#include <settled/text.hpp>

#include <array>
#include <memory>
#include <set>

namespace {

using namespace settled;
using messaging::Bindings;
using messaging::Fate;

constexpr std::int64_t days_back_max = 30;
constexpr int pages_max = 100; // in one run; the others come with the next

class FeedbackSms final : public FeedbackSource {
  public:
    static constexpr Info info = {"feedback_sms_http", "1.0.0", "Delivery reports of short messages from a provider",
                                  "从短信服务商读取送达回执"};
    static constexpr std::array own_options = {
        option("days_back", "3", "Reports of messages sent longer ago are not asked for.", "只查询最近多少天内所发短信的回执。"),
    };
    static constexpr auto options = messaging::with_common_options(messaging::account_options, own_options);

    static Result<std::unique_ptr<FeedbackSms>> open(Host host, Settings settings) {
        auto sender = messaging::sender_of(settings, messaging::Kind::sms, messaging::account_of(settings));
        if (!sender) return pass(sender);
        auto days = settings.whole_number("days_back", 1, days_back_max);
        if (!days) return pass(days);
        if (!sender->provider().reports)
            return fail(SETTLED_INVALID_CONFIG,
                        "provider " + sender->provider().name +
                            " does not tell when it is asked: its file has no [reports]. Leave this block out");
        return std::make_unique<FeedbackSms>(host, std::move(*sender), *days);
    }

    FeedbackSms(Host host, messaging::HttpSender sender, std::int64_t days_back)
        : host_(host), sender_(std::move(sender)), days_back_(days_back) {}

    Status check(const Findings& findings) override {
        if (Status reached = sender_.reach(); !reached) return reached;
        findings.info(sender_.place(), "reached; the account is only tried when reports are asked for");
        return {};
    }

    Status poll(FeedbackSink& sink) override {
        constexpr std::int64_t day_ms = 86'400'000;
        const std::int64_t now = host_.now_unix_ms();
        const messaging::Reports& how = *sender_.provider().reports;
        const Bindings values = {{"since_day", messaging::utc_day(now - days_back_ * day_ms)}};
        std::string next;
        std::set<std::string> seen; // a service that names a page again would never end
        for (int number = 0; number < pages_max; ++number) {
            if (host_.cancelled()) return stopped();
            auto body = sender_.ask(how, values, next, now);
            if (!body) return pass(body);
            auto page = messaging::reports_in(how, *body);
            if (!page)
                return fail(page.error().code, sender_.provider().name + " (" + sender_.place() + "): " + page.error().message);
            for (const messaging::Report& report : page->reports)
                if (Status told = tell(report, sink); !told) return told;
            if (page->next.empty() || !seen.insert(page->next).second) return {};
            next = page->next;
        }
        host_.warning("more than " + std::to_string(pages_max) + " pages of reports; the others come with the next run");
        return {};
    }

    // The provider keeps its reports; the agent knows each by its id and takes none twice.
    Status acknowledge(std::string_view) override { return {}; }

  private:
    static Status tell(const messaging::Report& report, FeedbackSink& sink) {
        static constexpr std::array words = {"delivered", "failed", "number", "opted_out"};
        static constexpr std::array kinds = {SETTLED_FEEDBACK_DELIVERED, SETTLED_FEEDBACK_FAILED, SETTLED_FEEDBACK_FAILED,
                                             SETTLED_FEEDBACK_OPTED_OUT};
        const auto fate = static_cast<std::size_t>(report.fate);
        const std::string id = report.id + "." + words[fate];
        // RFC 3463: 5.1.1, no such address, is what marks one as bad.
        const std::string said = report.words.empty() ? std::string(words[fate]) : report.words;
        const std::string text = report.fate == Fate::number ? "5.1.1 " + said : said;
        settled_feedback_event told{};
        told.size = sizeof told, told.kind = kinds[fate], told.id = id, told.provider_id = report.id, told.text = text;
        return sink.add(told);
    }

    Host host_;
    messaging::HttpSender sender_;
    std::int64_t days_back_;
};

} // namespace

SETTLED_PLUGIN(FeedbackSms)

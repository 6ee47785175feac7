// ledger_faulty -- sends what a ledger must, then goes wrong as its option says.
#include "faults.hpp"

#include <settled/plugin.hpp>

#include <iostream>
#include <memory>
#include <string>

namespace {

using namespace settled;

class Faulty final : public LedgerSource {
  public:
    static constexpr Info info = {"ledger_faulty", "1.0.0", "Goes wrong on purpose", "故意出错"};
    static constexpr Option options[] = {
        option("fault", "", "segv, abort, throw, loop, deadlock, memory, close, garbage, exit, print or a bad column.", "故障。"),
        option("items", "3", "How many open items.", "未清项数量。"),
        option("key", "", "Only kept.", "密钥。", SETTLED_SECRET),
        option("parameters.*", "", "Anything.", "任意参数。"),
    };
    static Result<std::unique_ptr<Faulty>> open(Host host, Settings settings) {
        auto items = settings.whole_number("items", 0, 10'000'000);
        if (!items) return pass(items);
        return std::make_unique<Faulty>(host, settings.text("fault"), *items, settings.text("parameters.city"));
    }
    Faulty(Host host, std::string fault, std::int64_t items, std::string city)
        : host_(host), fault_(std::move(fault)), items_(items), city_(std::move(city)) {}

    Status check(const Findings& findings) override {
        findings.info("city", city_);
        findings.info("now", std::to_string(host_.now_unix_ms()));
        host_.warning("checked");
        if (fault_ == "down") return fail(SETTLED_UNAVAILABLE, "the ERP is down");
        return faults::commit(fault_);
    }

    Status pull(const settled_pull_request& request, LedgerSink& sink) override {
        if (auto sent = send_customers(sink); !sent) return sent;
        if (auto sent = sink.begin(SETTLED_OPEN_ITEMS); !sent) return sent;
        for (std::int64_t i = 0; i < items_; ++i) {
            if (i == items_ / 2)
                if (auto went_on = faults::commit(fault_); !went_on) return went_on;
            if (auto sent = send_item(i, request.as_of, sink); !sent) return sent;
        }
        if (fault_ == "unfinished") return {};
        return sink.commit();
    }

    Status reread(const std::vector<std::string_view>& item_ids, LedgerSink& sink) override {
        if (auto sent = sink.begin(SETTLED_OPEN_ITEMS); !sent) return sent;
        for (const std::string_view id : item_ids)
            if (auto sent = send_item(std::stol(std::string(id)), 20261031, sink); !sent) return sent;
        return sink.commit();
    }

  private:
    Status send_customers(LedgerSink& sink) {
        if (fault_ == "print") std::cout << "a driver says hello on standard output" << "\n" << std::flush;
        if (auto sent = sink.begin(SETTLED_CUSTOMERS); !sent) return sent;
        auto customer = record<settled_customer>();
        customer.customer_id = "C001", customer.name = "华东精密机械有限公司", customer.currency = {"CNY"};
        customer.credit_limit = amount(5'000'000), customer.payment_terms_days = number(30), customer.related_party = number(0);
        if (auto sent = sink.add(SETTLED_CUSTOMERS, &customer); !sent) return sent;
        return sink.commit();
    }
    Status send_item(std::int64_t i, settled_date due, LedgerSink& sink) {
        const std::string id = std::to_string(i), document = "INV-" + id;
        auto item = record<settled_open_item>();
        item.doc_type = SETTLED_DOC_INVOICE;
        item.item_id = id, item.customer_id = "C001", item.document_number = document, item.tax_invoice_numbers = "100;200";
        item.document_date = 20261001, item.due_date = due, item.currency = {"CNY"};
        item.amount = amount(100 * i + 1), item.open_amount = amount(100 * i + 1), item.rate = "1.08";
        if (fault_ == "date") item.due_date = 20260230;
        if (fault_ == "currency") item.currency = {"cny"};
        if (fault_ == "utf8") item.document_number = "INV-\xC3\x28";
        if (fault_ == "amount") item.open_amount.present = 0;
        return sink.add(SETTLED_OPEN_ITEMS, &item);
    }

    Host host_;
    std::string fault_;
    std::int64_t items_;
    std::string city_;
};

} // namespace

SETTLED_PLUGIN(Faulty)

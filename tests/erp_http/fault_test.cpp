// What goes wrong at a service, and what is said and done about it. Never a shorter ledger, never a secret.
#include "stand_in.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace settled::erp_http {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

std::string order(int at, const std::string& kind, int times = 1, const std::string& more = {}) {
    return R"([{"at": )" + std::to_string(at) + R"(, "kind": ")" + kind + R"(", "times": )" + std::to_string(times) + more + "}]";
}

struct Outcome {
    std::string words;
    settled_code code = SETTLED_OK;
    std::size_t items = 0;
    int requests = 0;
};

Outcome pull(const std::string& name, const Orders& orders, const Options& changes = {}) {
    const StandIn server(erp(name), orders);
    EXPECT_EQ(server.trouble(), "");
    Ledger ledger(server.options(changes));
    Outcome outcome;
    outcome.words = ledger.pull(), outcome.code = ledger.code;
    if (ledger.got.rows.contains("open_items")) outcome.items = ledger.got.rows.at("open_items").size();
    outcome.requests = server.requests();
    EXPECT_EQ(server.complaints(), "");
    for (const char* secret :
         {"app-secret-1", "secret-1", "odoo-key-1", "b1-password", "s4-password", "certificate-1", "ticket-1"})
        EXPECT_THAT(outcome.words, Not(HasSubstr(secret)));
    for (const std::string& line : ledger.host.log) EXPECT_THAT(line, Not(HasSubstr("secret")));
    return outcome;
}

class EveryErp : public ::testing::TestWithParam<Erp> {
  protected:
    const std::string& name() const { return GetParam().name; }
    std::size_t whole() {
        const Outcome good = pull(name(), {});
        EXPECT_EQ(good.words, "");
        return good.items;
    }
};

TEST_P(EveryErp, ASecondOfTroubleIsOvercome) {
    const std::size_t items = whole();
    for (const char* kind : {"429", "503", "500", "cut", "cut_json", "cut_gzip", "empty_body", "html"})
        for (const int at : {1, 3}) {
            const Outcome outcome = pull(name(), {.faults = order(at, kind)});
            EXPECT_EQ(outcome.words, "") << kind << " at request " << at;
            EXPECT_EQ(outcome.items, items) << kind << " at request " << at;
        }
}

TEST_P(EveryErp, TroubleThatStaysIsAnErrorInWordsAndNothingIsUsed) {
    struct Case {
        const char *kind, *words;
        settled_code code;
    };
    for (const auto& [kind, words, code] : std::vector<Case>{
             {"429", "HTTP 429, the service says: Too many requests", SETTLED_UNAVAILABLE},
             {"503", "HTTP 503, the service says: Service is starting", SETTLED_UNAVAILABLE},
             {"500", "HTTP 500, the service says: Internal trouble 4711", SETTLED_UNAVAILABLE},
             {"cut", "the answer was cut", SETTLED_UNAVAILABLE},
             {"cut_json", "nothing of it is used", SETTLED_UNAVAILABLE},
             {"cut_gzip", "nothing of it is used", SETTLED_UNAVAILABLE},
             {"empty_body", "nothing came, where JSON was expected", SETTLED_UNAVAILABLE},
             {"html", "a web page came instead of JSON: Sign in", SETTLED_UNAVAILABLE},
             {"redirect", "sends us on to https://elsewhere.example/login; nothing of it is used. Redirects are not followed",
              SETTLED_INVALID_CONFIG},
             {"bomb", "an answer of more than 32 MiB", SETTLED_BAD_DATA}}) {
        const Outcome outcome = pull(name(), {.faults = order(2, kind, 1000)});
        EXPECT_THAT(outcome.words, HasSubstr(words)) << kind;
        EXPECT_THAT(outcome.words, HasSubstr("127.0.0.1")) << "where";
        EXPECT_EQ(outcome.code, code) << kind;
        EXPECT_EQ(outcome.items, 0u) << kind;
    }
}

// In the first reading a page says that there is no more: whatever is counted, keyed or read twice finds it.
TEST_P(EveryErp, AnEmptyPageThatIsNotTheEndLosesNothing) {
    const std::size_t items = whole();
    for (int at = 1; at <= 6; ++at) {
        const Outcome outcome = pull(name(), {.faults = order(at, "empty_page"), .more_settings = "\"page_rows_max\": 2, "});
        if (outcome.words.empty())
            EXPECT_EQ(outcome.items, items) << "at request " << at;
        else
            EXPECT_EQ(outcome.items, 0u) << outcome.words;
    }
}

TEST_P(EveryErp, AWrongSecretIsSaidOnceAndNotTriedAgain) {
    const Outcome outcome = pull(name(), {}, {{"password", "wrong-one"}, {"token", "wrong-one"}, {"client_secret", "wrong-one"}});
    EXPECT_EQ(outcome.code, SETTLED_ACCESS_DENIED) << outcome.words;
    EXPECT_THAT(outcome.words, AllOf(HasSubstr("settled secret set"), Not(HasSubstr("wrong-one"))));
    EXPECT_LE(outcome.requests, 2);
}

TEST_P(EveryErp, AServiceThatIsNotThereIsUnavailable) {
    Options options;
    {
        const StandIn server(erp(name()), {});
        options = server.options();
    }
    Ledger ledger(options);
    EXPECT_THAT(ledger.pull(), HasSubstr("127.0.0.1"));
    EXPECT_TRUE(ledger.code == SETTLED_UNAVAILABLE || ledger.code == SETTLED_INVALID_CONFIG) << ledger.code;
}

INSTANTIATE_TEST_SUITE_P(Erp, EveryErp, ::testing::ValuesIn(all_erps()), [](const auto& info) { return info.param.name; });

TEST(LostSession, IsRenewedOnceAndTheRequestSentAgain) {
    for (const char* name : {"kingdee_k3cloud", "sap_b1_service_layer", "chanjet_openapi"})
        for (const int at : {1, 2, 4}) {
            const Outcome outcome = pull(name, {.faults = order(at, "lost_session")});
            EXPECT_EQ(outcome.words, "") << name << " at " << at;
            EXPECT_GT(outcome.items, 3u) << name;
        }
}

TEST(LostSession, ThatIsLostRightAwayIsAnError) {
    for (const char* name : {"kingdee_k3cloud", "sap_b1_service_layer", "chanjet_openapi"}) {
        const Outcome outcome = pull(name, {.faults = order(2, "lost_session", 1000)});
        EXPECT_THAT(outcome.words, HasSubstr("The session is lost, and a new login did not help")) << name;
        EXPECT_EQ(outcome.code, SETTLED_ACCESS_DENIED) << name;
        EXPECT_EQ(outcome.items, 0u);
    }
}

TEST(Login, WithoutItsCookiesIsNoLogin) {
    for (const char* name : {"kingdee_k3cloud", "sap_b1_service_layer"})
        EXPECT_THAT(pull(name, {.more_settings = "\"no_cookies\": true, "}).words, HasSubstr("answered without the cookie"))
            << name;
}

TEST(Login, OfServiceLayerIsClosedAgain) {
    const StandIn server(erp("sap_b1_service_layer"), {});
    {
        Ledger ledger(server.options());
        ASSERT_EQ(ledger.pull(), "");
    }
    EXPECT_THAT(server.asked(), HasSubstr("/b1s/v1/Logout"));
}

TEST(Ticket, IsReadFromItsFileAndMissedInWords) {
    EXPECT_THAT(pull("chanjet_openapi", {}, {{"ticket_file", "/nowhere/ticket"}}).words, HasSubstr("leave the newest one there"));
    EXPECT_THAT(pull("chanjet_openapi", {.more_settings = "\"ticket\": \"another\", \"x\": 1, "}).words, "");
}

TEST(ErrorInside200, IsUnderstoodByTheConnectorsRules) {
    struct Case {
        const char *name, *kind, *words;
        settled_code code;
    };
    for (const auto& [name, kind, words, code] :
         std::vector<Case>{{"kingdee_k3cloud", "error_in_200", "字段 FNOSUCH 不存在", SETTLED_INVALID_CONFIG},
                           {"kingdee_k3cloud", "no_right", "没有应收单的查看权限", SETTLED_ACCESS_DENIED},
                           {"odoo_jsonrpc", "no_right", "You are not allowed to access 'Journal Item'", SETTLED_ACCESS_DENIED},
                           {"odoo_jsonrpc", "expired_token", "Access Denied", SETTLED_ACCESS_DENIED},
                           {"odoo_jsonrpc", "error_in_200", "could not serialize access", SETTLED_UNAVAILABLE},
                           {"odoo_json2", "no_right", "You are not allowed", SETTLED_ACCESS_DENIED},
                           {"odoo_json2", "expired_token", "Invalid apikey", SETTLED_ACCESS_DENIED},
                           {"erpnext", "expired_token", "AuthenticationError", SETTLED_ACCESS_DENIED},
                           {"erpnext", "no_right", "does not have doctype access", SETTLED_ACCESS_DENIED},
                           {"sap_s4_odata", "error_in_200", "Resource limit exceeded", SETTLED_INVALID_CONFIG},
                           {"sap_s4_odata", "expired_token", "Password has expired", SETTLED_ACCESS_DENIED},
                           {"sap_s4_odata", "no_right", "No authorization to access service", SETTLED_ACCESS_DENIED},
                           {"sap_b1_service_layer", "no_right", "does not have permission", SETTLED_ACCESS_DENIED},
                           {"chanjet_openapi", "error_in_200", "接口未授权", SETTLED_INVALID_CONFIG},
                           {"chanjet_openapi", "wait_in_200", "调用过于频繁", SETTLED_UNAVAILABLE}}) {
        const Outcome outcome = pull(name, {.faults = order(2, kind, 1000)});
        EXPECT_THAT(outcome.words, HasSubstr(words)) << name << " " << kind;
        EXPECT_EQ(outcome.code, code) << name << " " << kind << ": " << outcome.words;
        EXPECT_EQ(outcome.items, 0u);
    }
}

TEST(RetryAfter, LongerThanAllowedEndsTheRunAtOnce) {
    const Outcome outcome = pull("erpnext", {.faults = order(1, "429", 1000, R"(, "after": 3600)")});
    EXPECT_THAT(outcome.words, HasSubstr("asks to wait 3600 s, more than wait_seconds_max (120)"));
    EXPECT_EQ(outcome.requests, 1);
}

TEST(Redirects, NeverCarryThePasswordElsewhere) {
    const StandIn elsewhere(erp("sap_b1_service_layer"), {});
    const Outcome outcome = pull("sap_b1_service_layer", {.more_settings = "\"page_rows_max\": 2, \"next_link\": \"" +
                                                                           elsewhere.url() + "/b1s/v1/SQLQueries\", "});
    EXPECT_THAT(outcome.words, HasSubstr("another host; the password is not sent there"));
    EXPECT_EQ(elsewhere.requests(), 0);
}

TEST(Tls, IsRequiredAndVerified) {
    const auto trouble = [](const std::string& certificate, const Options& changes = {}) {
        const StandIn server(erp("sap_s4_odata"), {.certificate = certificate});
        EXPECT_EQ(server.trouble(), "");
        Ledger ledger(server.options(changes));
        const std::string words = ledger.pull();
        EXPECT_TRUE(words.empty() || ledger.code == SETTLED_ACCESS_DENIED) << words;
        EXPECT_TRUE(words.empty() || server.requests() == 0) << "nothing is said to a server that is not who it should be";
        return words;
    };
    EXPECT_EQ(trouble("good"), "");
    EXPECT_THAT(trouble("foreign"), HasSubstr("certificate cannot be trusted"));
    EXPECT_THAT(trouble("elsewhere"), HasSubstr("certificate cannot be trusted"));
    EXPECT_EQ(trouble("foreign", {{"insecure_server_certificate", "true"}}), "");
    for (const char* url :
         {"http://erp.example", "http://127.0.0.1.example", "ftp://127.0.0.1", "http://10.0.0.1:8069", "erp.example"}) {
        const StandIn unused(erp("sap_s4_odata"), {});
        Ledger ledger(unused.options({{"url", url}}));
        EXPECT_NE(ledger.trouble(), "") << url;
        EXPECT_EQ(ledger.code, SETTLED_INVALID_CONFIG) << url;
    }
}

TEST(Check, NamesTheFieldThatThisVersionDoesNotHave) {
    const StandIn server(erp("kingdee_k3cloud"), {});
    Ledger ledger(server.options({{"parameters.plan_settled", "FWRITTENOFFAMOUNT_X"}}));
    EXPECT_THAT(ledger.check(),
                AllOf(HasSubstr("open_items (receivables.request.toml)"), HasSubstr("字段 FWRITTENOFFAMOUNT_X 不存在"),
                      HasSubstr("compare parameters and the version of the ERP")));
    EXPECT_EQ(ledger.code, SETTLED_INVALID_CONFIG);
}

TEST(Values, OfTheSiteNeverBecomePartOfAFilter) {
    const StandIn server(erp("sap_s4_odata"), {});
    Ledger ledger(server.options({{"parameters.company_code", "1010' or '1' eq '1"}}));
    EXPECT_EQ(ledger.pull(), "");
    EXPECT_EQ(ledger.got.rows.at("open_items").size(), 0u) << "there is no company of that name";
    EXPECT_EQ(server.complaints(), "");
}

TEST(Stopping, EndsAPullBetweenTwoRequests) {
    const StandIn server(erp("odoo_json2"), {});
    Ledger ledger(server.options());
    ledger.host.cancel = true;
    ledger.pull();
    EXPECT_EQ(ledger.code, SETTLED_STOPPED);
    EXPECT_EQ(server.requests(), 0);
}

} // namespace
} // namespace settled::erp_http

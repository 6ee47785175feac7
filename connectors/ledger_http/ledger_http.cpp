// ledger_http.cpp -- a ledger read by an ERP's own HTTP interface: any ERP whose folder of requests stands in
// connectors/erp.
//
// Nothing is ever written to the ERP (read_calls.hpp), a list is whole or it is nothing (paging.hpp), and a
// pull is one moment's state (reading.hpp).
#include "paging.hpp"
#include "reading.hpp"

#include <net/address.hpp>
#include <settled/date.hpp>
#include <settled/ledger_sanity.hpp>
#include <settled/loopback.hpp>
#include <settled/plugin.hpp>
#include <settled/text.hpp>

#include <algorithm>
#include <array>
#include <filesystem>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace settled::ledger_http {
namespace {

constexpr std::array<net::Scheme, 2> schemes = {{{"https", 443}, {"http", 80}}};

// https anywhere, http on this machine only.
Status check_url(std::string_view key, const std::string& url) {
    const auto address = net::parse_address(url, schemes);
    if (!address) return fail(SETTLED_INVALID_CONFIG, std::string(key) + ": " + address.error().message);
    if (address->scheme == "https" || is_loopback_url(url)) return {};
    return fail(SETTLED_INVALID_CONFIG,
                std::string(key) + " = \"" + url +
                    "\": without TLS everybody on the way reads the password and the ledger; expected https://");
}

std::vector<std::string> list_of(std::string_view text) {
    std::vector<std::string> all;
    for (const std::string_view part : split(text, ';'))
        if (!trim(part).empty()) all.emplace_back(trim(part));
    return all;
}

class LedgerHttp final : public LedgerSource {
  public:
    static constexpr Info info = {"ledger_http", "1.0.0", "Reads an ERP's ledger by its HTTP interface",
                                  "通过 HTTP 接口读取 ERP 台账"};
    static constexpr Option options[] = {
        option("connector", "", "The ERP: a folder of connector_folder (settled connectors lists them).",
               "ERP：connector_folder 下的文件夹名（settled connectors 可列出）。", SETTLED_REQUIRED),
        option("connector_folder", "./connectors/erp", "Where the folders of requests are.", "存放各 ERP 请求描述的文件夹。"),
        option("url", "", "https://HOST[:PORT][/BASE] of the interface.", "接口地址：https://主机[:端口][/路径]。",
               SETTLED_REQUIRED),
        option("user", "", "An account that may only read.", "只读账号。"),
        option("password", "", "Its password.", "其密码。", SETTLED_SECRET),
        option("token", "", "An API key or token, where the ERP uses one.", "API 密钥或令牌。", SETTLED_SECRET),
        option("client_id", "", "Application id or key.", "应用 ID（appId、appKey）。"),
        option("client_secret", "", "The application's secret.", "应用密钥。", SETTLED_SECRET),
        option("token_url", "", "Where tokens are handed out, if on another host than url.",
               "令牌地址（与 url 不在同一主机时）。"),
        option("ticket_file", "", "A file with the newest app ticket that the platform pushed.",
               "保存平台推送的最新 appTicket 的文件。"),
        option("parameters.*", "", "What the connector asks for, such as database.", "连接器所需的参数，如 database。"),
        option("currencies.*", "", "Currency names of this ERP: \"美元\" = \"USD\".", "该 ERP 的币种名：\"美元\" = \"USD\"。"),
        option("allow_posts", "", "Paths of POST calls that you are sure only read; shown in every check.",
               "确认只读的 POST 路径；每次检查都会显示。"),
        option("ca_file", "", "Authority that signed the server's certificate; added to the system's.",
               "签发服务器证书的 CA 文件；在系统证书之外增加。"),
        option("insecure_server_certificate", "false", "Do not verify the server's certificate.", "不校验服务器证书。"),
        option("proxy", "", "http://HOST:PORT of a proxy.", "代理地址 http://主机:端口。"),
        option("proxy_user", "", "The proxy's user.", "代理用户。"),
        option("proxy_password", "", "Its password.", "其密码。", SETTLED_SECRET),
        option("no_proxy", "", "Hosts reached without the proxy.", "不经代理的主机。"),
        option("answer_seconds", "120", "The longest one answer may take.", "单个应答的最长时间（秒）。"),
        option("answer_mb", "32", "The largest answer, unpacked.", "单个应答的最大字节数（MB，解压后）。"),
        option("wait_seconds_max", "120", "The longest wait that the service may ask for (Retry-After).",
               "服务要求等待（Retry-After）的最长时间（秒）。"),
        option("retry_seconds", "1", "Wait before a second attempt; doubled before each further one.",
               "第二次尝试前的等待秒数；之后每次加倍。"),
        option("requests_per_minute", "0", "At most so many; 0: as the connector says.",
               "每分钟最多请求数；0 表示按连接器设定。"),
        option("quiet_seconds", "60", "Wait between readings that differ.", "两次读取结果不一致时的等待时间（秒）。"),
    };

    static Result<std::unique_ptr<LedgerHttp>> open(Host host, Settings settings) {
        const std::string_view folder = settings["connector_folder"];
        auto connector = read_connector(std::filesystem::path(std::u8string(folder.begin(), folder.end())), settings["connector"],
                                        list_of(settings["allow_posts"]));
        if (!connector) return pass(connector);
        auto made = std::unique_ptr<LedgerHttp>(new LedgerHttp(host, std::move(*connector)));
        if (Status fine = made->take(settings); !fine) return pass(fine);
        return made;
    }

    Status check(const Findings& findings) override {
        auto session = open_session(Date());
        if (!session) return pass(session);
        findings.info("connector", connector_.name + "/" + session->variant->name);
        if (service_.transport.insecure_server_certificate)
            findings.warning("encryption", "TLS, but the server's certificate is not verified (insecure_server_certificate)");
        else
            findings.info("encryption", service_.url.starts_with("https:") ? "TLS, the server's certificate verified"
                                                                           : "no TLS, on this machine");
        for (const std::string& path : allowed_posts_)
            findings.warning("allow_posts", path + ": taken for a call that only reads, on your word");
        LedgerReading reading(*session->service, *session->variant, reading_, host_);
        auto tried = reading.try_all();
        if (!tried) return pass(tried);
        for (const auto& one : *tried) {
            if (one.warning)
                findings.warning(one.entity, one.words);
            else
                findings.info(one.entity, one.words);
        }
        return check_figures(reading, findings);
    }

    Status pull(const settled_pull_request& request, LedgerSink& sink) override {
        auto session = open_session(Date::from_abi(request.as_of));
        if (!session) return pass(session);
        LedgerReading reading(*session->service, *session->variant, reading_, host_);
        auto rows = reading.settled_rows(real_pause(host_));
        if (!rows) return pass(rows);
        return reading.send(*rows, sink);
    }

    // The lists of open items alone, read until they agree with themselves: few interfaces answer for many ids in one call.
    Status reread(const std::vector<std::string_view>& item_ids, LedgerSink& sink) override {
        auto session = open_session(Date());
        if (!session) return pass(session);
        Variant items = *session->variant;
        std::erase_if(items.queries, [](const Query& query) { return query.entity->id != SETTLED_OPEN_ITEMS; });
        LedgerReading reading(*session->service, items, reading_, host_);
        auto rows = reading.settled_rows(real_pause(host_));
        if (!rows) return pass(rows);
        std::vector<std::string_view> wanted = item_ids;
        std::ranges::sort(wanted);
        if (Status begun = sink.begin(SETTLED_OPEN_ITEMS); !begun) return begun;
        const auto add = [&](const void* record) {
            const auto& item = *static_cast<const settled_open_item*>(record);
            return std::ranges::binary_search(wanted, std::string_view(item.item_id)) ? sink.add(SETTLED_OPEN_ITEMS, record)
                                                                                      : Status{};
        };
        for (const TableRows& table : *rows)
            if (Status sent = reading.records_of(table, add); !sent) return sent;
        return sink.commit();
    }

  private:
    struct Session {
        std::unique_ptr<Service> service;
        const Variant* variant = nullptr;
    };

    // One reading of everything: do the items add up to the control accounts, how old is the newest row?
    Status check_figures(LedgerReading& reading, const Findings& findings) const {
        auto rows = reading.read_once();
        if (!rows) return pass(rows);
        LedgerSanity sanity;
        for (const TableRows& table : *rows) {
            const settled_entity entity = table.query->entity->id;
            const auto take = [&](const void* record) { return sanity.add(entity, record), Status{}; };
            if (Status read = reading.records_of(table, take); !read) return read;
        }
        for (const LedgerSanity::Line& line : sanity.lines(Date::from_days(today()))) {
            if (line.doubtful)
                findings.warning(line.what, line.found);
            else
                findings.info(line.what, line.found);
        }
        return {};
    }

    LedgerHttp(Host host, Connector connector) : host_(host), connector_(std::move(connector)) {}

    Status take(const Settings& settings) {
        auto parameters = formats::parameter_values(connector_, settings);
        if (!parameters) return pass(parameters);
        auto rules = formats::record_rules(connector_, *parameters, settings);
        if (!rules) return pass(rules);
        for (const auto& [name, value] : *parameters) {
            const auto known = connector_.parameters.find(name);
            const bool declared = known != connector_.parameters.end();
            service_.parameters[name] = {value, declared && known->second.number, declared && known->second.list, false};
        }
        reading_.forms = connector_.service.forms, reading_.rules = std::move(*rules);
        allowed_posts_ = list_of(settings["allow_posts"]);

        service_.url = settings.text("url");
        while (service_.url.ends_with('/')) service_.url.pop_back();
        if (Status fine = check_url("url", service_.url); !fine) return fine;
        service_.token_url = settings.text("token_url");
        if (!service_.token_url.empty())
            if (Status fine = check_url("token_url", service_.token_url); !fine) return fine;
        service_.credentials = {settings.text("user"),      settings.text("password"),      settings.text("token"),
                                settings.text("client_id"), settings.text("client_secret"), settings.text("ticket_file")};
        const auto seconds = settings.whole_number("answer_seconds", 1, 3600);
        const auto megabytes = settings.whole_number("answer_mb", 1, 512);
        const auto wait = settings.whole_number("wait_seconds_max", 0, 3600);
        const auto quiet = settings.whole_number("quiet_seconds", 0, 3600);
        const auto retry = settings.whole_number("retry_seconds", 0, 600);
        const auto rate = settings.whole_number("requests_per_minute", 0, 60'000);
        for (const auto* number : {&seconds, &megabytes, &wait, &quiet, &retry, &rate})
            if (!*number) return fail(number->error().code, number->error().message);
        TransportOptions& transport = service_.transport;
        transport.origin = service_.url;
        transport.ca_file = settings.text("ca_file");
        net::Proxy& proxy = transport.proxy;
        proxy.address = settings.text("proxy");
        proxy.user = settings.text("proxy_user"), proxy.password = settings.text("proxy_password");
        for (const std::string& one : list_of(settings["no_proxy"])) proxy.no_proxy += (proxy.no_proxy.empty() ? "" : ",") + one;
        transport.insecure_server_certificate = settings.flag("insecure_server_certificate");
        transport.answer_seconds = static_cast<long>(*seconds);
        transport.answer_bytes_max = static_cast<std::size_t>(*megabytes) << 20;
        service_.wait_seconds_max = *wait, service_.retry_seconds = *retry;
        if (*rate > 0) connector_.service.requests_per_minute = *rate;
        reading_.quiet = std::chrono::seconds(*quiet);
        return {};
    }

    Result<Session> open_session(Date as_of) {
        service_.parameters["as_of"] = {as_of.none() ? Date::from_days(today()).iso() : as_of.iso()};
        reading_.parameters = service_.parameters;
        Session session;
        session.service = std::make_unique<Service>(connector_.service, connector_.login, service_, host_, real_pause(host_));
        if (Status in = session.service->log_in(); !in) return pass(in);
        std::string tried;
        for (const Variant& variant : connector_.variants) {
            session.variant = &variant;
            if (!variant.probe) return session;
            const ListTaker nobody{[](const Json&) { return Status(); }, [](const Json&) { return Result<bool>(true); }, [] {}};
            auto probed = try_list(*session.service, *variant.probe, "probe of variant " + variant.name, nobody);
            if (probed) return session;
            if (session.service->last_fault() != Meaning::refused) return pass(probed);
            tried += "; " + probed.error().message;
        }
        return fail(SETTLED_INVALID_CONFIG, service_.url + ": no variant of connector " + connector_.name + " fits" + tried);
    }

    std::chrono::sys_days today() const {
        return std::chrono::floor<std::chrono::days>(
            std::chrono::sys_time<std::chrono::milliseconds>(std::chrono::milliseconds(host_.now_unix_ms())));
    }

    Host host_;
    Connector connector_;
    ServiceOptions service_;
    ReadingOptions reading_;
    std::vector<std::string> allowed_posts_;
};

} // namespace
} // namespace settled::ledger_http

SETTLED_PLUGIN(settled::ledger_http::LedgerHttp)

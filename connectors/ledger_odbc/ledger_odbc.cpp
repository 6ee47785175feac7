// ledger_odbc.cpp -- a ledger read by SQL: any ERP whose database has an ODBC driver and whose
// folder of SQL stands in connectors/erp.
//
// A pull is one moment's state of the ERP: one snapshot where the server offers it, else everything
// is read twice and must be the same, because two equal readings of every table mean that between
// the two nothing was different.
#include "connector.hpp"
#include "session.hpp"

#include <settled/ledger_sanity.hpp>
#include <settled/plugin.hpp>
#include <settled/text.hpp>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace settled::ledger_odbc {
namespace {

namespace fs = std::filesystem;

class LedgerOdbc final : public LedgerSource {
  public:
    static constexpr Info info = {"ledger_odbc", "1.0.0", "Reads an ERP's ledger by SQL through ODBC",
                                  "通过 ODBC 用 SQL 读取 ERP 台账"};
    static constexpr Option options[] = {
        option("connector", "", "The ERP: a folder of connector_folder (settled connectors lists them).",
               "ERP：connector_folder 下的文件夹名（settled connectors 可列出）。", SETTLED_REQUIRED),
        option("connector_folder", "./connectors/erp", "Where the folders of SQL are.", "存放各 ERP 的 SQL 的文件夹。"),
        option("connection", "", "ODBC connection string without user and password.", "ODBC 连接串，不含用户和密码。"),
        option("dsn", "", "Instead of connection: the name of an ODBC data source (64-bit, system).",
               "代替 connection：ODBC 数据源名（64 位，系统 DSN）。"),
        option("user", "", "A read-only account of the database.", "数据库的只读账号。"),
        option("password", "", "Its password.", "其密码。", SETTLED_SECRET),
        option("integrated", "false", "Log in as the service's own Windows account.", "以服务自身的 Windows 账号登录。"),
        option("parameters.*", "", "What the connector asks for, such as home_currency.", "连接器所需的参数，如 home_currency。"),
        option("currencies.*", "", "Currency names of this ERP: \"美元\" = \"USD\".", "该 ERP 的币种名：\"美元\" = \"USD\"。"),
        option("statement_timeout_seconds", "120", "The longest a query may take.", "单个查询的最长时间（秒）。"),
        option("lock_timeout_seconds", "5", "The longest to wait for a lock of the ERP.", "等待 ERP 锁的最长时间（秒）。"),
        option("allow_writable_account", "false", "Allow an account that could write; shown in every report.",
               "允许有写权限的账号；会显示在每份报告中。"),
        option("insecure_plain_sql", "false", "Allow a line to the server without TLS.", "允许与服务器之间不加密。"),
        option("insecure_server_certificate", "false", "Do not verify the server's certificate.", "不校验服务器证书。"),
        option("block_rows", "1000", "Rows fetched at once; 1 for drivers that cannot fetch blocks.",
               "一次取的行数；驱动不支持成块读取时设为 1。"),
        option("wide_text", "auto", "Texts as UTF-16: auto, yes or no; try yes where Chinese comes out wrong.",
               "以 UTF-16 读取文本：auto、yes 或 no；中文显示不对时试 yes。"),
    };

    static Result<std::unique_ptr<LedgerOdbc>> open(Host host, Settings settings) {
        const std::string_view folder = settings["connector_folder"];
        auto connector = read_connector(fs::path(std::u8string(folder.begin(), folder.end())), settings["connector"]);
        if (!connector) return pass(connector);
        auto session = session_options(*connector, settings);
        if (!session) return pass(session);
        return std::unique_ptr<LedgerOdbc>(new LedgerOdbc(host, std::move(*connector), std::move(*session)));
    }

    Status check(const Findings& findings) override {
        auto session = Session::open(connector_, options_);
        if (!session) return pass(session);
        const Facts& facts = (*session)->facts();
        findings.info("driver", facts.driver);
        findings.info("server", facts.server);
        if (!facts.encrypted)
            findings.info("encryption", facts.local ? "not needed: on this machine" : "cannot be asked");
        else if (*facts.encrypted || facts.local)
            findings.info("encryption", *facts.encrypted ? "in force" : "none; on this machine");
        else
            findings.warning("encryption", "none; allowed by insecure_plain_sql");
        if ((*session)->writable().empty())
            findings.info("account", "only reads, as far as it can be asked");
        else
            findings.warning("account", "can write (" + (*session)->writable() + "); allowed by allow_writable_account");
        findings.info("variant", connector_.name + "/" + (*session)->variant().name);
        for (const Query* query : (*session)->queries()) {
            if (Status fine = (*session)->check(*query); !fine) return fine;
            findings.info(query->entity->name, query->file + ": tables and columns are there");
        }
        for (const Query* query : (*session)->absent())
            findings.info(query->entity->name, query->file + ": not offered at this site");
        return check_figures(**session, findings);
    }

    Status pull(const settled_pull_request& request, LedgerSink& sink) override {
        const Date as_of = Date::from_abi(request.as_of);
        auto session = Session::open(connector_, options_);
        if (!session) return pass(session);
        const auto snapshot = (*session)->begin_reading();
        if (!snapshot) return fail(snapshot.error().code, snapshot.error().message);
        std::map<const Query*, RowsDigest> before;
        if (!*snapshot)
            for (const Query* query : (*session)->queries()) {
                auto digest = (*session)->read(*query, as_of, host_, {});
                if (!digest) return pass(digest);
                before[query] = *digest;
            }
        for (const Query* query : (*session)->queries()) {
            const settled_entity entity = query->entity->id;
            if (Status begun = sink.begin(entity); !begun) return begun;
            auto digest = (*session)->read(*query, as_of, host_, [&](const void* record) { return sink.add(entity, record); });
            if (!digest) return pass(digest);
            if (!*snapshot && *digest != before[query])
                return fail(SETTLED_UNAVAILABLE,
                            std::string(query->entity->name) + " changed while the ledger was read (" +
                                std::to_string(before[query].count) + " rows, then " + std::to_string(digest->count) +
                                "); it will be tried again. A quieter hour or a database with snapshots helps");
            if (Status committed = sink.commit(); !committed) return committed;
        }
        const auto left_out = (*session)->left_out(as_of);
        if (!left_out) return fail(left_out.error().code, left_out.error().message);
        (*session)->end_reading();
        for (const Session::LeftOut& one : *left_out) host_.info(connector_.name + ": left out: " + words_of(one));
        return {};
    }

    Status reread(const std::vector<std::string_view>& item_ids, LedgerSink& sink) override {
        auto session = Session::open(connector_, options_);
        if (!session) return pass(session);
        if (!(*session)->variant().open_items_by_key) return LedgerSource::reread(item_ids, sink);
        if (const auto reading = (*session)->begin_reading(); !reading)
            return fail(reading.error().code, reading.error().message);
        if (Status begun = sink.begin(SETTLED_OPEN_ITEMS); !begun) return begun;
        if (Status read = (*session)->read_items(item_ids, today(), host_,
                                                 [&](const void* record) { return sink.add(SETTLED_OPEN_ITEMS, record); });
            !read)
            return read;
        (*session)->end_reading();
        return sink.commit();
    }

  private:
    // What the figures say: Σ open items against the control accounts, the newest row, what is left out.
    Status check_figures(Session& session, const Findings& findings) const {
        LedgerSanity sanity;
        if (const auto reading = session.begin_reading(); !reading) return fail(reading.error().code, reading.error().message);
        for (const Query* query : session.queries()) {
            const settled_entity entity = query->entity->id;
            if (entity != SETTLED_OPEN_ITEMS && entity != SETTLED_RECEIPTS && entity != SETTLED_CONTROL_BALANCES) continue;
            const auto take = [&](const void* record) { return sanity.add(entity, record), Status{}; };
            if (auto read = session.read(*query, today(), host_, take); !read) return pass(read);
        }
        const auto left_out = session.left_out(today());
        if (!left_out) return fail(left_out.error().code, left_out.error().message);
        session.end_reading();
        for (const LedgerSanity::Line& line : sanity.lines(today()))
            line.doubtful ? findings.warning(line.what, line.found) : findings.info(line.what, line.found);
        for (const Session::LeftOut& one : *left_out) findings.info("left out", words_of(one));
        return {};
    }

    static std::string words_of(const Session::LeftOut& one) { return std::to_string(one.documents) + " " + visible(one.reason); }

    Date today() const { // in UTC: good enough for the age of a row
        constexpr std::int64_t day_ms = 86'400'000;
        return Date::from_days(std::chrono::sys_days(std::chrono::days(host_.now_unix_ms() / day_ms)));
    }

    LedgerOdbc(Host host, Connector connector, SessionOptions options)
        : host_(host), connector_(std::move(connector)), options_(std::move(options)) {}

    static Result<SessionOptions> session_options(const Connector& connector, const Settings& settings) {
        SessionOptions made;
        made.connection = {settings.text("connection"),
                           settings.text("dsn"),
                           settings.text("user"),
                           settings.text("password"),
                           settings.flag("integrated"),
                           settings.flag("insecure_plain_sql"),
                           settings.flag("insecure_server_certificate")};
        if (auto text = secured_connection(made.connection); !text) return pass(text);
        made.allow_writable_account = settings.flag("allow_writable_account");
        const auto statement = settings.whole_number("statement_timeout_seconds", 1, 86400);
        const auto lock = settings.whole_number("lock_timeout_seconds", 1, 3600);
        const auto block = settings.whole_number("block_rows", 1, 100'000);
        for (const auto* number : {&statement, &lock, &block})
            if (!*number) return fail(number->error().code, number->error().message);
        made.statement_timeout_seconds = static_cast<unsigned>(*statement);
        made.lock_timeout_seconds = static_cast<unsigned>(*lock);
        made.fetch.block_rows_max = static_cast<std::size_t>(*block);
        const std::string_view wide = settings["wide_text"];
        if (wide != "auto" && wide != "yes" && wide != "no")
            return fail(SETTLED_INVALID_CONFIG, "wide_text = \"" + std::string(wide) + "\"; expected auto, yes or no");
        made.wide_text_by_driver = wide == "auto";
        made.fetch.wide_text = wide == "yes";
        auto parameters = formats::parameter_values(connector, settings);
        if (!parameters) return pass(parameters);
        auto rules = formats::record_rules(connector, *parameters, settings);
        if (!rules) return pass(rules);
        made.parameters = std::move(*parameters);
        made.rules = std::move(*rules);
        return made;
    }

    Host host_;
    Connector connector_;
    SessionOptions options_;
};

} // namespace
} // namespace settled::ledger_odbc

SETTLED_PLUGIN(settled::ledger_odbc::LedgerOdbc)

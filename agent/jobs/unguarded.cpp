#include "jobs/unguarded.hpp"

#include "matching/words.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace settled::jobs {
namespace {

struct Switch {
    std::string_view key;
    matching::Phrase words;
};

constexpr std::array<Switch, 4> known = {
    {{"insecure_plain_sql",
      {"the line to the database may be without TLS: who listens reads what is on it, the password too",
       "与数据库之间的连接可以不加密：能监听线路的人可以读到内容，包括密码",
       "die Verbindung zur Datenbank darf ohne TLS sein: wer mithört, liest mit, auch das Passwort"}},
     {"insecure_server_certificate",
      {"the server's certificate is not verified: another server in its place is not noticed",
       "不校验服务器证书：服务器被冒充时不会被发现",
       "das Zertifikat des Servers wird nicht geprüft: ein anderer an seiner Stelle fällt nicht auf"}},
     {"allow_writable_account",
      {"the ERP is read with an account that could also write", "读取 ERP 所用的账号也有写入权限",
       "das ERP wird mit einem Konto gelesen, das auch schreiben könnte"}},
     {"allow_posts",
      {"calls of the ERP that could also write are allowed", "允许调用 ERP 中也可能写入数据的接口",
       "Aufrufe des ERP, die auch schreiben könnten, sind erlaubt"}}}};
constexpr matching::Phrase of_another = {"a safety of this plugin is switched off", "该插件的一项安全检查已关闭",
                                         "eine Sicherung dieses Plugins ist abgeschaltet"};

const Switch* find(std::string_view key) {
    const auto* const hit = std::ranges::find(known, key, &Switch::key);
    return hit == known.end() ? nullptr : hit;
}

} // namespace

std::vector<reports::ProblemLine> unguarded(const config::Settings& settings, const config::Company& company,
                                            std::string_view language) {
    const auto chosen = language.starts_with("zh")   ? matching::Language::chinese
                        : language.starts_with("de") ? matching::Language::german
                                                     : matching::Language::english;
    std::vector<reports::ProblemLine> lines;
    const auto look = [&](const config::Block& block) {
        for (const auto& [key, value] : block.options) {
            const Switch* one = find(key);
            if ((one == nullptr && !key.starts_with("insecure_")) || value.empty() || value == "false") continue;
            lines.push_back({fmt::format("{} {}", block.where, key), std::string((one ? one->words : of_another).in(chosen))});
        }
    };
    for (const config::Ledger* ledger : settings.ledgers_of(company.name)) look(ledger->block);
    for (const config::StatementSource& source : settings.sources) look(source.block);
    for (const config::Gateway& gateway : settings.gateways) look(gateway.block);
    for (const config::Feedback& feedback : settings.feedbacks) look(feedback.block);
    return lines;
}

} // namespace settled::jobs

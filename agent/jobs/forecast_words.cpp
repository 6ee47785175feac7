#include "jobs/forecast_words.hpp"

#include <fmt/format.h>

#include <array>
#include <cstdlib>
#include <string_view>

namespace settled::jobs {
namespace {

using credit::Basis;
using credit::Habit;
using credit::Rhythm;
using matching::Language;
using matching::Phrase;

template <class... Values> std::string said(const Phrase& words, Language language, const Values&... values) {
    return fmt::format(fmt::runtime(words.in(language)), values...);
}

constexpr std::array<Phrase, 7> weekdays = {{{"Mondays", "周一", "montags"},
                                             {"Tuesdays", "周二", "dienstags"},
                                             {"Wednesdays", "周三", "mittwochs"},
                                             {"Thursdays", "周四", "donnerstags"},
                                             {"Fridays", "周五", "freitags"},
                                             {"Saturdays", "周六", "samstags"},
                                             {"Sundays", "周日", "sonntags"}}};

// "12 days after due"
std::string days_words(int days, Language language) {
    if (days == 0) return said({"on the due date", "到期日当天", "am Fälligkeitstag"}, language);
    const bool one = std::abs(days) == 1;
    if (days < 0)
        return said(one ? Phrase{"{} day before due", "到期前 {} 天", "{} Tag vor Fälligkeit"}
                        : Phrase{"{} days before due", "到期前 {} 天", "{} Tage vor Fälligkeit"},
                    language, -days);
    return said(one ? Phrase{"{} day after due", "到期后 {} 天", "{} Tag nach Fälligkeit"}
                    : Phrase{"{} days after due", "到期后 {} 天", "{} Tage nach Fälligkeit"},
                language, days);
}

std::string habit_words(const Habit& habit, Currency currency, Language language) {
    const std::string days = days_words(habit.days, language);
    if (habit.large_from > 0)
        return said({"pays {0}, amounts from {2} {3} on {1}", "一般{0}付款，{2} {3} 及以上的{1}付款",
                     "zahlt {0}, Beträge ab {2} {3} {1}"},
                    language, days, days_words(habit.days_of_large, language), grouped_amount_text(habit.large_from, currency),
                    currency.code());
    switch (habit.rhythm) {
    case Rhythm::after_document:
        return said({"pays {} days after the invoice's date", "一般在开票后 {} 天付款", "zahlt {} Tage nach Rechnungsdatum"},
                    language, habit.days);
    case Rhythm::weekly:
        return said({"pays on {}, the first one {} or later", "每{}付款，取{}或以后的第一个", "zahlt {}, zuerst {} oder später"},
                    language, weekdays.at(static_cast<std::size_t>(habit.pay_day) - 1).in(language), days);
    case Rhythm::monthly:
        if (habit.pay_day == 31)
            return said({"pays at the end of the month, the first one {} or later", "每月月底付款，取{}或以后的第一个月底",
                         "zahlt am Monatsende, zuerst {} oder später"},
                        language, days);
        return said({"pays on day {} of the month, the first one {} or later", "每月 {} 日付款，取{}或以后的第一个",
                     "zahlt am {}. des Monats, zuerst {} oder später"},
                    language, habit.pay_day, days);
    case Rhythm::drifting:
        return said(habit.drift_per_year > 0
                        ? Phrase{"pays {} now, {} days a year later than before", "目前一般{}付款，每年推迟约 {} 天",
                                 "zahlt jetzt {}, jedes Jahr {} Tage später"}
                        : Phrase{"pays {} now, {} days a year earlier than before", "目前一般{}付款，每年提前约 {} 天",
                                 "zahlt jetzt {}, jedes Jahr {} Tage früher"},
                    language, days, std::abs(habit.drift_per_year));
    case Rhythm::after_due:
        break;
    }
    return said({"usually pays {}", "一般{}付款", "zahlt meist {}"}, language, days);
}

} // namespace

std::string expectation_words(const credit::Expectation& expectation, const Habit& habit, Currency currency, bool late,
                              Language language) {
    std::string sentence;
    switch (expectation.basis) {
    case Basis::promise:
        return said({"promised for this day", "对方承诺当日付款", "für diesen Tag zugesagt"}, language);
    case Basis::nothing_known:
        return said(
            {"no payment of anybody is known: the due date", "无任何付款记录，按到期日", "keine Zahlung bekannt: Fälligkeit"},
            language);
    case Basis::group:
        sentence = said({"no payment of this customer is known; others like it pay {}", "该客户无付款记录；同类客户一般{}付款",
                         "keine Zahlung dieses Kunden bekannt; vergleichbare zahlen {}"},
                        language, days_words(habit.days, language));
        break;
    case Basis::mostly_group:
        sentence = said({"{} ({} payments known, read together with others)", "{}（已知付款 {} 笔，参考同类客户）",
                         "{} ({} Zahlungen bekannt, zusammen mit anderen gelesen)"},
                        language, habit_words(habit, currency, language), habit.payments);
        break;
    case Basis::own_habit:
        sentence = said({"{} ({} payments)", "{}（{} 笔付款）", "{} ({} Zahlungen)"}, language,
                        habit_words(habit, currency, language), habit.payments);
        break;
    }
    const bool pay_day = habit.rhythm == Rhythm::weekly || habit.rhythm == Rhythm::monthly;
    if (late && pay_day)
        sentence += said({"; that one is over: the next", "；该日已过，取下一个", "; dieser ist vorbei: der nächste"}, language);
    else if (late)
        sentence += said({"; that day is over: from today on, as after other delays", "；该日已过，按以往延迟情况自今日起推算",
                          "; dieser Tag ist vorbei: ab heute, wie nach anderen Verzögerungen"},
                         language);
    return sentence;
}

std::string_view words(ForecastNote note, Language language) {
    switch (note) {
    case ForecastNote::later:
        return Phrase{"later", "以后", "später"}.in(language);
    case ForecastNote::disputed:
        return Phrase{"disputed, not expected", "有争议，不计入", "strittig, nicht erwartet"}.in(language);
    case ForecastNote::no_due_date:
        return Phrase{"without a due date, not expected", "无到期日，不计入", "ohne Fälligkeit, nicht erwartet"}.in(language);
    case ForecastNote::no_history:
        break;
    }
    return Phrase{"no ledger gives the history of payments (settlements): every item is expected on its due date",
                  "账套未提供核销历史（settlements）：各笔按到期日预计",
                  "kein Hauptbuch nennt die Zahlungshistorie (settlements): jeder Posten wird bei Fälligkeit erwartet"}
        .in(language);
}

} // namespace settled::jobs

#include "world/web.hpp"

#include "world/curl_library.hpp"

#include <settled/text.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <memory>
#include <optional>
#include <utility>

namespace settled::world {
namespace {

constexpr long seconds_max = 20;

std::string host_of(const std::string& url) {
    const std::size_t at = url.find("://");
    const std::size_t begin = at == std::string::npos ? 0 : at + 3;
    return url.substr(begin, url.find_first_of("/?#", begin) - begin);
}

std::size_t nowhere(char*, std::size_t size, std::size_t count, void*) { return size * count; }

// One transfer with everything that both questions share.
class Transfer {
  public:
    Transfer(const CurlLibrary& library, const std::string& url, const WayOut& way_out)
        : library_(&library), handle_(library.init(), library.cleanup), host_(host_of(url)) {
        set(CURLOPT_URL, url.c_str());
        set(CURLOPT_NOSIGNAL, 1L);
        set(CURLOPT_TIMEOUT, seconds_max);
        set(CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
        set(CURLOPT_WRITEFUNCTION, nowhere);
        if (!way_out.ca_file.empty()) set(CURLOPT_CAINFO, way_out.ca_file.c_str());
        if (url.starts_with("http") && !way_out.proxy.empty()) {
            set(CURLOPT_PROXY, way_out.proxy.c_str());
            set(CURLOPT_NOPROXY, fmt::format("{}", fmt::join(way_out.no_proxy, ",")).c_str()); // libcurl keeps a copy
        }
    }
    template <class Value> void set(CURLoption option, Value value) { library_->set(handle_.get(), option, value); }
    template <class Value> void info(CURLINFO what, Value* value) const { library_->info(handle_.get(), what, value); }
    Status perform() {
        if (const CURLcode code = library_->perform(handle_.get()); code != CURLE_OK)
            return fail(SETTLED_UNAVAILABLE, fmt::format("{}: {}", host_, library_->words(code)));
        return {};
    }
    const std::string& host() const { return host_; }

  private:
    const CurlLibrary* library_;
    std::unique_ptr<CURL, decltype(&curl_easy_cleanup)> handle_;
    std::string host_;
};

// "Expire date:Nov 20 12:00:00 2026 GMT", as OpenSSL writes it.
std::optional<Date> day_of(std::string_view words) {
    constexpr std::array<std::string_view, 12> months = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                         "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    std::vector<std::string_view> parts;
    for (const std::string_view part : split(words, ' '))
        if (!part.empty()) parts.push_back(part);
    if (parts.size() < 4) return std::nullopt;
    const auto month = std::ranges::find(months, parts[0]);
    std::int32_t day = 0, year = 0;
    std::from_chars(parts[1].data(), parts[1].data() + parts[1].size(), day);
    std::from_chars(parts[3].data(), parts[3].data() + parts[3].size(), year);
    if (month == months.end()) return std::nullopt;
    const Date date = Date::from_abi(year * 10000 + (static_cast<std::int32_t>(month - months.begin()) + 1) * 100 + day);
    return date ? std::optional(date) : std::nullopt;
}

} // namespace

Status call_address(const std::string& url, const WayOut& way_out) {
    auto loaded = curl_library();
    if (!loaded) return pass(loaded);
    Transfer transfer(*loaded, url, way_out);
    transfer.set(CURLOPT_PROTOCOLS_STR, "http,https");
    if (Status done = transfer.perform(); !done) return done;
    long answer = 0;
    transfer.info(CURLINFO_RESPONSE_CODE, &answer);
    if (answer >= 200 && answer < 300) return {};
    return fail(SETTLED_UNAVAILABLE, fmt::format("{}: answered {}", transfer.host(), answer));
}

Result<Date> certificate_end(const std::string& url, const WayOut& way_out) {
    constexpr std::array<std::string_view, 5> schemes = {"https://", "smtps://", "imaps://", "smtp://", "imap://"};
    if (std::ranges::none_of(schemes, [&](std::string_view scheme) { return url.starts_with(scheme); }))
        return fail(SETTLED_UNSUPPORTED, "no server with a certificate that is looked at");
    auto loaded = curl_library();
    if (!loaded) return pass(loaded);
    Transfer transfer(*loaded, url, way_out);
    transfer.set(CURLOPT_USE_SSL, static_cast<long>(CURLUSESSL_ALL));
    transfer.set(CURLOPT_CERTINFO, 1L);
    transfer.set(CURLOPT_CONNECT_ONLY, 1L);
    if (Status done = transfer.perform(); !done) return pass(done);
    curl_certinfo* chain = nullptr;
    transfer.info(CURLINFO_CERTINFO, &chain);
    constexpr std::string_view mark = "Expire date:";
    if (chain != nullptr && chain->num_of_certs > 0)
        for (const curl_slist* line = chain->certinfo[0]; line != nullptr; line = line->next)
            if (const std::string_view words = line->data; words.starts_with(mark))
                if (auto day = day_of(words.substr(mark.size()))) return *day;
    return fail(SETTLED_UNAVAILABLE, fmt::format("{}: shows no certificate", transfer.host()));
}

} // namespace settled::world

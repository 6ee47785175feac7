#include "paging.hpp"

#include <settled/text.hpp>

#include <algorithm>
#include <charconv>
#include <optional>
#include <unordered_set>

namespace settled::ledger_http {
namespace {

constexpr std::int64_t tried_rows = 20; // of a page that check looks at

Binding whole(std::int64_t value) { return {std::to_string(value), true, false, false}; }

std::optional<std::int64_t> number_of(const Json* value) {
    if (value == nullptr || !value->is_scalar()) return std::nullopt;
    std::int64_t number = 0;
    const auto [end, trouble] = std::from_chars(value->text.data(), value->text.data() + value->text.size(), number);
    return trouble == std::errc() && end == value->text.data() + value->text.size() && number >= 0 ? std::optional(number)
                                                                                                   : std::nullopt;
}

// One attempt at a list.
class Attempt {
  public:
    Attempt(Service& service, const ListRequest& list, const std::string& where, const ListTaker& taker)
        : service_(&service), list_(&list), page_(&list.page), where_(&where), taker_(&taker), last_key_(list.page.start) {}

    // True: whole. False: rows moved meanwhile, which `moved` says in words.
    Result<bool> read(std::string& moved, std::int64_t page_rows, bool one_page) {
        moved_ = &moved;
        for (int number = 0;; ++number) {
            if (number >= list_pages_max) return refuse("more than " + std::to_string(list_pages_max) + " pages");
            auto answer = ask(number, page_rows);
            if (!answer) return pass(answer);
            const Json* const rows = answer->at(list_->rows);
            if (rows == nullptr || rows->kind != Json::Kind::list)
                return refuse("there is no list of rows at \"" + list_->rows.text() + "\" in the answer");
            if (auto same = total_stays(*answer, number); !same || !*same) return same;
            for (const Json& row : rows->items) {
                if (++rows_ > list_rows_max) return refuse("more than " + std::to_string(list_rows_max) + " rows");
                if (page_->kind != Paging::Kind::keyset) {
                    auto kept = taker_->keeps(row);
                    if (!kept || !*kept) {
                        if (!kept) return refuse(kept.error().message);
                        continue;
                    }
                }
                if (!page_->key.empty())
                    if (auto fresh = take_key(row); !fresh || !*fresh) return fresh;
                if (Status taken = taker_->row(row); !taken) return pass(taken);
            }
            if (one_page || is_last(*answer, rows->items.empty())) break;
        }
        return one_page ? Result<bool>(true) : is_whole();
    }

    std::int64_t rows() const { return rows_; }

  private:
    Result<Json> ask(int number, std::int64_t page_rows) {
        Bindings more;
        more["page_rows"] = whole(page_rows);
        more["offset"] = whole(rows_);
        more["page"] = whole(page_->first + number);
        for (const auto& [name, ignored] : page_->carry) more["carry." + name] = {carried_[name]};
        more["last_key"] = {last_key_, page_->number_key, false, false};
        return number > 0 && page_->kind == Paging::Kind::link
                   ? service_->follow(list_->request, more, {link_, page_->link_base}, *where_)
                   : service_->ask(list_->request, more, *where_);
    }

    // A keyset's later pages count only what is left.
    Result<bool> total_stays(const Json& answer, int number) {
        if (!page_->total || (number > 0 && page_->kind == Paging::Kind::keyset)) return true;
        const auto total = number_of(answer.at(*page_->total));
        if (!total && number > 0 && page_->kind == Paging::Kind::link) return true; // some say it on the first page only
        if (!total) return refuse("there is no number of rows at \"" + page_->total->text() + "\" in the answer");
        if (total_ && *total != *total_)
            return moved("the service counted " + std::to_string(*total_) + " rows, then " + std::to_string(*total));
        total_ = total;
        return true;
    }

    Result<bool> take_key(const Json& row) {
        std::string key;
        bool empty = true;
        for (const Pointer& pointer : page_->key) {
            const Json* const part = row.at(pointer);
            if (part == nullptr || !part->is_scalar() || part->kind == Json::Kind::null)
                return refuse("a row has nothing at its key \"" + pointer.text() + "\"");
            empty = empty && part->text.empty();
            key += (&pointer == page_->key.data() ? "" : "\x1f") + part->text;
        }
        if (empty) return refuse("a row has an empty key at \"" + page_->key.front().text() + "\"");
        if (page_->kind == Paging::Kind::keyset) {
            if (page_->number_key && !grows(key))
                return refuse("row " + visible(key) + " comes behind " + visible(last_key_) +
                              "; the service does not keep to the order that the connector asks for");
            last_key_ = key;
        }
        if (!keys_.insert(key).second) {
            std::ranges::replace(key, '\x1f', '/');
            return moved("row " + visible(cut_at_character(key, 100)) + " came twice");
        }
        return true;
    }

    bool grows(const std::string& key) const {
        std::int64_t now = 0, before = 0;
        const auto [end, trouble] = std::from_chars(key.data(), key.data() + key.size(), now);
        if (trouble != std::errc() || end != key.data() + key.size()) return false;
        std::from_chars(last_key_.data(), last_key_.data() + last_key_.size(), before);
        return now > before || last_key_.empty();
    }

    // Never by a page that has fewer rows than asked for: services have limits of their own.
    bool is_last(const Json& answer, bool empty) {
        for (const auto& [name, place] : page_->carry)
            if (const Json* value = answer.at(place); value != nullptr && value->is_scalar()) carried_[name] = value->text;
        switch (page_->kind) {
        case Paging::Kind::one:
            return true;
        case Paging::Kind::link: {
            const Json* const next = answer.at(page_->link);
            link_ = next == nullptr || next->kind != Json::Kind::text ? "" : next->text;
            return link_.empty();
        }
        case Paging::Kind::offset:
        case Paging::Kind::number:
            return empty || (total_ && rows_ >= *total_);
        case Paging::Kind::keyset:
            return empty;
        }
        return true;
    }

    Result<bool> is_whole() {
        if (total_ && *total_ != rows_)
            return moved("the service counts " + std::to_string(*total_) + " rows, " + std::to_string(rows_) + " came");
        if (!list_->count) return true;
        auto answer = service_->ask(list_->count->request, {}, *where_);
        if (!answer) return pass(answer);
        const auto counted = number_of(answer->at(list_->count->at));
        if (!counted) return refuse("[count]: there is no number at \"" + list_->count->at.text() + "\" in the answer");
        if (*counted != rows_)
            return moved("the service counts " + std::to_string(*counted) + " rows, " + std::to_string(rows_) + " came");
        return true;
    }

    bool moved(std::string words) { return *moved_ = std::move(words), false; }
    std::unexpected<Error> refuse(const std::string& words) const { return fail(SETTLED_BAD_DATA, *where_ + ": " + words); }

    Service* service_;
    const ListRequest* list_;
    const Paging* page_;
    const std::string* where_;
    const ListTaker* taker_;
    std::string last_key_, link_;
    std::map<std::string, std::string> carried_;
    std::string* moved_ = nullptr;
    std::unordered_set<std::string> keys_;
    std::optional<std::int64_t> total_;
    std::int64_t rows_ = 0;
};

} // namespace

Status read_list(Service& service, const ListRequest& list, const std::string& where, const ListTaker& taker) {
    std::string why;
    for (int attempt = 1; attempt <= list_attempts_max; ++attempt) {
        auto whole_list = Attempt(service, list, where, taker).read(why, list.page.rows, false);
        if (!whole_list) return pass(whole_list);
        if (*whole_list) return {};
        taker.again();
    }
    return fail(SETTLED_UNAVAILABLE, where + ": rows moved between the pages in each of " + std::to_string(list_attempts_max) +
                                         " attempts (" + why + "); a quieter hour helps. Nothing of it is used");
}

Result<std::int64_t> try_list(Service& service, const ListRequest& list, const std::string& where, const ListTaker& taker) {
    std::string why;
    Attempt attempt(service, list, where, taker);
    auto read = attempt.read(why, std::min(list.page.rows, tried_rows), list.page.kind != Paging::Kind::one);
    if (!read) return pass(read);
    return attempt.rows();
}

} // namespace settled::ledger_http

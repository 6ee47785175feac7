// What Delivery does with the sent log.
#include "jobs/delivery.hpp"

namespace settled::jobs {
namespace {

// Beside the store, and where the configuration names another place.
std::vector<std::filesystem::path> sent_log_files(const config::Settings& settings) {
    if (settings.store.url == "sqlite::memory:") return {};
    std::vector<std::filesystem::path> files = {settings.data_folder() / "sent.log"};
    if (const std::filesystem::path copy(settings.store.sent_log_copy); !copy.empty())
        files.push_back(copy.is_absolute() ? copy : settings.folder / copy);
    return files;
}

} // namespace

Status Delivery::open_sent_log() {
    if (sent_log_) return {};
    auto log = SentLog::open(sent_log_files(context_->settings));
    if (!log) return pass(log);
    sent_log_ = std::move(*log);
    return {};
}

// It was handed over at a time that the store does not remember: a person, or the gateway, says what became of it.
Status Delivery::refuse_what_was_sent(const store::Message& message) {
    const store::SendResult unknown{"the sent log knows that this was handed over, and the store does not: it went back in time. "
                                    "Not sent again; say what happened: settled outbox confirm, retry or cancel",
                                    "", "", 0, ""};
    if (Status armed = context_->store.outbox().arm(message.id, stamp_); !armed) return armed;
    if (Status done = context_->store.outbox().finish(message.id, store::MessageState::unknown, unknown, stamp_); !done)
        return done;
    note(message, store::MessageState::unknown, unknown.words);
    return {};
}

// Before any of it can count as delivered. What cannot be noted is not sent.
void Delivery::note_hand_overs(std::vector<Lanes::Gathered::Wish>& wishes) {
    std::string lines;
    for (const Lanes::Gathered::Wish& wish : wishes) lines += hands_.at(wish.message).line;
    for (const Parcel& parcel : arming_) lines += parcel.hand.line;
    if (lines.empty()) return;
    const Status noted = sent_log_->add(lines);
    if (noted) return;
    for (const Lanes::Gathered::Wish& wish : wishes) lanes_.answer(wish.lane, noted);
    for (const Parcel& parcel : arming_) {
        --parcel.hand.way->unarmed;
        note(parcel.hand.message, store::MessageState::due, noted.error().message);
    }
    wishes.clear(), arming_.clear();
}

} // namespace settled::jobs

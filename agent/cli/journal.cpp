#include "cli/journal.hpp"

#include "render/text_width.hpp"
#include "world/redaction.hpp"

#include <settled/text.hpp>

#include <fmt/format.h>
#include <spdlog/logger.h>
#include <spdlog/sinks/base_sink.h>

#include <mutex>

namespace settled::cli {
namespace {

// Log lines to the sink that main gave us, each escaped once, after the progress line was cleared.
class JournalSink final : public spdlog::sinks::base_sink<std::mutex> {
  public:
    JournalSink(Sink err, bool is_terminal) : err_(std::move(err)), is_terminal_(is_terminal) {}

    void show_progress(const std::string& text) {
        const std::lock_guard lock(mutex_);
        if (!is_terminal_) return;
        err_(fmt::format("\r\x1b[2K{}", text));
        shown_ = true;
    }
    void clear_progress() {
        const std::lock_guard lock(mutex_);
        clear();
    }

  protected:
    void sink_it_(const spdlog::details::log_msg& message) override {
        clear();
        const std::string_view mark = message.level >= spdlog::level::err    ? "error: "
                                      : message.level == spdlog::level::warn ? "warning: "
                                                                             : "";
        err_(fmt::format("{}{}\n", mark, visible(world::redacted({message.payload.data(), message.payload.size()}))));
    }
    void flush_() override {}

  private:
    void clear() {
        if (shown_) err_("\r\x1b[2K");
        shown_ = false;
    }

    Sink err_;
    bool is_terminal_;
    bool shown_ = false;
};

spdlog::level::level_enum level_of(std::string_view name) {
    if (name == "error") return spdlog::level::err;
    if (name == "warning") return spdlog::level::warn;
    return name == "debug" ? spdlog::level::debug : spdlog::level::info;
}

class SpdlogJournal final : public jobs::Journal {
  public:
    SpdlogJournal(Sink err, bool is_terminal, std::string_view level)
        : sink_(std::make_shared<JournalSink>(std::move(err), is_terminal)), logger_("settled", sink_) {
        logger_.set_level(level_of(level));
    }
    SpdlogJournal(const SpdlogJournal&) = delete;
    SpdlogJournal& operator=(const SpdlogJournal&) = delete;
    ~SpdlogJournal() override { sink_->clear_progress(); }

    void info(std::string_view line) override { logger_.info(line); }
    void warning(std::string_view line) override { logger_.warn(line); }
    void error(std::string_view line) override { logger_.error(line); }

    void progress(std::string_view what, std::int64_t done, std::int64_t total) override {
        constexpr std::size_t progress_width = 78;
        const std::string text =
            total > 0 ? fmt::format("{} {}/{}", visible(what), done, total) : fmt::format("{} {}", visible(what), done);
        sink_->show_progress(render::cut_to_width(text, progress_width));
    }

  private:
    std::shared_ptr<JournalSink> sink_;
    spdlog::logger logger_;
};

} // namespace

std::unique_ptr<jobs::Journal> make_journal(Sink err, bool is_terminal, std::string_view level) {
    return std::make_unique<SpdlogJournal>(std::move(err), is_terminal, level);
}

} // namespace settled::cli

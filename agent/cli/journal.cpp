#include "cli/journal.hpp"

#include <settled/text.hpp>

#include <fmt/format.h>

namespace settled::cli {
namespace {

enum class Level { error, warning, info, debug };

Level level_of(std::string_view name) {
    if (name == "error") return Level::error;
    if (name == "warning") return Level::warning;
    return name == "debug" ? Level::debug : Level::info;
}

class TerminalJournal final : public jobs::Journal {
  public:
    TerminalJournal(Sink err, bool is_terminal, Level level) : err_(std::move(err)), is_terminal_(is_terminal), level_(level) {}
    TerminalJournal(const TerminalJournal&) = delete;
    TerminalJournal& operator=(const TerminalJournal&) = delete;
    ~TerminalJournal() override { clear(); }

    void info(std::string_view line) override { write(Level::info, "", line); }
    void warning(std::string_view line) override { write(Level::warning, "warning: ", line); }
    void error(std::string_view line) override { write(Level::error, "error: ", line); }

    void progress(std::string_view what, std::int64_t done, std::int64_t total) override {
        if (!is_terminal_) return;
        const std::string text =
            total > 0 ? fmt::format("{} {}/{}", visible(what), done, total) : fmt::format("{} {}", visible(what), done);
        err_(fmt::format("\r\x1b[2K{}", cut_to_width(text, progress_width)));
        shown_ = true;
    }

  private:
    static constexpr std::size_t progress_width = 78;

    void write(Level level, std::string_view mark, std::string_view line) {
        if (level > level_) return;
        clear();
        err_(fmt::format("{}{}\n", mark, visible(line)));
    }
    void clear() {
        if (shown_) err_("\r\x1b[2K");
        shown_ = false;
    }

    Sink err_;
    bool is_terminal_;
    Level level_;
    bool shown_ = false;
};

} // namespace

std::unique_ptr<jobs::Journal> make_journal(Sink err, bool is_terminal, std::string_view level) {
    return std::make_unique<TerminalJournal>(std::move(err), is_terminal, level_of(level));
}

} // namespace settled::cli

#include "jobs/own_letters.hpp"

#include "letters/sample.hpp"
#include "render/json_object.hpp"
#include "world/digest.hpp"
#include "world/files.hpp"

#include <settled/text.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

namespace settled::jobs {
namespace {

using Texts = std::map<std::string, std::string, std::less<>>; // "en/friendly.txt" → text

constexpr auto accepted_key = "letters.accepted"; // the paths, one a line
std::string text_key(const std::string& path) { return "letters.text." + path; }

// The shipped letters, with some texts before them.
class Layered final : public letters::TemplateSource {
  public:
    Layered(std::filesystem::path shipped, Texts own) : shipped_(std::move(shipped)), own_(std::move(own)) {}

    std::optional<std::string> find(std::string_view language, std::string_view file_name) const override {
        const std::string path = language.empty() ? std::string(file_name) : fmt::format("{}/{}", language, file_name);
        if (const auto own = own_.find(path); own != own_.end()) return own->second;
        auto [kept, is_new] = read_.try_emplace(path);
        if (is_new)
            if (auto text = world::read_file(shipped_ / path, render::template_bytes_max)) kept->second = std::move(*text);
        return kept->second;
    }

  private:
    std::filesystem::path shipped_;
    Texts own_;
    mutable std::map<std::string, std::optional<std::string>, std::less<>> read_;
};

bool is_letter_file(std::string_view name) { return name.ends_with(".txt") || name.ends_with(".html") || name.ends_with(".sms"); }

// The files of a folder of letters: those of all languages and those of each.
Result<Texts> files_in(const std::filesystem::path& folder) {
    Texts found;
    std::error_code error;
    if (!std::filesystem::is_directory(folder, error)) return found;
    const auto add = [&](const std::string& inside) -> Status {
        auto entries = world::list_folder(folder / inside);
        if (!entries) return pass(entries);
        for (const world::FolderEntry& entry : *entries) {
            if (entry.is_folder || !is_letter_file(entry.name)) continue;
            auto text = world::read_file(folder / inside / entry.name, render::template_bytes_max);
            if (!text) return pass(text);
            found[inside.empty() ? entry.name : inside + '/' + entry.name] = std::move(*text);
        }
        return {};
    };
    if (Status added = add(""); !added) return pass(added);
    auto languages = world::list_folder(folder);
    if (!languages) return pass(languages);
    for (const world::FolderEntry& language : *languages)
        if (language.is_folder)
            if (Status added = add(language.name); !added) return pass(added);
    return found;
}

Result<Texts> accepted_texts(JobContext& context) {
    auto paths = context.store.reports().setting("", accepted_key);
    if (!paths) return pass(paths);
    Texts found;
    for (const std::string_view path : split(*paths, '\n')) {
        if (path.empty()) continue;
        auto text = context.store.reports().setting("", text_key(std::string(path)));
        if (!text) return pass(text);
        found.emplace(path, std::move(*text));
    }
    return found;
}

// The letters that the file takes part in: itself, or all of its language, or all.
std::set<std::pair<std::string, std::string>> letters_with(const std::string& path, const Texts& shipped, const Texts& own) {
    const std::size_t slash = path.find('/');
    const std::string language = slash == std::string::npos ? std::string() : path.substr(0, slash);
    const std::string name = path.substr(slash == std::string::npos ? 0 : slash + 1);
    const bool is_shared = language.empty() || name == "words.txt" || name == "paper.txt" || name.starts_with("frame.");
    if (!is_shared) return {{language, name.substr(0, name.rfind('.'))}};
    std::set<std::pair<std::string, std::string>> found;
    for (const Texts* texts : {&shipped, &own})
        for (const auto& [other, unused] : *texts) {
            const std::size_t mark = other.find('/');
            if (mark == std::string::npos || !other.ends_with(".txt")) continue;
            const std::string of = other.substr(0, mark), file = other.substr(mark + 1);
            if (file == "words.txt" || file == "paper.txt" || file.starts_with("frame.")) continue;
            if (language.empty() || language == of) found.emplace(of, file.substr(0, file.size() - 4));
        }
    return found;
}

// Whose file it is, by the system's name; "" where that cannot be told.
std::string owner_of(const std::filesystem::path& file) { return world::file_owner(file).value_or(""); }

struct Standing {
    Texts files, accepted, shipped;

    Texts in_use(const std::set<std::string>& broken, bool at_once) const {
        Texts texts = accepted;
        if (!at_once) return texts;
        for (const auto& [path, text] : files)
            if (!broken.contains(path)) texts[path] = text;
        std::erase_if(texts, [&](const auto& one) { return !files.contains(one.first); });
        return texts;
    }
};

Result<Standing> standing(JobContext& context, const LetterFolders& folders) {
    auto files = files_in(folders.own);
    if (!files) return pass(files);
    auto accepted = accepted_texts(context);
    if (!accepted) return pass(accepted);
    if (files->empty() && accepted->empty()) return Standing{};
    auto shipped = files_in(folders.shipped);
    if (!shipped) return pass(shipped);
    return Standing{std::move(*files), std::move(*accepted), std::move(*shipped)};
}

// Tried with every other change beside it, because words and letters are changed together.
std::string problem_of(const Standing& all, const LetterFolders& folders, const std::string& path) {
    const Layered source(folders.shipped, all.files);
    for (const auto& [language, letter] : letters_with(path, all.shipped, all.files)) {
        const Status tried = letters::try_letter(language, letter, source);
        if (tried) continue;
        const Error& error = tried.error();
        // A letter that another changed file breaks is that one's fault; where a shipped file is named, ours does not fit it.
        const bool is_others =
            !error.message.contains("letters/" + path) && std::ranges::any_of(all.files, [&](const auto& other) {
                return other.first != path && error.message.contains("letters/" + other.first + ':');
            });
        if (is_others) continue;
        return error.message;
    }
    return {};
}

std::vector<LetterFile> judged(JobContext& context, const Standing& all, const LetterFolders& folders) {
    std::vector<LetterFile> made;
    for (const auto& [path, text] : all.files) {
        LetterFile& file = made.emplace_back();
        file.path = path, file.changed_by = owner_of(folders.own / path);
        const auto known = all.accepted.find(path);
        const bool is_accepted = known != all.accepted.end() && known->second == text;
        file.problem = problem_of(all, folders, path);
        if (!file.problem.empty())
            file.state = LetterState::broken;
        else if (!is_accepted && context.settings.access.two_people)
            file.state = LetterState::waits;
    }
    for (const auto& [path, unused] : all.accepted)
        if (!all.files.contains(path)) made.push_back({path, LetterState::removed, {}, {}});
    return made;
}

Status keep(JobContext& context, const Texts& accepted, const std::string& path, const std::string& text) {
    auto zone_day = day_of(context, context.settings.companies.front(), {});
    if (!zone_day) return pass(zone_day);
    auto stamped = stamp(context, context.settings.companies.front(), *zone_day);
    if (!stamped) return pass(stamped);
    std::string paths;
    for (const auto& [each, unused] : accepted) paths += each + '\n';
    if (Status set = context.store.reports().set("", accepted_key, paths, *stamped); !set) return set;
    if (Status set = context.store.reports().set("", text_key(path), text, *stamped); !set) return set;
    auto noted = context.store.audit().append(
        context.settings.companies.front().name, "letters.accept",
        render::json_object({{"file", path}, {"sha256", text.empty() ? std::string() : world::sha256_hex(text)}}), *stamped);
    return noted ? Status{} : Status(pass(noted));
}

} // namespace

std::string_view name(LetterState state) {
    switch (state) {
    case LetterState::waits:
        return "waits";
    case LetterState::broken:
        return "broken";
    case LetterState::removed:
        return "removed";
    case LetterState::in_use:
        break;
    }
    return "in use";
}

Result<std::vector<LetterFile>> own_letters(JobContext& context, const LetterFolders& folders) {
    auto all = standing(context, folders);
    if (!all) return pass(all);
    return judged(context, *all, folders);
}

Result<std::vector<LetterFile>> accept_letters(JobContext& context, const LetterFolders& folders) {
    auto all = standing(context, folders);
    if (!all) return pass(all);
    std::vector<LetterFile> made = judged(context, *all, folders);
    for (LetterFile& file : made) {
        if (file.state == LetterState::waits && !file.changed_by.empty() && file.changed_by == context.actor) {
            file.problem = fmt::format("{} changed it; a second person must accept it ([access] two_people)", context.actor);
            continue;
        }
        if (file.state == LetterState::waits) {
            all->accepted[file.path] = all->files.at(file.path);
            if (Status kept = keep(context, all->accepted, file.path, all->files.at(file.path)); !kept) return pass(kept);
            file.state = LetterState::in_use;
        } else if (file.state == LetterState::removed) {
            all->accepted.erase(file.path);
            if (Status kept = keep(context, all->accepted, file.path, ""); !kept) return pass(kept);
        }
    }
    return made;
}

Result<std::unique_ptr<letters::TemplateSource>> letters_in_use(JobContext& context, const LetterFolders& folders) {
    auto all = standing(context, folders);
    if (!all) return pass(all);
    std::set<std::string> broken;
    if (!all->files.empty() || !all->accepted.empty())
        for (const LetterFile& file : judged(context, *all, folders)) {
            if (file.state == LetterState::broken) broken.insert(file.path);
            if (file.state == LetterState::broken)
                context.journal.warning(
                    fmt::format("letters/{} is not in use: {}; the words from before stay", file.path, file.problem));
            else if (file.state != LetterState::in_use)
                context.journal.warning(fmt::format(
                    "letters/{} was changed and is not in use yet; a second person: settled letters accept", file.path));
        }
    return std::make_unique<Layered>(folders.shipped, all->in_use(broken, !context.settings.access.two_people));
}

} // namespace settled::jobs

#include "cli/templates.hpp"

#include "world/files.hpp"

#include <map>
#include <vector>

namespace settled::cli {
namespace {

class FolderTemplates final : public letters::TemplateSource {
  public:
    explicit FolderTemplates(std::vector<std::filesystem::path> folders) : folders_(std::move(folders)) {}

    std::optional<std::string> find(std::string_view language, std::string_view file_name) const override {
        const std::filesystem::path inside = std::filesystem::path(language) / file_name;
        auto [kept, is_new] = read_.try_emplace(inside.string());
        if (!is_new) return kept->second;
        for (const std::filesystem::path& folder : folders_)
            if (auto text = world::read_file(folder / inside, render::template_bytes_max)) return kept->second = std::move(*text);
        return std::nullopt;
    }

  private:
    std::vector<std::filesystem::path> folders_;
    mutable std::map<std::string, std::optional<std::string>> read_;
};

} // namespace

std::unique_ptr<letters::TemplateSource> letter_templates(Session& session) {
    std::vector<std::filesystem::path> folders;
    if (auto settings = session.settings()) folders.push_back((*settings)->folder / "letters");
    folders.push_back(session.tools().share_folder / "config" / "letters");
    return std::make_unique<FolderTemplates>(std::move(folders));
}

} // namespace settled::cli

#include "cli/templates.hpp"

namespace settled::cli {

jobs::LetterFolders letter_folders(Session& session) {
    jobs::LetterFolders folders;
    if (auto settings = session.settings()) folders.own = (*settings)->folder / "letters";
    folders.shipped = session.tools().share_folder / "config" / "letters";
    return folders;
}

} // namespace settled::cli

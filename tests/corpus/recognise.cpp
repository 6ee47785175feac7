// recognise -- does every file of the corpus go to its own plugin when nobody says which?
//
//   recognise CORPUS_DIR PLUGIN.so=FOLDER,FOLDER... ...
//
// Every plugin is shown the head of every file that is not broken on purpose. The surest one must be
// that of the file's folder, and no other may be as sure. Exit status: 0 so it is, 1 not, 77 no corpus.
#include <settled/testing_statement.hpp>
#include <settled/text.hpp>

#include <dlfcn.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <fstream>
#include <iostream>
#include <span>
#include <vector>

namespace {

constexpr std::size_t head_bytes = 16384; // what the agent shows (statement.hpp)

struct Reader {
    const settled_plugin* plugin;
    std::vector<std::string_view> folders;
};

const settled_plugin* load(const std::string& path) {
    void* library = dlopen(path.c_str(), RTLD_NOW | RTLD_LOCAL);
    const void* symbol = library == nullptr ? nullptr : dlsym(library, "settled_plugin_1");
    if (symbol == nullptr) std::cerr << "cannot load " << path << '\n';
    return static_cast<const settled_plugin*>(symbol);
}

// `said` gathers the sureness of every plugin that knows the head, for people.
bool is_recognised(const std::vector<Reader>& readers, std::string_view folder, const std::string& head, std::string& said) {
    int own = 0, others = 0;
    for (const Reader& reader : readers) {
        const int sureness = settled::testing::sniff_with(*reader.plugin, head);
        const bool right = std::ranges::find(reader.folders, folder) != reader.folders.end();
        int& best = right ? own : others;
        best = std::max(best, sureness);
        if (sureness > 0) said += " " + std::string(reader.plugin->name) + " " + std::to_string(sureness);
    }
    return own > others;
}

} // namespace

int main(int count, char** words) {
    const std::vector<std::string> arguments(words, words + count);
    if (arguments.size() < 3) return std::cerr << "usage: recognise CORPUS_DIR PLUGIN.so=FOLDER,FOLDER... ...\n", 2;
    std::ifstream expectations(arguments[1] + "/expected.json");
    if (!expectations) return std::cout << "the corpus of statement files is not here\n", 77;
    std::vector<Reader> readers;
    for (const std::string& argument : std::span(arguments).subspan(2)) {
        const std::size_t mark = argument.find('=');
        const settled_plugin* plugin = load(argument.substr(0, mark));
        if (plugin == nullptr) return 2;
        readers.push_back({plugin, settled::split(std::string_view(argument).substr(mark + 1), ',')});
    }
    int seen = 0, failed = 0;
    for (const auto& file : nlohmann::json::parse(expectations)) {
        const std::string folder = file["format"], name = file["file"];
        const bool known = std::ranges::any_of(
            readers, [&](const Reader& reader) { return std::ranges::find(reader.folders, folder) != reader.folders.end(); });
        if (!known || file["malformed"]) continue;
        std::ifstream stream(arguments[1] + "/" + name, std::ios::binary);
        std::string head(head_bytes, '\0');
        stream.read(head.data(), static_cast<std::streamsize>(head.size()));
        head.resize(static_cast<std::size_t>(stream.gcount()));
        std::string said;
        ++seen;
        if (is_recognised(readers, folder, head, said)) continue;
        ++failed;
        std::cout << "  " << name << ":" << (said.empty() ? " nobody knows it" : said) << '\n';
    }
    std::cout << seen - failed << " of " << seen << " files go to their own plugin\n";
    return failed == 0 ? 0 : 1;
}

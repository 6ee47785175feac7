#include "support/fetch_caller.hpp"

namespace settled::support {

const settled_fetch_operations& FetchCaller::table() const {
    return *static_cast<const settled_fetch_operations*>(plugin_->operations);
}

void FetchCaller::keep(std::int32_t answer) {
    code = answer;
    words = answer == SETTLED_OK ? "" : error_.message;
}

std::string FetchCaller::open(const std::vector<std::pair<std::string, std::string>>& options) {
    close();
    host_abi_ = host.abi();
    const testing::TestSettings settings(*plugin_, options);
    const settled_settings settings_abi = settings.abi();
    self_ = table().open(&host_abi_, &settings_abi, &error_);
    keep(error_.code);
    return words;
}

void FetchCaller::close() {
    if (self_ != nullptr) table().close(self_);
    self_ = nullptr;
}

std::string FetchCaller::check() {
    std::string found;
    const settled_check_sink sink = {sizeof sink, 0, &found, [](void* context, const settled_finding* finding) {
                                         auto& text = *static_cast<std::string*>(context);
                                         text += (text.empty() ? "" : "; ") + std::string(std::string_view(finding->found));
                                     }};
    keep(table().check(self_, &sink, &error_));
    return code == SETTLED_OK ? found : words;
}

std::vector<ListedFile> FetchCaller::list() {
    std::vector<ListedFile> files;
    const settled_file_sink sink = {sizeof sink, 0, &files, [](void* context, const settled_remote_file* file) -> std::int32_t {
                                        const auto text = [](const settled_text& borrowed) {
                                            return std::string(std::string_view(borrowed));
                                        };
                                        static_cast<std::vector<ListedFile>*>(context)->push_back(
                                            {text(file->id), text(file->name), text(file->sender), text(file->owner),
                                             file->byte_count, file->modified_unix_ms});
                                        return 0;
                                    }};
    keep(table().list(self_, &sink, &error_));
    return files;
}

std::vector<std::string> FetchCaller::names() {
    std::vector<std::string> names;
    for (const ListedFile& file : list()) names.push_back(file.name);
    return names;
}

std::string FetchCaller::read(const std::string& id) {
    std::string bytes;
    const settled_byte_sink sink = {sizeof sink, 0, &bytes, [](void* context, const settled_text* piece) -> std::int32_t {
                                        static_cast<std::string*>(context)->append(std::string_view(*piece));
                                        return 0;
                                    }};
    const settled_text wanted(id);
    keep(table().read(self_, &wanted, &sink, &error_));
    return bytes;
}

std::int32_t FetchCaller::imported(const std::string& id, const std::string& sha256_hex) {
    const settled_dispose_request request = {sizeof request, SETTLED_FILE_IMPORTED, id, sha256_hex, {}};
    keep(table().dispose(self_, &request, &error_));
    return code;
}

std::int32_t FetchCaller::refused(const std::string& id, const std::string& sha256_hex, const std::string& reason) {
    const settled_dispose_request request = {sizeof request, SETTLED_FILE_REFUSED, id, sha256_hex, reason};
    keep(table().dispose(self_, &request, &error_));
    return code;
}

} // namespace settled::support

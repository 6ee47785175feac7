#include "host/checked_clients.hpp"

#include "host/record_check.hpp"

#include <settled/text.hpp>

namespace settled::host {
namespace {

class CheckedLedgerClient final : public LedgerClient {
  public:
    CheckedLedgerClient(std::unique_ptr<LedgerClient> client, SourceLimits limits)
        : client_(std::move(client)), limits_(limits) {}

    Result<std::vector<Finding>> check() override { return client_->check(); }
    Status pull(Date as_of, LedgerReceiver& receiver) override {
        CheckedLedger gate(receiver, limits_.field_bytes_max);
        if (auto done = client_->pull(as_of, gate); !done) return done;
        return gate.complete(true);
    }
    Status reread(const std::vector<std::string>& item_ids, LedgerReceiver& receiver) override {
        CheckedLedger gate(receiver, limits_.field_bytes_max);
        if (auto done = client_->reread(item_ids, gate); !done) return done;
        return gate.complete(false);
    }

  private:
    std::unique_ptr<LedgerClient> client_;
    SourceLimits limits_;
};

// A name that can stand in a message and in a folder of ours.
Status check_file(const RemoteFile& file) {
    const auto refuse = [&](std::string_view why) {
        return fail(SETTLED_BAD_DATA,
                    "a listed file named \"" + plain(file.name, limit::shown_value_bytes_max) + "\" " + std::string(why));
    };
    if (file.id.empty() || file.id.size() > limit::file_id_bytes_max) return refuse("has no id, or one of more than 4096 bytes");
    if (file.name.empty()) return refuse("has no name");
    if (first_invalid_utf8(file.name) != std::string::npos || first_invalid_utf8(file.id) != std::string::npos)
        return refuse("is not named in UTF-8");
    if (file.name.find('\0') != std::string::npos || file.name.find('/') != std::string::npos)
        return refuse("is not a plain file name");
    return {};
}

class CheckedFetchClient final : public FetchClient {
  public:
    CheckedFetchClient(std::unique_ptr<FetchClient> client, SourceLimits limits) : client_(std::move(client)), limits_(limits) {}

    Result<std::vector<Finding>> check() override { return client_->check(); }

    Result<std::vector<RemoteFile>> list() override {
        auto files = client_->list();
        if (!files) return files;
        if (files->size() > limit::listed_files_max)
            return fail(SETTLED_BAD_DATA, "the source lists " + std::to_string(files->size()) + " files; at most " +
                                              std::to_string(limit::listed_files_max) + " are read. Move old ones away");
        for (const RemoteFile& file : *files)
            if (auto sound = check_file(file); !sound) return pass(sound);
        return files;
    }

    Status read(const std::string& id, const std::function<Status(std::string_view bytes)>& sink) override {
        std::int64_t total = 0;
        return client_->read(id, [&](std::string_view bytes) -> Status {
            total += static_cast<std::int64_t>(bytes.size());
            if (total > limits_.file_bytes_max)
                return fail(SETTLED_BAD_DATA, "the file is larger than " + std::to_string(limits_.file_bytes_max >> 20) +
                                                  " MB; split it, or raise limits.statement_file_mb");
            return sink(bytes);
        });
    }

    Status imported(const std::string& id, const std::string& sha256) override { return client_->imported(id, sha256); }
    Status refused(const std::string& id, const std::string& sha256, const std::string& reason) override {
        return client_->refused(id, sha256, reason);
    }

  private:
    std::unique_ptr<FetchClient> client_;
    SourceLimits limits_;
};

} // namespace

std::unique_ptr<LedgerClient> checked(std::unique_ptr<LedgerClient> client, SourceLimits limits) {
    return std::make_unique<CheckedLedgerClient>(std::move(client), limits);
}

std::unique_ptr<FetchClient> checked(std::unique_ptr<FetchClient> client, SourceLimits limits) {
    return std::make_unique<CheckedFetchClient>(std::move(client), limits);
}

} // namespace settled::host

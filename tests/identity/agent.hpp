// agent.hpp -- the real import job on a folder, the real plugins in this process and a store in memory.
#pragma once

#include "history.hpp"

#include "host/make_clients.hpp"
#include "jobs/import.hpp"
#include "store/store.hpp"
#include "world/clock.hpp"

#include <atomic>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace settled::identity {

class Agent {
  public:
    explicit Agent(const std::vector<Account>& accounts, bool require_balances = false);

    void put(const std::string& name, const std::string& bytes); // into the folder of the source
    Result<jobs::ImportReport> import();

    struct Book {
        std::vector<BookLine> booked;  // sorted
        std::vector<BookLine> waiting; // interim and announced entries beside the book
    };
    Result<Book> book();

  private:
    class Quiet final : public jobs::Journal {
      public:
        void info(std::string_view) override {}
        void warning(std::string_view) override {}
        void error(std::string_view) override {}
        void progress(std::string_view, std::int64_t, std::int64_t) override {}
    };

    // In memory where the machine has such a folder: every file is written to the disk's platter otherwise.
    class Folder {
      public:
        Folder();
        ~Folder();
        Folder(const Folder&) = delete;
        Folder& operator=(const Folder&) = delete;
        std::filesystem::path path;
    };

    Folder folder_;
    config::Settings settings_;
    world::TestClock clock_;
    world::SeededRandom random_{1};
    std::unique_ptr<store::Store> store_;
    std::unique_ptr<host::Clients> clients_;
    jobs::InOrderExecutor executor_;
    Quiet journal_;
    std::atomic<bool> interrupted_ = false;
};

} // namespace settled::identity

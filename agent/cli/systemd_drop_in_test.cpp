#include "cli/systemd_drop_in.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace settled::cli {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

class SystemdDropIn : public ::testing::Test {
  protected:
    SystemdDropIn() {
        settings_.folder = "/etc/settled";
        settings_.store.url = "sqlite:/var/lib/settled/settled.db";
        settings_.log.folder = "/var/log/settled";
    }
    std::string text(const std::string& configuration = "/etc/settled/settled.toml") const {
        return systemd_drop_in(settings_, "/usr/bin/settled", configuration);
    }
    void source(const std::string& name, const std::string& folder, const std::string& then) {
        config::StatementSource made;
        made.name = name, made.block.plugin = "fetch_folder", made.then = then;
        made.block.options = {{"folder", folder}};
        settings_.sources.push_back(made);
    }
    std::vector<std::string> paths() const {
        std::vector<std::string> found;
        for (const ServiceFolder& each : written_folders(settings_)) found.push_back(each.path.string());
        return found;
    }

    config::Settings settings_;
};

TEST_F(SystemdDropIn, OpensNothingThatThePackagesUnitOpens) {
    EXPECT_THAT(paths(), ElementsAre());
    EXPECT_THAT(text(), Not(HasSubstr("ReadWritePaths")));
    EXPECT_THAT(text(), Not(HasSubstr("ExecStart")));
}

TEST_F(SystemdDropIn, OpensEachFolderThatTheServiceWritesIntoOnce) {
    settings_.store.backup_folder = "/srv/backup/settled/";
    settings_.store.sent_log_copy = "/mnt/nas/settled/sent.log";
    settings_.access.decisions_folder = "/srv/finance/decisions";
    source("bank", "/srv/finance/bank", "archive");
    source("again", "/srv/finance/bank", "delete");
    source("only_read", "/srv/finance/read", "leave");
    config::Gateway mails;
    mails.name = "mail", mails.block.plugin = "notify_folder", mails.block.options = {{"folder", "/srv/mails"}};
    settings_.gateways.push_back(mails);
    EXPECT_THAT(paths(), ElementsAre("/srv/backup/settled", "/mnt/nas/settled", "/srv/finance/decisions", "/srv/finance/bank",
                                     "/srv/mails"));
    EXPECT_THAT(text(), HasSubstr("# [statement_source.bank] folder\nReadWritePaths=-\"/srv/finance/bank\"\n"));
}

TEST_F(SystemdDropIn, StartsFromTheConfigurationsFolder) {
    settings_.store.backup_folder = "../backup";
    EXPECT_THAT(paths(), ElementsAre("/etc/backup"));
}

TEST_F(SystemdDropIn, WritesStrangeNamesAsSystemdReadsThem) {
    source("bank", "/srv/a b/100%/\"x\"", "archive");
    EXPECT_THAT(text(), HasSubstr(R"(ReadWritePaths=-"/srv/a b/100%%/\"x\"")"));
}

TEST_F(SystemdDropIn, NamesWhatTheUnitHides) {
    source("bank", "/tmp/bank", "archive");
    source("other", "/tmpfiles/bank", "archive");
    ASSERT_EQ(hidden_folders(settings_).size(), 1U);
    EXPECT_EQ(hidden_folders(settings_).front().path, "/tmp/bank");
}

TEST_F(SystemdDropIn, LetsOneJobComeToItsOwnLimit) {
    settings_.limits.job_memory_mb = 2048, settings_.limits.file_memory_mb = 256;
    EXPECT_EQ(service_memory_mb(settings_.limits), 2048 + 256 + 512);
    EXPECT_THAT(text(), HasSubstr("MemoryMax=2816M\n"));
}

TEST_F(SystemdDropIn, StartsWithAnotherConfigurationWhereThereIsOne) {
    EXPECT_THAT(text("/opt/a b/settled.toml"),
                HasSubstr("ExecStart=\nExecStart=\"/usr/bin/settled\" run --config \"/opt/a b/settled.toml\"\n"));
}

} // namespace
} // namespace settled::cli

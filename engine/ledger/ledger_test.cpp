// SPDX-License-Identifier: Apache-2.0
// Goal: what was committed is there, what failed is not, the file holds no plain text and only its key opens it.
#include "ledger/ledger.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <sstream>
#include <thread>

namespace zhike::ledger {
namespace {

class ledger_file : public ::testing::Test {
 protected:
  void SetUp() override {
    char name[] = "/tmp/zhike-ledger-XXXXXX";
    folder_ = mkdtemp(name);
    path_ = folder_ + "/ledger.db";
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }
  Status add(Ledger& ledger, const std::string& name) {
    return ledger.write([&](Session& session) {
      return session.execute("INSERT INTO setting VALUES (?1, 'a-secret-value')", {name});
    });
  }
  std::int64_t settings(const Ledger& ledger) {
    std::int64_t count = -1;
    Status read = ledger.read([&](Session& session) -> Status {
      ZK_TRY_SET(count, session.whole("SELECT count(*) FROM setting"));
      return done();
    });
    EXPECT_TRUE(read.ok());
    return count;
  }
  std::string folder_, path_;
};

TEST_F(ledger_file, what_was_written_is_there_after_reopening_and_nothing_is_readable_without_the_key) {
  {
    auto ledger = Ledger::open(path_, "right key");
    ASSERT_TRUE(ledger.ok()) << ledger.error().message;
    ASSERT_TRUE(add(ledger.value(), "one").ok());
  }
  std::ifstream file(path_, std::ios::binary);
  std::stringstream bytes;
  bytes << file.rdbuf();
  EXPECT_EQ(bytes.str().find("a-secret-value"), std::string::npos);
  EXPECT_EQ(bytes.str().find("SQLite format"), std::string::npos);
  auto wrong = Ledger::open(path_, "wrong key");
  ASSERT_FALSE(wrong.ok());
  EXPECT_EQ(wrong.error().code, ErrorCode::wrong_key);
  auto again = Ledger::open(path_, "right key");
  ASSERT_TRUE(again.ok());
  EXPECT_EQ(settings(again.value()), 1);
}

TEST_F(ledger_file, a_caller_that_fails_leaves_nothing_and_does_not_spoil_the_others) {
  auto opened = Ledger::open(path_, "key");
  ASSERT_TRUE(opened.ok());
  Ledger& ledger = opened.value();
  std::vector<std::thread> callers;
  std::atomic<int> failed{0};
  for (int i = 0; i < 40; ++i)
    callers.emplace_back([&, i] {
      Status written = ledger.write([&](Session& session) -> Status {
        ZK_TRY(session.execute("INSERT INTO setting VALUES (?1, '')", {std::to_string(i)}));
        if (i % 4 == 0) return Error{ErrorCode::bad_request, "no"};
        return done();
      });
      if (!written.ok()) ++failed;
    });
  for (auto& caller : callers) caller.join();
  EXPECT_EQ(failed, 10);
  EXPECT_EQ(settings(ledger), 30);
  EXPECT_EQ(add(ledger, "1").error().code, ErrorCode::conflict);
  EXPECT_TRUE(add(ledger, "new").ok());
}

TEST_F(ledger_file, a_ledger_of_the_first_version_is_brought_up_to_date_and_keeps_what_it_holds) {
  {
    auto ledger = Ledger::open(path_, "key");
    ASSERT_TRUE(ledger.ok());
    ASSERT_TRUE(add(ledger.value(), "old").ok());
    ASSERT_TRUE(ledger.value().write([](Session& s) -> Status {
      ZK_TRY(s.execute("DROP TABLE quality"));
      return s.execute("PRAGMA user_version = 1");
    }).ok());
  }
  auto ledger = Ledger::open(path_, "key");
  ASSERT_TRUE(ledger.ok());
  EXPECT_EQ(settings(ledger.value()), 1);
  ASSERT_TRUE(ledger.value().read([](Session& s) -> Status {
    ZK_TRY_SET(const auto version, s.whole("PRAGMA user_version"));
    EXPECT_EQ(version, 2);
    ZK_TRY_SET(const auto rows, s.whole("SELECT count(*) FROM quality", {}, -1));
    EXPECT_EQ(rows, 0);
    return done();
  }).ok());
}

TEST_F(ledger_file, a_ledger_of_a_newer_version_is_refused) {
  {
    auto ledger = Ledger::open(path_, "key");
    ASSERT_TRUE(ledger.ok());
    ASSERT_TRUE(ledger.value().write([](Session& s) { return s.execute("PRAGMA user_version = 999"); }).ok());
  }
  auto newer = Ledger::open(path_, "key");
  ASSERT_FALSE(newer.ok());
  EXPECT_EQ(newer.error().code, ErrorCode::conflict);
}

}  // namespace
}  // namespace zhike::ledger

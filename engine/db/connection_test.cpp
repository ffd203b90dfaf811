// SPDX-License-Identifier: Apache-2.0
// Goal: the lake is encrypted, statements take values safely, and C++ functions and sources behave as tables do.
// Method: a lake in a fresh folder; the extension folder comes from the build (ZHIKE_EXTENSIONS).
#include "db/connection.h"

#include <gtest/gtest.h>

#include <atomic>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <thread>

#include "built_from.h"

namespace zhike::db {
namespace {

class lake : public ::testing::Test {
 protected:
  void SetUp() override {
    char name[] = "/tmp/zhike-db-XXXXXX";
    folder_ = mkdtemp(name);
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }
  OpenOptions options(const std::string& key = "0123456789abcdef0123456789abcdef") const {
    OpenOptions options;
    options.path = folder_ + "/lake.duckdb";
    options.key = key;
    options.extension_folder = ZHIKE_EXTENSIONS;
    options.temporary_folder = folder_ + "/spill";
    return options;
  }
  std::string folder_;
};

TEST_F(lake, holds_no_plain_text_and_opens_only_with_its_key) {
  {
    auto database = Database::open(options());
    ASSERT_TRUE(database.ok()) << database.error().message;
    auto connection = database.value().connect();
    ASSERT_TRUE(connection.ok());
    ASSERT_TRUE(connection.value().execute("CREATE TABLE t AS SELECT 'a-secret-name' AS name FROM range(10000)").ok());
    ASSERT_TRUE(connection.value().execute("CHECKPOINT").ok());
  }
  std::ifstream file(folder_ + "/lake.duckdb", std::ios::binary);
  std::stringstream bytes;
  bytes << file.rdbuf();
  EXPECT_EQ(bytes.str().find("a-secret-name"), std::string::npos);
  auto wrong = Database::open(options("ffffffffffffffffffffffffffffffff"));
  ASSERT_FALSE(wrong.ok());
  EXPECT_EQ(wrong.error().code, ErrorCode::wrong_key) << wrong.error().message;
  auto right = Database::open(options());
  ASSERT_TRUE(right.ok()) << right.error().message;
  auto connection = right.value().connect();
  EXPECT_EQ(connection.value().count("SELECT count(*) FROM t").value(), 10000);
}

TEST_F(lake, loads_no_other_cipher_than_the_one_it_was_built_with) {
  OpenOptions changed = options();
  changed.extension_folder = folder_;
  std::ofstream(folder_ + "/httpfs.duckdb_extension") << "another file";
  auto opened = Database::open(changed);
  ASSERT_FALSE(opened.ok());
  EXPECT_EQ(opened.error().code, ErrorCode::internal);
}

TEST(connection, a_statement_that_is_stopped_says_so) {
  auto database = Database::open({});
  ASSERT_TRUE(database.ok());
  auto connection = database.value().connect();
  ASSERT_TRUE(connection.ok());
  std::atomic<bool> ended{false};
  std::jthread other([&ended, stop = connection.value().interrupter()] {
    while (!ended) stop();
  });
  Status stopped = connection.value().execute("SELECT sum(hash(i)) FROM range(100000000000) AS numbers(i)");
  ended = true;
  ASSERT_FALSE(stopped.ok());
  EXPECT_EQ(stopped.error().code, ErrorCode::cancelled);
}

TEST(connection, values_go_in_as_parameters_and_several_statements_are_refused) {
  auto database = Database::open({});
  ASSERT_TRUE(database.ok()) << database.error().message;
  auto connection = database.value().connect();
  auto& c = connection.value();
  auto rows = c.query("SELECT $who AS who, $n + 1 AS n, DATE '2024-02-29' AS d, NULL AS nothing",
                      {{"who", std::string("o'brien; DROP TABLE x")}, {"n", std::int64_t{41}}});
  ASSERT_TRUE(rows.ok()) << rows.error().message;
  EXPECT_EQ(rows.value().text(0, 0), "o'brien; DROP TABLE x");
  EXPECT_EQ(rows.value().whole(0, 1), 42);
  EXPECT_EQ(rows.value().display(0, 2), "2024-02-29");
  EXPECT_TRUE(rows.value().is_null(0, 3));
  EXPECT_FALSE(c.execute("SELECT 1; SELECT 2").ok());
}

TEST(connection, a_failed_transaction_leaves_nothing) {
  auto database = Database::open({});
  ASSERT_TRUE(database.ok()) << database.error().message;
  auto connection = database.value().connect();
  auto& c = connection.value();
  ASSERT_TRUE(c.execute("CREATE TABLE t(a INTEGER)").ok());
  Status worked = c.transaction([&]() -> Status {
    ZK_TRY(c.execute("INSERT INTO t VALUES (1)"));
    return Error{ErrorCode::cancelled, "enough"};
  });
  EXPECT_EQ(worked.error().code, ErrorCode::cancelled);
  EXPECT_EQ(c.count("SELECT count(*) FROM t").value(), 0);
}

TEST(connection, error_messages_never_quote_values) {
  auto database = Database::open({});
  ASSERT_TRUE(database.ok()) << database.error().message;
  auto connection = database.value().connect();
  auto failed = connection.value().query("SELECT CAST($v AS INTEGER)", {{"v", std::string("13912345678x")}});
  ASSERT_FALSE(failed.ok());
  EXPECT_EQ(failed.error().message.find("13912345678x"), std::string::npos);
}

TEST(connection, functions_in_cpp_see_every_row_and_may_answer_null) {
  auto database = Database::open({});
  ASSERT_TRUE(database.ok()) << database.error().message;
  auto connection = database.value().connect();
  auto& c = connection.value();
  ASSERT_TRUE(c.add_function("zk_even", [](std::string_view in, std::string& out) {
                 out = in;
                 return in.size() % 2 == 0;
               }).ok());
  ASSERT_TRUE(c.add_predicate("zk_same", 2, [](auto texts) { return texts[0] == texts[1]; }).ok());
  auto rows = c.query("SELECT count(*), count(zk_even(i::VARCHAR)), count(*) FILTER (zk_same(i::VARCHAR, '77')) FROM range(100000) r(i)");
  ASSERT_TRUE(rows.ok()) << rows.error().message;
  EXPECT_EQ(rows.value().whole(0, 0), 100000);
  EXPECT_EQ(rows.value().whole(0, 1), 90 + 9000);
  EXPECT_EQ(rows.value().whole(0, 2), 1);
}

class Numbers : public Source {
 public:
  Numbers(std::int64_t end, std::int64_t fail_at) : end_(end), fail_at_(fail_at) {}
  std::vector<SourceColumn> columns() const override { return {{"n", SourceType::whole}, {"t", SourceType::text}}; }
  int threads_max() const override { return 2; }
  Status fill(ChunkWriter& out, Local*) override {
    std::int64_t first = next_.fetch_add(static_cast<std::int64_t>(out.capacity()));
    std::size_t row = 0;
    for (std::int64_t n = first; n < end_ && row < out.capacity(); ++n, ++row) {
      if (n == fail_at_) return Error{ErrorCode::unreadable, "row refused"};
      out.set_whole(0, row, n);
      out.set_text(1, row, std::to_string(n));
    }
    out.set_size(row);
    return done();
  }

 private:
  std::int64_t end_, fail_at_;
  std::atomic<std::int64_t> next_{0};
};

TEST(connection, a_source_is_a_table_and_its_failure_keeps_its_code) {
  auto database = Database::open({});
  ASSERT_TRUE(database.ok()) << database.error().message;
  auto connection = database.value().connect();
  auto& c = connection.value();
  ASSERT_TRUE(c.add_source("numbers", std::make_shared<Numbers>(100000, -1)).ok());
  EXPECT_EQ(c.count("SELECT sum(n)::BIGINT FROM numbers() WHERE t = n::VARCHAR").value(), 4999950000);
  ASSERT_TRUE(c.add_source("broken", std::make_shared<Numbers>(100000, 70000)).ok());
  auto failed = c.count("SELECT count(*) FROM broken()");
  ASSERT_FALSE(failed.ok());
  EXPECT_EQ(failed.error().code, ErrorCode::unreadable);
}

TEST(value, slots_are_filled_and_names_are_quoted) {
  EXPECT_EQ(fill_slots("-- slots: {{a}}\nSELECT {{a}} FROM t", {{"a", quote_identifier("x\"y")}}),
            "SELECT \"x\"\"y\" FROM t");
  EXPECT_EQ(quote_literal("it's"), "'it''s'");
}

}  // namespace
}  // namespace zhike::db

// SPDX-License-Identifier: Apache-2.0
// Goal: every row of a statement comes into memory once, with all its values, beside the other rows of its key.
// Method: rows made by SQL, some thousands so that several threads and chunks take part; sums held against SQL.
#include "db/row_groups.h"

#include <gtest/gtest.h>

#include <set>

#include "db/connection.h"

namespace zhike::db {
namespace {

struct RowGroupsTest : testing::Test {
  Database database = std::move(Database::open({}).value());
  Connection connection = std::move(database.connect().value());

  void fill(RowGroups& groups, const std::string& arguments, const std::string& from) {
    auto sink = connection.add_sink(groups.sink());
    ASSERT_TRUE(sink.ok());
    ASSERT_TRUE(connection.execute("SELECT count(" + sink.value() + "(" + arguments + ")) FROM " + from).ok());
    ASSERT_TRUE(groups.group(2).ok());
  }
};

TEST_F(RowGroupsTest, rows_of_one_key_stand_side_by_side_and_none_is_lost) {
  RowGroups groups({SourceType::text, SourceType::whole});
  fill(groups, "'key ' || i % 7000, i", "range(300000) AS numbers(i)");
  ASSERT_EQ(groups.size(), 7000u);
  std::set<std::string> keys;
  std::int64_t sum = 0;
  for (std::size_t group = 0; group < groups.size(); ++group) {
    const std::string key(groups.row(groups.begin(group)).text(0));
    EXPECT_TRUE(keys.insert(key).second);
    for (std::uint32_t row = groups.begin(group); row < groups.begin(group + 1); ++row) {
      EXPECT_EQ(groups.row(row).text(0), key);
      EXPECT_EQ("key " + std::to_string(groups.row(row).whole(1) % 7000), key);
      sum += groups.row(row).whole(1);
    }
  }
  EXPECT_EQ(sum, std::int64_t{300000} * 299999 / 2);
}

TEST_F(RowGroupsTest, every_type_and_a_missing_value_come_through) {
  RowGroups groups({SourceType::text, SourceType::text, SourceType::text, SourceType::date, SourceType::flag, SourceType::time, SourceType::whole});
  fill(groups, "'one', 'a text longer than twelve bytes', '', DATE '1970-01-11', true, TIMESTAMPTZ '1970-01-01 00:00:01+00', NULL", "range(1)");
  ASSERT_EQ(groups.size(), 1u);
  const GroupedRow row = groups.row(0);
  EXPECT_EQ(row.text(1), "a text longer than twelve bytes");
  EXPECT_TRUE(row.has(2));
  EXPECT_EQ(row.text(2), "");
  EXPECT_EQ(row.whole(3), 10);
  EXPECT_EQ(row.whole(4), 1);
  EXPECT_EQ(row.whole(5), 1'000'000);
  EXPECT_FALSE(row.has(6));
  EXPECT_EQ(row.whole(6), 0);
}

TEST_F(RowGroupsTest, a_row_may_have_more_columns_than_a_word_has_bits) {
  std::vector<SourceType> types(70, SourceType::whole);
  types[0] = SourceType::text;
  RowGroups groups(types);
  std::string arguments = "'k'";
  for (int column = 1; column < 70; ++column) arguments += column % 3 == 0 ? ", NULL" : ", " + std::to_string(column);
  fill(groups, arguments, "range(1)");
  for (std::size_t column = 1; column < 70; ++column) {
    EXPECT_EQ(groups.row(0).has(column), column % 3 != 0);
    EXPECT_EQ(groups.row(0).whole(column), column % 3 == 0 ? 0 : static_cast<std::int64_t>(column));
  }
}

TEST_F(RowGroupsTest, a_statement_without_rows_gives_no_groups) {
  RowGroups groups({SourceType::text});
  fill(groups, "'k'", "range(0)");
  EXPECT_EQ(groups.size(), 0u);
}

}  // namespace
}  // namespace zhike::db

// SPDX-License-Identifier: Apache-2.0
// Goal: the door of the room keeps its promises: right clusters on people with households, the same answer for any
// row order and thread count, waterfalls that add up, constraints that bind, and sane answers to odd tables.
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <numeric>
#include <set>

#include "resolve/column_coder.h"
#include "resolve/generated_people_test.h"
#include "resolve/resolve.h"

namespace zhike::resolve {
namespace {

using testing::generate_people;
using testing::pairwise;
using testing::People;

Outcome run(const Table& table, const Options& options = {}, const Constraints& constraints = {}) {
  auto result = dedupe(table, options, constraints);
  EXPECT_TRUE(result.ok()) << (result.ok() ? "" : result.error().message);
  return result.ok() ? std::move(result.value()) : Outcome{};
}

Table column_table(std::string name, std::vector<std::string> values) {
  Table table;
  table.rows = values.size();
  table.columns.push_back({std::move(name), "", std::move(values)});
  return table;
}

TEST(dedupe, people_of_one_household_stay_apart_and_their_own_records_come_together) {
  const People people = generate_people(600, 1);
  const auto scores = pairwise(run(people.table).cluster, people.truth);
  EXPECT_GT(scores.precision, 0.97);
  EXPECT_GT(scores.recall, 0.95);
}

Table named_phones(const std::vector<std::array<std::string, 3>>& rows) {
  Table table;
  table.rows = rows.size();
  for (const auto& [name, at] : {std::pair{"name", 0}, std::pair{"phone", 1}, std::pair{"email", 2}}) {
    std::vector<std::string> values;
    for (const auto& row : rows) values.push_back(row[static_cast<std::size_t>(at)]);
    table.columns.push_back({name, "", std::move(values)});
  }
  return table;
}

TEST(dedupe, a_handful_of_rows_does_not_teach_that_strangers_are_one) {
  const auto strangers = run(named_phones({{"王伟", "13912345678", ""}, {"李娜", "13912345679", ""}, {"刘洋", "13812345679", ""}}));
  EXPECT_EQ(strangers.cluster, (std::vector<std::uint32_t>{0, 1, 2}));
  const auto two = run(named_phones({{"张伟", "13912345678", ""}, {"李娜", "13812345679", ""}}));
  EXPECT_EQ(two.cluster, (std::vector<std::uint32_t>{0, 1}));
}

TEST(dedupe, equal_rows_beside_a_stranger_are_one) {
  const auto outcome = run(named_phones({{"Ann Lee", "13912345678", "a@b.com"}, {"Ann Lee", "13912345678", "a@b.com"}, {"Bob Ray", "13812345671", "z@q.com"}}));
  EXPECT_EQ(outcome.cluster, (std::vector<std::uint32_t>{0, 0, 2}));
}

TEST(dedupe, the_answer_depends_neither_on_row_order_nor_on_threads) {
  const People people = generate_people(300, 2);
  const auto expected = run(people.table);
  std::vector<std::uint32_t> order(people.table.rows);
  std::iota(order.begin(), order.end(), 0);
  std::mt19937_64 random(5);
  for (const int threads : {1, 2, 4}) {
    std::shuffle(order.begin(), order.end(), random);
    Table shuffled = people.table;
    for (std::size_t c = 0; c < shuffled.columns.size(); ++c)
      for (std::size_t row = 0; row < order.size(); ++row) shuffled.columns[c].values[row] = people.table.columns[c].values[order[row]];
    Options options;
    options.threads = threads;
    const auto outcome = run(shuffled, options);
    ASSERT_EQ(outcome.model.prior_bits, expected.model.prior_bits);
    ASSERT_EQ(outcome.edges.size(), expected.edges.size());
    for (std::size_t f = 0; f < outcome.model.fields.size(); ++f) ASSERT_EQ(outcome.model.fields[f].m, expected.model.fields[f].m);
    // Equal clusters by content: the same sets of texts.
    const auto groups = [](const Table& table, const std::vector<std::uint32_t>& cluster) {
      std::map<std::uint32_t, std::multiset<std::string>> by_cluster;
      for (std::size_t row = 0; row < table.rows; ++row) {
        std::string text;
        for (const auto& column : table.columns) text += column.values[row] + "|";
        by_cluster[cluster[row]].insert(text);
      }
      std::multiset<std::multiset<std::string>> sets;
      for (auto& [number, texts] : by_cluster) sets.insert(std::move(texts));
      return sets;
    };
    ASSERT_EQ(groups(shuffled, outcome.cluster), groups(people.table, expected.cluster));
  }
}

TEST(dedupe, every_waterfall_adds_up_to_the_weight_of_its_edge) {
  const People people = generate_people(200, 3);
  const auto outcome = run(people.table);
  ASSERT_FALSE(outcome.edges.empty());
  for (const auto& edge : outcome.edges) {
    const auto waterfall = explain(outcome, edge.left, edge.right);
    double sum = waterfall.prior_bits;
    for (const auto& field : waterfall.fields) sum += field.bits;
    sum += waterfall.dependence_bits;
    sum += waterfall.related_bits;
    ASSERT_EQ(sum, waterfall.total_bits);
    ASSERT_EQ(static_cast<float>(sum), edge.weight);
    ASSERT_EQ(explain(outcome, edge.right, edge.left).total_bits, waterfall.total_bits);
  }
}

TEST(dedupe, verdicts_bind) {
  const People people = generate_people(200, 4);
  const auto free = run(people.table);
  std::uint32_t joined = 0;
  while (free.cluster[joined] == joined) ++joined;
  const std::uint32_t partner = free.cluster[joined];
  std::uint32_t stranger = 0;
  while (free.cluster[stranger] == partner) ++stranger;
  Constraints constraints;
  constraints.different = {{joined, partner}};
  constraints.same = {{stranger, partner}};
  const auto bound = run(people.table, {}, constraints);
  EXPECT_NE(bound.cluster[joined], bound.cluster[partner]);
  EXPECT_EQ(bound.cluster[stranger], bound.cluster[partner]);
  EXPECT_TRUE(bound.contradicted.empty());
}

TEST(dedupe, contradicting_verdicts_are_shown) {
  const People people = generate_people(50, 5);
  Constraints constraints;
  constraints.different = {{0, 1}};
  constraints.same = {{0, 2}, {1, 2}};
  const auto outcome = run(people.table, {}, constraints);
  EXPECT_EQ(outcome.contradicted.size(), 1U);
  EXPECT_NE(outcome.cluster[0], outcome.cluster[1]);
}

TEST(dedupe, rows_with_different_exclusive_codes_never_merge) {
  const People people = generate_people(200, 6);
  Constraints constraints;
  auto& code = constraints.exclusive.emplace_back(people.table.rows);
  for (std::uint32_t row = 0; row < code.size(); ++row) code[row] = row % 3;
  const auto outcome = run(people.table, {}, constraints);
  std::map<std::uint32_t, std::set<std::uint32_t>> codes;
  for (std::uint32_t row = 0; row < code.size(); ++row)
    if (code[row] != 0) codes[outcome.cluster[row]].insert(code[row]);
  for (const auto& [cluster, seen] : codes) EXPECT_EQ(seen.size(), 1U);
}

TEST(dedupe, link_only_compares_rows_of_different_sources) {
  People people = generate_people(200, 7);
  for (std::uint32_t row = 0; row < people.table.rows; ++row) people.table.source.push_back(row % 2);
  Options options;
  options.link_only = true;
  const auto outcome = run(people.table, options);
  EXPECT_FALSE(outcome.edges.empty());
  for (const auto& edge : outcome.edges) EXPECT_NE(people.table.source[edge.left], people.table.source[edge.right]);
}

TEST(dedupe, tables_of_no_and_one_row_are_answered) {
  EXPECT_TRUE(run(column_table("name", {})).cluster.empty());
  EXPECT_EQ(run(column_table("name", {"Ann Lee"})).cluster, std::vector<std::uint32_t>{0});
}

TEST(dedupe, three_rows_give_three_rows) { EXPECT_EQ(run(column_table("name", {"Ann Lee", "Bob Ray", "Cy Dent"})).cluster.size(), 3U); }

TEST(dedupe, a_table_without_a_usable_column_is_refused_with_advice) {
  for (const auto& table : {column_table("country", std::vector<std::string>(20, "cn")), column_table("note", std::vector<std::string>(20, ""))}) {
    const auto result = dedupe(table, {});
    ASSERT_FALSE(result.ok());
    EXPECT_EQ(result.error().code, ErrorCode::bad_request);
  }
}

TEST(dedupe, columns_of_different_length_are_refused) {
  auto table = column_table("name", {"a", "b", "c"});
  table.columns.push_back({"city", "", {"x"}});
  EXPECT_EQ(dedupe(table, {}).error().code, ErrorCode::bad_request);
}

TEST(dedupe, a_million_times_the_same_value_in_one_column_joins_nobody) {
  People people = generate_people(300, 8);
  for (auto& phone : people.table.columns[3].values)
    if (&phone - people.table.columns[3].values.data() > 20) phone = "13800138000";
  EXPECT_GT(pairwise(run(people.table).cluster, people.truth).precision, 0.95);
}

TEST(dedupe, very_long_values_are_compared_like_others) {
  People people = generate_people(60, 9);
  people.table.columns[0].values[0] = std::string(10000, 'a');
  people.table.columns[4].values[1] = std::string(10000, 'b');
  EXPECT_EQ(run(people.table).cluster.size(), people.table.rows);
}

// Every customer on eight rows with name, date and town, and on a ninth that holds little.
TEST(dedupe, a_sparse_row_among_customers_of_many_rows_finds_its_own) {
  std::mt19937_64 random(12);
  std::vector<std::string> given, family, date, town;
  std::vector<std::uint32_t> truth;
  for (std::uint32_t k = 0; k < 300; ++k) {
    const auto first = testing::random_name(random, 2);
    const auto last = testing::random_name(random, 3);
    const auto born = std::to_string(1940 + random() % 70) + "-" + std::to_string(1 + random() % 12) + "-" + std::to_string(1 + random() % 28);
    const auto place = testing::random_name(random, 2);
    for (int copy = 0; copy < 9; ++copy) {
      const bool sparse = copy == 8;
      given.push_back(sparse ? "" : first), family.push_back(random() % 8 ? last : testing::slip(last, random));
      date.push_back(sparse ? "" : born), town.push_back(place);
      truth.push_back(k);
    }
  }
  Table table;
  table.rows = truth.size();
  table.columns = {{"given_name", "", given}, {"surname", "", family}, {"birth_date", "", date}, {"city", "", town}};
  Options without;
  without.method.second_look = false;
  const auto before = pairwise(run(table, without).cluster, truth);
  const auto outcome = run(table);
  EXPECT_GT(outcome.summary.attached_count, 0U);
  const auto scores = pairwise(outcome.cluster, truth);
  EXPECT_GT(scores.precision, 0.98);
  EXPECT_GT(scores.recall, before.recall);
}

// As in a firm: everybody's address is made of the name, and five people share each name.
TEST(dedupe, people_whose_emails_follow_their_names_stay_apart) {
  std::mt19937_64 random(14);
  std::vector<std::string> names;
  for (int k = 0; k < 32; ++k) names.push_back(testing::random_name(random, 3));
  Table table;
  for (const char* name : {"given_name", "surname", "birth_date", "phone", "email", "address"}) table.columns.push_back({name, "", {}});
  std::vector<std::uint32_t> truth;
  for (std::uint32_t k = 0; k < 1200; ++k) {
    const auto& given = names[random() % 16];
    const auto& family = names[16 + random() % 16];
    const std::vector<std::string> cells = {given, family,
                                            std::to_string(1930 + random() % 75) + "-" + std::to_string(10 + random() % 3) + "-" + std::to_string(10 + random() % 18),
                                            std::to_string(2'000'000'000 + random() % 7'000'000'000), given + "." + family + "@mail.example",
                                            std::to_string(1 + random() % 300) + " " + testing::random_name(random, 3) + " street"};
    for (int copy = 0; copy < (k % 3 == 0 ? 2 : 1); ++copy) {
      for (std::size_t c = 0; c < cells.size(); ++c) table.columns[c].values.push_back(c != 4 && c > 1 && random() % 7 == 0 ? "" : cells[c]);
      truth.push_back(k);
    }
  }
  table.rows = truth.size();
  const auto scores = pairwise(run(table).cluster, truth);
  EXPECT_GT(scores.precision, 0.97);
  EXPECT_GT(scores.recall, 0.95);
}

TEST(dedupe, where_single_rows_are_the_rule_nobody_is_attached) {
  const People people = generate_people(400, 13);
  std::set<std::uint32_t> seen;
  Table table = people.table;
  for (auto& column : table.columns) column.values.clear();
  for (std::size_t row = 0; row < people.table.rows; ++row)
    if (seen.insert(people.truth[row]).second || row % 40 == 0)
      for (std::size_t c = 0; c < table.columns.size(); ++c) table.columns[c].values.push_back(people.table.columns[c].values[row]);
  table.rows = table.columns[0].values.size();
  EXPECT_EQ(run(table).summary.attached_count, 0U);
}

TEST(dedupe, coded_columns_give_the_same_answer_and_may_be_let_go) {
  const People people = generate_people(150, 11);
  Table coded = people.table;
  for (auto& column : coded.columns) {
    ColumnCoder coder;
    for (const auto& text : column.values) coder.add(text);
    column = coder.take(column.name);
    EXPECT_EQ(column.rows(), coded.rows);
  }
  const auto expected = run(people.table);
  EXPECT_EQ(run(coded).cluster, expected.cluster);
  const auto result = dedupe(std::move(coded), {});
  ASSERT_TRUE(result.ok());
  EXPECT_EQ(result.value().cluster, expected.cluster);
  EXPECT_EQ(result.value().edges.size(), expected.edges.size());
}

TEST(dedupe, a_memory_limit_ends_the_run_at_the_step_that_would_pass_it_or_changes_nothing) {
  std::set<std::string> steps;
  // Everybody once, so that values take most; and everybody many times over, so that pairs do.
  for (const int copies : {1, 20}) {
    People people = generate_people(copies == 1 ? 300 : 60, 12);
    for (auto& column : people.table.columns) {
      const auto once = column.values;
      for (int copy = 1; copy < copies; ++copy) column.values.insert(column.values.end(), once.begin(), once.end());
    }
    people.table.rows *= static_cast<std::size_t>(copies);
    const auto expected = run(people.table);
    bool enough = false;
    for (std::uint64_t kilobytes = 64; kilobytes < 64 * 1024 && !enough; kilobytes += kilobytes / 8) {
      Options options;
      options.memory_bytes = kilobytes * 1024;
      const auto result = dedupe(people.table, options);
      enough = result.ok();
      if (enough) {
        EXPECT_EQ(result.value().cluster, expected.cluster);
      } else {
        EXPECT_EQ(result.error().code, ErrorCode::too_large);
        steps.insert(result.error().message.substr(0, result.error().message.find(" needs")));
      }
    }
    EXPECT_TRUE(enough);
  }
  EXPECT_EQ(steps, (std::set<std::string>{"step 'candidates'", "step 'columns'", "step 'similar values'"}));
}

TEST(dedupe, pairs_that_do_not_fit_into_memory_are_spilled_and_change_nothing) {
  People people = generate_people(60, 12);
  for (auto& column : people.table.columns) {
    const auto once = column.values;
    for (int copy = 1; copy < 20; ++copy) column.values.insert(column.values.end(), once.begin(), once.end());
  }
  people.table.rows *= 20;
  const auto expected = run(people.table);
  int spilled = 0;
  for (std::uint64_t kilobytes = 64; kilobytes < 64 * 1024; kilobytes += kilobytes / 16) {
    Options options;
    options.memory_bytes = kilobytes * 1024;
    const bool fits = dedupe(people.table, options).ok();
    options.spill_folder = std::filesystem::temp_directory_path().string();
    const auto result = dedupe(people.table, options);
    if (!result.ok()) {
      EXPECT_EQ(result.error().code, ErrorCode::too_large);
      continue;
    }
    spilled += fits ? 0 : 1;
    EXPECT_EQ(result.value().cluster, expected.cluster);
    ASSERT_EQ(result.value().edges.size(), expected.edges.size());
    for (std::size_t k = 0; k < expected.edges.size(); ++k) {
      EXPECT_EQ(result.value().edges[k].left, expected.edges[k].left);
      EXPECT_EQ(result.value().edges[k].weight, expected.edges[k].weight);
    }
    if (fits) break;
  }
  EXPECT_GT(spilled, 0);
}

TEST(dedupe, a_spill_folder_without_room_ends_the_run) {
  const People people = generate_people(300, 12);
  Options options;
  options.spill_folder = "/nowhere/at/all";
  bool full = false;
  for (std::uint64_t kilobytes = 64; kilobytes < 64 * 1024 && !full; kilobytes += kilobytes / 16) {
    options.memory_bytes = kilobytes * 1024;
    const auto result = dedupe(people.table, options);
    if (result.ok()) break;
    full = result.error().code == ErrorCode::disk_full;
  }
  EXPECT_TRUE(full);
}

// Songs of few artists on albums of twelve: what an album shares must not swallow the songs, nor join them.
TEST(dedupe, a_table_of_neither_persons_nor_firms_finds_its_rows_by_their_titles) {
  std::mt19937_64 random(14);
  std::vector<std::string> title, artist, album, year, length;
  std::vector<std::uint32_t> truth;
  for (std::uint32_t k = 0; k < 1200; ++k) {
    static std::string on, by, in;
    if (k % 12 == 0) on = testing::random_name(random, 3), by = testing::random_name(random, 4), in = std::to_string(1960 + random() % 50);
    const auto name = testing::random_name(random, 3) + " " + testing::random_name(random, 2);
    const double seconds = 120 + static_cast<double>(random() % 2000) / 10;
    for (int copy = 0; copy < 2; ++copy) {
      title.push_back(copy ? testing::slip(name, random) : name), artist.push_back(by), album.push_back(random() % 5 ? on : "");
      year.push_back(in), length.push_back(std::to_string(seconds + copy * 0.1)), truth.push_back(k);
    }
  }
  Table table;
  table.rows = truth.size();
  table.columns = {{"title", "", title}, {"artist", "", artist}, {"album", "", album}, {"year", "", year}, {"length", "", length}};
  const auto outcome = run(table);
  const auto scores = pairwise(outcome.cluster, truth);
  EXPECT_GT(scores.precision, 0.95);
  EXPECT_GT(scores.recall, 0.9);
  for (const auto& field : outcome.model.fields) EXPECT_EQ(field.shared, field.name != "title") << field.name;
}

TEST(dedupe, each_part_of_the_method_can_be_left_out) {
  const People people = generate_people(120, 15);
  for (const auto& part : method_parts) {
    Options options;
    options.method.*(part.part) = false;
    EXPECT_GT(pairwise(run(people.table, options).cluster, people.truth).recall, 0.5) << part.id;
  }
}

TEST(dedupe, pairs_kept_apart_because_names_alone_agree_are_counted) {
  std::vector<std::string> names, phones;
  std::mt19937_64 random(16);
  for (int k = 0; k < 400; ++k) {
    const auto name = testing::random_name(random, 3) + " " + testing::random_name(random, 4);
    names.push_back(name), names.push_back(name), phones.push_back(std::to_string(1000000000 + random() % 8999999999ULL)), phones.push_back("");
  }
  auto table = column_table("name", names);
  table.columns.push_back({"phone", "", phones});
  EXPECT_EQ(run(table).summary.name_alone_count, 0U);
  Options options;
  options.name_alone_merges = false;
  EXPECT_GT(run(table, options).summary.name_alone_count, 300U);
}

TEST(dedupe, dates_out_of_range_and_columns_by_the_hundred_are_answered) {
  People people = generate_people(100, 17);
  for (std::size_t row = 0; row < people.table.rows; row += 3) people.table.columns[2].values[row] = row % 2 ? "9999-99-99" : "0000-00-00";
  for (int extra = 0; extra < 195; ++extra) {
    Column column{"extra" + std::to_string(extra), "", {}};
    for (std::size_t row = 0; row < people.table.rows; ++row) column.values.push_back(extra % 2 ? "x" : std::to_string((row * 7 + static_cast<std::size_t>(extra)) % 3));
    people.table.columns.push_back(std::move(column));
  }
  const auto outcome = run(people.table);
  EXPECT_LE(outcome.model.fields.size(), 15U);
  EXPECT_GT(outcome.summary.notes.size(), 180U);
  EXPECT_GT(pairwise(outcome.cluster, people.truth).precision, 0.9);
}

TEST(dedupe, rows_that_are_all_equal_are_answered) {
  Table table = column_table("name", std::vector<std::string>(500, "Ann Lee"));
  table.columns.push_back({"city", "", std::vector<std::string>(500, "Rome")});
  for (int k = 0; k < 2; ++k) table.columns[0].values[k] = "Bob Ray";
  EXPECT_EQ(run(table).cluster.size(), 500U);
}

TEST(dedupe, cancelling_stops_the_run) {
  Options options;
  options.progress = [](std::string_view, double share) { return share < 0.2; };
  EXPECT_EQ(dedupe(generate_people(50, 10).table, options).error().code, ErrorCode::cancelled);
}

}  // namespace
}  // namespace zhike::resolve

// SPDX-License-Identifier: Apache-2.0
// Goal: an index opened from its file and its log is, array by array, the one that was never closed, and goes on as that one
// does. Method: random batches of everything that can happen to records, held against each other after each.
#include "resolve/index_delta.h"

#include <gtest/gtest.h>

#include <cstring>
#include <filesystem>
#include <numeric>
#include <random>

#include "resolve/generated_people_test.h"
#include "resolve/index_file.h"

namespace zhike::resolve {
namespace {

namespace fs = std::filesystem;

template <class T>
bool same_item(const T& a, const T& b) {
  return std::memcmp(&a, &b, sizeof a) == 0;
}
template <class A, class B>
bool same(const A& a, const B& b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](const auto& one, const auto& other) { return same_item(one, other); });
}

template <class Item>
bool same_lists(const GrowingLists<Item>& a, const GrowingLists<Item>& b) {
  bool equal = a.size() == b.size();
  for (std::size_t list = 0; equal && list < a.size(); ++list) equal = same(a.first(list), b.first(list)) && same(a.later(list), b.later(list));
  return equal;
}

// What is told is put in the place of what was told before: which of it came later says nothing.
bool same_told(const GrowingLists<std::uint32_t>& a, const GrowingLists<std::uint32_t>& b) {
  const auto all_of = [](const GrowingLists<std::uint32_t>& lists) {
    std::vector<std::vector<std::uint32_t>> all(lists.size());
    for (std::size_t list = 0; list < all.size(); ++list) lists.each(list, [&](std::uint32_t item) { all[list].push_back(item); });
    return all;
  };
  return all_of(a) == all_of(b);
}

void expect_same(TextIndex& a, TextIndex& b) {
  EXPECT_TRUE(same(a.texts.bytes(), b.texts.bytes()));
  EXPECT_TRUE(same(a.texts.ends(), b.texts.ends()));
  EXPECT_TRUE(same(a.slots.slots(), b.slots.slots()));
  EXPECT_TRUE(same(a.slots.filter(), b.slots.filter()));
  EXPECT_EQ(a.slots.count(), b.slots.count());
}

void expect_same(IndexField& a, IndexField& b) {
  SCOPED_TRACE(a.name);
  expect_same(a.values, b.values);
  expect_same(a.words, b.words);
  EXPECT_TRUE(same(a.count, b.count));
  EXPECT_TRUE(same(a.chance, b.chance));
  EXPECT_TRUE(same(a.chances, b.chances));
  EXPECT_TRUE(same_lists(a.rows, b.rows));
  EXPECT_TRUE(same_lists(a.similar, b.similar));
  EXPECT_TRUE(same(a.features.keys, b.features.keys));
  EXPECT_TRUE(same_lists(a.features.values, b.features.values));
  EXPECT_EQ(a.features.later_keys, b.features.later_keys);
  EXPECT_EQ(a.features.alphabet, b.features.alphabet);
  EXPECT_TRUE(same(a.keys_count, b.keys_count));
  EXPECT_TRUE(same(a.digits, b.digits));
  EXPECT_TRUE(same(a.same_text, b.same_text));
  EXPECT_TRUE(same(a.letters, b.letters));
}

void expect_same(IndexData& a, IndexData& b) {
  EXPECT_TRUE(same(a.row_codes, b.row_codes));
  EXPECT_TRUE(same(a.order, b.order));
  EXPECT_TRUE(same(a.record_id, b.record_id));
  EXPECT_TRUE(same(a.cluster, b.cluster));
  EXPECT_TRUE(same(a.next, b.next));
  EXPECT_EQ(a.records_count, b.records_count);
  for (const auto id : a.record_id) EXPECT_EQ(a.row_of(id), b.row_of(id));
  EXPECT_TRUE(same_lists(a.edges, b.edges));
  EXPECT_TRUE(same_told(a.same, b.same));
  EXPECT_TRUE(same_told(a.different, b.different));
  ASSERT_EQ(a.identity.size(), b.identity.size());
  for (std::size_t rule = 0; rule < a.identity.size(); ++rule) EXPECT_TRUE(same(a.identity[rule], b.identity[rule]));
  EXPECT_TRUE(same(a.fragment_sizes, b.fragment_sizes));
  EXPECT_EQ(a.fragment_counts, b.fragment_counts);
  EXPECT_EQ(a.fragment_bits, b.fragment_bits);
  EXPECT_TRUE(same(a.fragment, b.fragment));
  ASSERT_EQ(a.field.size(), b.field.size());
  for (std::size_t f = 0; f < a.field.size(); ++f) expect_same(a.field[f], b.field[f]);
}

class IndexDelta : public ::testing::Test {
 protected:
  void SetUp() override {
    std::string pattern = (fs::temp_directory_path() / "zhike-delta-XXXXXX").string();
    folder_ = ::mkdtemp(pattern.data());
    people_ = testing::generate_people(220, 77);
    Table table = people_.table;
    table.rows = people_.table.rows / 2;
    for (auto& column : table.columns) column.values.resize(table.rows);
    const auto outcome = dedupe(table, {});
    std::vector<std::int64_t> ids(table.rows);
    std::iota(ids.begin(), ids.end(), 0);
    const std::vector<std::vector<std::uint64_t>> none(1, std::vector<std::uint64_t>(table.rows, 0));
    auto index = Index::make(table, {}, outcome.value(), ids, none);
    ASSERT_TRUE(save_index(index.value(), path(), key_, "run 0").ok());
    next_ = table.rows;
  }
  void TearDown() override { fs::remove_all(folder_); }

  std::string path() const { return folder_ + "/person.index"; }
  StoredIndex open(const std::string& run) { return std::move(StoredIndex::open(path(), key_, run).value()); }

  IndexRecord record(std::int64_t id, std::size_t like) {
    IndexRecord record{id, {}, {random_() % 8 == 0 ? identity_key(std::to_string(random_() % 40)) : 0}};
    for (const auto& column : people_.table.columns) {
      record.cells.push_back({column.name, column.values[like]});
      if (random_() % 12 == 0) record.cells.back().text = testing::slip(record.cells.back().text, random_);
      // A name that has only been seen in the other name field, or nowhere.
      if (column.name == "given_name" && random_() % 10 == 0) record.cells.back().text = people_.table.columns[1].values[random_() % people_.table.rows];
      if (column.name == "surname" && random_() % 10 == 0) record.cells.back().text = testing::random_name(random_, 4);
    }
    return record;
  }

  std::vector<IndexChange> batch() {
    std::vector<IndexChange> changes;
    for (int k = 0; k < 12 && next_ < people_.table.rows; ++k, ++next_) changes.push_back({record(static_cast<std::int64_t>(next_), next_), false});
    for (int k = 0; k < 4; ++k) changes.push_back({record(static_cast<std::int64_t>(random_() % next_), random_() % next_), false});
    for (int k = 0; k < 3; ++k) changes.push_back({{static_cast<std::int64_t>(random_() % next_), {}, {}}, true});
    std::sort(changes.begin(), changes.end(), [](const auto& a, const auto& b) { return a.record.id < b.record.id; });
    changes.erase(std::unique(changes.begin(), changes.end(), [](const auto& a, const auto& b) { return a.record.id == b.record.id; }), changes.end());
    return changes;
  }

  IndexTold told() {
    IndexTold told{{}, {{}}, {}, {}};
    const auto some = [&] { return static_cast<std::int64_t>(random_() % next_); };
    for (int k = 0; k < 5; ++k) told.same.emplace_back(some(), some());
    for (int k = 0; k < 5; ++k) told.different.emplace_back(some(), some());
    for (int k = 0; k < 5; ++k) {
      told.record_ids.push_back(some());
      told.identity.front().push_back(random_() % 2 == 0 ? 0 : identity_key(std::to_string(random_() % 40)));
    }
    return told;
  }

  void expect_same_answers(Index& a, Index& b) {
    for (int k = 0; k < 40; ++k) {
      const auto asked = record(-1, random_() % people_.table.rows);
      const auto one = a.ask(asked).value(), other = b.ask(asked).value();
      EXPECT_EQ(one.clusters, other.clusters);
      ASSERT_EQ(one.candidates.size(), other.candidates.size());
      for (std::size_t c = 0; c < one.candidates.size(); ++c) {
        EXPECT_EQ(one.candidates[c].record_id, other.candidates[c].record_id);
        EXPECT_EQ(one.candidates[c].weight, other.candidates[c].weight);
        EXPECT_EQ(one.candidates[c].related, other.candidates[c].related);
      }
    }
  }

  std::string folder_;
  testing::People people_;
  std::size_t next_ = 0;
  std::mt19937_64 random_{5};
  const std::string key_ = std::string(32, 'k');
};

TEST_F(IndexDelta, an_index_opened_again_is_the_one_that_was_never_closed) {
  StoredIndex stored = open("run 0");
  std::string run = "run 0";
  bool is_kept = true;
  for (int round = 1; round < 25; ++round) {
    SCOPED_TRACE(round);
    const auto changes = batch();
    const auto now = told();
    const auto one = stored.index().apply(changes, round % 3 == 0 ? &now : nullptr);
    if (is_kept) {
      StoredIndex again = open(run);
      const auto other = again.index().apply(changes, round % 3 == 0 ? &now : nullptr);
      EXPECT_EQ(one.value().moved, other.value().moved);
      EXPECT_EQ(one.value().clustered_again, other.value().clustered_again);
      expect_same(stored.index().data(), again.index().data());
    }
    is_kept = round % 4 != 0;
    if (!is_kept) continue;  // two batches in one delta
    run = "run " + std::to_string(round);
    ASSERT_TRUE(stored.keep(run).ok());
    StoredIndex again = open(run);
    expect_same(stored.index().data(), again.index().data());
    if (HasFailure()) return;
    expect_same_answers(stored.index(), again.index());
    std::vector<std::int64_t> ids(next_);
    std::iota(ids.begin(), ids.end(), 0);
    EXPECT_EQ(stored.index().edges_of(ids).size(), again.index().edges_of(ids).size());
  }
}

TEST_F(IndexDelta, a_log_that_has_grown_long_ends_in_a_new_file) {
  StoredIndex stored = open("run 0");
  bool is_new = false;
  for (int round = 1; round < 60; ++round) {
    SCOPED_TRACE(round);
    std::vector<IndexChange> changes;
    for (std::int64_t id = 0; id < 60; ++id) changes.push_back({record(id, random_() % people_.table.rows), false});
    const auto before = stored.logged_bytes();
    const bool was_new = is_new;
    ASSERT_TRUE(stored.index().apply(changes).ok());
    ASSERT_TRUE(stored.keep("run " + std::to_string(round)).ok());
    is_new = stored.logged_bytes() < before;
    if (!is_new && !was_new) continue;
    StoredIndex again = open("run " + std::to_string(round));
    expect_same(stored.index().data(), again.index().data());
    expect_same_answers(stored.index(), again.index());
    if (was_new) return;
  }
  FAIL() << "the log only grew";
}

TEST_F(IndexDelta, a_delta_that_does_not_follow_on_the_index_is_refused) {
  StoredIndex stored = open("run 0"), later = open("run 0");
  const auto changes = batch();
  ASSERT_TRUE(stored.index().apply(changes).ok());
  const std::string delta = write_delta(stored.index().data(), "run 1");
  ASSERT_TRUE(later.index().apply(changes).ok());
  EXPECT_FALSE(take_delta(delta, later.index().data()));
}

}  // namespace
}  // namespace zhike::resolve

// SPDX-License-Identifier: Apache-2.0
// Goal: an index that was saved answers as before, in the clear nothing of it can be read, and a kill at any place leaves
// the old state or the new one.
#include "resolve/index_file.h"

#include <gtest/gtest.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <numeric>
#include <random>

#include "resolve/generated_people_test.h"
#include "resolve/index_data.h"

namespace zhike::resolve {
namespace {

namespace fs = std::filesystem;
using testing::generate_people;

class IndexFile : public ::testing::Test {
 protected:
  void SetUp() override {
    std::string pattern = (fs::temp_directory_path() / "zhike-index-XXXXXX").string();
    folder_ = ::mkdtemp(pattern.data());
    people_ = generate_people(150, 41);
    known_ = people_.table.rows * 3 / 4;
    Table table = people_.table;
    table.rows = known_;
    for (auto& column : table.columns) column.values.resize(known_);
    auto outcome = dedupe(table, {});
    std::vector<std::int64_t> ids(known_);
    std::iota(ids.begin(), ids.end(), 0);
    index_ = std::make_unique<Index>(std::move(Index::make(table, {}, outcome.value(), ids).value()));
  }
  void TearDown() override { fs::remove_all(folder_); }

  std::string path() const { return folder_ + "/sub/person.index"; }
  IndexChange change(std::size_t row) const {
    IndexChange change;
    change.record.id = static_cast<std::int64_t>(row);
    for (const auto& column : people_.table.columns) change.record.cells.push_back({column.name, column.values[row]});
    return change;
  }
  static std::vector<std::vector<std::int64_t>> clusters(const Index& index, std::size_t rows) {
    std::vector<std::vector<std::int64_t>> out;
    for (std::size_t row = 0; row < rows; ++row)
      out.push_back(index.holds(static_cast<std::int64_t>(row)) ? index.members_of(static_cast<std::int64_t>(row)) : std::vector<std::int64_t>{});
    return out;
  }

  std::string folder_;
  testing::People people_;
  std::size_t known_ = 0;
  std::unique_ptr<Index> index_;
  const std::string key_ = std::string(32, 'k');
};

TEST_F(IndexFile, an_index_that_was_saved_answers_as_before) {
  // With values and rows that came later and others that went: those take other ways through the file.
  std::vector<IndexChange> changes;
  for (std::size_t row = known_; row < people_.table.rows; ++row) changes.push_back(change(row));
  changes.push_back({{3, {}, {}}, true});
  ASSERT_TRUE(index_->apply(changes).ok());
  ASSERT_TRUE(save_index(*index_, path(), key_, "run 1").ok());
  auto stored = StoredIndex::open(path(), key_, "run 1");
  ASSERT_TRUE(stored.ok()) << stored.error().message;
  Index& loaded = stored.value().index();
  EXPECT_EQ(loaded.records_count(), index_->records_count());
  EXPECT_EQ(clusters(loaded, people_.table.rows), clusters(*index_, people_.table.rows));
  EXPECT_EQ(loaded.data().fragment_sizes, index_->data().fragment_sizes);
  EXPECT_EQ(loaded.data().fragment, index_->data().fragment);
  for (std::size_t row = 0; row < people_.table.rows; ++row) {
    auto asked = change(row).record;
    asked.cells[1].text += "x";
    const auto before = index_->ask(asked);
    const auto after = loaded.ask(asked);
    ASSERT_EQ(before.value().clusters, after.value().clusters);
    ASSERT_EQ(before.value().candidates.size(), after.value().candidates.size());
    for (std::size_t k = 0; k < before.value().candidates.size(); ++k)
      ASSERT_EQ(before.value().candidates[k].weight, after.value().candidates[k].weight);
  }
}

TEST_F(IndexFile, changes_are_there_after_opening_again) {
  ASSERT_TRUE(save_index(*index_, path(), key_, "run 1").ok());
  {
    auto stored = StoredIndex::open(path(), key_, "run 1");
    for (std::size_t row = known_; row < people_.table.rows; ++row) {
      const auto one = change(row);
      ASSERT_TRUE(stored.value().apply({&one, 1}).ok());
      ASSERT_TRUE(index_->apply({&one, 1}).ok());
    }
  }
  auto stored = StoredIndex::open(path(), key_, "run 1");
  EXPECT_GT(stored.value().logged_bytes(), 0U);
  EXPECT_EQ(clusters(stored.value().index(), people_.table.rows), clusters(*index_, people_.table.rows));
}

TEST_F(IndexFile, nothing_of_the_records_stands_in_the_clear) {
  ASSERT_TRUE(save_index(*index_, path(), key_, "run 1").ok());
  auto stored = StoredIndex::open(path(), key_, "run 1");
  const auto one = change(known_);
  ASSERT_TRUE(stored.value().apply({&one, 1}).ok());
  for (const auto& entry : fs::directory_iterator(folder_ + "/sub")) {
    std::ifstream file(entry.path(), std::ios::binary);
    const std::string text{std::istreambuf_iterator<char>(file), {}};
    for (const auto& cell : one.record.cells) {
      if (cell.text.size() <= 5) continue;
      EXPECT_EQ(text.find(cell.text), std::string::npos) << entry.path();
    }
  }
}

TEST_F(IndexFile, an_index_of_another_run_or_a_damaged_one_is_not_used) {
  EXPECT_EQ(StoredIndex::open(path(), key_, "run 1").error().code, ErrorCode::not_found);
  ASSERT_TRUE(save_index(*index_, path(), key_, "run 1").ok());
  EXPECT_EQ(StoredIndex::open(path(), key_, "run 2").error().code, ErrorCode::conflict);
  std::fstream file(path(), std::ios::binary | std::ios::in | std::ios::out);
  file.seekg(2000);
  const int there = file.get();
  file.seekp(2000);
  file.put(static_cast<char>(there ^ 1));
  file.close();
  EXPECT_EQ(StoredIndex::open(path(), key_, "run 1").error().code, ErrorCode::unreadable);
}

TEST_F(IndexFile, the_log_of_an_older_file_is_void) {
  ASSERT_TRUE(save_index(*index_, path(), key_, "run 1").ok());
  {
    auto stored = StoredIndex::open(path(), key_, "run 1");
    const auto one = change(known_);
    ASSERT_TRUE(stored.value().apply({&one, 1}).ok());
  }
  ASSERT_TRUE(save_index(*index_, path(), key_, "run 1").ok());
  EXPECT_FALSE(StoredIndex::open(path(), key_, "run 1").value().index().holds(static_cast<std::int64_t>(known_)));
}

// A child makes changes one by one, now and then writes the file anew, and is killed at any moment: what it said it had
// done is there, and the index opens.
TEST_F(IndexFile, what_was_done_before_a_kill_is_there_after_it) {
  ASSERT_TRUE(save_index(*index_, path(), key_, "run 1").ok());
  std::size_t acknowledged = known_;
  std::mt19937_64 random(9);
  for (int round = 0; round < 15; ++round) {
    int said[2];
    ASSERT_EQ(::pipe(said), 0);
    const pid_t child = ::fork();
    if (child == 0) {
      const auto open = [&] { return std::make_unique<StoredIndex>(std::move(StoredIndex::open(path(), key_, "run 1", 1).value())); };
      auto stored = open();
      for (std::size_t row = acknowledged;; ++row) {
        auto one = change(row % people_.table.rows);
        one.record.id = static_cast<std::int64_t>(row);
        if (!stored->apply({&one, 1}).ok() || ::write(said[1], "1", 1) != 1) ::_exit(3);
        if (row % 3 != 0) continue;
        if (!save_index(stored->index(), path(), key_, "run 1").ok()) ::_exit(3);
        stored = open();
      }
    }
    ::close(said[1]);
    char ack = 0;
    for (std::size_t wanted = random() % 6; wanted > 0 && ::read(said[0], &ack, 1) == 1; --wanted) ++acknowledged;
    ::usleep(static_cast<useconds_t>(random() % 20'000));
    ::kill(child, SIGKILL);
    int state = 0;
    ::waitpid(child, &state, 0);
    ASSERT_TRUE(WIFSIGNALED(state));
    while (::read(said[0], &ack, 1) == 1) ++acknowledged;
    ::close(said[0]);
    auto stored = StoredIndex::open(path(), key_, "run 1");
    ASSERT_TRUE(stored.ok()) << stored.error().message;
    for (std::size_t row = known_; row < acknowledged; ++row) ASSERT_TRUE(stored.value().index().holds(static_cast<std::int64_t>(row)));
    // One more may have been done without being said.
    EXPECT_FALSE(stored.value().index().holds(static_cast<std::int64_t>(acknowledged + 1)));
    if (stored.value().index().holds(static_cast<std::int64_t>(acknowledged))) ++acknowledged;
  }
  EXPECT_GT(acknowledged, known_ + 5);
}

}  // namespace
}  // namespace zhike::resolve

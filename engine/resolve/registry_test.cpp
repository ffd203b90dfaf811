// SPDX-License-Identifier: Apache-2.0
// Goal: the registry holds under everything that can happen to it. Method: random histories of runs, verdicts, merges,
// splits, undo and undo of undo against a naive model in memory; every state of the past read again from the acts.
#include "resolve/registry.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <map>
#include <random>
#include <set>

#include "resolve/act_rows.h"
#include "resolve/registry_history.h"

namespace zhike::resolve {
namespace {

using Partition = std::map<std::uint64_t, Code>;  // of the records that are there


class Registry : public ::testing::Test {
 protected:
  void SetUp() override {
    char name[] = "/tmp/zhike-registry-XXXXXX";
    folder_ = mkdtemp(name);
    auto opened = ledger::Ledger::open(folder_ + "/ledger.db", "key");
    ASSERT_TRUE(opened.ok()) << opened.error().message;
    ledger_ = std::make_unique<ledger::Ledger>(std::move(opened.value()));
    desk_ = {ledger_.get(), [this](std::span<const Code> codes) { return read(codes); }, 0, "standard"};
  }
  void TearDown() override {
    ledger_.reset();
    std::filesystem::remove_all(folder_);
  }

  RegistryState state() {
    RegistryState out;
    Status read = ledger_->read([&](ledger::Session& session) -> Status {
      ZK_TRY_SET(out, read_registry(session));
      return done();
    });
    EXPECT_TRUE(read.ok()) << read.error().message;
    return out;
  }
  static Partition partition_of(const RegistryState& state) {
    Partition out;
    for (const auto& row : state.places)
      if (!is_gone(row.place)) out[row.record_id] = state.present(code_at(row.place));
    return out;
  }
  Partition now() { return partition_of(state()); }
  Partition after(std::int64_t act) {
    Partition out;
    Status read = ledger_->read([&](ledger::Session& session) -> Status {
      ZK_TRY_SET(RegistryState then, state_after(session, act));
      out = partition_of(then);
      return done();
    });
    EXPECT_TRUE(read.ok()) << read.error().message;
    return out;
  }
  std::vector<BindingPair> bindings() {
    std::vector<BindingPair> out;
    Status read = ledger_->read([&](ledger::Session& session) -> Status {
      ZK_TRY_SET(out, binding_pairs(session));
      return done();
    });
    EXPECT_TRUE(read.ok());
    return out;
  }
  std::int64_t wrong_cache_rows() {
    std::int64_t wrong = -1;
    Status written = ledger_->write([&](ledger::Session& session) -> Status {
      ZK_TRY_SET(wrong, restore_caches(session));
      return done();
    });
    EXPECT_TRUE(written.ok());
    return wrong;
  }

  // The desk's customers come from the registry itself; there are no scored pairs.
  Result<Customers> read(std::span<const Code> codes) {
    Customers out;
    RegistryState all = state();
    std::set<Code> wanted(codes.begin(), codes.end());
    for (const auto& row : all.places) {
      Code code = all.present(code_at(row.place));
      if (!is_gone(row.place) && wanted.contains(code)) out.members.push_back({row.record_id, code, CodeLetter::person, 1, "s", std::to_string(row.record_id), ""});
    }
    std::vector<std::uint64_t> ids;
    for (const auto& member : out.members) ids.push_back(member.record_id);
    ZK_TRY(ledger_->read([&](ledger::Session& session) -> Status {
      ZK_TRY_SET(out.state, read_registry(session, ids));
      return done();
    }));
    return out;
  }

  // A run that finds these clusters; ties join each record to the first of its cluster.
  std::int64_t run(const std::map<std::uint64_t, std::uint64_t>& cluster_of) {
    std::vector<ClusterMember> members;
    std::vector<Tie> ties;
    std::map<std::uint64_t, std::uint32_t> first;
    for (const auto& [record, cluster] : cluster_of) {
      auto [at, added] = first.emplace(cluster, static_cast<std::uint32_t>(members.size()));
      if (!added) ties.push_back({at->second, static_cast<std::uint32_t>(members.size()), 5, Cause::evidence});
      members.push_back({record, cluster, 1, CodeLetter::person});
    }
    RegistryChange change = plan_clusters(state(), members, ties, {.whole = true});
    if (change.empty()) return 0;
    std::int64_t act = 0;
    Status written = ledger_->write([&](ledger::Session& session) -> Status {
      ZK_TRY_SET(act, write_act(session, {.kind = "run", .run_id = ++runs_}, change));
      return done();
    });
    EXPECT_TRUE(written.ok()) << written.error().message;
    return act;
  }
  Result<DecisionResult> decide(std::uint64_t a, std::uint64_t b, Answer answer) {
    return apply_verdict(desk_, "decide", {answer, "", "anna", "", {pair_of(a, b)}});
  }
  Result<DecisionResult> undo(UndoTarget target = {}) { return undo_at(desk_, target, {"anna", ""}); }

  std::string folder_;
  std::unique_ptr<ledger::Ledger> ledger_;
  Desk desk_;
  std::int64_t runs_ = 0;
};

Code code(std::uint64_t number) { return make_code(CodeLetter::person, number); }

TEST_F(Registry, an_undone_merge_of_a_run_is_held_back_and_an_undone_undo_restores_it) {
  run({{1, 1}, {2, 2}, {3, 3}});
  Partition apart = now();
  run({{1, 1}, {2, 1}, {3, 3}});
  Partition merged = now();
  EXPECT_EQ(merged.at(2), code(1));
  ASSERT_TRUE(undo({.run_id = runs_}).ok());
  EXPECT_EQ(now(), apart);
  auto held = bindings();
  ASSERT_EQ(held.size(), 1U);
  EXPECT_EQ(held[0].answer, Answer::different);
  std::int64_t last = 0;
  (void)ledger_->read([&](ledger::Session& session) -> Status {
    ZK_TRY_SET(last, session.whole("SELECT max(event_no) FROM identity_event"));
    return done();
  });
  ASSERT_TRUE(undo({.event_no = last}).ok());
  EXPECT_EQ(now(), merged);
  EXPECT_TRUE(bindings().empty());
}

TEST_F(Registry, a_chain_of_verdicts_that_cannot_hold_is_refused_and_shown) {
  run({{1, 1}, {2, 2}, {3, 3}});
  ASSERT_TRUE(decide(1, 2, Answer::same).ok());
  ASSERT_TRUE(decide(2, 3, Answer::same).ok());
  Partition before = now();
  auto refused = decide(1, 3, Answer::different);
  ASSERT_FALSE(refused.ok());
  EXPECT_EQ(refused.error().code, ErrorCode::conflict);
  EXPECT_NE(refused.error().message.find("s:1 = s:2 = s:3"), std::string::npos) << refused.error().message;
  EXPECT_EQ(now(), before);
}

TEST_F(Registry, the_undo_of_an_earlier_merge_leaves_a_later_one_that_rests_on_other_records) {
  run({{1, 1}, {2, 2}, {3, 3}});
  ASSERT_TRUE(decide(2, 3, Answer::same).ok());  // E1: 3 into 2
  ASSERT_TRUE(decide(1, 2, Answer::same).ok());  // E2: both into 1, because of 1 and 2
  ASSERT_TRUE(undo({.event_no = 1}).ok());
  EXPECT_EQ(now(), (Partition{{1, code(1)}, {2, code(1)}, {3, code(3)}}));
}

TEST_F(Registry, an_undo_that_a_later_merge_rests_on_is_refused_with_its_name) {
  run({{1, 1}, {2, 2}, {3, 3}});
  ASSERT_TRUE(decide(2, 3, Answer::same).ok());  // E1: 3 into 2
  ASSERT_TRUE(decide(1, 3, Answer::same).ok());  // E2: both into 1, because of 3
  auto refused = undo({.event_no = 1});
  ASSERT_FALSE(refused.ok());
  EXPECT_NE(refused.error().message.find("E2"), std::string::npos) << refused.error().message;
}

TEST_F(Registry, a_record_that_went_and_came_back_has_its_code_even_when_that_was_merged_meanwhile) {
  run({{1, 1}, {2, 2}, {3, 3}});
  run({{1, 1}, {2, 2}});
  EXPECT_FALSE(now().contains(3));
  run({{1, 1}, {2, 2}, {3, 3}});
  EXPECT_EQ(now().at(3), code(3));
  run({{1, 1}, {3, 3}});
  run({{1, 1}, {3, 1}});
  run({{1, 1}, {2, 2}, {3, 1}});
  EXPECT_EQ(now(), (Partition{{1, code(1)}, {2, code(2)}, {3, code(1)}}));
}

TEST_F(Registry, the_same_clusters_again_write_no_act) {
  EXPECT_GT(run({{1, 1}, {2, 1}}), 0);
  EXPECT_EQ(run({{1, 7}, {2, 7}}), 0);
}

// --- random histories

// Records joined greedily from the smallest pair up, as arrange() does when no pair was scored; by labels and brute force.
std::map<std::uint64_t, std::uint64_t> naive_arrange(const std::vector<std::uint64_t>& records, const Partition& before, const std::map<RecordPair, Answer>& standing) {
  std::map<std::uint64_t, std::uint64_t> label;
  for (auto record : records) label[record] = record;
  auto join = [&](std::uint64_t a, std::uint64_t b) {
    auto from = std::max(label[a], label[b]), to = std::min(label[a], label[b]);
    for (auto& [record, at] : label)
      if (at == from) at = to;
  };
  for (const auto& [pair, answer] : standing)
    if (answer == Answer::same && label.contains(pair.first) && label.contains(pair.second)) join(pair.first, pair.second);
  for (auto a : records)
    for (auto b : records) {
      if (a >= b || before.at(a) != before.at(b) || label[a] == label[b]) continue;
      bool apart = std::any_of(standing.begin(), standing.end(), [&](const auto& row) {
        if (row.second != Answer::different || !label.contains(row.first.first) || !label.contains(row.first.second)) return false;
        auto x = label[row.first.first], y = label[row.first.second];
        return (x == label[a] && y == label[b]) || (x == label[b] && y == label[a]);
      });
      if (!apart) join(a, b);
    }
  return label;
}

bool contradicts(const std::map<RecordPair, Answer>& standing) {
  std::map<std::uint64_t, std::uint64_t> label;
  for (const auto& [pair, answer] : standing) label[pair.first] = pair.first, label[pair.second] = pair.second;
  for (const auto& [pair, answer] : standing) {
    if (answer != Answer::same) continue;
    auto from = label[pair.second], to = label[pair.first];
    for (auto& [record, at] : label)
      if (at == from) at = to;
  }
  return std::any_of(standing.begin(), standing.end(), [&](const auto& row) { return row.second == Answer::different && label[row.first.first] == label[row.first.second]; });
}

class Model {
 public:
  Partition place;
  std::map<RecordPair, Answer> standing;
  std::map<std::int64_t, Partition> past;  // after each act

  // Old codes to the largest part of them, the smallest code won stays; all weights are 1.
  void assign(const std::map<std::uint64_t, std::uint64_t>& label, Partition known, std::uint64_t& next) {
    std::map<Code, std::map<std::uint64_t, int>> parts;
    for (const auto& [record, part] : label)
      if (known.contains(record)) ++parts[known.at(record)][part];
    std::map<std::uint64_t, std::uint64_t> smallest;
    for (const auto& [record, part] : label) smallest.try_emplace(part, record);
    std::map<std::uint64_t, Code> given;
    for (const auto& [code, sizes] : parts) {
      std::uint64_t heir = 0;
      int most = 0;
      for (const auto& [part, size] : sizes)
        if (size > most || (size == most && smallest[part] < smallest[heir])) heir = part, most = size;
      given.try_emplace(heir, code);
    }
    std::map<std::uint64_t, std::uint64_t> order;
    for (const auto& [part, first] : smallest) order[first] = part;
    for (const auto& [first, part] : order)
      if (!given.contains(part)) given[part] = make_code(CodeLetter::person, next++);
    for (const auto& [record, part] : label) place[record] = given[part];
  }
};

// One random history: the registry beside the model, step by step.
class History : public Registry {
 protected:
  void begin(std::uint64_t seed) {
    TearDown();
    SetUp();
    runs_ = 0, next_ = 1, acts_.clear(), model_ = {}, random_.seed(seed);
    std::map<std::uint64_t, std::uint64_t> alone;
    for (std::uint64_t record = 1; record <= records; ++record) alone[record] = record;
    run(alone);
    model_.assign(alone, {}, next_);
  }
  void decide_any() {
    std::uint64_t a = 1 + random_() % records, b = 1 + random_() % records;
    if (a == b) return;
    Answer answer = std::array{Answer::same, Answer::same, Answer::same, Answer::different, Answer::different, Answer::unsure}[random_() % 6];
    decide_about("decide", answer, {pair_of(a, b)});
  }
  // All records of two customers are one.
  void merge_any() {
    Code a = model_.place[1 + random_() % records], b = model_.place[1 + random_() % records];
    std::vector<RecordPair> pairs;
    for (const auto& [left, x] : model_.place)
      for (const auto& [right, y] : model_.place)
        if (left < right && (x == a || x == b) && (y == a || y == b)) pairs.push_back({left, right});
    if (a != b) decide_about("merge", Answer::same, pairs);
  }
  // Some records of a customer leave it.
  void split_any() {
    Code from = model_.place[1 + random_() % records];
    std::vector<std::uint64_t> leaving, staying;
    for (const auto& [record, code] : model_.place)
      if (code == from) (random_() % 3 == 0 ? leaving : staying).push_back(record);
    std::vector<RecordPair> pairs;
    for (auto left : leaving)
      for (auto right : staying) pairs.push_back(pair_of(left, right));
    if (!pairs.empty()) decide_about("split", Answer::different, pairs);
  }
  void decide_about(const char* kind, Answer answer, const std::vector<RecordPair>& pairs) {
    auto wanted = model_.standing;
    std::set<Code> codes;
    for (const auto& pair : pairs) {
      wanted[pair] = answer;
      codes.insert({model_.place[pair.first], model_.place[pair.second]});
    }
    auto result = apply_verdict(desk_, kind, {answer, "", "anna", "", pairs});
    ASSERT_EQ(result.ok(), !contradicts(wanted)) << (result.ok() ? "" : result.error().message);
    if (!result.ok()) {
      ++refused_;
      return;
    }
    acts_.emplace_back(result.value().act_no, model_);
    std::vector<std::uint64_t> touched;
    for (const auto& [record, code] : model_.place)
      if (codes.contains(code)) touched.push_back(record);
    Partition known = model_.place;
    model_.assign(naive_arrange(touched, known, wanted), known, next_);
    model_.standing = wanted;
    model_.past[result.value().act_no] = model_.place;
    ++decided_;
  }
  // The last decision that stands goes back, exactly.
  void undo_last() {
    auto result = undo();
    ASSERT_EQ(result.ok(), !acts_.empty()) << (result.ok() ? "" : result.error().message);
    if (acts_.empty()) return;
    auto past = std::move(model_.past);
    model_ = acts_.back().second;
    model_.past = std::move(past);
    acts_.pop_back();
    model_.past[result.value().act_no] = model_.place;
    ++undone_;
  }
  // An undo and its undo change nothing.
  void undo_twice() {
    if (acts_.empty()) return;
    auto result = undo();
    ASSERT_TRUE(result.ok()) << result.error().message;
    model_.past[result.value().act_no] = acts_.back().second.place;
    auto again = undo({.event_no = result.value().events.back().event_no});
    ASSERT_TRUE(again.ok()) << again.error().message;
    model_.past[again.value().act_no] = model_.place;
    ++undone_;
  }
  // Any decision of the past: refused for a reason and without a trace, or its records are back where they were.
  void undo_any() {
    if (acts_.empty()) return;
    auto [act, before] = acts_[random_() % acts_.size()];
    std::int64_t event = 0;
    ASSERT_TRUE(ledger_->read([&, act = act](ledger::Session& session) -> Status {
      ZK_TRY_SET(event, session.whole("SELECT min(event_no) FROM identity_event WHERE act_no = ?1", {act}));
      return done();
    }).ok());
    if (event == 0) return;
    auto result = undo({.event_no = event});
    if (!result.ok()) {
      ASSERT_EQ(result.error().code, ErrorCode::conflict);
      return;
    }
    for (const auto& binding : bindings()) {
      Partition place = now();
      if (binding.answer == Answer::unsure) continue;
      ASSERT_EQ(place[binding.pair.first] == place[binding.pair.second], binding.answer == Answer::same) << "verdicts bind";
    }
    auto back = undo({.event_no = result.value().events.back().event_no});
    ASSERT_TRUE(back.ok()) << back.error().message;
    model_.past[back.value().act_no] = model_.place;
  }
  // An accepted replay that moves one customer's records to another.
  void accept_replay(Code from, Code into) {
    std::vector<RecordPlace> targets;
    for (const auto& [record, code] : model_.place) targets.push_back({record, make_place(code == from ? into : code, false)});
    const RegistryChange change = plan_targets(state(), targets, Cause::replay);
    ASSERT_FALSE(change.empty());
    Status written = ledger_->write([&](ledger::Session& session) -> Status {
      ZK_TRY_SET(std::int64_t act, write_act(session, {.kind = "replay", .actor = "anna"}, change));
      return act > 0 ? done() : Error{ErrorCode::conflict, "no act"};
    });
    ASSERT_TRUE(written.ok()) << written.error().message;
    ASSERT_EQ(now().size(), model_.place.size());
    for (const auto& [record, code] : now()) ASSERT_EQ(code, model_.place[record] == from ? into : model_.place[record]);
  }
  // A merge of two customers that no verdict keeps apart, by a run or a replay, taken back again: all is as before but for the verdict.
  void run_and_undo() {
    std::map<std::uint64_t, std::uint64_t> clusters;
    for (const auto& [record, code] : model_.place) clusters[record] = code;
    std::uint64_t a = 1 + random_() % records, b = 1 + random_() % records;
    Code into = model_.place[a], from = model_.place[b];
    if (into == from) return;
    for (const auto& [pair, answer] : model_.standing)
      if (std::set<Code>{model_.place[pair.first], model_.place[pair.second]} == std::set<Code>{into, from}) return;
    for (auto& [record, cluster] : clusters)
      if (cluster == from) cluster = into;
    if (random_() % 2 == 0) {
      ASSERT_GT(run(clusters), 0);
      auto result = undo({.run_id = runs_});
      ASSERT_TRUE(result.ok()) << result.error().message;
    } else {
      accept_replay(from, into);
      auto result = undo();  // the last act of a person: the replay was accepted by one
      ASSERT_TRUE(result.ok()) << result.error().message;
    }
    for (const auto& [left, right] : now())
      for (const auto& [other, code] : model_.place)
        if (left < other && ((right == into && code == from) || (right == from && code == into)))
          if (model_.place[left] != code) model_.standing[pair_of(left, other)] = Answer::different;
    // The steps before are not undone in turn any more.
    acts_.clear();
  }
  void read_past() {
    ASSERT_EQ(wrong_cache_rows(), 0) << "the caches are the sum of the acts";
    if (model_.past.empty()) return;
    auto some = model_.past.begin();
    std::advance(some, static_cast<std::ptrdiff_t>(random_() % model_.past.size()));
    ASSERT_EQ(after(some->first), some->second) << "the past can be read again";
  }
  void compare() {
    ASSERT_EQ(now(), model_.place);
    std::map<RecordPair, Answer> standing;
    for (const auto& binding : bindings()) standing[binding.pair] = binding.answer;
    ASSERT_EQ(standing, model_.standing);
  }

  static constexpr std::uint64_t records = 14;
  std::mt19937_64 random_;
  Model model_;
  std::uint64_t next_ = 1;
  std::vector<std::pair<std::int64_t, Model>> acts_;  // persons' acts with the model before them, for undo in turn
  int refused_ = 0, undone_ = 0, decided_ = 0;
};

TEST_F(History, ten_thousand_random_steps_agree_with_the_naive_model) {
  for (std::uint64_t history = 1; history <= 20; ++history) {
    begin(history);
    for (int step = 0; step < 500; ++step) {
      SCOPED_TRACE("history " + std::to_string(history) + " step " + std::to_string(step));
      auto what = random_() % 20;
      if (what < 8) decide_any();
      else if (what < 10) merge_any();
      else if (what < 12) split_any();
      else if (what < 14) undo_last();
      else if (what < 16) undo_twice();
      else if (what < 18) undo_any();
      else read_past();
      if (!HasFatalFailure()) compare();
      if (HasFatalFailure()) return;
    }
  }
  EXPECT_GT(refused_, 100);
  EXPECT_GT(undone_, 1000);
  EXPECT_GT(decided_, 2000);
}

TEST_F(History, what_a_run_or_a_replay_merged_and_a_person_took_back_stays_apart) {
  for (std::uint64_t history = 1; history <= 20; ++history) {
    begin(history + 100);
    for (int step = 0; step < 30; ++step) {
      SCOPED_TRACE("history " + std::to_string(history) + " step " + std::to_string(step));
      if (random_() % 3 == 0) run_and_undo();
      else decide_any();
      if (!HasFatalFailure()) compare();
      if (HasFatalFailure()) return;
    }
  }
}

}  // namespace
}  // namespace zhike::resolve

// SPDX-License-Identifier: Apache-2.0
// Goal: households found from what changed are those found from all: members, codes, edges, events and their order. Method: two
// workspaces live through the same random changes of records, pairs and customers; one looks at all each time.
#include <gtest/gtest.h>
#include <stdlib.h>

#include <algorithm>
#include <filesystem>
#include <map>
#include <random>
#include <set>

#include "resolve/household_codes.h"
#include "resolve/household_tables.h"
#include "resolve/households.h"
#include "resolve/registry.h"

namespace zhike::resolve {
namespace {

constexpr std::int64_t customers_most = 4;  // few, so that the limit binds often

Code person(std::uint64_t number) { return make_code(CodeLetter::person, number); }

struct Pair {
  double weight = 0, related = 0;
};

// What the world is like; both workspaces are told the same.
struct World {
  std::mt19937_64 random{7};
  std::map<std::int64_t, Code> code_of;  // of records that are there
  std::map<std::int64_t, Place> place_of;
  std::map<std::pair<std::int64_t, std::int64_t>, Pair> pairs;
  std::set<std::int64_t> changed;
  std::vector<RegistryChange> acts;
  std::uint64_t next_number = 1;

  std::int64_t below(std::int64_t end) { return static_cast<std::int64_t>(random() % static_cast<std::uint64_t>(end)); }
  std::int64_t any_record() { return std::next(code_of.begin(), below(static_cast<std::int64_t>(code_of.size())))->first; }
  Code any_customer() { return below(3) == 0 ? person(next_number++) : code_of.at(any_record()); }

  void pair_up(std::int64_t record, int count) {
    for (int k = 0; k < count; ++k) {
      // Those that live near: far fewer edges hang together than there are.
      const std::int64_t other = record + below(9) - 4;
      if (other == record || !code_of.contains(other)) continue;
      pairs[{std::min(record, other), std::max(record, other)}] = {static_cast<double>(below(8)) - 6, static_cast<double>(below(6)) - 1};
    }
  }
  void change(std::int64_t record, bool stays) {
    changed.insert(record);
    std::erase_if(pairs, [&](const auto& pair) { return pair.first.first == record || pair.first.second == record; });
    if (!stays) code_of.erase(record);
    else if (!code_of.contains(record)) code_of[record] = any_customer();
    if (stays) pair_up(record, 3);
  }
  // What differs from the last act, as an act.
  void note_act() {
    RegistryChange change;
    std::map<std::int64_t, Place> now = place_of;
    for (auto& [record, place] : now) place = make_place(code_at(place), true);
    for (const auto& [record, code] : code_of) now[record] = make_place(code, false);
    for (const auto& [record, place] : now)
      if (place_of[record] != place) change.moves.push_back({static_cast<std::uint64_t>(record), place_of[record], place, Cause::evidence, 0, 0});
    change.next_number = next_number;
    if (!change.moves.empty()) acts.push_back(std::move(change));
    place_of = std::move(now);
  }
  void go_on() {
    changed.clear();
    acts.clear();
    if (below(3) == 0) code_of[any_record()] = any_customer(), note_act();  // somebody decided so before the run
    for (auto k = below(4); k > 0; --k) change(any_record(), true);
    for (auto k = below(3); k > 0; --k) change(below(150), true);
    if (below(2) == 0) change(any_record(), false);
    for (auto k = below(4); k > 0; --k) code_of[any_record()] = any_customer();
    if (below(4) == 0) {  // two customers become one
      const Code from = any_customer(), into = any_customer();
      for (auto& [record, code] : code_of)
        if (code == from) code = into;
    }
    note_act();
  }
};

// A workspace with the tables that households are made from.
class Workplace {
 public:
  explicit Workplace(const std::string& folder) : folder_(folder) {
    must(flow::Workspace::make({.folder = folder}));
    auto opened = flow::Workspace::open({.folder = folder});
    EXPECT_TRUE(opened.ok());
    workspace_ = std::move(opened.value());
  }
  static void must(const Status& status) { ASSERT_TRUE(status.ok()) << status.error().message; }

  // `work` as a run that has matched what the world is like now.
  void run(const World& world, const std::function<Result<std::int64_t>(flow::Context&)>& work) {
    Progress progress;
    CancelFlag cancelled{false};
    auto context = flow::Context::start(*workspace_, "resolve", progress, cancelled);
    ASSERT_TRUE(context.ok());
    for (const auto& change : world.acts)
      must(workspace_->ledger().write([&](ledger::Session& session) -> Status {
        ZK_TRY_SET(last_act_, write_act(session, {.kind = "run"}, change));
        return done();
      }));
    fill(context.value().lake(), world);
    const auto count = work(context.value());
    ASSERT_TRUE(count.ok()) << count.error().message;
    EXPECT_EQ(std::to_string(count.value()), told(context.value().lake(), "SELECT count(DISTINCT household) FROM resolve.household"));
    must(context.value().finish(done()));
  }
  std::vector<std::string> tables() {
    auto lake = workspace_->lake().connect();
    return {told(lake.value(), "SELECT string_agg(h::VARCHAR, ' ' ORDER BY cuid) FROM resolve.household AS h"),
            told(lake.value(), "SELECT string_agg(e::VARCHAR, ' ' ORDER BY left_cuid, right_cuid) FROM resolve.household_edge AS e")};
  }
  std::vector<std::vector<std::string>> events() {
    std::vector<std::vector<std::string>> out;
    must(workspace_->ledger().read([&](ledger::Session& session) -> Status {
      ZK_TRY_SET(out, session.rows("SELECT event_no, run_id, kind, household, other, customer FROM household_event ORDER BY event_no"));
      return done();
    }));
    return out;
  }
  void forget(const std::string& what) {
    auto lake = workspace_->lake().connect();
    must(lake.value().execute(what));
  }

 private:
  static std::string told(db::Connection& lake, const std::string& sql) {
    auto rows = lake.query(sql);
    return rows.ok() ? rows.value().empty() ? "no row" : rows.value().display(0, 0) : rows.error().message;
  }
  void fill(db::Connection& lake, const World& world) {
    const auto table = [&](const std::string& begin, const std::string& columns, const std::string& rows) {
      must(lake.execute(begin + " AS SELECT * FROM (VALUES " + rows + ") AS t(" + columns + ")"));
    };
    std::string codes, pairs = "(0::BIGINT, 0::BIGINT, 0::DOUBLE, 0::DOUBLE, 'person')", changed = "(-1::BIGINT)";
    for (const auto& [record, code] : world.code_of) codes += (codes.empty() ? "(" : ", (") + std::to_string(record) + "::BIGINT, '" + cuid_of(code) + "')";
    for (const auto& [ends, pair] : world.pairs)
      pairs += ", (" + std::to_string(ends.first) + ", " + std::to_string(ends.second) + ", " + std::to_string(pair.weight) + ", " + std::to_string(pair.related) + ", 'person')";
    for (const auto record : world.changed) changed += ", (" + std::to_string(record) + ")";
    must(lake.execute("CREATE SCHEMA IF NOT EXISTS resolve"));
    table("CREATE OR REPLACE TABLE resolve.customer", "record_id, cuid", codes);
    table("CREATE OR REPLACE TABLE resolve.edge", "left_id, right_id, match_weight, related_weight, entity", pairs);
    table("CREATE OR REPLACE TEMP TABLE resolve_changed", "record_id", changed);
    table("CREATE OR REPLACE TABLE resolve.registry", "act_no", "(" + std::to_string(last_act_) + "::BIGINT)");
  }

  std::string folder_;
  std::unique_ptr<flow::Workspace> workspace_;
  std::int64_t last_act_ = 0;
};

// The first run: it knows pairs that are not stored, too.
Result<std::int64_t> write_first(flow::Context& context, const World& world) {
  std::vector<HouseholdEdge> found;
  for (const auto& [ends, pair] : world.pairs)
    if (pair.related > 0 && pair.weight < 0 && world.code_of.at(ends.first) != world.code_of.at(ends.second))
      found.push_back({world.code_of.at(ends.first), world.code_of.at(ends.second), static_cast<float>(pair.related), ends.first, ends.second});
  for (std::int64_t record = 0; record + 7 < 120; record += 7)
    if (world.code_of.at(record) != world.code_of.at(record + 7)) found.push_back({world.code_of.at(record), world.code_of.at(record + 7), 2, record, record + 7});
  const auto edges = strongest_of(found);
  ZK_TRY_SET(const auto now, give_household_codes(context, form_households(edges, customers_most), {}));
  return write_household_tables(context, edges, now);
}

TEST(households_changed, what_changed_leads_to_the_households_that_a_look_at_all_finds) {
  char folder[] = "/tmp/zhike_households_XXXXXX";
  ASSERT_NE(mkdtemp(folder), nullptr);
  setenv("ZHIKE_NOW", "2026-11-22T08:00:00Z", 1);
  {
    Workplace quick(std::string(folder) + "/quick"), all(std::string(folder) + "/all");
    World world;
    for (std::int64_t record = 0; record < 120; ++record) world.code_of[record] = record % 3 == 1 ? world.code_of[record - 1] : person(world.next_number++);
    for (std::int64_t record = 0; record < 120; ++record) world.pair_up(record, 1);
    world.note_act();
    for (auto* place : {&quick, &all}) place->run(world, [&](flow::Context& context) { return write_first(context, world); });
    for (int round = 0; round < 40 && !::testing::Test::HasFailure(); ++round) {
      world.go_on();
      // Tables of an older program, and a ledger that is ahead of the lake after a kill.
      if (round % 20 == 15) quick.forget("DROP TABLE resolve.household_basis");
      if (round % 20 == 10) quick.forget("UPDATE resolve.household_basis SET event_no = event_no - 1");
      quick.run(world, [](flow::Context& context) { return write_households_changed(context, customers_most); });
      all.run(world, [](flow::Context& context) { return write_households_again(context, customers_most); });
      EXPECT_EQ(quick.tables(), all.tables()) << "round " << round;
      EXPECT_EQ(quick.events(), all.events()) << "round " << round;
    }
    EXPECT_GT(all.events().size(), 150U);
  }
  std::filesystem::remove_all(folder);
}

}  // namespace
}  // namespace zhike::resolve

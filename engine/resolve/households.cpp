// SPDX-License-Identifier: Apache-2.0
#include "resolve/households.h"

#include <algorithm>
#include <map>
#include <numeric>
#include <set>
#include <unordered_map>

#include "base/clock.h"
#include "base/failpoint.h"
#include "resolve/cuid_assignment.h"
#include "resolve_sql.h"

namespace zhike::resolve {
namespace {

// A household edge is taken when living together explains the pair better than chance by this many bits.
constexpr float related_floor_bits = 0;

// Each pair of customers once, with the records that say so most strongly.
class Strongest {
 public:
  void add(HouseholdEdge found) {
    if (found.left > found.right) std::swap(found.left, found.right), std::swap(found.left_id, found.right_id);
    auto [at, added] = edges_.try_emplace({found.left, found.right}, found);
    HouseholdEdge& best = at->second;
    if (!added && (found.related_bits > best.related_bits || (found.related_bits == best.related_bits && found.left_id < best.left_id))) best = found;
  }
  std::vector<HouseholdEdge> take() const {
    std::vector<HouseholdEdge> out;
    for (const auto& [pair, edge] : edges_) out.push_back(edge);
    return out;
  }

 private:
  std::map<std::pair<Code, Code>, HouseholdEdge> edges_;
};

std::vector<HouseholdEdge> household_edges(const std::vector<Solved>& solved, const std::vector<std::string>& cuids) {
  Strongest strongest;
  std::size_t start = 0;
  for (const auto& part : solved) {
    // Firms at one address are neighbours, not a family.
    auto add = [&](const Edge& edge) {
      if (edge.related <= related_floor_bits || edge.weight >= 0 || part.outcome.cluster[edge.left] == part.outcome.cluster[edge.right]) return;
      strongest.add({read_cuid(cuids[start + edge.left]), read_cuid(cuids[start + edge.right]), edge.related,
                     part.records.record_ids[edge.left], part.records.record_ids[edge.right]});
    };
    if (part.records.entity == "person")
      for (const auto* edges : {&part.outcome.edges, &part.outcome.household_edges})
        for (const auto& edge : *edges) add(edge);
    start += part.records.record_ids.size();
  }
  return strongest.take();
}

struct Past {
  std::map<Code, Code> household;  // of customers
  std::uint64_t next_number = 1;
};

Result<Past> read_past(ledger::Session& session) {
  Past past;
  ZK_TRY_SET(auto rows, session.prepare("SELECT customer, household FROM household_code"));
  for (;;) {
    ZK_TRY_SET(bool found, rows.step());
    if (!found) break;
    past.household.emplace(static_cast<Code>(rows.whole(0)), static_cast<Code>(rows.whole(1)));
  }
  ZK_TRY_SET(std::int64_t highest, session.whole("SELECT max(household) FROM household_event"));
  past.next_number = number_of(static_cast<Code>(highest)) + 1;
  return past;
}

struct Happened {
  const char* kind;
  Code household, other, customer;
};

// What a customer's household was and is, as events; the customers' households alone say what merged and split.
std::vector<Happened> events_of(const Past& past, const std::map<Code, Code>& now) {
  std::vector<Happened> out;
  std::set<Code> before, after;
  for (const auto& [customer, household] : past.household) before.insert(household);
  for (const auto& [customer, household] : now) after.insert(household);
  for (const auto& [customer, household] : now) {
    auto was = past.household.find(customer);
    if (was == past.household.end()) out.push_back({before.contains(household) ? "joined" : "created", household, 0, customer});
    else if (was->second != household) out.push_back({!after.contains(was->second) ? "merged" : !before.contains(household) ? "split" : "moved", household, was->second, customer});
  }
  for (const auto& [customer, household] : past.household)
    if (!now.contains(customer)) out.push_back({"left", household, 0, customer});
  return out;
}

Status write_codes(ledger::Session& session, std::int64_t run_id, const Past& past, const std::map<Code, Code>& now) {
  std::string at = now_utc();
  ZK_TRY_SET(auto event, session.prepare("INSERT INTO household_event (run_id, kind, household, other, customer, at) VALUES (?1, ?2, ?3, ?4, ?5, ?6)"));
  ZK_TRY_SET(auto keep, session.prepare("INSERT OR REPLACE INTO household_code (customer, household) VALUES (?1, ?2)"));
  ZK_TRY_SET(auto leave, session.prepare("DELETE FROM household_code WHERE customer = ?1"));
  for (const auto& happened : events_of(past, now)) {
    ZK_TRY(event.bind({run_id, std::string(happened.kind), static_cast<std::int64_t>(happened.household), static_cast<std::int64_t>(happened.other), static_cast<std::int64_t>(happened.customer), at}));
    ZK_TRY(event.step());
    event.reset();
    bool left = std::string_view(happened.kind) == "left";
    auto& statement = left ? leave : keep;
    if (left) ZK_TRY(statement.bind({static_cast<std::int64_t>(happened.customer)}));
    else ZK_TRY(statement.bind({static_cast<std::int64_t>(happened.customer), static_cast<std::int64_t>(happened.household)}));
    ZK_TRY(statement.step());
    statement.reset();
  }
  return failpoint("registry.households");
}

Status write_lake(flow::Context& context, const std::map<Code, Code>& now, const std::vector<HouseholdEdge>& edges) {
  std::vector<std::pair<std::string, std::string>> rows;
  for (const auto& [customer, household] : now) rows.emplace_back(cuid_of(customer), cuid_of(household));
  std::string run = std::to_string(context.run_id());
  ZK_TRY(context.lake().add_source("resolve_households_" + run, alias_source(rows)));
  ZK_TRY(context.lake().add_source("resolve_relations_" + run, household_edge_source(edges)));
  return context.lake().transaction([&]() -> Status {
    ZK_TRY(context.run_sql("resolve.household", sql::households, {{"source", "resolve_households_" + run}}));
    ZK_TRY(context.run_sql("resolve.household_edge", sql::household_edges, {{"source", "resolve_relations_" + run}}));
    return done();
  });
}

}  // namespace

std::vector<HouseholdMember> form_households(std::span<const HouseholdEdge> edges, std::int64_t customers_most) {
  std::unordered_map<Code, std::vector<Code>> members;
  std::unordered_map<Code, Code> group;
  for (const auto& edge : edges)
    for (Code code : {edge.left, edge.right})
      if (group.emplace(code, code).second) members[code] = {code};
  std::vector<HouseholdEdge> strongest(edges.begin(), edges.end());
  std::sort(strongest.begin(), strongest.end(), [](const auto& a, const auto& b) {
    return a.related_bits != b.related_bits ? a.related_bits > b.related_bits : std::pair(a.left, a.right) < std::pair(b.left, b.right);
  });
  for (const auto& edge : strongest) {
    Code into = std::min(group[edge.left], group[edge.right]), from = std::max(group[edge.left], group[edge.right]);
    if (into == from || static_cast<std::int64_t>(members[into].size() + members[from].size()) > customers_most) continue;
    for (Code code : members[from]) group[code] = into;
    members[into].insert(members[into].end(), members[from].begin(), members[from].end());
    members.erase(from);
  }
  std::vector<HouseholdMember> out;
  for (const auto& [code, label] : group)
    if (members[label].size() > 1) out.push_back({code, label});
  std::sort(out.begin(), out.end(), [](const auto& a, const auto& b) { return a.customer < b.customer; });
  return out;
}

namespace {

Result<std::int64_t> write_households_of(flow::Context& context, const std::vector<HouseholdEdge>& edges, std::int64_t customers_most) {
  auto members = form_households(edges, customers_most);
  auto& ledger = context.workspace().ledger();
  Past past;
  ZK_TRY(ledger.read([&](ledger::Session& session) -> Status {
    ZK_TRY_SET(past, read_past(session));
    return done();
  }));
  std::vector<ClusterMember> clusters;
  std::vector<Code> before;
  for (const auto& member : members) {
    clusters.push_back({member.customer, member.household, 1, CodeLetter::household});
    auto was = past.household.find(member.customer);
    before.push_back(was == past.household.end() ? 0 : was->second);
  }
  CodeAssignment assigned = assign_codes(clusters, before, past.next_number);
  std::map<Code, Code> now;
  for (std::size_t i = 0; i < members.size(); ++i) now.emplace(members[i].customer, assigned.codes[i]);
  if (now != past.household)
    ZK_TRY(ledger.write([&](ledger::Session& session) { return write_codes(session, context.run_id(), past, now); }));
  ZK_TRY(write_lake(context, now, edges));
  std::set<Code> households(assigned.codes.begin(), assigned.codes.end());
  return static_cast<std::int64_t>(households.size());
}

}  // namespace

Result<std::int64_t> write_households(flow::Context& context, const std::vector<Solved>& solved, const std::vector<std::string>& cuids, std::int64_t customers_most) {
  return write_households_of(context, household_edges(solved, cuids), customers_most);
}

Result<std::int64_t> write_households_again(flow::Context& context, std::int64_t customers_most) {
  ZK_TRY_SET(db::Rows rows, context.lake().query(sql::household_pairs, {}));
  Strongest strongest;
  for (std::size_t row = 0; row < rows.size(); ++row)
    strongest.add({read_cuid(rows.text(row, 0)), read_cuid(rows.text(row, 1)), static_cast<float>(rows.number(row, 2)), rows.whole(row, 3), rows.whole(row, 4)});
  return write_households_of(context, strongest.take(), customers_most);
}

}  // namespace zhike::resolve

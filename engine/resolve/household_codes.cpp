// SPDX-License-Identifier: Apache-2.0
#include "resolve/household_codes.h"

#include <algorithm>

#include "base/clock.h"
#include "base/failpoint.h"
#include "resolve/cuid_assignment.h"

namespace zhike::resolve {
namespace {

struct Happened {
  const char* kind;
  Code household, other, customer;
};

Code household_of(const std::vector<HouseholdMember>& members, Code customer) {
  const auto at = std::lower_bound(members.begin(), members.end(), customer, [](const auto& member, Code code) { return member.customer < code; });
  return at != members.end() && at->customer == customer ? at->household : 0;
}

std::vector<Code> households_among(const std::vector<HouseholdMember>& members) {
  std::vector<Code> out;
  for (const auto& member : members) out.push_back(member.household);
  std::sort(out.begin(), out.end());
  out.erase(std::unique(out.begin(), out.end()), out.end());
  return out;
}

// What a customer's household was and is, as events; the customers' households alone say what merged and split.
std::vector<Happened> events_of(const std::vector<HouseholdMember>& past, const std::vector<HouseholdMember>& now) {
  std::vector<Happened> out;
  const auto before = households_among(past), after = households_among(now);
  const auto holds = [](const std::vector<Code>& codes, Code code) { return std::binary_search(codes.begin(), codes.end(), code); };
  for (const auto& [customer, household] : now) {
    const Code was = household_of(past, customer);
    if (was == 0) out.push_back({holds(before, household) ? "joined" : "created", household, 0, customer});
    else if (was != household) out.push_back({!holds(after, was) ? "merged" : !holds(before, household) ? "split" : "moved", household, was, customer});
  }
  for (const auto& [customer, household] : past)
    if (household_of(now, customer) == 0) out.push_back({"left", household, 0, customer});
  return out;
}

Status write_events(ledger::Session& session, std::int64_t run_id, const std::vector<Happened>& events) {
  const std::string at = now_utc();
  ZK_TRY_SET(auto event, session.prepare("INSERT INTO household_event (run_id, kind, household, other, customer, at) VALUES (?1, ?2, ?3, ?4, ?5, ?6)"));
  ZK_TRY_SET(auto keep, session.prepare("INSERT OR REPLACE INTO household_code (customer, household) VALUES (?1, ?2)"));
  ZK_TRY_SET(auto leave, session.prepare("DELETE FROM household_code WHERE customer = ?1"));
  for (const auto& happened : events) {
    ZK_TRY(event.bind({run_id, std::string(happened.kind), static_cast<std::int64_t>(happened.household), static_cast<std::int64_t>(happened.other), static_cast<std::int64_t>(happened.customer), at}));
    ZK_TRY(event.step());
    event.reset();
    const bool left = std::string_view(happened.kind) == "left";
    auto& statement = left ? leave : keep;
    statement.bind_whole(1, static_cast<std::int64_t>(happened.customer));
    if (!left) statement.bind_whole(2, static_cast<std::int64_t>(happened.household));
    ZK_TRY(statement.step());
    statement.reset();
  }
  return failpoint("registry.households");
}

// One number of the ledger, outside of what is being written.
Result<std::int64_t> ask(flow::Context& context, std::string_view sql) {
  std::int64_t number = 0;
  ZK_TRY(context.workspace().ledger().read([&](ledger::Session& session) -> Status {
    ZK_TRY_SET(number, session.whole(sql));
    return done();
  }));
  return number;
}

}  // namespace

Result<std::vector<HouseholdMember>> read_household_codes(flow::Context& context) {
  std::vector<HouseholdMember> members;
  ZK_TRY(context.workspace().ledger().read([&](ledger::Session& session) -> Status {
    ZK_TRY_SET(auto rows, session.prepare("SELECT customer, household FROM household_code ORDER BY customer"));
    for (;;) {
      ZK_TRY_SET(const bool found, rows.step());
      if (!found) return done();
      members.push_back({static_cast<Code>(rows.whole(0)), static_cast<Code>(rows.whole(1))});
    }
  }));
  return members;
}

Result<std::int64_t> last_household_event(flow::Context& context) { return ask(context, "SELECT max(event_no) FROM household_event"); }

Result<std::vector<HouseholdMember>> give_household_codes(flow::Context& context, const std::vector<HouseholdMember>& formed,
                                                          const std::vector<HouseholdMember>& before) {
  ZK_TRY_SET(const std::int64_t highest, ask(context, "SELECT max(household) FROM household_event"));
  std::vector<ClusterMember> clusters;
  std::vector<Code> known;
  for (const auto& member : formed) {
    clusters.push_back({member.customer, member.household, 1, CodeLetter::household});
    known.push_back(household_of(before, member.customer));
  }
  const CodeAssignment assigned = assign_codes(clusters, known, number_of(static_cast<Code>(highest)) + 1);
  std::vector<HouseholdMember> now;
  for (std::size_t k = 0; k < formed.size(); ++k) now.push_back({formed[k].customer, assigned.codes[k]});
  if (const auto events = events_of(before, now); !events.empty())
    ZK_TRY(context.workspace().ledger().write([&](ledger::Session& session) { return write_events(session, context.run_id(), events); }));
  return now;
}

}  // namespace zhike::resolve

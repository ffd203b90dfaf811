// SPDX-License-Identifier: Apache-2.0
// A verdict over a closed set of customers: standing verdicts and the new one arrange the records, the registry gives codes.
#include "resolve/decisions.h"

#include <algorithm>
#include <set>

#include "resolve/act_rows.h"
#include "resolve/customers.h"
#include "resolve/follow.h"
#include "resolve/history.h"
#include "resolve/registry_history.h"
#include "resolve_sql.h"

namespace zhike::resolve {
namespace {

// A decision names every pair; this many say that a whole base was meant.
constexpr std::size_t pairs_most = 500'000;

Result<std::vector<BindingPair>> read_bindings(const ledger::Ledger& ledger) {
  std::vector<BindingPair> bindings;
  ZK_TRY(ledger.read([&](ledger::Session& session) -> Status {
    ZK_TRY_SET(bindings, binding_pairs(session));
    return done();
  }));
  return bindings;
}

// The standing bindings with the new pairs in front of them; verdict 0 is the new one.
std::vector<BindingPair> with_new(std::vector<BindingPair> bindings, const NewVerdict& verdict, DecisionResult& result) {
  std::set<RecordPair> decided(verdict.pairs.begin(), verdict.pairs.end());
  std::set<std::int64_t> revised;
  std::erase_if(bindings, [&](const BindingPair& binding) {
    if (!decided.contains(binding.pair)) return false;
    if (binding.answer != verdict.answer) revised.insert(binding.verdict_id);
    return true;
  });
  for (const auto& pair : decided) bindings.push_back({pair, verdict.answer, 0});
  std::sort(bindings.begin(), bindings.end(), [](const auto& a, const auto& b) { return a.pair < b.pair; });
  result.revises.assign(revised.begin(), revised.end());
  return bindings;
}

Status refuse_contradictions(const ledger::Ledger& ledger, const Customers& customers, const std::vector<BindingPair>& bindings) {
  auto contradictions = find_contradictions(bindings);
  if (contradictions.empty()) return done();
  RecordNames names;
  ZK_TRY(ledger.read([&](ledger::Session& session) -> Status {
    ZK_TRY_SET(names, names_in_verdicts(session, contradictions.front().records));
    return done();
  }));
  for (const auto& member : customers.members) names.emplace(member.record_id, member.source_id + ":" + member.source_key);
  std::string more = contradictions.size() > 1 ? "; " + std::to_string(contradictions.size() - 1) + " more like it" : "";
  return Error{ErrorCode::conflict, "standing verdicts say otherwise: " + text_of(contradictions.front(), names) + more +
                                        ". Undo or revise one of them first (zhike verdicts)"};
}

// Records that are one customer now stay together where no verdict parts them, whatever pair the last run stored.
std::vector<WeightedPair> with_present(const Customers& customers) {
  constexpr double below_all_pairs = -1e6;
  std::vector<WeightedPair> pairs;
  for (const auto& pair : customers.pairs)
    if (customers.find(pair.pair.first)->code == customers.find(pair.pair.second)->code) pairs.push_back(pair);
  // Every pair, so that two records leaving together stay together; of a giant only one pair each, to its first.
  constexpr std::size_t all_pairs_most = 300;
  std::unordered_map<Code, std::vector<std::uint64_t>> of;
  for (const auto& member : customers.members) {
    auto& seen = of[member.code];
    for (std::size_t i = 0; i < std::min(seen.size(), seen.size() < all_pairs_most ? all_pairs_most : 1); ++i)
      pairs.push_back({pair_of(seen[i], member.record_id), below_all_pairs});
    seen.push_back(member.record_id);
  }
  return pairs;
}

std::vector<Tie> list_ties(const Customers& customers, const NewVerdict& verdict) {
  std::vector<Tie> ties;
  for (const auto& pair : customers.pairs)
    ties.push_back({customers.position(pair.pair.first), customers.position(pair.pair.second), static_cast<float>(pair.weight), Cause::evidence});
  if (verdict.answer == Answer::same)
    for (const auto& [left, right] : verdict.pairs) ties.push_back({customers.position(left), customers.position(right), 0, Cause::verdict});
  return ties;
}

Status check_alike(const Customers& customers, const NewVerdict& verdict) {
  for (const auto& [left, right] : verdict.pairs) {
    if (!customers.find(left) || !customers.find(right)) return Error{ErrorCode::conflict, "the lake does not know these records; run the stages first"};
    if (verdict.answer == Answer::same && customers.find(left)->letter != customers.find(right)->letter)
      return Error{ErrorCode::bad_request, "a person and an organisation cannot be one customer"};
  }
  return done();
}

// A verdict that changes nothing still stands in the customers' history.
void add_pinned(const Customers& customers, const NewVerdict& verdict, RegistryChange& change) {
  std::set<std::pair<Code, Code>> pinned;
  for (const auto& [left, right] : verdict.pairs) {
    Code a = change.codes[customers.position(left)], b = change.codes[customers.position(right)];
    if (!pinned.insert({std::min(a, b), std::max(a, b)}).second || verdict.answer == Answer::unsure) continue;
    change.events.push_back({EventKind::pinned, std::min(a, b), a == b ? 0 : std::max(a, b), 0, Cause::verdict, 0, left, right, 0});
  }
}

// A person may join what a rule keeps apart; he is told so.
Status note_limits(flow::Context& context, const NewVerdict& verdict, DecisionResult& result) {
  std::set<std::uint64_t> about;
  std::string records;
  for (const auto& [left, right] : verdict.pairs) about.insert(left), about.insert(right);
  for (auto record : about) records += (records.empty() ? "" : ",") + std::to_string(record);
  for (const auto& rule : context.standard().identity_rules) {
    if (!rule.contradicts) continue;
    ZK_TRY_SET(std::int64_t values, context.lake().count(db::fill_slots(sql::count_values, {{"column", db::quote_identifier(rule.field)}}), {{"records", records}}));
    if (values > 1)
      result.notes.push_back("these records hold " + std::to_string(values) + " different values of " + rule.field + ", which the standard's rules keep apart; the verdict holds all the same");
  }
  return done();
}

}  // namespace

Result<DecisionResult> apply_verdict(const Desk& desk, const std::string& kind, const NewVerdict& verdict) {
  if (verdict.pairs.size() > pairs_most)
    return Error{ErrorCode::too_large, "this decision is about more than " + std::to_string(pairs_most) + " pairs of records; decide about parts of it"};
  std::set<std::uint64_t> about;
  for (const auto& [left, right] : verdict.pairs) about.insert(left), about.insert(right);
  ZK_TRY_SET(auto codes, codes_of_records(*desk.ledger, std::vector<std::uint64_t>(about.begin(), about.end())));
  ZK_TRY_SET(Customers customers, desk.read(codes));
  ZK_TRY(check_alike(customers, verdict));
  DecisionResult result;
  ZK_TRY_SET(auto standing, read_bindings(*desk.ledger));
  auto bindings = with_new(std::move(standing), verdict, result);
  ZK_TRY(refuse_contradictions(*desk.ledger, customers, bindings));
  std::vector<std::uint64_t> records;
  for (const auto& member : customers.members) records.push_back(member.record_id);
  auto labels = arrange(records, with_present(customers), bindings);
  std::vector<ClusterMember> members;
  for (std::size_t i = 0; i < customers.members.size(); ++i)
    members.push_back({records[i], labels[i], customers.members[i].weight, customers.members[i].letter});
  RegistryChange change = plan_clusters(customers.state, members, list_ties(customers, verdict), {.cause = Cause::verdict});
  if (change.events.empty()) add_pinned(customers, verdict, change);
  Act act{.kind = kind, .run_id = desk.run_id, .actor = verdict.decided_by, .why = verdict.why, .standard_hash = desk.standard_hash};
  ZK_TRY(desk.ledger->write([&](ledger::Session& session) -> Status {
    ZK_TRY_SET(std::int64_t last_verdict, session.whole("SELECT max(verdict_id) FROM verdict"));
    for (auto& event : change.events) event.subject = last_verdict + 1;
    ZK_TRY_SET(result.act_no, write_act(session, act, change));
    ZK_TRY_SET(result.verdict_id, write_verdict(session, result.act_no, verdict, verdict_records(customers, verdict.pairs)));
    return add_event_rows(session, result);
  }));
  std::set<std::string> cuids;
  for (auto record : about) cuids.insert(cuid_of(change.codes[customers.position(record)]));
  result.cuids.assign(cuids.begin(), cuids.end());
  return result;
}

Status add_event_rows(ledger::Session& session, DecisionResult& result) {
  ZK_TRY_SET(auto events, events_of_act(session, result.act_no));
  for (const auto& event : events)
    result.events.push_back({event.event_no, event.kind, cuid_of(event.code), cuid_of(event.other), event.cause, event.records_count, event.weight});
  return done();
}

Result<DecisionResult> decide(flow::Context& context, std::int64_t left_id, std::int64_t right_id, const std::string& answer, const Author& author) {
  return decide_pairs(context, {{left_id, right_id}}, answer, "", author);
}

Result<DecisionResult> decide_pairs(flow::Context& context, const std::vector<std::pair<std::int64_t, std::int64_t>>& pairs, const std::string& answer,
                                    const std::string& question, const Author& author) {
  auto read = read_answer(answer);
  ZK_TRY(follow_registry(context));
  if (!read) return Error{ErrorCode::bad_request, "the answer is same, different or unsure"};
  NewVerdict verdict{*read, question, author.name, author.why, {}};
  for (const auto& [left, right] : pairs) {
    if (left == right) return Error{ErrorCode::bad_request, "both words name the same record"};
    verdict.pairs.push_back(pair_of(static_cast<std::uint64_t>(left), static_cast<std::uint64_t>(right)));
  }
  ZK_TRY_SET(DecisionResult result, apply_verdict(desk_of(context), "decide", verdict));
  if (*read == Answer::same) ZK_TRY(note_limits(context, verdict, result));
  return result;
}

Result<DecisionResult> merge(flow::Context& context, const std::vector<std::string>& cuids, const Author& author) {
  ZK_TRY(follow_registry(context));
  std::set<Code> codes;
  ZK_TRY(context.workspace().ledger().read([&](ledger::Session& session) -> Status {
    for (const auto& text : cuids) {
      Code code = read_cuid(text);
      if (code == 0) return Error{ErrorCode::bad_request, "'" + text + "' is not a customer code"};
      ZK_TRY_SET(code, present_code_of(session, code));
      codes.insert(code);
    }
    return done();
  }));
  if (codes.size() == 1 && cuids.size() > 1)
    return Error{ErrorCode::bad_request, "these codes are one customer already: " + cuid_of(*codes.begin()) + " (zhike history tells since when)"};
  if (codes.size() < 2) return Error{ErrorCode::bad_request, "name at least two different customers"};
  ZK_TRY_SET(Customers customers, read_customers(context, std::vector<Code>(codes.begin(), codes.end())));
  for (Code code : codes)
    if (std::none_of(customers.members.begin(), customers.members.end(), [&](const auto& member) { return member.code == code; }))
      return Error{ErrorCode::not_found, "no customer has the code " + cuid_of(code)};
  NewVerdict verdict{Answer::same, "", author.name, author.why, {}};
  if (customers.members.size() > 1000) return Error{ErrorCode::too_large, "these customers have more than 1,000 records; merge parts of them"};
  for (std::size_t i = 0; i < customers.members.size(); ++i)
    for (std::size_t j = i + 1; j < customers.members.size(); ++j) verdict.pairs.push_back({customers.members[i].record_id, customers.members[j].record_id});
  ZK_TRY_SET(DecisionResult result, apply_verdict(desk_of(context), "merge", verdict));
  ZK_TRY(note_limits(context, verdict, result));
  return result;
}

Result<DecisionResult> split(flow::Context& context, const std::string& cuid, const std::vector<std::int64_t>& record_ids, const Author& author) {
  ZK_TRY(follow_registry(context));
  Code code = read_cuid(cuid);
  if (code == 0) return Error{ErrorCode::bad_request, "'" + cuid + "' is not a customer code"};
  ZK_TRY(context.workspace().ledger().read([&](ledger::Session& session) -> Status {
    ZK_TRY_SET(code, present_code_of(session, code));
    return done();
  }));
  ZK_TRY_SET(Customers customers, read_customers(context, std::vector<Code>{code}));
  if (customers.members.empty()) return Error{ErrorCode::not_found, "no customer has the code " + cuid};
  std::set<std::uint64_t> leaving;
  for (auto record : record_ids) {
    if (!customers.find(static_cast<std::uint64_t>(record))) {
      ZK_TRY_SET(auto names, record_names(context, {record}));
      return Error{ErrorCode::bad_request, "record " + names.front() + " is none of " + cuid_of(code) + " (zhike show lists its records)"};
    }
    leaving.insert(static_cast<std::uint64_t>(record));
  }
  if (leaving.empty() || leaving.size() == customers.members.size()) return Error{ErrorCode::bad_request, "name some of the customer's records, not all of them"};
  NewVerdict verdict{Answer::different, "", author.name, author.why, {}};
  for (auto record : leaving)
    for (const auto& member : customers.members)
      if (!leaving.contains(member.record_id)) verdict.pairs.push_back(pair_of(record, member.record_id));
  return apply_verdict(desk_of(context), "split", verdict);
}

Status follow(flow::Context& context) { return follow_registry(context); }

Result<std::int64_t> acts_behind(flow::Workspace& workspace, db::Connection& lake) {
  ZK_TRY_SET(const std::int64_t shown, followed_act(lake));
  ZK_TRY_SET(const std::int64_t last, last_act(workspace));
  return shown < 0 ? 0 : last - shown;
}

}  // namespace zhike::resolve

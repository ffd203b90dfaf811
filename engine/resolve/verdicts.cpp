// SPDX-License-Identifier: Apache-2.0
#include "resolve/verdicts.h"

#include <algorithm>
#include <deque>
#include <map>
#include <numeric>
#include <set>
#include <unordered_map>

#include "base/clock.h"
#include "base/failpoint.h"

namespace zhike::resolve {
namespace {

constexpr std::string_view answer_names[] = {"same", "different", "unsure"};

// Groups of records by number, each with the groups it must stay apart from.
class Parts {
 public:
  explicit Parts(std::span<const std::uint64_t> records) : parent_(records.size()), apart_(records.size()) {
    std::iota(parent_.begin(), parent_.end(), 0U);
    for (std::uint32_t i = 0; i < records.size(); ++i) number_.emplace(records[i], i);
  }
  bool holds(std::uint64_t record) const { return number_.contains(record); }
  std::uint32_t find(std::uint64_t record) { return root(number_.at(record)); }
  void keep_apart(RecordPair pair) {
    auto a = find(pair.first), b = find(pair.second);
    apart_[a].insert(b);
    apart_[b].insert(a);
  }
  void join(RecordPair pair) {
    auto a = find(pair.first), b = find(pair.second);
    if (a == b || apart_[a].contains(b)) return;
    if (apart_[a].size() < apart_[b].size()) std::swap(a, b);
    parent_[b] = a;
    for (auto other : apart_[b]) {
      apart_[other].erase(b);
      apart_[other].insert(a);
      apart_[a].insert(other);
    }
  }

 private:
  std::uint32_t root(std::uint32_t i) {
    while (parent_[i] != i) i = parent_[i] = parent_[parent_[i]];
    return i;
  }
  std::unordered_map<std::uint64_t, std::uint32_t> number_;
  std::vector<std::uint32_t> parent_;
  std::vector<std::set<std::uint32_t>> apart_;
};

using Links = std::unordered_map<std::uint64_t, std::vector<std::pair<std::uint64_t, std::int64_t>>>;

// The shortest chain of `same` verdicts from one record to another; empty when there is none.
Contradiction chain_between(const Links& links, RecordPair ends) {
  std::unordered_map<std::uint64_t, std::pair<std::uint64_t, std::int64_t>> came_from{{ends.first, {0, 0}}};
  std::deque<std::uint64_t> todo{ends.first};
  while (!todo.empty() && !came_from.contains(ends.second)) {
    auto at = todo.front();
    todo.pop_front();
    auto found = links.find(at);
    if (found == links.end()) continue;
    for (const auto& [next, verdict] : found->second)
      if (came_from.emplace(next, std::pair(at, verdict)).second) todo.push_back(next);
  }
  Contradiction chain;
  if (!came_from.contains(ends.second)) return chain;
  for (auto at = ends.second; at != 0; at = came_from.at(at).first) {
    chain.records.push_back(at);
    if (auto verdict = came_from.at(at).second; verdict != 0) chain.same_verdicts.push_back(verdict);
  }
  std::reverse(chain.records.begin(), chain.records.end());
  std::reverse(chain.same_verdicts.begin(), chain.same_verdicts.end());
  return chain;
}

}  // namespace

std::string_view name_of(Answer answer) { return answer_names[static_cast<std::size_t>(answer)]; }

std::optional<Answer> read_answer(std::string_view text) {
  for (std::size_t i = 0; i < std::size(answer_names); ++i)
    if (answer_names[i] == text) return static_cast<Answer>(i);
  return std::nullopt;
}

Result<std::unordered_set<std::int64_t>> undone_acts(ledger::Session& session, std::int64_t also) {
  std::unordered_set<std::int64_t> undone;
  if (also > 0) undone.insert(also);
  // An act only takes back earlier ones, so the newest is surely in force and decides for those before it.
  ZK_TRY_SET(auto acts, session.prepare("SELECT act_no, undoes_act FROM identity_act WHERE undoes_act > 0 AND undoes_event = 0 ORDER BY act_no DESC"));
  for (;;) {
    ZK_TRY_SET(bool found, acts.step());
    if (!found) return undone;
    if (!undone.contains(acts.whole(0))) undone.insert(acts.whole(1));
  }
}

Result<std::vector<BindingPair>> binding_pairs(ledger::Session& session, std::int64_t also) {
  ZK_TRY_SET(auto undone, undone_acts(session, also));
  std::map<RecordPair, BindingPair> newest;
  ZK_TRY_SET(auto rows, session.prepare(
      "SELECT verdict.verdict_id, verdict.act_no, verdict.verdict, pair.left_id, pair.right_id FROM verdict "
      "JOIN verdict_pair AS pair ON pair.verdict_id = verdict.verdict_id ORDER BY verdict.verdict_id"));
  for (;;) {
    ZK_TRY_SET(bool found, rows.step());
    if (!found) break;
    auto answer = read_answer(rows.text(2));
    if (!answer || undone.contains(rows.whole(1))) continue;
    RecordPair pair{static_cast<std::uint64_t>(rows.whole(3)), static_cast<std::uint64_t>(rows.whole(4))};
    newest[pair] = {pair, *answer, rows.whole(0)};
  }
  std::vector<BindingPair> out;
  for (const auto& [pair, binding] : newest) out.push_back(binding);
  return out;
}

std::vector<Contradiction> find_contradictions(std::span<const BindingPair> bindings) {
  Links links;
  for (const auto& binding : bindings) {
    if (binding.answer != Answer::same) continue;
    links[binding.pair.first].emplace_back(binding.pair.second, binding.verdict_id);
    links[binding.pair.second].emplace_back(binding.pair.first, binding.verdict_id);
  }
  std::vector<Contradiction> out;
  for (const auto& binding : bindings) {
    if (binding.answer != Answer::different) continue;
    Contradiction chain = chain_between(links, binding.pair);
    if (chain.records.empty()) continue;
    chain.different_verdict = binding.verdict_id;
    out.push_back(std::move(chain));
  }
  return out;
}

Result<RecordNames> names_in_verdicts(ledger::Session& session, std::span<const std::uint64_t> records) {
  RecordNames names;
  for (auto record : records) {
    ZK_TRY_SET(auto rows, session.rows("SELECT source_id, source_key FROM verdict_record WHERE record_id = ?1 LIMIT 1", {static_cast<std::int64_t>(record)}));
    if (!rows.empty()) names.emplace(record, rows[0][0] + ":" + rows[0][1]);
  }
  return names;
}

std::string name_in(const RecordNames& names, std::uint64_t record) {
  auto found = names.find(record);
  return found != names.end() ? found->second : std::to_string(record);
}

std::string text_of(const Contradiction& contradiction, const RecordNames& names) {
  std::string text = "records ", verdicts;
  for (auto record : contradiction.records) text += (record == contradiction.records.front() ? "" : " = ") + name_in(names, record);
  for (auto verdict : contradiction.same_verdicts) verdicts += (verdicts.empty() ? "" : ", ") + (verdict == 0 ? std::string("this one") : std::to_string(verdict));
  auto apart = contradiction.different_verdict;
  return text + " by verdict " + verdicts + ", but the first and the last differ by verdict " + (apart == 0 ? "this one" : std::to_string(apart));
}

std::vector<std::uint64_t> arrange(std::span<const std::uint64_t> records, std::span<const WeightedPair> pairs, std::span<const BindingPair> bindings) {
  Parts parts(records);
  std::vector<const BindingPair*> inside;
  for (const auto& binding : bindings)
    if (parts.holds(binding.pair.first) && parts.holds(binding.pair.second)) inside.push_back(&binding);
  for (const auto* binding : inside)
    if (binding->answer == Answer::same) parts.join(binding->pair);
  for (const auto* binding : inside)
    if (binding->answer == Answer::different) parts.keep_apart(binding->pair);
  std::vector<WeightedPair> strongest(pairs.begin(), pairs.end());
  std::sort(strongest.begin(), strongest.end(), [](const auto& a, const auto& b) { return a.weight != b.weight ? a.weight > b.weight : a.pair < b.pair; });
  for (const auto& pair : strongest)
    if (parts.holds(pair.pair.first) && parts.holds(pair.pair.second)) parts.join(pair.pair);
  std::unordered_map<std::uint32_t, std::uint64_t> smallest;
  for (auto record : records) {
    auto [at, added] = smallest.emplace(parts.find(record), record);
    if (!added) at->second = std::min(at->second, record);
  }
  std::vector<std::uint64_t> labels;
  for (auto record : records) labels.push_back(smallest.at(parts.find(record)));
  return labels;
}

Result<std::int64_t> write_verdict(ledger::Session& session, std::int64_t act_no, const NewVerdict& verdict, std::span<const VerdictRecord> records) {
  ZK_TRY(session.execute("INSERT INTO verdict (act_no, verdict, question, decided_by, decided_at, why) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
                         {act_no, std::string(name_of(verdict.answer)), verdict.question, verdict.decided_by, now_utc(), verdict.why}));
  std::int64_t verdict_id = session.last_id();
  ZK_TRY_SET(auto insert, session.prepare("INSERT OR IGNORE INTO verdict_pair (verdict_id, left_id, right_id) VALUES (?1, ?2, ?3)"));
  for (const auto& pair : verdict.pairs) {
    insert.bind_whole(1, verdict_id);
    insert.bind_whole(2, static_cast<std::int64_t>(pair.first));
    insert.bind_whole(3, static_cast<std::int64_t>(pair.second));
    ZK_TRY(insert.step());
    insert.reset();
  }
  for (const auto& record : records)
    ZK_TRY(session.execute("INSERT OR IGNORE INTO verdict_record (verdict_id, record_id, source_id, source_key, content_hash) VALUES (?1, ?2, ?3, ?4, ?5)",
                           {verdict_id, static_cast<std::int64_t>(record.record_id), record.source_id, record.source_key, record.content_hash}));
  ZK_FAILPOINT("registry.verdict");
  return verdict_id;
}

}  // namespace zhike::resolve

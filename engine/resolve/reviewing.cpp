// SPDX-License-Identifier: Apache-2.0
#include "resolve/reviewing.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <map>
#include <set>

#include "base/hash.h"
#include "resolve/customer_code.h"
#include "resolve/follow.h"
#include "resolve/policy.h"
#include "resolve/verdicts.h"
#include "resolve_sql.h"

namespace zhike::resolve {
namespace {

std::string question_id(std::string_view entity, std::uint64_t pattern) {
  char text[16];
  std::snprintf(text, sizeof text, "Q%08x", static_cast<unsigned>(quick_hash(entity, pattern)));
  return text;
}

Result<std::set<RecordPair>> decided_pairs(flow::Context& context) {
  std::set<RecordPair> out;
  ZK_TRY(context.workspace().ledger().read([&](ledger::Session& session) -> Status {
    ZK_TRY_SET(auto bindings, binding_pairs(session));
    for (const auto& binding : bindings) out.insert(binding.pair);
    return done();
  }));
  return out;
}

}  // namespace

Result<std::vector<Question>> list_questions(flow::Context& context) {
  ZK_TRY(follow_registry(context));
  ZK_TRY_SET(PolicyVersion now, read_policy(context.workspace()));
  ZK_TRY_SET(auto decided, decided_pairs(context));
  ZK_TRY_SET(db::Rows rows, context.lake().query(sql::review_pairs, {{"from_bits", now.policy.steward_from_bits}, {"to_bits", now.policy.steward_to_bits}}));
  std::vector<Question> questions;
  for (std::size_t row = 0; row < rows.size(); ++row) {
    std::int64_t left = rows.whole(row, 2), right = rows.whole(row, 3);
    if (decided.contains(pair_of(static_cast<std::uint64_t>(left), static_cast<std::uint64_t>(right)))) continue;
    std::string id = question_id(rows.text(row, 0), static_cast<std::uint64_t>(rows.whole(row, 1)));
    if (questions.empty() || questions.back().question_id != id) {
      questions.push_back({});
      questions.back().question_id = id;
      questions.back().entity = rows.text(row, 0);
    }
    Question& question = questions.back();
    double weight = rows.number(row, 4), chance = rows.number(row, 5);
    if (question.pairs.empty() || std::abs(weight) < std::abs(question.match_weight)) question.match_weight = weight, question.left_id = left, question.right_id = right;
    question.pairs.emplace_back(left, right);
    ++question.pairs_count;
    question.merged_count += rows.whole(row, 6);
    question.doubt += 4 * chance * (1 - chance);
  }
  std::stable_sort(questions.begin(), questions.end(), [](const Question& a, const Question& b) { return a.doubt > b.doubt; });
  return questions;
}

Result<DecisionResult> answer_question(flow::Context& context, const std::string& question, const std::string& answer, const Author& author) {
  ZK_TRY_SET(auto questions, list_questions(context));
  for (const auto& open : questions)
    if (open.question_id == question) return decide_pairs(context, open.pairs, answer, question, author);
  return Error{ErrorCode::not_found, "there is no open question '" + question + "' (zhike review lists them)"};
}

namespace {

// What the ledger tells of one verdict.
struct Facts {
  std::map<RecordPair, std::int64_t> newest;
  std::unordered_set<std::int64_t> undone;
};

Status fill_verdict(ledger::Session& session, const Facts& facts, VerdictRow& row, bool& matches, const std::string& record) {
  bool revised = true, gone = false;
  ZK_TRY_SET(auto pairs, session.prepare("SELECT left_id, right_id FROM verdict_pair WHERE verdict_id = ?1"));
  ZK_TRY(pairs.bind({row.verdict_id}));
  for (;;) {
    ZK_TRY_SET(bool found, pairs.step());
    if (!found) break;
    ++row.pairs_count;
    auto newest = facts.newest.find({static_cast<std::uint64_t>(pairs.whole(0)), static_cast<std::uint64_t>(pairs.whole(1))});
    revised &= newest != facts.newest.end() && newest->second != row.verdict_id;
  }
  ZK_TRY_SET(auto records, session.prepare(
      "SELECT about.record_id, about.source_id, about.source_key, COALESCE(known.place, 1) FROM verdict_record AS about "
      "LEFT JOIN record_code AS known ON known.record_id = about.record_id WHERE about.verdict_id = ?1 ORDER BY about.source_id, about.source_key"));
  ZK_TRY(records.bind({row.verdict_id}));
  for (;;) {
    ZK_TRY_SET(bool found, records.step());
    if (!found) break;
    std::string name = records.text(1) + ":" + records.text(2);
    bool is_away = is_gone(static_cast<Place>(records.whole(3)));
    (is_away ? row.gone : row.records).push_back(name);
    gone |= is_away;
    matches |= record.empty() || record == name || record == std::to_string(records.whole(0));
  }
  row.state = facts.undone.contains(row.act_no) ? "undone" : revised ? "revised" : gone ? "sleeping" : "stands";
  return done();
}

}  // namespace

Result<std::vector<VerdictRow>> list_verdicts(flow::Context& context, const std::string& record) {
  std::vector<VerdictRow> out;
  ZK_TRY(context.workspace().ledger().read([&](ledger::Session& session) -> Status {
    Facts facts;
    ZK_TRY_SET(facts.undone, undone_acts(session));
    ZK_TRY_SET(auto bindings, binding_pairs(session));
    for (const auto& binding : bindings) facts.newest.emplace(binding.pair, binding.verdict_id);
    ZK_TRY_SET(auto rows, session.prepare("SELECT verdict_id, act_no, verdict, decided_by, decided_at, why FROM verdict ORDER BY verdict_id DESC"));
    for (;;) {
      ZK_TRY_SET(bool found, rows.step());
      if (!found) return done();
      VerdictRow row;
      row.verdict_id = rows.whole(0), row.act_no = rows.whole(1), row.verdict = rows.text(2), row.decided_by = rows.text(3), row.decided_at = rows.text(4), row.why = rows.text(5);
      bool matches = record.empty();
      ZK_TRY(fill_verdict(session, facts, row, matches, record));
      if (matches) out.push_back(std::move(row));
    }
  }));
  return out;
}

}  // namespace zhike::resolve

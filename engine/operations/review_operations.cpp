// SPDX-License-Identifier: Apache-2.0
#include "operations/review_operations.h"

#include "operations/identity_words.h"
#include "operations/row.h"
#include "operations/text.h"
#include "operations/waterfall.h"
#include "report/language.h"
#include "resolve/history.h"
#include "resolve/policy.h"
#include "resolve/reviewing.h"
#include "resolve/run.h"

namespace zhike::operations {
namespace {

HistoryRecordOut out_of(const resolve::HistoryRecord& record) { return {record.record_id, record.name, record.partner, record.cause, record.match_weight}; }

// A tie that a person or a rule made has no weight of its own.
std::string with_partner(const HistoryRecordOut& record, const Terminal& terminal) {
  if (record.partner.empty()) return {};
  std::string text = pick(terminal, "with ", "关联 ") + record.partner;
  return record.match_weight == 0 ? text : text + "  " + decimal(record.match_weight) + pick(terminal, " bits", " 比特");
}

std::string field_label(const standard::Standard& standard, const std::string& id, const Terminal& terminal) {
  const standard::Field* known = standard.field(id);
  return known ? (terminal.language == Language::zh ? known->label.zh : known->label.en) : id;
}

}  // namespace

Result<ReviewOut> review(Call& call, const ReviewIn& in) {
  if (in.limit < 1) return Error{ErrorCode::bad_request, "--limit must be 1 or more"};
  ZK_TRY_SET(flow::Context context, flow::Context::start(*call.workspace, "review", *call.progress, *call.cancelled, call.run_options));
  ReviewOut out;
  auto work = [&]() -> Status {
    ZK_TRY_SET(auto questions, resolve::list_questions(context));
    out.open_count = static_cast<std::int64_t>(questions.size());
    ZK_TRY_SET(const auto policy, resolve::read_policy(*call.workspace));
    resolve::PairExplainer explainer(context);
    for (const auto& question : questions) {
      out.open_pairs_count += question.pairs_count;
      if (static_cast<std::int64_t>(out.questions.size()) >= in.limit) continue;
      ZK_TRY_SET(resolve::Waterfall found, explainer.explain(question.left_id, question.right_id));
      ZK_TRY_SET(const auto state, resolve::state_of_pair(context, question.left_id, question.right_id));
      ZK_TRY_SET(auto names, resolve::record_names(context, {question.left_id, question.right_id}));
      out.questions.push_back({question.question_id, question.entity, question.pairs_count, question.merged_count, question.doubt, waterfall_out(found, names[0], names[1], state.is_one, policy.policy.merge_bits)});
    }
    return done();
  };
  ZK_TRY(context.finish(work()));
  if (!call.wants_text) return out;
  for (const auto& question : out.questions) {
    out.text += question.question + "  " + grouped(question.pairs_count) + pick(call.terminal, " pairs like this one; one answer serves all\n", " 对与此类似，一次回答全部适用\n");
    out.text += waterfall_lines(question.example, [&](const std::string& id) { return field_label(context.standard(), id, call.terminal); }, call.terminal);
  }
  return out;
}

std::string review_text(const ReviewOut& out, const Terminal& terminal) {
  if (out.open_count == 0) return pick(terminal, "Nothing is in doubt.\n", "没有存疑的问题。\n");
  return out.text + grouped(out.open_count) + pick(terminal, " questions open. Answer: zhike decide --question ", " 个问题待答。回答：zhike decide --question ") + out.questions.front().question +
         pick(terminal, " same|different|unsure --why TEXT\n", " same|different|unsure --why 理由\n");
}

Result<HistoryOut> history_of(flow::Context& context, const std::string& what, const std::string& at) {
  ZK_TRY_SET(auto found, resolve::read_history(context, what, at));
  HistoryOut out;
  out.cuid = found.cuid, out.at = found.at, out.then_cuid = found.then.cuid, out.former = found.former;
  for (const auto& entry : found.entries) {
    HistoryEntryOut row{entry.act_no, entry.event_no, entry.run_id, entry.policy_no, entry.records_count, entry.at, entry.kind, entry.cuid, entry.other, entry.cause,
                        entry.actor, entry.why, entry.standard_hash, entry.model_hash, entry.match_weight, entry.undone, {}};
    for (const auto& record : entry.records) row.records.push_back(out_of(record));
    out.entries.push_back(std::move(row));
  }
  for (const auto& record : found.then.records) out.then_records.push_back(out_of(record));
  return out;
}

Result<HistoryOut> history(Call& call, const HistoryIn& in) {
  ZK_TRY_SET(flow::Context context, flow::Context::start(*call.workspace, "history", *call.progress, *call.cancelled, call.run_options));
  HistoryOut out;
  auto work = [&]() -> Status {
    ZK_TRY_SET(out, history_of(context, in.what, in.at));
    return done();
  };
  ZK_TRY(context.finish(work()));
  return out;
}

std::string history_text(const HistoryOut& out, const Terminal& terminal) {
  std::string text = out.cuid;
  for (const auto& code : out.former) text += (&code == &out.former.front() ? pick(terminal, "  formerly ", "  旧编码 ") : ", ") + code;
  text += "\n";
  for (const auto& entry : out.entries) {
    text += "  " + pad(entry.at, 22) + pad(entry.event_no > 0 ? "E" + std::to_string(entry.event_no) : "", 8) + event_words({entry.kind, entry.cuid, entry.other, entry.cause, entry.records_count}, terminal);
    if (entry.undone) text += pick(terminal, "  (undone since)", "（其后已撤销）");
    if (!entry.actor.empty()) text += "  " + entry.actor + (entry.why.empty() ? "" : ": " + entry.why);
    text += "\n";
    for (const auto& record : entry.records)
      text += "      " + pad(record.name, 30) + with_partner(record, terminal) + "\n";
  }
  if (out.at.empty()) return text;
  if (out.then_cuid.empty()) return text + out.at + pick(terminal, ": no such customer yet\n", "：当时尚无此客户\n");
  text += out.at + pick(terminal, ": it was ", "：当时为 ") + out.then_cuid + "\n";
  for (const auto& record : out.then_records) text += "      " + record.name + "\n";
  return text;
}

Result<PolicyOut> policy_show(Call& call, const PolicyShowIn&) {
  ZK_TRY_SET(auto history, resolve::policy_history(*call.workspace));
  PolicyOut out;
  for (const auto& version : history) out.versions.push_back({version.policy_no, version.author, version.at, version.why, version.policy});
  return out;
}

Result<PolicyOut> policy_set(Call& call, const PolicySetIn& in) {
  ZK_TRY(resolve::set_policy(*call.workspace, in.name, in.value, call.caller.name, in.why));
  return policy_show(call, {});
}

std::string policy_show_text(const PolicyOut& out, const Terminal& terminal) {
  std::string text;
  const auto& now = out.versions.front();
  std::apply([&](const auto&... member) {
    auto add = [&](const auto& m) {
      auto json = wire::to_json(now.policy.*(m.member));
      std::string value = json.is_double() ? decimal(json.get_double()) : boost::json::serialize(json);
      text += "  " + pad(m.name, 26) + pad(value, 12) + std::string(terminal.language == Language::zh ? m.doc_zh : m.doc_en) + "\n";
    };
    (add(member), ...);
  }, resolve::Policy::fields());
  for (const auto& version : out.versions)
    if (version.policy_no > 0) text += "  #" + pad(std::to_string(version.policy_no), 5) + pad(version.at, 22) + pad(version.author, 14) + version.why + "\n";
  return text + pick(terminal, "To see what a change would do: zhike replay --policy NAME=VALUE\n", "预演修改的影响：zhike replay --policy 名称=值\n");
}

}  // namespace zhike::operations

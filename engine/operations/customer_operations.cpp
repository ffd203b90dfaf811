// SPDX-License-Identifier: Apache-2.0
#include "operations/customer_operations.h"

#include <set>

#include "kernels/cuid.h"
#include "operations/match_explain.h"
#include "operations/row.h"
#include "operations/text.h"
#include "operations/waterfall.h"
#include "report/story.h"
#include "resolve/history.h"
#include "resolve/policy.h"
#include "resolve/relations.h"
#include "resolve/reviewing.h"
#include "resolve/run.h"
#include "standard/verbs.h"

namespace zhike::operations {
namespace {

report::Language spoken(const Terminal& terminal) { return terminal.language == Language::zh ? report::Language::zh : report::Language::en; }
report::Style style_of(const Terminal& terminal) { return {terminal.colour, terminal.width}; }

std::string label_of(const standard::Standard& standard, const std::string& field, report::Language language) {
  const standard::Field* known = standard.field(field);
  return known ? report::label_in(known->label, language, field) : field;
}

// What decided for a value, in the reader's words.
std::string rule_label(const std::string& rule, const Terminal& terminal) {
  if (const standard::VerbRow* verb = standard::find_verb(standard::survivorship_verbs, rule))
    return std::string(terminal.language == Language::zh ? verb->zh : verb->en);
  if (rule == "only_value") return pick(terminal, "only value", "唯一取值");
  if (rule == "derived") return pick(terminal, "derived", "推算");
  if (rule == "without_finding") return pick(terminal, "passes its checks", "通过检查");
  if (rule == "record_order") return pick(terminal, "equal otherwise", "其余相同");
  return rule;
}

report::CustomerStory story_of(const profile::Shown& shown, const standard::Standard& standard, const Terminal& terminal) {
  report::Language language = spoken(terminal);
  bool zh = terminal.language == Language::zh;
  report::CustomerStory story;
  story.cuid = shown.cuid;
  story.name = shown.name;
  story.party = shown.party_type == "O" ? pick(terminal, "organisation", "组织") : pick(terminal, "person", "个人");
  if (shown.asked != shown.cuid) story.former_cuids.push_back(shown.asked);
  story.events_count = shown.events_count;
  for (const auto& field : shown.golden) {
    const std::string& meaning = zh ? field.meaning_zh : field.meaning_en;
    std::string value = meaning.empty() ? field.value : meaning + " (" + field.value + ")";
    story.fields.push_back({field.category, zh ? field.label_zh : field.label_en, value, field.source, rule_label(field.rule, terminal),
                            static_cast<std::int64_t>(field.alternatives.size()), false});
  }
  for (const auto& record : shown.records)
    story.records.push_back({std::to_string(record.record_id), record.source, record.source_key, record.recorded_at, record.name});
  for (const auto& identifier : shown.identifiers)
    story.identifiers.push_back({label_of(standard, identifier.type, language), identifier.value, identifier.records_count});
  for (const auto& event : shown.timeline) {
    const standard::EventType* type = standard.event_type(event.event_type);
    story.events.push_back({event.occurred_at, type ? report::label_in(type->label, language, event.event_type) : event.event_type,
                            event.source, event.channel, event.amount, ""});
  }
  for (const auto& gap : shown.gaps)
    story.gaps.push_back({label_of(standard, gap.id, language), gap.reason == "stale" ? pick(terminal, "out of date", "已过期") : pick(terminal, "missing", "缺失")});
  return story;
}

constexpr std::int64_t rejected_most = 5;

std::string kin_text(const ShowOut& out, const Terminal& terminal) {
  std::string text;
  if (!out.household.empty()) {
    text += pick(terminal, "Household ", "家庭 ") + out.household + ":";
    for (const auto& member : out.household_members) text += " " + member;
    text += "\n";
  }
  for (const auto& relation : out.relations) {
    if (relation.kind == "household") continue;
    const char* word = relation.kind == "family" ? pick(terminal, "family", "家庭") : relation.kind == "employer" ? pick(terminal, "employed by", "受雇于") : relation.kind == "branch" ? pick(terminal, "branch of", "分支机构，总部为") : pick(terminal, "controlled by", "受控于");
    text += relation.cuid + "  " + word + "  " + relation.other + "  " + relation.valid_from + (relation.valid_to.empty() ? "" : "–" + relation.valid_to) + "  " + relation.evidence + "\n";
  }
  return text;
}

// A pair of one customer, with what is to be said when its own evidence is too little.
WaterfallOut joined_pair(resolve::PairExplainer& explainer, const resolve::CustomerJoin& join, const std::string& left, const std::string& right, double cut_bits) {
  auto pair = waterfall_out(join.waterfall, left, right, true, cut_bits);
  if (pair.match_weight > cut_bits) return pair;
  pair.attached = explainer.is_attached(join.left_id, join.right_id);
  return pair;
}

// What became of the pair, where its weight does not say so.
std::string outcome_text(const WaterfallOut& pair, const Terminal& terminal) {
  if (pair.apart == "unmatched") return pick(terminal, "not matched yet; the next run decides: zhike run", "尚未匹配，由下次运行决定：zhike run");
  const bool enough = pair.match_weight > pair.cut_bits;
  if (pair.same_cluster == enough) return "";
  if (!pair.same_cluster)
    return pick(terminal, "kept apart: their other records do not agree, nothing but names agrees, or a rule, a limit or a verdict forbids it", "未归并：两者各自的其他记录不合，或仅姓名吻合，或有规则、上限、裁定不允许");
  if (!pair.attached)
    return pick(terminal, "one customer: other records of it, an identity rule or a verdict links them", "同一客户：由其他记录、标识规则或裁定相连");
  const auto text = apart_text(pair);
  return pick(terminal, text.en.c_str(), text.zh.c_str());
}

Status why_customer(flow::Context& context, double cut_bits, WhyOut& out) {
  resolve::PairExplainer explainer(context);
  ZK_TRY_SET(out.cuid, profile::present_code(context, out.cuid));
  ZK_TRY_SET(resolve::CustomerPairs found, resolve::explain_customer(context, explainer, out.cuid));
  std::map<std::int64_t, std::string> names;
  for (const auto& record : found.records) {
    out.records.push_back({record.record_id, record.source_id, record.source_key, record.received_at});
    names[record.record_id] = record.source_id + ":" + record.source_key;
  }
  for (const auto& join : found.joins) out.pairs.push_back(joined_pair(explainer, join, names[join.left_id], names[join.right_id], cut_bits));
  ZK_TRY_SET(auto rejected, resolve::rejected_pairs(context, out.cuid, rejected_most));
  for (const auto& pair : rejected) {
    ZK_TRY_SET(resolve::Waterfall waterfall, explainer.explain(pair.inside_id, pair.outside_id));
    ZK_TRY_SET(auto outside, resolve::record_names(context, {pair.outside_id}));
    out.rejected.push_back(waterfall_out(waterfall, names[pair.inside_id], outside[0] + " (" + pair.outside_cuid + ")", false, cut_bits));
  }
  ZK_TRY_SET(auto history, history_of(context, out.cuid, ""));
  out.history = std::move(history.entries);
  std::set<std::int64_t> seen;
  for (const auto& record : found.records) {
    ZK_TRY_SET(auto verdicts, resolve::list_verdicts(context, std::to_string(record.record_id)));
    for (const auto& verdict : verdicts)
      if (seen.insert(verdict.verdict_id).second)
        out.verdicts.push_back({verdict.verdict_id, verdict.pairs_count, verdict.verdict, verdict.state, verdict.decided_by, verdict.decided_at, verdict.why, verdict.records, verdict.gone});
  }
  return done();
}

Status why_pair(flow::Context& context, const WhyIn& in, double cut_bits, WhyOut& out) {
  resolve::PairExplainer explainer(context);
  ZK_TRY_SET(std::int64_t left, resolve::find_record(context, in.left));
  ZK_TRY_SET(std::int64_t right, resolve::find_record(context, in.right));
  if (left == right) return Error{ErrorCode::bad_request, "both words name the same record"};
  ZK_TRY_SET(resolve::Waterfall found, explainer.explain(left, right));
  ZK_TRY_SET(const auto state, resolve::state_of_pair(context, left, right));
  if (state.is_one) out.pairs.push_back(joined_pair(explainer, {left, right, std::move(found)}, in.left, in.right, cut_bits));
  else out.pairs.push_back(waterfall_out(found, in.left, in.right, false, cut_bits));
  if (!state.is_matched) out.pairs.back().apart = "unmatched";
  ZK_TRY_SET(auto verdicts, resolve::list_verdicts(context, std::to_string(left)));
  ZK_TRY_SET(auto others, resolve::list_verdicts(context, std::to_string(right)));
  for (const auto& verdict : verdicts)
    for (const auto& other : others)
      if (verdict.verdict_id == other.verdict_id)
        out.verdicts.push_back({verdict.verdict_id, verdict.pairs_count, verdict.verdict, verdict.state, verdict.decided_by, verdict.decided_at, verdict.why, verdict.records, verdict.gone});
  return done();
}

}  // namespace

Result<FindOut> find_customers(Call& call, const FindIn& in) {
  if (in.limit < 1) return Error{ErrorCode::bad_request, "--limit must be 1 or more"};
  ZK_TRY_SET(flow::Context context, flow::Context::start(*call.workspace, "find", *call.progress, *call.cancelled, call.run_options));
  FindOut out;
  auto work = [&]() -> Status {
    ZK_TRY_SET(out.customers, profile::find(context, in.text, in.limit));
    return done();
  };
  ZK_TRY(context.finish(work()));
  return out;
}

std::string find_text(const FindOut& out, const Terminal& terminal) {
  if (out.customers.empty()) return pick(terminal, "Nobody answers to that. Try a part of the name, or its pinyin.\n", "没有找到。可尝试姓名的一部分或拼音。\n");
  std::string text = pad("CUID", 15) + pad(pick(terminal, "name", "名称"), 32) + pad(pick(terminal, "matched", "命中"), 32) + right(pick(terminal, "records", "记录"), 8) +
                     right(pick(terminal, "quality", "质量"), 9) + "\n";
  for (const auto& found : out.customers)
    text += pad(found.cuid, 15) + pad(found.name, 32) + pad(found.matched + " (" + found.how + ")", 32) + right(grouped(found.records_count), 8) +
            right(std::to_string(static_cast<int>(found.quality)), 9) + "\n";
  return text;
}

Result<ShowOut> show_customer(Call& call, const ShowIn& in) {
  ZK_TRY_SET(flow::Context context, flow::Context::start(*call.workspace, "show", *call.progress, *call.cancelled, call.run_options));
  ShowOut out;
  auto work = [&]() -> Status {
    ZK_TRY_SET(static_cast<profile::Shown&>(out), profile::show(context, in.cuid, {in.unmask, in.events}));
    ZK_TRY_SET(auto kin, resolve::kin_of(context, out.cuid));
    out.household = kin.household, out.household_members = kin.members;
    for (const auto& relation : kin.relations)
      out.relations.push_back({relation.relation_id, relation.kind, relation.cuid, relation.other, relation.valid_from, relation.valid_to, relation.evidence, relation.related_weight});
    return done();
  };
  ZK_TRY(context.finish(work()));
  if (call.wants_text)
    out.text = report::customer_text(story_of(out, context.standard(), call.terminal), context.standard(), spoken(call.terminal), style_of(call.terminal)) + kin_text(out, call.terminal);
  return out;
}

std::string show_text(const ShowOut& out, const Terminal&) { return out.text; }

Result<WhyOut> why(Call& call, const WhyIn& in) {
  ZK_TRY_SET(flow::Context context, flow::Context::start(*call.workspace, "why", *call.progress, *call.cancelled, call.run_options));
  WhyOut out;
  bool customer = in.right.empty();
  if (customer && !kernels::is_cuid(in.left)) return context.finish(Error{ErrorCode::bad_request, "name one customer code, or two records"}).error();
  if (customer) out.cuid = in.left;
  auto work = [&]() -> Status {
    ZK_TRY_SET(const auto policy, resolve::read_policy(*call.workspace));
    return customer ? why_customer(context, policy.policy.merge_bits, out) : why_pair(context, in, policy.policy.merge_bits, out);
  };
  ZK_TRY(context.finish(work()));
  if (!call.wants_text) return out;
  if (customer) {
    out.text = out.cuid + pick(call.terminal, ": ", "：") + grouped(static_cast<std::int64_t>(out.records.size())) + pick(call.terminal, " records\n", " 条记录\n");
    for (const auto& record : out.records)
      out.text += "  " + pad(record.source + ":" + record.source_key, 34) + pad(std::to_string(record.record_id), 22) + record.received_at + "\n";
    if (out.pairs.size() > 1)
      out.text += pick(call.terminal, "The evidence that holds them together, the strongest first; the last is the weakest bridge.\n",
                       "以下是使它们归为一体的证据，由强到弱；最后一条是最弱的连接。\n");
  }
  auto lines = [&](const WaterfallOut& pair) { return waterfall_lines(pair, [&](const std::string& field) { return label_of(context.standard(), field, spoken(call.terminal)); }, call.terminal, outcome_text(pair, call.terminal)); };
  for (const auto& pair : out.pairs) out.text += lines(pair);
  if (!out.rejected.empty()) out.text += pick(call.terminal, "Records that came close and were not joined:\n", "接近但未合并的记录：\n");
  for (const auto& pair : out.rejected) out.text += lines(pair);
  if (!out.history.empty()) out.text += pick(call.terminal, "What happened: ", "变动历史：") + history_text({out.cuid, "", "", {}, out.history, {}}, call.terminal);
  if (!out.verdicts.empty()) out.text += pick(call.terminal, "Verdicts:\n", "裁定：\n") + verdicts_text({out.verdicts}, call.terminal);
  return out;
}

std::string why_text(const WhyOut& out, const Terminal&) { return out.text; }

}  // namespace zhike::operations

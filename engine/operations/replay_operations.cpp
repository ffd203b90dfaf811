// SPDX-License-Identifier: Apache-2.0
#include "operations/replay_operations.h"

#include "operations/match_files.h"
#include "operations/messages.h"
#include "operations/row.h"
#include "operations/text.h"
#include "operations/waterfall.h"
#include "profile/profile.h"
#include "resolve/decisions.h"
#include "resolve/model_file.h"
#include "resolve/models.h"
#include "resolve/run.h"
#include "standard/versions.h"
#include "standardise/standardise.h"

namespace zhike::operations {
namespace {

Result<resolve::Policy> wanted_policy(flow::Workspace& workspace, const std::vector<std::string>& changes) {
  ZK_TRY_SET(auto now, resolve::read_policy(workspace));
  resolve::Policy policy = now.policy;
  for (const auto& change : changes) {
    auto equals = change.find('=');
    if (equals == change.npos) return Error{ErrorCode::bad_request, "a policy is written NAME=VALUE, as merge_bits=2"};
    ZK_TRY_SET(policy, resolve::changed_policy(policy, change.substr(0, equals), change.substr(equals + 1)));
  }
  return policy;
}

// The content of a model's file, which must be one; empty for learning.
Result<std::string> wanted_model(const std::string& file) {
  if (file == "learn") return std::string();
  ZK_TRY_SET(std::string text, read_text_file(file));
  ZK_TRY_SET(const resolve::Model model, resolve::read_model(text, file));
  (void)model;
  return text;
}

ReplayOut out_of(const resolve::ReplayResult& found, double cut_bits) {
  ReplayOut out;
  out.replay_id = found.replay_id, out.state = "waiting", out.merged_count = found.merged_count, out.split_count = found.split_count, out.moved_count = found.moved_count;
  out.records_count = found.records_count, out.quality = found.quality, out.notes = found.notes;
  for (const auto& pattern : found.patterns)
    out.patterns.push_back({pattern.kind, pattern.entity, pattern.levels, pattern.customers_count, pattern.records_count, pattern.old_weight, pattern.new_weight,
                            waterfall_out(pattern.waterfall, pattern.left, pattern.right, pattern.kind == "merged", cut_bits)});
  return out;
}

// The shadow is a transaction of the lake that is never kept: stages write what they like, nobody sees it.
Result<resolve::ReplayResult> in_shadow(Call& call, const ReplayIn& in, const resolve::ReplayRules& rules) {
  auto active = call.workspace->standard();
  if (!in.standard.empty()) {
    ZK_TRY_SET(auto tried, standard::load(in.standard));
    call.workspace->use_standard(tried);
  }
  resolve::ReplayResult found;
  auto all = [&]() -> Status {
    ZK_TRY_SET(flow::Context context, flow::Context::start(*call.workspace, "replay", *call.progress, *call.cancelled, call.run_options));
    Status failed = done();
    auto work = [&]() -> Status {
      ZK_TRY(resolve::follow(context));
      Status shadow = context.lake().transaction([&]() -> Status {
        failed = [&]() -> Status {
          if (!in.standard.empty()) ZK_TRY(standardise::run(context));
          boost::json::object request{{"policy", wire::to_json(in.policy)}, {"standard", context.standard().hash}};
          if (!in.model.empty()) request["model"] = in.entity + ": " + in.model;
          ZK_TRY_SET(found, resolve::replay(context, rules, boost::json::serialize(request), call.caller.name));
          return done();
        }();
        return Error{ErrorCode::cancelled, "the shadow is not kept"};
      });
      return shadow.ok() ? done() : failed;
    };
    return context.finish(work());
  };
  Status done_all = all();
  call.workspace->use_standard(active);
  if (!done_all.ok()) return done_all.error();
  return found;
}

// The standard that a waiting replay was made under is published first; its content is the folder's, named again.
Result<ReplayOut> accept(Call& call, const ReplayIn& in) {
  ZK_TRY_SET(auto replays, resolve::list_replays(*call.workspace));
  std::string wanted;
  for (const auto& waiting : replays) {
    if (waiting.replay_id != in.accept) continue;
    boost::system::error_code error;
    auto request = boost::json::parse(waiting.request, error);
    if (!error && request.is_object() && request.as_object().contains("standard")) wanted = std::string(request.at("standard").as_string());
  }
  if (!wanted.empty() && wanted != call.workspace->standard()->hash) {
    if (in.standard.empty()) return Error{ErrorCode::bad_request, "this replay tried another standard: name its folder again with --standard"};
    ZK_TRY_SET(auto files, standard::load(in.standard));
    if (files->hash != wanted) return Error{ErrorCode::conflict, "the standard's files have changed since this replay; run it again"};
    ZK_TRY(standard::publish(call.workspace->ledger(), *files, call.caller.name));
    ZK_TRY_SET(auto active, standard::active_standard(call.workspace->ledger()));
    call.workspace->use_standard(active);
  }
  ZK_TRY_SET(flow::Context context, flow::Context::start(*call.workspace, "replay", *call.progress, *call.cancelled, call.run_options));
  auto work = [&]() -> Status {
    ZK_TRY(resolve::accept_replay(context, in.accept, {call.caller.name, in.why}));
    if (!in.standard.empty()) ZK_TRY(standardise::run(context));
    return context.lake().transaction([&]() -> Status {
      ZK_TRY(resolve::follow(context));
      return profile::run(context);
    });
  };
  ZK_TRY(context.finish(work()));
  ReplayOut out;
  out.replay_id = in.accept, out.state = "accepted";
  return out;
}

std::string lines_of(const ReplayOut& out, const standard::Standard& standard, const Terminal& terminal) {
  std::string text;
  auto label = [&](const std::string& id) {
    const standard::Field* known = standard.field(id);
    return known ? (terminal.language == Language::zh ? known->label.zh : known->label.en) : id;
  };
  for (const auto& pattern : out.patterns) {
    const char* kind = pattern.kind == "merged" ? pick(terminal, "would merge", "将合并") : pattern.kind == "split" ? pick(terminal, "would split", "将拆分") : pick(terminal, "would move", "将转移");
    text += grouped(pattern.customers_count) + pick(terminal, " customers ", " 位客户") + kind + pick(terminal, ", ", "，") + grouped(pattern.records_count) + pick(terminal, " records; example: ", " 条记录；示例：") +
            decimal(pattern.old_weight) + " → " + decimal(pattern.new_weight) + pick(terminal, " bits\n", " 比特\n");
    if (!pattern.example.left_id.empty()) text += waterfall_lines(pattern.example, label, terminal);
  }
  return text;
}

}  // namespace

Result<ReplayOut> replay(Call& call, const ReplayIn& in) {
  if (in.accept > 0) return accept(call, in);
  ReplayOut out;
  if (in.drop > 0) {
    ZK_TRY(resolve::drop_replay(*call.workspace, in.drop));
    out.replay_id = in.drop, out.state = "dropped";
    return out;
  }
  if (in.policy.empty() && in.standard.empty() && in.model.empty()) {
    ZK_TRY_SET(auto replays, resolve::list_replays(*call.workspace));
    for (const auto& known : replays) out.replays.push_back({known.replay_id, known.request, known.state, known.author, known.at});
    return out;
  }
  resolve::ReplayRules rules;
  ZK_TRY_SET(rules.policy, wanted_policy(*call.workspace, in.policy));
  if (!in.model.empty()) {
    ZK_TRY_SET(rules.models[in.entity], wanted_model(in.model));
  }
  ZK_TRY_SET(resolve::ReplayResult found, in_shadow(call, in, rules));
  out = out_of(found, rules.policy.merge_bits);
  if (call.wants_text) out.text = lines_of(out, *call.workspace->standard(), call.terminal);
  return out;
}

std::string replay_text(const ReplayOut& out, const Terminal& terminal) {
  std::string id = std::to_string(out.replay_id);
  if (out.state == "accepted") return pick(terminal, "Replay ", "重放 ") + id + pick(terminal, " holds now. To take it back: zhike undo\n", " 已采纳。如需撤销：zhike undo\n");
  if (out.state == "dropped") return pick(terminal, "Replay ", "重放 ") + id + pick(terminal, " is forgotten; nothing was changed.\n", " 已放弃，未作任何改动。\n");
  if (out.state.empty()) {
    std::string text;
    for (const auto& known : out.replays) text += pad(std::to_string(known.replay_id), 6) + pad(told(known.state, terminal.language), 10) + pad(known.at, 22) + pad(known.author, 14) + known.request + "\n";
    return text.empty() ? pick(terminal, "No replay yet: zhike replay --policy merge_bits=2\n", "还没有重放：zhike replay --policy merge_bits=2\n") : text;
  }
  std::string text = out.text;
  text += grouped(out.merged_count) + pick(terminal, " customers would be absorbed, ", " 位客户将被并入，") + grouped(out.split_count) + pick(terminal, " would come out of others, ", " 位将拆出，") + grouped(out.records_count) +
          pick(terminal, " records would change their customer.\n", " 条记录将变更客户。\n");
  if (out.quality.pairs_count > 0)
    text += pick(terminal, "People decided ", "人工裁定 ") + grouped(out.quality.pairs_count) + pick(terminal, " pairs; evidence alone agreed with ", " 对；仅凭证据与之一致的：原 ") + grouped(out.quality.old_right) +
            pick(terminal, " before, with ", " 对，新 ") + grouped(out.quality.new_right) + pick(terminal, " now.\n", " 对。\n");
  for (const auto& note : out.notes) text += pick(terminal, "note: ", "提示：") + told(note, terminal.language) + "\n";
  return text + pick(terminal, "Nothing has changed yet: zhike replay --accept ", "尚未作任何改动：zhike replay --accept ") + id + pick(terminal, ", or --drop ", "，或 --drop ") + id + "\n";
}

Result<ModelSaveOut> model_save(Call& call, const ModelSaveIn& in) {
  ZK_TRY_SET(const std::string text, resolve::learned_model_text(*call.workspace, in.entity));
  ZK_TRY(write_file(in.to, text));
  return ModelSaveOut{in.to};
}

std::string model_save_text(const ModelSaveOut& out, const Terminal& terminal) {
  return pick(terminal, "written: ", "已写出：") + out.to + pick(terminal, "\nTo see what it would change: zhike replay --model ", "\n预演其影响：zhike replay --model ") + out.to + "\n";
}

Result<RelateOut> relate(Call& call, const RelateIn& in) {
  ZK_TRY_SET(flow::Context context, flow::Context::start(*call.workspace, "relate", *call.progress, *call.cancelled, call.run_options));
  RelateOut out;
  auto work = [&]() -> Status {
    if (in.end > 0) {
      out.relation_id = in.end;
      return resolve::end_relation(context, in.end);
    }
    if (in.what.size() != 3) return Error{ErrorCode::bad_request, "name two records and the kind: zhike relate crm:1 erp:7 employer"};
    resolve::NewRelation relation{in.what[2], in.from, in.to, in.why, call.caller.name, 0, 0};
    ZK_TRY_SET(relation.left_id, resolve::find_record(context, in.what[0]));
    ZK_TRY_SET(relation.right_id, resolve::find_record(context, in.what[1]));
    ZK_TRY_SET(out.relation_id, resolve::declare_relation(context, relation));
    return done();
  };
  ZK_TRY(context.finish(work()));
  return out;
}

std::string relate_text(const RelateOut& out, const Terminal& terminal) {
  return pick(terminal, "Relation ", "关系 ") + std::to_string(out.relation_id) + pick(terminal, " is recorded; zhike show tells it.\n", " 已记录，可用 zhike show 查看。\n");
}

}  // namespace zhike::operations

// SPDX-License-Identifier: Apache-2.0
#include "operations/standard_operations.h"

#include "operations/messages.h"
#include "operations/row.h"
#include "operations/text.h"
#include "standard/versions.h"

namespace zhike::operations {
namespace {

std::string_view type_name(standard::DataType type) {
  switch (type) {
    case standard::DataType::text: return "text";
    case standard::DataType::code: return "code";
    case standard::DataType::whole: return "whole";
    case standard::DataType::number: return "number";
    case standard::DataType::date: return "date";
    case standard::DataType::time: return "time";
    case standard::DataType::flag: return "flag";
    case standard::DataType::json: return "json";
  }
  return "";
}

FieldOut describe(const standard::Field& field) {
  FieldOut out;
  out.id = field.id;
  out.code = field.code;
  out.category = field.category;
  out.info_type = field.info_type;
  out.label_zh = field.label.zh;
  out.label_en = field.label.en;
  out.type = type_name(field.type);
  out.required = field.required;
  out.department = field.department;
  out.code_list = field.code_list;
  out.why = field.why;
  out.sensitivity = field.sensitivity;
  for (const auto& verb : field.clean) out.cleaners.push_back(verb.name);
  for (const auto& verb : field.check) out.checks.push_back(verb.name);
  out.aliases = field.aliases;
  out.targets = field.target;
  return out;
}

void add_others(const standard::Standard& standard, const std::string& id, std::vector<NamedOut>& out) {
  for (const auto& list : standard.code_lists) {
    if (!id.empty() && list.id != id) continue;
    out.push_back({"code_list", list.id, list.label.zh, list.label.en, std::to_string(list.codes.size())});
    if (id.empty()) continue;
    for (const auto& code : list.codes) out.push_back({"code", code.code, code.label.zh, code.label.en, ""});
  }
  for (const auto& type : standard.event_types) {
    if (!id.empty() && type.id != id) continue;
    out.push_back({"event_type", type.id, type.label.zh, type.label.en, std::to_string(type.properties.size())});
    if (id.empty()) continue;
    for (const auto& property : type.properties)
      out.push_back({"property", property.id, property.label.zh, property.label.en, std::string(type_name(property.type))});
  }
  for (const auto& dimension : standard.dimensions) {
    if (!id.empty() && dimension.id != id) continue;
    out.push_back({"dimension", dimension.id, dimension.label.zh, dimension.label.en, dimension.format});
    if (id.empty()) continue;
    for (const auto& item : dimension.items) out.push_back({"item", item.code, item.label.zh, item.label.en, item.status});
  }
}

std::string folder_of(const Call& call, const StandardFilesIn& in) {
  return in.folder.empty() && call.workspace ? call.workspace->standards_folder() : in.folder;
}

ProposalOut describe(const standard::Proposal& proposal) {
  return {proposal.id, proposal.dimension, proposal.code, proposal.before, proposal.after, proposal.status, proposal.author, proposal.reviewer};
}

std::string short_hash(const std::string& hash) { return hash.substr(0, 12); }

}  // namespace

Result<StandardShowOut> standard_show(Call& call, const StandardShowIn& in) {
  auto standard = call.workspace->standard();
  StandardShowOut out;
  out.version = standard->version;
  out.hash = standard->hash;
  for (const auto& field : standard->fields)
    if ((in.id.empty() || field.id == in.id || field.code == in.id) && (in.category.empty() || field.category == in.category))
      out.fields_shown.push_back(describe(field));
  if (in.category.empty()) add_others(*standard, in.id, out.others);
  if (!in.id.empty() && out.fields_shown.empty() && out.others.empty())
    return Error{ErrorCode::not_found, "the standard has no '" + in.id + "'; `zhike standard show` lists everything"};
  return out;
}

std::string standard_show_text(const StandardShowOut& out, const Terminal& terminal) {
  std::string text = pick(terminal, "Standard ", "客户数据标准 ") + out.version + "  " + short_hash(out.hash) + "\n";
  std::string category;
  bool zh = terminal.language == Language::zh;
  for (const auto& field : out.fields_shown) {
    if (field.category != category) text += "\n" + (category = field.category) + "\n";
    text += "  " + pad(field.code, 5) + pad(field.id, 26) + pad(zh ? field.label_zh : field.label_en, 34) + pad(field.type, 8) +
            pad(field.required, 13) + "L" + std::to_string(field.sensitivity) + "\n";
  }
  if (out.fields_shown.size() == 1) {
    const auto& field = out.fields_shown.front();
    auto list = [&](const char* en, const char* chinese, const std::vector<std::string>& words) {
      text += "  " + pad(pick(terminal, en, chinese), 14);
      for (const auto& word : words) text += word + "  ";
      text += "\n";
    };
    text += "\n  " + field.why + "\n";
    list("cleaners", "清洗规则", field.cleaners);
    list("checks", "检查规则", field.checks);
    list("aliases", "别名", field.aliases);
    text += "  " + pad(pick(terminal, "department", "责任部门"), 14) + field.department + "\n";
  }
  std::string kind;
  for (const auto& other : out.others) {
    if (other.kind != kind) text += "\n" + (kind = other.kind) + "\n";
    text += "  " + pad(other.id, 31) + pad(zh ? other.label_zh : other.label_en, 34) + other.note + "\n";
  }
  return text;
}

Result<StandardCheckOut> standard_check(Call& call, const StandardFilesIn& in) {
  StandardCheckOut out;
  out.folder = folder_of(call, in);
  if (out.folder.empty()) out.folder = flow::resource_folder("standards");
  for (const auto& problem : standard::check(out.folder))
    out.problems.push_back({problem.file, problem.path, problem.message, problem.nearest});
  if (out.problems.empty()) {
    ZK_TRY_SET(auto standard, standard::load(out.folder));
    out.hash = standard->hash;
  }
  return out;
}

std::string standard_check_text(const StandardCheckOut& out, const Terminal& terminal) {
  std::string text;
  for (const auto& problem : out.problems) {
    text += problem.file + " " + told(problem.path, terminal.language) + "\n    " + told(problem.message, terminal.language);
    if (!problem.nearest.empty()) text += pick(terminal, "; did you mean '", "；是否为“") + problem.nearest + pick(terminal, "'?", "”？");
    text += "\n";
  }
  if (out.problems.empty()) return out.folder + pick(terminal, ": no problem, ", "：没有问题，") + short_hash(out.hash) + "\n";
  return text + std::to_string(out.problems.size()) + pick(terminal, " problems\n", " 个问题\n");
}

Result<StandardDiffOut> standard_diff(Call& call, const StandardFilesIn& in) {
  ZK_TRY_SET(auto files, standard::load(folder_of(call, in)));
  auto active = call.workspace->standard();
  StandardDiffOut out;
  out.active_hash = active->hash;
  out.files_hash = files->hash;
  for (const auto& change : standard::diff(*active, *files))
    out.changes.push_back({std::string(standard::name_of(change.kind)), change.path, change.before, change.after});
  return out;
}

std::string standard_diff_text(const StandardDiffOut& out, const Terminal& terminal) {
  std::string text;
  for (const auto& change : out.changes) {
    const char* mark = change.kind == "added" ? "+ " : change.kind == "removed" ? "- " : "~ ";
    text += mark + change.path + "\n";
    if (change.kind == "changed") text += "    " + change.before + "  →  " + change.after + "\n";
  }
  if (out.changes.empty()) return pick(terminal, "The files are the active version.\n", "文件与现行版本一致。\n");
  return text + std::to_string(out.changes.size()) +
         pick(terminal, " changes; `zhike standard publish` makes them active\n", " 处变更；用 zhike standard publish 使其生效\n");
}

Result<StandardPublishOut> standard_publish(Call& call, const StandardFilesIn& in) {
  ZK_TRY_SET(auto files, standard::load(folder_of(call, in)));
  ZK_TRY_SET(auto published, standard::publish(call.workspace->ledger(), *files, call.caller.name));
  ZK_TRY_SET(auto active, standard::active_standard(call.workspace->ledger()));
  call.workspace->use_standard(active);
  StandardPublishOut out;
  out.changed = published.changed;
  out.hash = published.hash;
  for (const auto& proposal : published.proposals) out.proposals.push_back(describe(proposal));
  return out;
}

std::string standard_publish_text(const StandardPublishOut& out, const Terminal& terminal) {
  std::string text = out.changed ? pick(terminal, "Active now: ", "现行版本：") : pick(terminal, "Nothing to change: ", "无需变更：");
  text += short_hash(out.hash) + "\n";
  return text + proposals_text({out.proposals}, terminal);
}

Result<ProposalsOut> standard_proposals(Call& call, const ProposalsIn& in) {
  ZK_TRY_SET(auto found, standard::proposals(call.workspace->ledger(), in.status));
  ProposalsOut out;
  for (const auto& proposal : found) out.proposals.push_back(describe(proposal));
  return out;
}

std::string proposals_text(const ProposalsOut& out, const Terminal& terminal) {
  std::string text;
  for (const auto& proposal : out.proposals)
    text += pad("#" + std::to_string(proposal.proposal), 6) + pad(proposal.dimension + "/" + proposal.code, 30) +
            pad(told(proposal.status, terminal.language), 11) + pick(terminal, "by ", "提出人 ") + proposal.author +
            (proposal.reviewer.empty() ? "" : pick(terminal, ", decided by ", "，审核人 ") + proposal.reviewer) + "\n";
  if (!out.proposals.empty())
    text += pick(terminal, "Someone other than the author decides: zhike standard approve N --as NAME\n",
                 "须由提出人以外的人审核：zhike standard approve 编号 --as 姓名\n");
  return text.empty() ? pick(terminal, "No dimension code waits for review.\n", "没有待审的维度编码。\n") : text;
}

Result<DecideProposalOut> standard_approve(Call& call, const DecideProposalIn& in) {
  ZK_TRY_SET(auto active, standard::approve(call.workspace->ledger(), in.proposal, call.caller.name));
  call.workspace->use_standard(active);
  return DecideProposalOut{"published", active->hash};
}

Result<DecideProposalOut> standard_return(Call& call, const DecideProposalIn& in) {
  ZK_TRY(standard::return_proposal(call.workspace->ledger(), in.proposal, call.caller.name));
  return DecideProposalOut{"returned", call.workspace->standard()->hash};
}

std::string decide_proposal_text(const DecideProposalOut& out, const Terminal& terminal) {
  return out.status == "published" ? pick(terminal, "Approved; active now: ", "已通过；现行版本：") + short_hash(out.hash) + "\n"
                                   : std::string(pick(terminal, "Returned to its author.\n", "已退回提出人。\n"));
}

}  // namespace zhike::operations

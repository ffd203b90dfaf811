// SPDX-License-Identifier: Apache-2.0
// The table. A new operation is an input and an output struct, a function, its text, and one row here.
#include "operations/collect_operations.h"
#include "operations/customer_operations.h"
#include "operations/match_operations.h"
#include "operations/reference_operations.h"
#include "operations/registry_operations.h"
#include "operations/replay_operations.h"
#include "operations/review_operations.h"
#include "operations/resolve_operations.h"
#include "operations/row.h"
#include "operations/run_operations.h"
#include "operations/standard_operations.h"
#include "operations/trial_operations.h"
#include "operations/workspace_operations.h"

namespace zhike::operations {
namespace {

using enum Permission;
using enum WorkspaceUse;
constexpr ErrorCode file_errors[] = {ErrorCode::not_found, ErrorCode::unreadable, ErrorCode::too_large, ErrorCode::disk_full, ErrorCode::cancelled};
constexpr ErrorCode store_errors[] = {ErrorCode::no_workspace, ErrorCode::wrong_key, ErrorCode::busy, ErrorCode::disk_full, ErrorCode::cancelled};
constexpr ErrorCode identity_errors[] = {ErrorCode::no_workspace, ErrorCode::wrong_key, ErrorCode::busy, ErrorCode::not_found, ErrorCode::unreadable, ErrorCode::conflict, ErrorCode::too_large, ErrorCode::disk_full, ErrorCode::cancelled};
constexpr ErrorCode standard_errors[] = {ErrorCode::no_workspace, ErrorCode::wrong_key, ErrorCode::busy, ErrorCode::standard_invalid, ErrorCode::conflict, ErrorCode::not_found};
constexpr ErrorCode resolve_errors[] = {ErrorCode::no_workspace, ErrorCode::wrong_key, ErrorCode::busy, ErrorCode::not_found, ErrorCode::conflict, ErrorCode::unreadable, ErrorCode::too_large, ErrorCode::disk_full, ErrorCode::cancelled};

constexpr Operation table[] = {
    row<InitIn, InitOut, init, init_text>("init", "Make a workspace: stores, key and standard", "新建工作区：存储、密钥与标准",
        anyone, none, store_errors, R"({"folder":"customers"})"),
    row<DoctorIn, DoctorOut, doctor, doctor_text>("doctor", "Look over the workspace", "检查工作区", read, needed, store_errors, "{}"),
    row<RebuildIn, RebuildOut, rebuild, rebuild_text>("rebuild", "Make the lake again from ledger and archive", "由账本与归档重建数据湖",
        administer, needed, store_errors, "{}"),

    row<ImportIn, ImportOut, import, import_text>("import", "Take files in, as they are", "导入文件", collect, needed, file_errors,
        R"({"files":["customers.csv"],"source":"crm"})"),
    row<SourcesIn, SourcesOut, sources, sources_text>("sources", "Sources and batches", "来源与批次", read, needed, store_errors, "{}"),
    row<RunIn, RunOut, run_stages, run_text>("run", "Standardise, resolve, profile, measure", "标准化、识别、建档、测量", collect, needed, store_errors, "{}"),
    row<ReportIn, ReportOut, report, report_text>("report", "How good the data is, against targets", "数据质量报告", read, needed, store_errors, "{}"),
    row<FindIn, FindOut, find_customers, find_text>("find", "Find customers", "查找客户", read, needed, store_errors, R"({"text":"wang wei"})"),
    row<ShowIn, ShowOut, show_customer, show_text>("show", "Everything known of one customer", "查看客户全貌", read, needed, store_errors, R"({"cuid":"P0000000001M"})"),
    row<WhyIn, WhyOut, why, why_text>("why", "Why records are one customer, or are not", "为何是（或不是）同一客户", read, needed, store_errors, R"({"left":"P0000000001M"})"),
    row<HistoryIn, HistoryOut, history, history_text>("history", "What happened to a customer or a record", "客户或记录的变动历史", read, needed, identity_errors, R"({"what":"P0000000001M"})"),
    row<ReviewIn, ReviewOut, review, review_text>("review", "What people are asked, the most doubtful first", "待复核的问题，最存疑的在前", steward, needed, identity_errors, "{}"),
    row<DecideIn, DecisionOut, decide, decision_text>("decide", "Two records are one customer, or are not", "裁定两条记录是否为同一客户", steward, needed, identity_errors,
        R"({"what":["crm:1","shop:7","same"],"why":"same card shown"})"),
    row<VerdictsIn, VerdictsOut, verdicts, verdicts_text>("verdicts", "What people have decided, and what of it stands", "已有裁定及其状态", read, needed, identity_errors, "{}"),
    row<MergeIn, DecisionOut, merge, decision_text>("merge", "Make customers one", "合并客户", steward, needed, identity_errors, R"({"cuids":["P0000000001M","P0000000002K"]})"),
    row<SplitIn, DecisionOut, split, decision_text>("split", "Let records leave a customer", "从客户中拆出记录", steward, needed, identity_errors, R"({"cuid":"P0000000001M","records":["crm:1"]})"),
    row<UndoIn, UndoOut, undo, undo_text>("undo", "Take back a decision, a run's merges, or a batch", "撤销裁定、运行的合并或批次", steward, needed, identity_errors, R"({"what":"B1"})"),
    row<ReplayIn, ReplayOut, replay, replay_text>("replay", "Try new rules over all history; take them or drop them", "以新规则重放全部历史，再采纳或放弃", administer, needed, identity_errors,
        R"({"policy":["merge_bits=2"]})"),
    row<RelateIn, RelateOut, relate, relate_text>("relate", "Declare a relation between two customers", "登记两位客户之间的关系", steward, needed, identity_errors, R"({"what":["crm:1","erp:7","employer"]})"),
    row<PolicyShowIn, PolicyOut, policy_show, policy_show_text>("policy show", "The bands of evidence and what never merges, with their history", "查看识别策略及其历史", read, needed, identity_errors, "{}"),
    row<PolicySetIn, PolicyOut, policy_set, policy_show_text>("policy set", "Change a policy; the next run follows it", "修改识别策略，下次运行生效", administer, needed, identity_errors,
        R"({"name":"merge_bits","value":"2"})"),
    row<ModelSaveIn, ModelSaveOut, model_save, model_save_text>("model save", "Write the weights that the last run over all records learned", "写出上次全量运行学得的匹配模型", read, needed, identity_errors,
        R"({"to":"model.json"})"),
    row<ResolveIn, ResolveOut, resolve_records, resolve_text>("resolve", "Which customer a record belongs to, or that it is a new one", "判断一条记录属于哪个客户，或是新客户",
        read, needed, resolve_errors, R"({"record":"{\"name\":\"Wang Wei\",\"mobile\":\"13912345678\"}"})"),
    row<ExportIn, ExportOut, export_table, export_text>("export", "Write a table as CSV, XLSX or Parquet", "导出为 CSV、XLSX 或 Parquet", read, needed, file_errors,
        R"({"what":"customers","to":"customers.xlsx"})"),

    row<StandardShowIn, StandardShowOut, standard_show, standard_show_text>("standard show", "Show the active standard", "查看现行标准",
        read, needed, standard_errors, R"({"category":"contact"})"),
    row<StandardFilesIn, StandardCheckOut, standard_check, standard_check_text>("standard check", "Check the files of a standard", "检查标准文件",
        anyone, when_there, standard_errors, "{}"),
    row<StandardFilesIn, StandardDiffOut, standard_diff, standard_diff_text>("standard diff", "What publishing the files would change", "比较文件与现行版本",
        read, needed, standard_errors, "{}"),
    row<StandardFilesIn, StandardPublishOut, standard_publish, standard_publish_text>("standard publish", "Make the files the active standard", "发布标准",
        administer, needed, standard_errors, "{}"),
    row<ProposalsIn, ProposalsOut, standard_proposals, proposals_text>("standard proposals", "Dimension codes that wait for review", "待审的维度编码",
        read, needed, standard_errors, "{}"),
    row<DecideProposalIn, DecideProposalOut, standard_approve, decide_proposal_text>("standard approve", "Approve someone else's dimension code", "审核通过他人提出的维度编码",
        steward, needed, standard_errors, R"({"proposal":1})"),
    row<DecideProposalIn, DecideProposalOut, standard_return, decide_proposal_text>("standard return", "Return a proposed dimension code", "退回维度编码申请",
        steward, needed, standard_errors, R"({"proposal":1})"),

    row<GenerateIn, GenerateOut, generate, generate_text>("generate", "Make demo data with its truth", "生成带真值的演示数据",
        anyone, none, file_errors, R"({"records":1000,"out":"data","truth":"truth.csv"})"),
    row<EvaluateIn, EvaluateOut, evaluate, evaluate_text>("evaluate", "Precision and recall against a truth", "对照真值评估识别结果",
        read, when_there, file_errors, R"({"truth":"truth.csv","predicted":"clusters.csv"})"),
    row<DedupeIn, DedupeOut, dedupe, dedupe_text>("dedupe", "Find the rows of a file that are one customer", "找出文件中属于同一客户的行",
        anyone, none, file_errors, R"({"file":"customers.csv","out":"clusters.csv"})"),
    row<LinkIn, LinkOut, link, link_text>("link", "Find the rows of two files that are one customer", "在两个文件之间匹配同一客户",
        anyone, none, file_errors, R"({"left":"a.csv","right":"b.csv","out":"links.csv"})"),
    row<ReferenceIn, ReferenceOut, reference, reference_text>("reference", "List every operation; write the reference pages", "列出全部操作；生成参考文档",
        anyone, none, file_errors, "{}"),
};

}  // namespace

std::span<const Operation> operations() { return table; }

}  // namespace zhike::operations

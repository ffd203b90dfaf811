// SPDX-License-Identifier: Apache-2.0
// One record at a time: which customer it belongs to, on what evidence. Reads the index that a run leaves; writes nothing
// unless the records are to be committed: then they are imported and matched, and have permanent codes afterwards.
#pragma once

#include "base/describe.h"
#include "operations/match_operations.h"
#include "operations/operation.h"

namespace zhike::operations {

struct ResolveIn {
  std::string records, record, entity = "person";
  std::int64_t candidates = 5;
  bool explain = false, commit = false;
  std::string source;
  static constexpr auto fields() {
    return std::tuple{
        field("records", &ResolveIn::records, "JSON lines to read, a record each; - reads them from the standard input, where no other process can see them", "JSON Lines 文件，每行一条记录；- 表示从标准输入读取，其他进程看不到", {.positional = true}),
        field("record", &ResolveIn::record, "One record as JSON: {\"name\": ...}. Other users of the machine can read a command line: better a file or -", "一条记录的 JSON。命令行对同机用户可见，建议改用文件或 -"),
        field("entity", &ResolveIn::entity, "What the records are", "记录的实体", {.choices = "person|organisation"}),
        field("candidates", &ResolveIn::candidates, "Show so many records that come near", "显示最相近的记录数"),
        field("explain", &ResolveIn::explain, "Show the evidence of each candidate", "显示每条候选的证据"),
        field("commit", &ResolveIn::commit, "Import the file and match it too: every record gets its permanent code, and the batch can be undone. Needs the permission to collect", "同时导入并匹配该文件：每条记录获得永久编号，该批次可撤销。需要采集权限"),
        field("source", &ResolveIn::source, "With --commit: the source the records come from", "与 --commit 合用：记录的来源")};
  }
};
struct CandidateOut {
  std::string record, cuid;
  double match_weight = 0, match_probability = 0;
  std::vector<EvidenceOut> evidence;
  static constexpr auto fields() {
    return std::tuple{field("record", &CandidateOut::record, "Record (SOURCE:KEY)", "记录（来源:来源编号）"), field("cuid", &CandidateOut::cuid, "Its customer", "所属客户"),
                      field("match_weight", &CandidateOut::match_weight, "Total in bits", "匹配权重（合计）"), field("match_probability", &CandidateOut::match_probability, "Probability", "概率"),
                      field("evidence", &CandidateOut::evidence, "Field by field, when asked for", "逐字段证据（按需）")};
  }
};
struct ResolvedOut {
  std::int64_t line = 0;
  bool is_new = false;
  std::string cuid;
  std::vector<std::string> brings_together, not_compared;
  std::vector<CandidateOut> candidates;
  std::string text;  // already in the caller's language
  static constexpr auto fields() {
    return std::tuple{field("line", &ResolvedOut::line, "Line of the record, from 1", "记录所在行"), field("is_new", &ResolvedOut::is_new, "No customer was near enough; committed: only records of this file make the customer up", "新客户；提交后：该客户仅由本文件的记录组成"),
                      field("cuid", &ResolvedOut::cuid, "Customer it belongs to", "所属客户"),
                      field("brings_together", &ResolvedOut::brings_together, "Further customers that it would join with that one", "将与之合并的其他客户"),
                      field("not_compared", &ResolvedOut::not_compared, "Keys that name no compared field", "未参与比较的键"),
                      field("candidates", &ResolvedOut::candidates, "Records that come near, the nearest first", "相近记录，近者在前")};
  }
};
struct ResolveOut {
  std::vector<ResolvedOut> answers;
  std::int64_t batch_id = 0;
  bool already_imported = false;
  std::vector<std::string> notes;
  static constexpr auto fields() {
    return std::tuple{field("answers", &ResolveOut::answers, "One for each record", "逐条结果"),
                      field("batch_id", &ResolveOut::batch_id, "Batch of the committed records; 0: nothing was committed", "已提交记录的批次；0 表示未提交"),
                      field("already_imported", &ResolveOut::already_imported, "The same file was imported before; its records are not taken in again", "同一文件此前已导入，其记录不再重复收入"),
                      field("notes", &ResolveOut::notes, "What is worth knowing about the batch", "该批次的提示")};
  }
};
Result<ResolveOut> resolve_records(Call&, const ResolveIn&);
std::string resolve_text(const ResolveOut&, const Terminal&);

}  // namespace zhike::operations

// SPDX-License-Identifier: Apache-2.0
// Operations on the workspace as a whole: make it, look it over, make the lake again.
#pragma once

#include <algorithm>

#include "base/describe.h"
#include "operations/operation.h"

namespace zhike::operations {

struct InitIn {
  std::string folder;
  bool passphrase = false;
  static constexpr auto fields() {
    return std::tuple{
        field("folder", &InitIn::folder, "New directory of the workspace", "新工作区目录", {.required = true, .positional = true}),
        field("passphrase", &InitIn::passphrase, "Protect the key with a passphrase (asked for) instead of a key file",
              "用口令保护密钥（将提示输入），不使用密钥文件")};
  }
};
struct InitOut {
  std::string folder, key_file, standard_hash;
  std::int64_t fields_count = 0;
  static constexpr auto fields() {
    return std::tuple{field("folder", &InitOut::folder, "The workspace", "工作区"),
                      field("key_file", &InitOut::key_file, "Where the key lies; empty with a passphrase", "密钥文件；使用口令时为空"),
                      field("standard_hash", &InitOut::standard_hash, "Hash of the active standard", "生效标准的哈希"),
                      field("fields_count", &InitOut::fields_count, "Fields of the standard", "标准字段数")};
  }
};
Result<InitOut> init(Call&, const InitIn&);
std::string init_text(const InitOut&, const Terminal&);

struct DoctorIn {
  static constexpr auto fields() { return std::tuple{}; }
};
struct Examination {
  std::string subject, judgement, note;  // judgement: good, warn, bad
  static constexpr auto fields() {
    return std::tuple{field("subject", &Examination::subject, "What was looked at", "检查对象"),
                      field("judgement", &Examination::judgement, "good, warn or bad", "good、warn 或 bad"),
                      field("note", &Examination::note, "What was found", "检查结果")};
  }
};
struct DoctorOut {
  std::vector<Examination> examinations;
  bool is_sound() const {
    return std::none_of(examinations.begin(), examinations.end(), [](const Examination& row) { return row.judgement == "bad"; });
  }
  static constexpr auto fields() {
    return std::tuple{field("examinations", &DoctorOut::examinations, "One row each", "逐项结果")};
  }
};
Result<DoctorOut> doctor(Call&, const DoctorIn&);
std::string doctor_text(const DoctorOut&, const Terminal&);

struct RebuildIn {
  static constexpr auto fields() { return std::tuple{}; }
};
struct RebuildOut {
  std::int64_t batches_count = 0, rows_count = 0;
  static constexpr auto fields() {
    return std::tuple{field("batches_count", &RebuildOut::batches_count, "Batches loaded again", "重新载入的批次"),
                      field("rows_count", &RebuildOut::rows_count, "Rows loaded", "载入行数")};
  }
};
Result<RebuildOut> rebuild(Call&, const RebuildIn&);
std::string rebuild_text(const RebuildOut&, const Terminal&);

}  // namespace zhike::operations

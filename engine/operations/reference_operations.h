// SPDX-License-Identifier: Apache-2.0
// The reference pages, written from the tables: operations, errors, cleaners, checks. Never by hand.
#pragma once

#include "base/describe.h"
#include "operations/operation.h"

namespace zhike::operations {

struct ReferenceIn {
  std::string out;
  static constexpr auto fields() {
    return std::tuple{field("out", &ReferenceIn::out, "Folder for the pages; without it the operations are listed", "输出目录；缺省仅列出操作")};
  }
};
struct OperationOut {
  std::string id, summary_en, summary_zh, permission, example;
  std::vector<std::string> errors;
  static constexpr auto fields() {
    return std::tuple{field("id", &OperationOut::id, "Words of the command line", "命令"), field("summary_en", &OperationOut::summary_en, "In English", "英文说明"),
                      field("summary_zh", &OperationOut::summary_zh, "In Chinese", "中文说明"), field("permission", &OperationOut::permission, "Permission it needs", "所需权限"),
                      field("example", &OperationOut::example, "An input", "输入示例"), field("errors", &OperationOut::errors, "Errors it may give", "可能的错误")};
  }
};
struct ReferenceOut {
  std::vector<OperationOut> operations;
  std::vector<std::string> files;
  static constexpr auto fields() {
    return std::tuple{field("operations", &ReferenceOut::operations, "Every operation", "全部操作"), field("files", &ReferenceOut::files, "Pages written", "写出的页面")};
  }
};
Result<ReferenceOut> reference(Call&, const ReferenceIn&);
std::string reference_text(const ReferenceOut&, const Terminal&);

}  // namespace zhike::operations
